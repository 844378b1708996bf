//! The sites an operator registers, each with the origins of its pages and perhaps a key.
//!
//! Neither is a secret: an origin is invented by anything but a browser, and the key stands in every page of the shop. They
//! keep other shops' pages and stray programs out, and tell one shop's responses from another's.

use std::collections::BTreeMap;

use nachklang_model::Key;

use super::origin::Origin;
use super::site_key::SiteKey;

/// A registered site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The site.
    pub site: Key,
    /// The key the endpoint's address has to carry, if any.
    pub key: Option<SiteKey>,
    /// The origins whose pages may send; at least one.
    pub origins: Vec<Origin>,
}

/// All registered sites. While there is none, a collector takes responses for any.
///
/// ```
/// use nachklang_model::Key;
/// use nachklang_store::{Site, Sites};
///
/// let shop = Key::new("shop.example").unwrap();
/// assert!(Sites::default().takes(&shop));
///
/// let other = Site { site: Key::new("other.example").unwrap(), key: None, origins: Vec::new() };
/// assert!(!Sites::new([other]).takes(&shop));
/// ```
#[derive(Debug, Default)]
pub struct Sites(BTreeMap<Key, Site>);

impl Sites {
    /// These sites.
    pub fn new(sites: impl IntoIterator<Item = Site>) -> Self {
        Self(sites.into_iter().map(|site| (site.site.clone(), site)).collect())
    }

    /// All sites, in the order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Site> {
        self.0.values()
    }

    /// The site of this name, if it is registered.
    pub fn get(&self, site: &Key) -> Option<&Site> {
        self.0.get(site)
    }

    /// Whether none is registered.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether responses for this site are taken from somebody.
    pub fn takes(&self, site: &Key) -> bool {
        self.is_empty() || self.get(site).is_some()
    }
}
