use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::Sites;
use crate::store::{Store, StoreError};

/// How long what was read is taken to be so.
const FRESH: Duration = Duration::from_secs(1);

/// The registered sites as the store has them, at most a second ago. Clones share what they read.
#[derive(Debug, Clone)]
pub struct SiteBook {
    store: Store,
    read: Arc<RwLock<Option<Read>>>,
}

/// What was read, and when.
#[derive(Debug, Clone)]
struct Read {
    at: Instant,
    sites: Arc<Sites>,
}

impl SiteBook {
    /// The book of this store.
    pub fn new(store: Store) -> Self {
        Self { store, read: Arc::default() }
    }

    /// The sites.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn sites(&self) -> Result<Arc<Sites>, StoreError> {
        let read = self.read.read().unwrap_or_else(PoisonError::into_inner).clone();
        match read {
            Some(Read { at, sites }) if at.elapsed() < FRESH => Ok(sites),
            _ => {
                let sites = Arc::new(self.store.sites().await?);
                let read = Read { at: Instant::now(), sites: sites.clone() };
                *self.read.write().unwrap_or_else(PoisonError::into_inner) = Some(read);
                Ok(sites)
            }
        }
    }
}
