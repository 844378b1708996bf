//! Where responses go.

use std::cell::OnceCell;

use crate::deferred::Sender;

/// Takes what is answered on a page and sends it to the endpoint. It is open as soon as the deferred part is there, and as
/// long as its page lives.
#[derive(Default)]
pub struct Outbox(pub OnceCell<Sender>);

impl Outbox {
    /// What sends the responses, once the deferred part is there.
    pub fn sender(&'static self) -> &'static Sender {
        self.0.get().expect("the first thing the deferred part does is to open the outbox")
    }
}
