use super::{Store, StoreError};
use crate::token::Digest;

impl Store {
    /// The digest of the admin token, if there is one.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn token(&self) -> Result<Option<Digest>, StoreError> {
        let digest: Option<String> =
            sqlx::query_scalar("SELECT sha256 FROM admin_token").fetch_optional(&self.readers).await?;
        Ok(digest.as_deref().and_then(Digest::from_hex))
    }

    /// Stores the digest of a token if there is none yet, and says whether it did.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn add_first_token(&self, digest: &Digest) -> Result<bool, StoreError> {
        let done = sqlx::query("INSERT INTO admin_token VALUES (1, $1) ON CONFLICT (only_row) DO NOTHING")
            .bind(digest.to_hex())
            .execute(&self.writer)
            .await?;
        Ok(done.rows_affected() > 0)
    }

    /// Puts the digest of a new token in the place of the one before.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn set_token(&self, digest: &Digest) -> Result<(), StoreError> {
        sqlx::query(
            "INSERT INTO admin_token VALUES (1, $1)
             ON CONFLICT (only_row) DO UPDATE SET sha256 = excluded.sha256",
        )
        .bind(digest.to_hex())
        .execute(&self.writer)
        .await?;
        Ok(())
    }
}
