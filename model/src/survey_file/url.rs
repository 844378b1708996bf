//! Addresses that a survey file may link to.

use crate::wording::MAX_WORDING_LENGTH;

/// The beginnings of an address that is not a path.
pub(crate) const SCHEMES: [&str; 3] = ["https://", "mailto:", "tel:"];

/// An address that can run no script and leads nowhere unexpected. One with white space or control characters is none:
/// browsers leave some of them out, and `/\t/` becomes `//`.
pub fn is_safe_url(url: &str) -> bool {
    let is_path = url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\");
    let is_known = SCHEMES.iter().any(|scheme| url.starts_with(scheme));
    (is_path || is_known) && url.len() <= MAX_WORDING_LENGTH && url.bytes().all(|byte| byte > b' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_only_addresses_that_can_do_no_harm() {
        for (url, safe) in [
            ("https://reviews.example/shop", true),
            ("mailto:help@shop.example", true),
            ("tel:+49301234567", true),
            ("/help", true),
            ("//evil.example", false),
            ("/\\evil.example", false),
            ("/\t/evil.example", false),
            ("https://shop.example/a b", false),
            ("javascript:alert(1)", false),
            (" javascript:alert(1)", false),
            ("data:text/html,x", false),
            ("http://plain.example", false),
            ("help", false),
            ("", false),
        ] {
            assert_eq!(is_safe_url(url), safe, "{url}");
        }
        assert!(!is_safe_url(&format!("https://{}", "a".repeat(MAX_WORDING_LENGTH))));
    }
}
