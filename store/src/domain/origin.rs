//! The origins whose pages may send for a site.

/// An origin as browsers write it, or any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// What an origin looks like, as a phrase for messages.
    pub const EXPECTED: &str =
        "an origin such as https://shop.example, without a path, international names as xn--…; or * for any";

    const ANY: &str = "*";

    /// The origin that a text names, if it is one. The default port is left out, as browsers do.
    ///
    /// ```
    /// use nachklang_store::Origin;
    ///
    /// let origin = Origin::parse("https://Shop.example:443").unwrap();
    /// assert_eq!(origin.as_str(), "https://shop.example");
    /// assert!(origin.allows(Some("https://shop.example")) && !origin.allows(None));
    /// assert_eq!(Origin::parse("https://shop.example/cart"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        if text == Self::ANY {
            return Some(Self(text.into()));
        }
        let lower = text.to_ascii_lowercase();
        let (scheme, authority) = lower.split_once("://")?;
        let (host, port) = split_port(authority)?;
        let port = match (scheme, port) {
            ("http", Some(80) | None) | ("https", Some(443) | None) => String::new(),
            ("http" | "https", Some(port)) => format!(":{port}"),
            _ => return None,
        };
        is_host(host).then(|| Self(format!("{scheme}://{host}{port}")))
    }

    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a page that the browser says to be of this origin may send. A client that names no origin is no browser.
    pub fn allows(&self, origin: Option<&str>) -> bool {
        self.0 == Self::ANY || origin == Some(&self.0)
    }
}

/// Host and port of an authority; `None` where the port is no number.
fn split_port(authority: &str) -> Option<(&str, Option<u16>)> {
    // The colons in brackets belong to an address of version 6.
    let host_end = authority.find(']').unwrap_or(0);
    match authority[host_end..].find(':') {
        None => Some((authority, None)),
        Some(colon) => {
            let (host, port) = authority.split_at(host_end + colon);
            let digits = port[1..].bytes().all(|byte| byte.is_ascii_digit());
            Some((host, Some(port[1..].parse().ok().filter(|_| digits)?)))
        }
    }
}

/// Whether it is a name, an address of version 4, or one of version 6 in brackets.
fn is_host(host: &str) -> bool {
    match host.strip_prefix('[') {
        Some(address) => address.strip_suffix(']').is_some_and(|address| {
            !address.is_empty()
                && address.bytes().all(|byte| byte.is_ascii_hexdigit() || b":.".contains(&byte))
        }),
        None => {
            !host.is_empty()
                && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-_".contains(&byte))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Origin;

    #[test]
    fn is_written_as_browsers_write_it() {
        for (text, written) in [
            ("https://shop.example", Some("https://shop.example")),
            ("HTTPS://Shop.Example", Some("https://shop.example")),
            ("https://shop.example:443", Some("https://shop.example")),
            ("http://shop.example:80", Some("http://shop.example")),
            ("http://shop.example:443", Some("http://shop.example:443")),
            ("http://localhost:3000", Some("http://localhost:3000")),
            ("http://[::1]:3000", Some("http://[::1]:3000")),
            ("https://xn--gre-0ma7d.example", Some("https://xn--gre-0ma7d.example")),
            ("*", Some("*")),
            ("https://shop.example/", None),
            ("https://shop.example/cart", None),
            ("https://shop.example?a", None),
            ("https://jo@shop.example", None),
            ("https://shop.example:", None),
            ("https://shop.example:x", None),
            ("https://shop.example:+80", None),
            ("https://shop.example:65536", None),
            ("https://:443", None),
            ("https://", None),
            ("http://[::1", None),
            ("http://[::1]x", None),
            ("http://[]", None),
            ("https://größe.example", None),
            ("ftp://shop.example", None),
            ("shop.example", None),
            ("https://*.shop.example", None),
            ("null", None),
            ("", None),
        ] {
            let origin = Origin::parse(text);
            assert_eq!(origin.as_ref().map(Origin::as_str), written, "{text}");
        }
    }
}
