//! The key that tells one site's pages from others. It is in every page of the shop, so it is no secret.

use super::digest::hex;
use crate::limits::MAX_SITE_KEY_LENGTH;

/// The key of a site: 1 to 64 letters, digits, `-` and `_` of ASCII, which need no escape in an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SiteKey(String);

impl SiteKey {
    /// What a key looks like, as a phrase for messages.
    pub const EXPECTED: &str = "1 to 64 letters, digits, - or _";

    /// A new key: 16 random bytes as 32 hexadecimal digits.
    pub fn random() -> Self {
        Self(hex(&rand::random::<[u8; 16]>()))
    }

    /// The key that is written so, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        ((1..=MAX_SITE_KEY_LENGTH).contains(&text.len()) && text.bytes().all(fits)).then(|| Self(text.into()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::SiteKey;

    #[test]
    fn stands_in_an_address_as_it_is() {
        for (text, valid) in [
            ("k", true),
            ("A-z_09", true),
            (&"k".repeat(64), true),
            (&"k".repeat(65), false),
            ("", false),
            ("a b", false),
            ("a&b", false),
            ("ä", false),
        ] {
            assert_eq!(SiteKey::parse(text).is_some(), valid, "{text}");
        }
        let random = SiteKey::random();
        assert_eq!(SiteKey::parse(random.as_str()).as_ref(), Some(&random));
        assert_ne!(random, SiteKey::random());
    }
}
