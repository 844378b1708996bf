//! Where responses go.

use std::cell::OnceCell;

use crate::deferred::Courier;

/// Takes what is answered on a page and brings it to the endpoint. It is open as soon as the deferred part is there, and as
/// long as its page lives.
#[derive(Default)]
pub struct Outbox(pub OnceCell<Courier>);

impl Outbox {
    /// Who brings what is answered, when the deferred part is there.
    pub fn courier(&'static self) -> &'static Courier {
        self.0.get().expect("the first thing the deferred part does is to open the outbox")
    }
}
