//! The engine on SQLite, in one file.
//!
//! One connection writes, so that a write waits for the one before instead of failing on a locked database; a few read beside
//! it (write-ahead log). Responses are changed by one task, which commits together what has gathered (`writer.rs`). A commit is
//! on the disk before it returns (`synchronous = FULL`), and what is deleted is overwritten (`secure_delete`).

mod admin;
mod answers;
mod change;
mod choice_counts;
mod clock;
mod commit;
mod engine;
mod error;
mod filter;
mod forget;
mod open;
mod pages;
mod proof;
mod proof_keys;
mod rating_counts;
mod response;
mod review;
mod save;
mod sites;
#[cfg(any(test, feature = "testing"))]
mod testing;
#[cfg(test)]
mod tests;
mod time;
mod writer;

pub use engine::SqliteStore;
pub use error::OpenError;
