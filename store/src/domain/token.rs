//! The admin token: whoever has it may read what shoppers answered.

use std::fmt;

use super::digest::{Digest, hex};

/// An admin token. Stores hold its [digest](Self::digest) alone.
///
/// ```
/// use nachklang_store::{AdminToken, Digest};
///
/// let token = AdminToken::random();
/// assert!(token.digest().matches(&Digest::of(token.as_str())));
/// assert!(AdminToken::parse("two words".into()).is_none());
/// ```
#[derive(Clone)]
pub struct AdminToken(String);

impl AdminToken {
    /// A new token: 32 random bytes as 64 hexadecimal digits.
    pub fn random() -> Self {
        Self(hex(&rand::random::<[u8; 32]>()))
    }

    /// A token the operator chose; `None` where it is empty or could not be sent in a header.
    pub fn parse(text: String) -> Option<Self> {
        let is_plain = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic());
        is_plain.then_some(Self(text))
    }

    /// The token as text, to be shown once.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What is stored and compared instead of the token.
    pub fn digest(&self) -> Digest {
        Digest::of(&self.0)
    }
}

impl fmt::Debug for AdminToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AdminToken(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_tokens_differ_and_are_not_shown_by_debug() {
        let token = AdminToken::random();
        assert_eq!(token.as_str().len(), 64);
        assert_ne!(token.as_str(), AdminToken::random().as_str());
        assert!(!format!("{token:?}").contains(token.as_str()));
    }

    #[test]
    fn refuses_a_token_that_opens_to_nobody_or_everybody() {
        for (text, valid) in [("s3cret-token", true), ("", false), ("two words", false), ("schlüssel", false)]
        {
            assert_eq!(AdminToken::parse(text.into()).is_some(), valid, "{text}");
        }
    }
}
