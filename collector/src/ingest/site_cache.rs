//! The registered sites, read from the store once in a while instead of for every request.

use std::sync::{Arc, PoisonError, RwLock};
use std::time::Instant;

use nachklang_store::{SharedStore, Sites, StoreError};

use crate::limits::SITES_TIME_TO_LIVE;

/// The registered sites as the store had them at most [`SITES_TIME_TO_LIVE`] ago. Clones share what they read.
#[derive(Debug, Clone)]
pub struct SiteCache {
    store: SharedStore,
    cached: Arc<RwLock<Option<Cached>>>,
}

/// The sites, and when they were read.
#[derive(Debug, Clone)]
struct Cached {
    read_at: Instant,
    sites: Arc<Sites>,
}

impl SiteCache {
    /// The sites of this store.
    pub fn new(store: SharedStore) -> Self {
        Self { store, cached: Arc::default() }
    }

    /// The sites.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn sites(&self) -> Result<Arc<Sites>, StoreError> {
        let cached = self.cached.read().unwrap_or_else(PoisonError::into_inner).clone();
        match cached {
            Some(Cached { read_at, sites }) if read_at.elapsed() < SITES_TIME_TO_LIVE => Ok(sites),
            _ => {
                let sites = Arc::new(self.store.sites().await?);
                let cached = Cached { read_at: Instant::now(), sites: sites.clone() };
                *self.cached.write().unwrap_or_else(PoisonError::into_inner) = Some(cached);
                Ok(sites)
            }
        }
    }
}
