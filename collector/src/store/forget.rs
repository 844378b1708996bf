use nachklang_model::Forget;
use sqlx::SqliteConnection;

use super::writer::Change;
use super::{Store, StoreError};

impl Store {
    /// Deletes responses for good, with all that belongs to them, and keeps their ids, so that no later revision brings one
    /// back; all or none. An id that is not there is kept, too: its first revision may still be on the way. Gives how many
    /// responses were deleted.
    ///
    /// # Errors
    /// Where there is no room to wait for it, and where the store failed; nothing was deleted then.
    pub async fn forget(&self, forget: Forget) -> Result<u64, StoreError> {
        self.changes.make(Change::Forget, forget).await
    }
}

/// The change [`Store::forget`] makes.
pub(super) async fn forget(connection: &mut SqliteConnection, forget: &Forget) -> Result<u64, sqlx::Error> {
    let mut deleted = 0;
    for id in forget.ids() {
        let id = id.to_string();
        sqlx::query("INSERT INTO forgotten (site, id) VALUES ($1, $2) ON CONFLICT DO NOTHING")
            .bind(forget.site().as_str())
            .bind(&id)
            .execute(&mut *connection)
            .await?;
        let done = sqlx::query("DELETE FROM responses WHERE site = $1 AND id = $2")
            .bind(forget.site().as_str())
            .bind(&id)
            .execute(&mut *connection)
            .await?;
        deleted += done.rows_affected();
    }
    Ok(deleted)
}
