//! Where responses go.

use std::cell::OnceCell;

use crate::rest::Courier;

/// Takes what is answered on a page and brings it to the endpoint. It is open as soon as the rest of the program is there, and as
/// long as its page lives.
#[derive(Default)]
pub struct Outbox(pub OnceCell<Courier>);

impl Outbox {
    /// Who brings what is answered, when the rest of the program is there.
    pub fn courier(&'static self) -> &'static Courier {
        self.0.get().expect("the first thing the rest does is to open the outbox")
    }
}
