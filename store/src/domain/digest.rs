//! SHA-256 digests, which are stored and compared instead of what they are of.

use std::hint::black_box;

use sha2::Sha256;

/// The SHA-256 of a token or a proof. A random token of 256 bits cannot be guessed, so a slow hash would protect nothing more.
///
/// ```
/// use nachklang_store::Digest;
///
/// let digest = Digest::of("secret");
/// let stored = Digest::from_hex(&digest.to_hex()).unwrap();
/// assert!(stored.matches(&digest) && !stored.matches(&Digest::of("guess")));
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Digest([u8; 32]);

impl Digest {
    /// The digest of this text.
    pub fn of(text: &str) -> Self {
        Self(<Sha256 as sha2::Digest>::digest(text.as_bytes()).into())
    }

    /// Whether both are of the same text. Takes the same time wherever the two differ.
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

/// Bytes as hexadecimal digits in lower case.
pub(super) fn hex(bytes: &[u8]) -> String {
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
}
