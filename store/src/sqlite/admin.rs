use sqlx::SqlitePool;

use crate::domain::digest::Digest;

/// The digest of the admin token, if there is one.
pub(super) async fn digest(readers: &SqlitePool) -> Result<Option<Digest>, sqlx::Error> {
    let digest: Option<String> =
        sqlx::query_scalar("SELECT sha256 FROM admin_token").fetch_optional(readers).await?;
    Ok(digest.as_deref().and_then(Digest::from_hex))
}

/// Stores a digest if there is none yet, and says whether it did.
pub(super) async fn add_first(writer: &SqlitePool, digest: &Digest) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("INSERT INTO admin_token VALUES (1, $1) ON CONFLICT (only_row) DO NOTHING")
        .bind(digest.to_hex())
        .execute(writer)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Stores a digest, which replaces the one before.
pub(super) async fn set(writer: &SqlitePool, digest: &Digest) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO admin_token VALUES (1, $1)
         ON CONFLICT (only_row) DO UPDATE SET sha256 = excluded.sha256",
    )
    .bind(digest.to_hex())
    .execute(writer)
    .await?;
    Ok(())
}
