//! Whose responses are taken. An operator may register sites, each with the origins of its pages and with a key; where none is
//! registered, responses for any site are taken from any page.
//!
//! Neither is a secret: an origin is invented by anything but a browser, and the key stands in every page of the shop. They keep
//! other shops' pages and stray programs out, and tell one shop's responses from another's.

mod book;
mod key;
mod origin;

use std::collections::BTreeMap;

use axum::extract::Query;
use axum::http::header::{HOST, HeaderName, ORIGIN};
use axum::http::request::Parts;
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};

pub use self::book::SiteBook;
pub use self::key::SiteKey;
pub use self::origin::Origin;
use crate::problem::Rejection;

const SEC_FETCH_SITE: HeaderName = HeaderName::from_static("sec-fetch-site");

/// A registered site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Site {
    /// The site.
    pub site: Key,
    /// What has to stand behind the endpoint's address, if anything.
    pub key: Option<SiteKey>,
    /// Whose pages may send, at least one.
    pub origins: Vec<Origin>,
}

/// All registered sites.
#[derive(Debug, Default)]
pub struct Sites(BTreeMap<Key, Site>);

/// What a request says of its sender.
#[derive(Debug, Default)]
pub struct Sender {
    /// The origin of the page, as the browser says.
    origin: Option<String>,
    /// The host that the request was sent to.
    host: Option<String>,
    /// Whether the browser says that the page is of the collector's own origin.
    is_same_origin: bool,
    /// What stands as `key` behind the address.
    key: Option<String>,
}

impl Sender {
    /// What this request says.
    pub fn of(parts: &Parts) -> Self {
        let header = |name| Some(parts.headers.get(name)?.to_str().ok()?.to_owned());
        let pairs = Query::<Vec<(String, String)>>::try_from_uri(&parts.uri).map(|Query(pairs)| pairs);
        let key = pairs.unwrap_or_default().into_iter().find(|(name, _)| name == "key");
        let is_same_origin = header(SEC_FETCH_SITE).as_deref() == Some("same-origin");
        Self { origin: header(ORIGIN), host: header(HOST), is_same_origin, key: key.map(|(_, key)| key) }
    }

    /// Whether the page was served by the collector itself, as survey pages are. Browsers say so, but for pages without https;
    /// there the page's origin has to be what the client calls the collector.
    fn is_own_page(&self) -> bool {
        if self.is_same_origin {
            return true;
        }
        let origin = self.origin.as_deref().and_then(|origin| origin.split_once("://"));
        origin.is_some_and(|(_, authority)| self.host.as_deref() == Some(authority))
    }
}

/// Why a response is not taken from its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// The site is not registered, and others are.
    UnknownSite,
    /// The site has a key, and this is not it.
    WrongKey,
    /// The page is of none of the site's origins.
    WrongOrigin,
}

