use axum::http::Uri;

/// Whose pages may send: an origin as browsers write it, or any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// What an origin looks like, as a phrase for messages.
    pub const EXPECTED: &str =
        "an origin such as https://shop.example, without a path, international names as xn--…; or * for any";

    const ANY: &str = "*";

    /// The origin that is written so, if it is one. The port that goes without saying is left out, as browsers do.
    pub fn parse(text: &str) -> Option<Self> {
        if text == Self::ANY {
            return Some(Self(text.into()));
        }
        let uri: Uri = text.to_ascii_lowercase().parse().ok()?;
        let scheme = uri.scheme_str().filter(|scheme| matches!(*scheme, "http" | "https"))?;
        let authority = uri.authority().filter(|authority| !authority.as_str().contains('@'))?;
        // The parser makes a path of nothing.
        let ends = text.len() == scheme.len() + "://".len() + authority.as_str().len();
        let port = match (scheme, authority.port_u16()) {
            ("http", Some(80)) | ("https", Some(443)) | (_, None) => String::new(),
            (_, Some(port)) => format!(":{port}"),
        };
        let is_whole = authority.port().is_some() || !authority.as_str().ends_with(':');
        let host = authority.host();
        let is_name =
            host.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
        (ends && is_whole && !host.is_empty() && (is_name || host.starts_with('[')))
            .then(|| Self(format!("{scheme}://{host}{port}")))
    }

    /// The origin as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a page that the browser says to be of this origin may send. What says no origin is no browser.
    pub fn allows(&self, origin: Option<&str>) -> bool {
        self.0 == Self::ANY || origin == Some(&self.0)
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
