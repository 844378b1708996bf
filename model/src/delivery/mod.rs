//! How a response gets to the endpoint: what waits ([`outbox`]), how it is kept ([`entry`]) and written ([`envelope`]), what the
//! endpoint's reply means, and when to try again ([`backoff`]).
//!
//! All of it is pure: the widget brings the storage, the clock and the requests.

pub mod backoff;
pub mod entry;
pub mod envelope;
pub mod outbox;
mod reply;

pub use backoff::Backoff;
pub use entry::Entry;
pub use envelope::Format;
pub use outbox::{Outbox, Outcome, Outgoing, Storage};
pub use reply::{EndpointReply, Verdict, verdict};
