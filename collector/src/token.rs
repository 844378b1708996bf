//! The admin token, which opens what shoppers have answered.

use std::fmt;
use std::hint::black_box;

use anyhow::ensure;
use sha2::Sha256;

/// An admin token.
#[derive(Clone)]
pub struct Token(String);

impl Token {
    /// A new token: 32 random bytes as 64 hexadecimal digits.
    pub fn random() -> Self {
        Self(hex(&rand::random()))
    }

    /// A token that the operator chose.
    ///
    /// # Errors
    /// Where it is empty or could not be sent in a header. The message does not repeat it.
    pub fn given(text: String) -> anyhow::Result<Self> {
        ensure!(
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic()),
            "the admin token must be visible ASCII characters without spaces: \
             leave --admin-token and NACHKLANG_ADMIN_TOKEN out to have one made"
        );
        Ok(Self(text))
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

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token(…)")
    }
}

/// The SHA-256 of a token. A random token of 256 bits cannot be guessed, so that a slow hash would protect nothing more.
#[derive(Debug, Clone, Copy)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of this token.
    pub fn of(token: &str) -> Self {
        Self(<Sha256 as sha2::Digest>::digest(token.as_bytes()).into())
    }

    /// Whether it is the digest of the same token. Takes the same time wherever the two differ.
    pub fn matches(&self, other: &Self) -> bool {
        let difference = self.0.iter().zip(other.0).fold(0, |seen, (a, b)| black_box(seen | (a ^ b)));
        difference == 0
    }

    /// The digest as 64 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        hex(&self.0)
    }

    /// The digest that [`Self::to_hex`] wrote; `None` where it is not one.
    pub fn from_hex(digits: &str) -> Option<Self> {
        let mut bytes = [0; 32];
        if digits.len() != 64 || !digits.is_ascii() {
            return None;
        }
        for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
            *byte = u8::from_str_radix(&digits[at..at + 2], 16).ok()?;
        }
        Some(Self(bytes))
    }
}

fn hex(bytes: &[u8; 32]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digest_is_sha_256() {
        // FIPS 180-2, appendix B.1.
        let digest = Digest::of("abc");
        let hex = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest.to_hex(), hex);
        assert!(Digest::from_hex(hex).unwrap().matches(&digest));
        for other in ["", "ab", "abcd", "ABC"] {
            assert!(!Digest::of(other).matches(&digest), "{other}");
        }
        for broken in ["", "ba78", &hex.replace('b', "g"), &"é".repeat(32)] {
            assert!(Digest::from_hex(broken).is_none(), "{broken}");
        }
    }

    #[test]
    fn random_tokens_differ_and_are_not_shown_by_debug() {
        let token = Token::random();
        assert_eq!(token.as_str().len(), 64);
        assert_ne!(token.as_str(), Token::random().as_str());
        assert!(!format!("{token:?}").contains(token.as_str()));
    }

    #[test]
    fn refuses_a_token_that_opens_to_nobody_or_everybody() {
        for (text, valid) in [("s3cret-token", true), ("", false), ("two words", false), ("schlüssel", false)]
        {
            let token = Token::given(text.into());
            assert_eq!(token.is_ok(), valid, "{text}");
            if let Err(error) = token {
                assert!(text.is_empty() || !error.to_string().contains(text));
            }
        }
    }
}
