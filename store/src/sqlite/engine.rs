use std::path::Path;
use std::sync::Arc;

use async_trait::async_trait;
use nachklang_model::{Forget, Key};
use sqlx::SqlitePool;

use super::change::Change;
use super::error::closed;
use super::open::{self, FILE, Pools};
use super::writer::Writer;
use super::{OpenError, admin, choice_counts, pages, proof_keys, rating_counts, sites};
use crate::domain::counts::{ChoiceCount, RatingCount};
use crate::domain::digest::Digest;
use crate::domain::filter::Filter;
use crate::domain::page::{Position, ResponsePage};
use crate::domain::proof::{Algorithm, ListedKey, ProofKey};
use crate::domain::review::Review;
use crate::domain::site::{Site, Sites};
use crate::domain::submission::{SaveOutcome, Submission};
use crate::port::{Store, StoreError};

/// A store in one SQLite file. Clones share its connections.
#[derive(Debug, Clone)]
pub struct SqliteStore {
    pub(super) writer: SqlitePool,
    pub(super) readers: SqlitePool,
    pub(super) changes: Writer,
}

impl SqliteStore {
    /// The name of the database in its folder.
    pub const FILE: &str = FILE;

    /// Opens the database in the folder `data`, making both if they are missing, and brings its tables up to date. At most
    /// `max_waiting` calls that change responses wait to be committed; more are [`StoreError::Overloaded`].
    ///
    /// # Errors
    /// Where the folder cannot be written to, where the file is no database, and where a newer collector has changed its
    /// tables.
    pub async fn open(data: &Path, max_waiting: usize) -> Result<Self, OpenError> {
        Ok(Self::start(open::open(data).await?, max_waiting))
    }

    pub(super) fn start(pools: Pools, max_waiting: usize) -> Self {
        let Pools { writer, readers } = pools;
        let changes = Writer::start(writer.clone(), max_waiting);
        Self { writer, readers, changes }
    }
}

#[async_trait]
impl Store for SqliteStore {
    async fn save(&self, submissions: Arc<[Submission]>) -> Result<Vec<SaveOutcome>, StoreError> {
        self.changes.make(Change::Save, submissions).await
    }

    async fn forget(&self, forget: Forget) -> Result<u64, StoreError> {
        self.changes.make(Change::Forget, forget).await
    }

    async fn review(&self, review: Review) -> Result<u64, StoreError> {
        self.changes.make(Change::Review, review).await
    }

    async fn page(&self, filter: &Filter, position: Option<&Position>) -> Result<ResponsePage, StoreError> {
        Ok(pages::page(&self.readers, filter, position).await?)
    }

    async fn rating_counts(&self, filter: &Filter) -> Result<Vec<RatingCount>, StoreError> {
        Ok(rating_counts::rating_counts(&self.readers, filter).await?)
    }

    async fn choice_counts(&self, filter: &Filter) -> Result<Vec<ChoiceCount>, StoreError> {
        Ok(choice_counts::choice_counts(&self.readers, filter).await?)
    }

    async fn sites(&self) -> Result<Sites, StoreError> {
        Ok(sites::list(&self.readers).await?)
    }

    async fn set_site(&self, site: &Site) -> Result<(), StoreError> {
        Ok(sites::set(&self.writer, site).await?)
    }

    async fn remove_site(&self, site: &Key) -> Result<bool, StoreError> {
        Ok(sites::remove(&self.writer, site).await?)
    }

    async fn proof_keys(&self, site: &Key) -> Result<Vec<ProofKey>, StoreError> {
        Ok(proof_keys::of_site(&self.readers, site).await?)
    }

    async fn list_proof_keys(&self) -> Result<Vec<ListedKey>, StoreError> {
        Ok(proof_keys::list(&self.readers).await?)
    }

    async fn add_proof_key(
        &self,
        site: &Key,
        id: &Key,
        algorithm: Algorithm,
        text: &str,
    ) -> Result<bool, StoreError> {
        Ok(proof_keys::add(&self.writer, site, id, algorithm, text).await?)
    }

    async fn remove_proof_key(&self, site: &Key, id: &Key) -> Result<bool, StoreError> {
        Ok(proof_keys::remove(&self.writer, site, id).await?)
    }

    async fn admin_digest(&self) -> Result<Option<Digest>, StoreError> {
        Ok(admin::digest(&self.readers).await?)
    }

    async fn add_first_admin_digest(&self, digest: &Digest) -> Result<bool, StoreError> {
        Ok(admin::add_first(&self.writer, digest).await?)
    }

    async fn set_admin_digest(&self, digest: &Digest) -> Result<(), StoreError> {
        Ok(admin::set(&self.writer, digest).await?)
    }

    async fn check(&self) -> Result<(), StoreError> {
        if !self.changes.works() {
            return Err(closed());
        }
        // Of a table, since a query without one does not touch the file.
        sqlx::query("SELECT COUNT(*) FROM admin_token").fetch_one(&self.readers).await?;
        Ok(())
    }

    /// The last connection to close moves the write-ahead log into the database, so that a single file is left.
    async fn close(&self) {
        self.changes.close().await;
        self.readers.close().await;
        self.writer.close().await;
    }
}
