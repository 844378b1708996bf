//! How a response gets to the endpoint: what waits ([`outbox`]), how an entry is stored ([`entry`]) and sent ([`envelope`]),
//! what the endpoint's reply means ([`verdict`]), and when to try again ([`backoff`]).
//!
//! All of it is pure: the widget brings the storage, the clock and the requests.

pub mod backoff;
pub mod entry;
pub mod envelope;
pub mod outbox;
mod outgoing;
mod reply;
mod storage;

pub use backoff::Backoff;
pub use entry::Entry;
pub use envelope::Format;
pub use outbox::Outbox;
pub use outgoing::{MAX_BATCH, Outcome, Outgoing};
pub use reply::{EndpointReply, Verdict, verdict};
pub use storage::{MAX_BYTES, MAX_ENTRIES, Storage};
