//! Takes responses in: admit → read → check → save.
//!
//! - [`admission`] bounds how many responses come from where, and knows whose are taken ([`sender`]).
//! - [`read`] reads a body into [`ParsedSubmission`]s.
//! - [`proof`] checks their proofs of purchase, which makes them [`Submission`](nachklang_store::Submission)s.
//! - [`save`] has the store save them, and says what became of each.
//!
//! Nothing here knows HTTP: requests come from `http/api`, which also writes the answers.

pub mod admission;
pub mod proof;
pub mod rates;
pub mod read;
pub mod save;
pub mod sender;
pub mod site_cache;
pub mod submission;
mod unknown;

pub use admission::{Admission, TooMany};
pub use read::{ReadError, read_body};
pub use save::{Dropped, Forgotten, Ingest, IngestError, Receipt, Refused, Saved};
pub use sender::{NotAllowed, Sender};
pub use site_cache::SiteCache;
pub use submission::{Batch, Content, Form, ParsedSubmission};
