//! Who sends responses, and whether a site takes them from there.

use std::net::IpAddr;

use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};
use nachklang_store::Sites;

/// What a request says about its sender. Anything but a browser can invent all of it but the address.
#[derive(Debug, Default)]
pub struct Sender {
    /// The origin of the page, as the browser says.
    pub origin: Option<String>,
    /// The host that the request was sent to.
    pub host: Option<String>,
    /// Whether the browser says that the page is of the collector's own origin.
    pub is_same_origin: bool,
    /// The key behind the endpoint's address.
    pub key: Option<String>,
    /// The address the request is counted by; `None` where it is not limited.
    pub address: Option<IpAddr>,
}

impl Sender {
    /// Whether the page was served by the collector itself, as survey pages are. Browsers say so for pages with https;
    /// otherwise the page's origin has to be the host that the request was sent to.
    fn is_own_page(&self) -> bool {
        if self.is_same_origin {
            return true;
        }
        let origin = self.origin.as_deref().and_then(|origin| origin.split_once("://"));
        origin.is_some_and(|(_, authority)| self.host.as_deref() == Some(authority))
    }
}

/// Why a site does not take a response from its sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotAllowed {
    /// The site is not registered, and others are.
    UnknownSite,
    /// The site has a key, and this is not it.
    WrongKey,
    /// The page is of none of the site's origins.
    WrongOrigin,
}

/// Whether a response for `site` is taken from `sender`.
///
/// # Errors
/// Why not, and what was expected instead.
pub fn allow(sites: &Sites, site: &Key, sender: &Sender) -> Result<(), (NotAllowed, FieldError)> {
    if !sites.takes(site) {
        let error =
            FieldError::new("site", quoted(site.as_str()), "a site that is registered with this collector");
        return Err((NotAllowed::UnknownSite, error));
    }
    let Some(registered) = sites.get(site) else { return Ok(()) };
    let found = |value: &Option<String>| value.as_deref().map_or("nothing".into(), quoted);
    let key = sender.key.as_deref().filter(|key| !key.is_empty());
    if registered.key.as_ref().is_some_and(|expected| key != Some(expected.as_str())) {
        let expected = format!("the key of {} behind the endpoint's address, as ?key=…", site.as_str());
        return Err((NotAllowed::WrongKey, FieldError::new("key", found(&sender.key), expected)));
    }
    let origin = sender.origin.as_deref();
    if !sender.is_own_page() && !registered.origins.iter().any(|allowed| allowed.allows(origin)) {
        let expected = format!("an origin that is registered for {}", site.as_str());
        return Err((NotAllowed::WrongOrigin, FieldError::new("origin", found(&sender.origin), expected)));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use nachklang_store::{Origin, Site, SiteKey};

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
        use NotAllowed::{UnknownSite, WrongKey, WrongOrigin};
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
                address: None,
            };
            let allowed = allow(&sites, &Key::new(to).unwrap(), &sender).map_err(|(reason, _)| reason);
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
                address: None,
            };
            assert_eq!(allow(&sites, &Key::new("shop.example").unwrap(), &sender), Ok(()), "{origin}");
        }
    }

    #[test]
    fn where_no_site_is_registered_any_is_taken() {
        let sender = Sender::default();
        assert_eq!(allow(&Sites::default(), &Key::new("any").unwrap(), &sender), Ok(()));
    }
}
