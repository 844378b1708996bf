//! The referrer, reduced to its host.

use super::limits::MAX_HOST_LENGTH;

/// The host of a referrer, in lower case; of an Android app its package, which stands in the same place
/// (`android-app://com.google.android.gm/`, <https://developer.android.com/reference/android/content/Intent#EXTRA_REFERRER>).
/// `None` where there is no referrer, and for addresses that are not of the web or of an app.
pub(super) fn host_of(referrer: &str) -> Option<String> {
    let referrer = referrer.as_bytes();
    let mut rest = None;
    for scheme in ["https://", "http://", "android-app://"] {
        let (start, after) = referrer.split_at_checked(scheme.len()).unwrap_or_default();
        if start.eq_ignore_ascii_case(scheme.as_bytes()) {
            rest = Some(after);
        }
    }
    let rest = rest?;
    let end = rest.iter().position(|byte| matches!(byte, b'/' | b'\\' | b'?' | b'#')).unwrap_or(rest.len());
    let authority = &rest[..end];
    // Before the last `@` stands who signed in, whatever it looks like.
    let start = authority.iter().rposition(|byte| *byte == b'@').map_or(0, |at| at + 1);
    host(&authority[start..])
}

/// A host in lower case, without port and the dot of the root. IPv6 addresses are none: no shop is found through them.
pub(super) fn host(authority: &[u8]) -> Option<String> {
    let end = authority.iter().position(|byte| *byte == b':').unwrap_or(authority.len());
    let host = &authority[..end];
    let host = host.strip_suffix(b".").unwrap_or(host);
    let host = String::from_utf8(host.to_ascii_lowercase()).ok()?;
    is_host(&host).then_some(host)
}

/// Whether this is a host in lower case. Browsers write those with other letters in ASCII (Punycode).
pub(super) fn is_host(text: &str) -> bool {
    let mut after_dot = true;
    for byte in text.bytes() {
        after_dot = match byte {
            b'.' if !after_dot => true,
            b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' => false,
            _ => return false,
        };
    }
    !after_dot && text.len() <= MAX_HOST_LENGTH
}

/// Whether a host belongs to the shop's own site: the same, below it or above it, with or without `www.`.
pub(super) fn is_own(host: &str, own: &str) -> bool {
    let (host, own) = (without_www(host), without_www(own));
    is_below(host, own) || is_below(own, host)
}

/// The host without `www.` in front.
pub(super) fn without_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// Whether `host` is `site` or below it, label by label: `notgoogle.com` is not below `google.com`.
pub(super) fn is_below(host: &str, site: &str) -> bool {
    let before = host.strip_suffix(site);
    before.is_some_and(|before| before.is_empty() || before.as_bytes().last() == Some(&b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_but_the_host_is_kept() {
        for (referrer, host) in [
            ("https://www.google.de/", Some("www.google.de")),
            ("https://Blog.Example.com:8443/a?email=a@b.c#d", Some("blog.example.com")),
            ("HTTP://example.com", Some("example.com")),
            ("https://example.com./path", Some("example.com")),
            ("https://google.com@evil.example/", Some("evil.example")),
            ("https://evil.example/@google.com", Some("evil.example")),
            ("https://evil.example\\@google.com/", Some("evil.example")),
            ("https://evil.example?https://google.com", Some("evil.example")),
            ("https://xn--bcher-kva.example/", Some("xn--bcher-kva.example")),
            ("http://192.168.0.1:8080/", Some("192.168.0.1")),
            ("http://localhost:3000/", Some("localhost")),
            ("android-app://com.google.android.gm/", Some("com.google.android.gm")),
            ("android-app://com.amazon.mShop.android.shopping", Some("com.amazon.mshop.android.shopping")),
            ("", None),
            ("about:client", None),
            ("https://", None),
            ("https:///path", None),
            ("https://a..b/", None),
            ("https://bücher.example/", None),
            ("https://[2001:db8::1]/", None),
            ("file:///C:/start.html", None),
            ("chrome-extension://abcdefgh/", None),
            ("www.google.de", None),
        ] {
            assert_eq!(host_of(referrer).as_deref(), host, "{referrer}");
        }
        assert_eq!(host_of(&["https://", &"a".repeat(254)].concat()), None);
        assert!(host_of(&["https://", &"a".repeat(253)].concat()).is_some());
    }

    #[test]
    fn the_own_site_is_known_with_what_is_below_and_above_it() {
        for (host, own, is) in [
            ("shop.example", "shop.example", true),
            ("www.shop.example", "shop.example", true),
            ("shop.example", "www.shop.example", true),
            ("checkout.shop.example", "www.shop.example", true),
            ("www.brand.example", "shop.brand.example", true),
            ("myshop.example", "shop.example", false),
            ("shop.example.evil.example", "shop.example", false),
            ("blog.brand.example", "shop.brand.example", false),
        ] {
            assert_eq!(is_own(host, own), is, "{host} for {own}");
        }
    }
}
