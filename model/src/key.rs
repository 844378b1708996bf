//! Stable names of sites, surveys, questions and touchpoints.

use std::fmt;

use serde::Serialize;

/// A stable name: lower-case letters and digits, in parts joined by `.`, `-` or `_`, at most 64 characters:
/// `checkout.payment`. A host name is one too, so a shop can use its domain as the name of its site.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Key(
    #[cfg_attr(
        feature = "schema",
        schemars(length(max = Key::MAX_LENGTH), regex(pattern = r"^[a-z0-9]+([._-][a-z0-9]+)*$"))
    )]
    String,
);

impl Key {
    /// The most characters a key has.
    pub const MAX_LENGTH: usize = 64;
    /// What a key looks like, as a phrase for messages.
    pub const EXPECTED: &str =
        "a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters";

    /// `text` as a key, if it is one.
    pub fn new(text: &str) -> Option<Self> {
        let mut after_separator = true;
        for byte in text.bytes() {
            after_separator = match byte {
                b'a'..=b'z' | b'0'..=b'9' => false,
                b'.' | b'-' | b'_' if !after_separator => true,
                _ => return None,
            };
        }
        (!after_separator && text.len() <= Self::MAX_LENGTH).then(|| Self(text.into()))
    }

    /// The key as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accepts_stable_names_only() {
        for (text, valid) in [
            ("nps", true),
            ("checkout.payment", true),
            ("shop.example.com", true),
            ("post-purchase_2", true),
            ("", false),
            (".checkout", false),
            ("checkout.", false),
            ("checkout..payment", false),
            ("Checkout", false),
            ("check out", false),
            ("kasse.größe", false),
            ("<script>", false),
        ] {
            assert_eq!(Key::new(text).is_some(), valid, "{text}");
        }
        assert!(Key::new(&"a".repeat(64)).is_some());
        assert!(Key::new(&"a".repeat(65)).is_none());
    }
}
