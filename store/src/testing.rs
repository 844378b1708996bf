//! What tests of this crate and of the collector share: example responses, proofs, and a store that goes away with its test.

pub mod proofs;
mod responses;
mod test_store;

pub use responses::{example, id, strip_times, submission, submissions};
pub use test_store::TestStore;
pub(crate) use test_store::{forget, lines};
