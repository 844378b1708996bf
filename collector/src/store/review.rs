use sqlx::SqliteConnection;

use super::writer::Change;
use super::{Store, StoreError};
use crate::review::{Review, Verdict};

impl Store {
    /// Keeps a verdict on responses, all or none. Gives how many of them are there.
    ///
    /// # Errors
    /// Where there is no room to wait for it, and where the store failed; nothing was changed then.
    pub async fn review(&self, review: Review) -> Result<u64, StoreError> {
        self.changes.make(Change::Review, review).await
    }
}

/// The change [`Store::review`] makes.
pub(super) async fn review(connection: &mut SqliteConnection, review: &Review) -> Result<u64, sqlx::Error> {
    let mut reviewed = 0;
    for id in &review.ids {
        let done = sqlx::query("UPDATE responses SET verdict = $3 WHERE site = $1 AND id = $2")
            .bind(review.site.as_str())
            .bind(id.to_string())
            .bind(review.verdict.map(Verdict::name))
            .execute(&mut *connection)
            .await?;
        reviewed += done.rows_affected();
    }
    Ok(reviewed)
}
