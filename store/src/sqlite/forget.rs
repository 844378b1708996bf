use nachklang_model::Forget;
use sqlx::SqliteConnection;

/// Deletes responses and keeps their ids. Gives how many were deleted.
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