impl Refusal {
    /// The whole request refused, for these reasons.
    pub fn rejection(self, problems: Vec<FieldError>) -> Rejection {
        match self {
            Self::UnknownSite => Rejection::UnknownSite(problems),
            Self::WrongKey => Rejection::WrongSiteKey(problems),
            Self::WrongOrigin => Rejection::OriginNotAllowed(problems),
        }
    }
}

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

    /// Whether none is registered, so that any is taken.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether responses for this site are taken from somebody.
    pub fn takes(&self, site: &Key) -> bool {
        self.is_empty() || self.get(site).is_some()
    }

    /// Whether a response for `site` is taken from `sender`.
    ///
    /// # Errors
    /// Why not, and what was expected instead.
    pub fn allow(&self, site: &Key, sender: &Sender) -> Result<(), (Refusal, FieldError)> {
        if !self.takes(site) {
            let problem = FieldError::new(
                "site",
                quoted(site.as_str()),
                "a site that is registered with this collector",
            );
            return Err((Refusal::UnknownSite, problem));
        }
        let Some(registered) = self.get(site) else { return Ok(()) };
        let found = |said: &Option<String>| said.as_deref().map_or("nothing".into(), quoted);
        let key = sender.key.as_deref().filter(|key| !key.is_empty());
        if registered.key.as_ref().is_some_and(|expected| key != Some(expected.as_str())) {
            let expected = format!("the key of {} behind the endpoint's address, as ?key=…", site.as_str());
            return Err((Refusal::WrongKey, FieldError::new("key", found(&sender.key), expected)));
        }
        let origin = sender.origin.as_deref();
        if !sender.is_own_page() && !registered.origins.iter().any(|allowed| allowed.allows(origin)) {
            let expected = format!("an origin that is registered for {}", site.as_str());
            return Err((Refusal::WrongOrigin, FieldError::new("origin", found(&sender.origin), expected)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(name: &str, key: Option<&str>, origins: &[&str]) -> Site {
        Site {
            site: Key::new(name).unwrap(),
            key: key.map(|key| SiteKey::parse(key).unwrap()),
            origins: origins.iter().map(|origin| Origin::parse(origin).unwrap()).collect(),
        }
    }

    fn sites() -> Sites {
        Sites::new([
            site("shop.example", None, &["https://shop.example", "https://www.shop.example:8443"]),
            site("keyed.example", Some("k-1"), &["https://keyed.example"]),
            site("open.example", None, &["*"]),
        ])
    }

    #[test]
    fn takes_what_comes_from_where_it_should() {
        use Refusal::{UnknownSite, WrongKey, WrongOrigin};
        let sites = sites();
        for (to, origin, key, expected) in [
            ("shop.example", Some("https://shop.example"), None, Ok(())),
            ("shop.example", Some("https://shop.example"), Some("any"), Ok(())),
            ("shop.example", Some("https://www.shop.example:8443"), None, Ok(())),
            ("shop.example", Some("https://www.shop.example"), None, Err(WrongOrigin)),
            ("shop.example", Some("http://shop.example"), None, Err(WrongOrigin)),
            ("shop.example", Some("https://shop.example.evil.example"), None, Err(WrongOrigin)),
            ("shop.example", Some("https://evil.example"), None, Err(WrongOrigin)),
            ("shop.example", Some("null"), None, Err(WrongOrigin)),
            ("shop.example", None, None, Err(WrongOrigin)),
            // A survey page.
            ("shop.example", Some("https://feedback.example"), None, Ok(())),
            ("shop.example", Some("https://feedback.example:81"), None, Err(WrongOrigin)),
            ("keyed.example", Some("https://keyed.example"), Some("k-1"), Ok(())),
            ("keyed.example", Some("https://keyed.example"), Some("k-2"), Err(WrongKey)),
            ("keyed.example", Some("https://keyed.example"), Some(""), Err(WrongKey)),
            ("keyed.example", Some("https://keyed.example"), None, Err(WrongKey)),
            ("keyed.example", Some("https://feedback.example"), None, Err(WrongKey)),
            ("keyed.example", Some("https://shop.example"), Some("k-1"), Err(WrongOrigin)),
            ("open.example", Some("https://evil.example"), None, Ok(())),
            ("open.example", Some("null"), None, Ok(())),
            ("open.example", None, None, Ok(())),
            ("other.example", Some("https://shop.example"), None, Err(UnknownSite)),
        ] {
            let sender = Sender {
                origin: origin.map(Into::into),
                host: Some("feedback.example".into()),
                is_same_origin: false,
                key: key.map(Into::into),
            };
            let allowed = sites.allow(&Key::new(to).unwrap(), &sender).map_err(|(refusal, _)| refusal);
            assert_eq!(allowed, expected, "{to} {origin:?} {key:?}");
        }
    }

    /// Behind a proxy the host is another, and a beacon may hide its origin.
    #[test]
    fn a_page_that_the_browser_calls_its_own_is_one_of_every_site() {
        let sites = sites();
        for origin in ["null", "https://feedback.example"] {
            let sender = Sender {
                origin: Some(origin.into()),
                host: Some("127.0.0.1:8080".into()),
                is_same_origin: true,
                key: None,
            };
            assert_eq!(sites.allow(&Key::new("shop.example").unwrap(), &sender), Ok(()), "{origin}");
        }
    }

    #[test]
    fn where_no_site_is_registered_any_is_taken() {
        let sender = Sender::default();
        assert_eq!(Sites::default().allow(&Key::new("any").unwrap(), &sender), Ok(()));
    }
}
