use jiff::Timestamp;
use nachklang_model::Key;
use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqlitePool};

use super::time::written;
use crate::domain::proof::{Algorithm, ListedKey, ProofKey};

/// Registers a key, and says whether it did: the site may have one of this name.
pub(super) async fn add(
    writer: &SqlitePool,
    site: &Key,
    id: &Key,
    algorithm: Algorithm,
    text: &str,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("INSERT INTO proof_keys VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
        .bind(site.as_str())
        .bind(id.as_str())
        .bind(algorithm.name())
        .bind(text)
        .bind(written(Timestamp::now()))
        .execute(writer)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Removes a key, and says whether there was one.
pub(super) async fn remove(writer: &SqlitePool, site: &Key, id: &Key) -> Result<bool, sqlx::Error> {
    let done = sqlx::query("DELETE FROM proof_keys WHERE site = $1 AND id = $2")
        .bind(site.as_str())
        .bind(id.as_str())
        .execute(writer)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// All keys, by site and name.
pub(super) async fn list(readers: &SqlitePool) -> Result<Vec<ListedKey>, sqlx::Error> {
    let rows = sqlx::query("SELECT site, id, algorithm, added_at FROM proof_keys ORDER BY site, id")
        .fetch_all(readers)
        .await?;
    let listed = |row: &SqliteRow| {
        Ok(ListedKey {
            site: row.try_get(0)?,
            id: row.try_get(1)?,
            algorithm: row.try_get(2)?,
            added_at: row.try_get(3)?,
        })
    };
    rows.iter().map(listed).collect()
}

/// The keys of a site. Read each time, so that a key counts as soon as it is registered.
pub(super) async fn of_site(readers: &SqlitePool, site: &Key) -> Result<Vec<ProofKey>, sqlx::Error> {
    let rows = sqlx::query("SELECT id, algorithm, text FROM proof_keys WHERE site = $1 ORDER BY id")
        .bind(site.as_str())
        .fetch_all(readers)
        .await?;
    let mut keys = Vec::with_capacity(rows.len());
    for row in &rows {
        let (id, algorithm, text): (&str, &str, &str) = (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
        let algorithm = Algorithm::ALL.into_iter().find(|known| known.name() == algorithm);
        let key = Key::new(id).zip(algorithm).map(|(id, algorithm)| ProofKey::new(id, algorithm, text));
        // Only what was taken before is stored.
        keys.extend(key.and_then(Result::ok));
    }
    Ok(keys)
}
