//! Where responses are kept. SQLite is the only store; nothing outside this module knows SQL.
//!
//! One connection writes, so that a write waits for the one before instead of failing on a locked database; a few read
//! beside it (write-ahead log). A commit is on the disk before it returns (`synchronous = FULL`), and what is deleted is
//! overwritten (`secure_delete`).

mod answers;
mod choice_counts;
mod counts;
mod filter;
mod forget;
mod keep;
mod open;
mod pages;
#[cfg(test)]
mod testing;
mod token;

use std::fmt;

use sqlx::SqlitePool;

pub use choice_counts::ChoiceCount;
pub use counts::Count;
pub use filter::Filter;
pub use pages::{PAGE, Page, Position};

/// The store. Clones share their connections.
#[derive(Debug, Clone)]
pub struct Store {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Store {
    /// Whether the store can be read.
    ///
    /// # Errors
    /// Where it cannot.
    pub async fn check(&self) -> Result<(), StoreError> {
        // Of a table, since a query without one does not touch the file.
        sqlx::query("SELECT COUNT(*) FROM admin_token").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// Waits for what is under way and closes all connections. The last one moves the write-ahead log into the database,
    /// so that a single file is left.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

/// The store did not do what it was asked to; nothing was changed.
#[derive(Debug)]
pub struct StoreError(sqlx::Error);

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the database failed: {}", self.0)
    }
}

impl std::error::Error for StoreError {}
