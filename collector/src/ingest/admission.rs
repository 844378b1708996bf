//! Admission: who may send responses for which site, and how many.

use std::sync::Arc;
use std::time::Duration;

use nachklang_model::Key;
use nachklang_store::{SharedStore, Sites, StoreError};

use super::rates::Rates;
use super::sender::Sender;
use super::site_cache::SiteCache;
use crate::limits::Limits;

/// Counts what is sent, and knows the sites. Clones share both.
#[derive(Debug, Clone)]
pub struct Admission {
    sites: SiteCache,
    rates: Arc<Rates>,
}

/// More responses come from one address or for one site than are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TooMany {
    /// From where, or for which site, as a phrase.
    pub of: String,
    /// After how long there is room again.
    pub wait: Duration,
}

impl Admission {
    /// Admission to this store.
    pub fn new(store: SharedStore, limits: &Limits) -> Self {
        Self { sites: SiteCache::new(store), rates: Rates::new(limits).into() }
    }

    /// The registered sites.
    ///
    /// # Errors
    /// Where the store failed.
    pub async fn sites(&self) -> Result<Arc<Sites>, StoreError> {
        self.sites.sites().await
    }

    /// The cache of the registered sites.
    pub fn site_cache(&self) -> &SiteCache {
        &self.sites
    }

    /// Counts so many responses as sent from an address.
    ///
    /// # Errors
    /// Where they are too many; they do not count then.
    pub fn count_from(&self, sender: &Sender, responses: usize) -> Result<(), TooMany> {
        let Some(address) = sender.address else { return Ok(()) };
        let counted = self.rates.take_from(address, responses);
        counted.map_err(|wait| TooMany { of: "from this address".into(), wait })
    }

    /// Counts so many responses as sent for a site.
    ///
    /// # Errors
    /// Where they are too many; they do not count then.
    pub fn count_for(&self, site: &Key, responses: usize) -> Result<(), TooMany> {
        let counted = self.rates.take_for(site, responses);
        counted.map_err(|wait| TooMany { of: format!("for the site {site}"), wait })
    }
}
