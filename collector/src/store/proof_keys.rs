use jiff::Timestamp;
use nachklang_model::Key;
use sqlx::Row;

use super::filter::written;
use super::{Store, StoreError};
use crate::proof::{Algorithm, ProofKey};

/// A key as it is listed: all but the key itself.
#[derive(Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// The site whose proofs it is for.
    pub site: String,
    /// Its name.
    pub id: String,
    /// The name of the algorithm.
    pub algorithm: String,
    /// When it was registered, by the collector's clock.
    pub added_at: String,
}

impl Store {
    /// Registers a key for the proofs of a site, whose text [`ProofKey::new`] has taken. Says whether it did: there may be one of
    /// this name.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn add_proof_key(
        &self,
        site: &Key,
        id: &Key,
        algorithm: Algorithm,
        text: &str,
    ) -> Result<bool, StoreError> {
        let done = sqlx::query("INSERT INTO proof_keys VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING")
            .bind(site.as_str())
            .bind(id.as_str())
            .bind(algorithm.name())
            .bind(text)
            .bind(written(Timestamp::now()))
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Removes a key, and says whether there was one.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn remove_proof_key(&self, site: &Key, id: &Key) -> Result<bool, StoreError> {
        let done = sqlx::query("DELETE FROM proof_keys WHERE site = $1 AND id = $2")
            .bind(site.as_str())
            .bind(id.as_str())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// All keys, by site and name.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn list_proof_keys(&self) -> Result<Vec<ListedKey>, StoreError> {
        let rows = sqlx::query("SELECT site, id, algorithm, added_at FROM proof_keys ORDER BY site, id")
            .fetch_all(&self.readers)
            .await?;
        let listed = |row: &sqlx::sqlite::SqliteRow| {
            Ok(ListedKey {
                site: row.try_get(0)?,
                id: row.try_get(1)?,
                algorithm: row.try_get(2)?,
                added_at: row.try_get(3)?,
            })
        };
        rows.iter().map(listed).collect()
    }

    /// The keys that proofs of this site are signed with. Asked each time, so that a key counts as soon as it is registered.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn proof_keys(&self, site: &Key) -> Result<Vec<ProofKey>, StoreError> {
        let rows = sqlx::query("SELECT id, algorithm, text FROM proof_keys WHERE site = $1 ORDER BY id")
            .bind(site.as_str())
            .fetch_all(&self.readers)
            .await?;
        let mut keys = Vec::with_capacity(rows.len());
        for row in &rows {
            let (id, algorithm, text): (&str, &str, &str) =
                (row.try_get(0)?, row.try_get(1)?, row.try_get(2)?);
            let algorithm = Algorithm::ALL.into_iter().find(|known| known.name() == algorithm);
            let key = Key::new(id).zip(algorithm).map(|(id, algorithm)| ProofKey::new(id, algorithm, text));
            // Only what was taken before is stored.
            keys.extend(key.and_then(Result::ok));
        }
        Ok(keys)
    }
}
