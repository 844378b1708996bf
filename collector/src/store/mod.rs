//! Where responses are kept. SQLite is the only store; nothing outside this module knows SQL.
//!
//! One connection writes, so that a write waits for the one before instead of failing on a locked database; a few read
//! beside it (write-ahead log). Responses are changed by one task, which commits together what has gathered. A commit
//! is on the disk before it returns (`synchronous = FULL`), and what is deleted is overwritten (`secure_delete`).

mod answers;
mod choice_counts;
mod filter;
mod forget;
mod histograms;
mod keep;
mod open;
mod pages;
mod proof;
mod proof_keys;
mod review;
mod sites;
#[cfg(test)]
mod testing;
mod token;
mod writer;

use std::fmt;
use std::sync::Arc;

use sqlx::SqlitePool;

pub use choice_counts::ChoiceCount;
pub use filter::Filter;
pub use histograms::Count;
pub use keep::Outcome;
pub use pages::{PAGE, Page, Position};
pub use proof_keys::ListedKey;

use self::writer::Writer;

/// The store. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
    changes: Writer,
}

impl Store {
    /// Whether the store can be read and takes changes.
    ///
    /// # Errors
    /// Where it cannot, or does not.
    pub async fn check(&self) -> Result<(), StoreError> {
        if !self.changes.works() {
            return Err(StoreError::closed());
        }
        // Of a table, since a query without one does not touch the file.
        sqlx::query("SELECT COUNT(*) FROM admin_token").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Makes all changes that are waiting and closes all connections. The last one moves the write-ahead log into the database,
    /// so that a single file is left.
    pub async fn close(&self) {
        self.changes.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The store did not do what it was asked to; nothing was changed.
#[derive(Debug, Clone)]
pub enum StoreError {
    /// More waits to be written than the queue has room for.
    Overloaded,
    /// The database failed. One failure may be that of several requests.
    Failed(Arc<sqlx::Error>),
}

impl StoreError {
    fn closed() -> Self {
        sqlx::Error::PoolClosed.into()
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(Arc::new(error))
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Overloaded => f.write_str("more is coming in than can be written"),
            Self::Failed(error) => write!(f, "the database failed: {error}"),
        }
    }
}

impl std::error::Error for StoreError {}
