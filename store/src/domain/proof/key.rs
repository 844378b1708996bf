//! The keys proofs are signed with.

use std::fmt;

use ed25519_dalek::pkcs8::DecodePublicKey;
use ed25519_dalek::{Signature, VerifyingKey};
use hmac::{Hmac, KeyInit, Mac};
use nachklang_model::Key;
use sha2::Sha256;

use crate::limits::{MAX_SECRET_LENGTH, MIN_SECRET_LENGTH};

/// The algorithm of a signature. The key decides it, never the proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    /// HMAC with SHA-256 (RFC 7518, section 3.2): shop and collector share a secret.
    Hs256,
    /// Ed25519 (RFC 8037, section 3.1): the collector only knows the public key.
    Ed25519,
}

impl Algorithm {
    /// All there are.
    pub const ALL: [Self; 2] = [Self::Hs256, Self::Ed25519];

    /// The name it is stored and shown by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Hs256 => "HS256",
            Self::Ed25519 => "Ed25519",
        }
    }

    /// Whether the member `alg` of a JWT's header names it. Ed25519 has an old name (RFC 8037) and a new one (RFC 9864).
    pub fn is_named(self, alg: &str) -> bool {
        alg == self.name() || (self == Self::Ed25519 && alg == "EdDSA")
    }
}

/// A key that the proofs of a site are signed with.
pub struct ProofKey {
    /// Its name, which a proof may give as `kid`.
    pub id: Key,
    material: Material,
}

enum Material {
    Secret(Hmac<Sha256>),
    Public(VerifyingKey),
}

impl ProofKey {
    /// A key from what the operator gave: a secret, whose characters are the key, or a public key in PEM.
    ///
    /// # Errors
    /// What was expected. The message does not repeat the key.
    pub fn new(id: Key, algorithm: Algorithm, text: &str) -> Result<Self, String> {
        let material = match algorithm {
            Algorithm::Hs256 => Material::Secret(secret(text)?),
            Algorithm::Ed25519 => Material::Public(public_key(text)?),
        };
        Ok(Self { id, material })
    }

    /// The algorithm of this key.
    pub fn algorithm(&self) -> Algorithm {
        match self.material {
            Material::Secret(_) => Algorithm::Hs256,
            Material::Public(_) => Algorithm::Ed25519,
        }
    }

    /// Whether the signature is this key's. Takes the same time wherever a wrong one differs.
    pub fn has_signed(&self, signed: &str, signature: &[u8]) -> bool {
        match &self.material {
            Material::Secret(mac) => mac.clone().chain_update(signed).verify_slice(signature).is_ok(),
            Material::Public(key) => Signature::from_slice(signature)
                .is_ok_and(|signature| key.verify_strict(signed.as_bytes(), &signature).is_ok()),
        }
    }
}

impl fmt::Debug for ProofKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ProofKey({}, {}, …)", self.id, self.algorithm().name())
    }
}

/// A key as it is listed: all but the key itself.
#[derive(Debug, PartialEq, Eq)]
pub struct ListedKey {
    /// The site whose proofs it is for.
    pub site: String,
    /// Its name.
    pub id: String,
    /// The name of the algorithm.
    pub algorithm: String,
    /// When it was registered, by the collector's clock.
    pub added_at: String,
}

fn secret(text: &str) -> Result<Hmac<Sha256>, String> {
    let (shortest, longest) = (MIN_SECRET_LENGTH, MAX_SECRET_LENGTH);
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic());
    if !is_plain || !(shortest..=longest).contains(&text.len()) {
        return Err(format!(
            "expected a secret of {shortest} to {longest} visible ASCII characters without spaces, such as `openssl rand -hex 32` makes"
        ));
    }
    Ok(Hmac::new_from_slice(text.as_bytes()).expect("HMAC takes keys of any length"))
}

fn public_key(text: &str) -> Result<VerifyingKey, String> {
    if text.contains("PRIVATE KEY") {
        return Err(
            "found a private key, expected the public one: `openssl pkey -in private.pem -pubout` gives it; \
                    the private one stays with the shop's server"
                .into(),
        );
    }
    match VerifyingKey::from_public_key_pem(text) {
        Ok(key) if !key.is_weak() => Ok(key),
        Ok(_) => Err("found a public key that anybody can sign for: make a new pair of keys".into()),
        Err(_) => {
            Err("expected an Ed25519 public key in PEM, which begins with -----BEGIN PUBLIC KEY-----".into())
        }
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;

    use super::*;
    use crate::testing::proofs::{SECRET, public_pem};

    fn bytes(base64url: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(base64url).unwrap()
    }

    fn key(material: Material) -> ProofKey {
        ProofKey { id: Key::new("a").unwrap(), material }
    }

    fn signs_only(key: &ProofKey, signed: &str, signature: &str) {
        let mut signature = bytes(signature);
        assert!(key.has_signed(signed, &signature));
        assert!(!key.has_signed(&format!("{signed}."), &signature));
        assert!(!key.has_signed(signed, &signature[1..]));
        signature[0] ^= 1;
        assert!(!key.has_signed(signed, &signature));
    }

    /// RFC 7515, appendix A.1.
    #[test]
    fn hs256_is_that_of_the_standard() {
        let secret =
            bytes("AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow");
        let mac = Hmac::new_from_slice(&secret).unwrap();
        let signed = "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0\
                      dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ";
        signs_only(&key(Material::Secret(mac)), signed, "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
    }

    /// RFC 8037, appendix A.4.
    #[test]
    fn ed25519_is_that_of_the_standard() {
        let public = bytes("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo").try_into().unwrap();
        let public = VerifyingKey::from_bytes(&public).unwrap();
        let signed = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc";
        let signature =
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg";
        signs_only(&key(Material::Public(public)), signed, signature);
    }

    #[test]
    fn takes_keys_as_operators_have_them() {
        let taken = |algorithm, text: &str| ProofKey::new(Key::new("a").unwrap(), algorithm, text);
        // The neutral element, by which each signature of it is right for every message.
        let weak = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n-----END PUBLIC KEY-----";
        for (algorithm, text, expected) in [
            (Algorithm::Hs256, SECRET, None),
            (Algorithm::Hs256, &"a".repeat(32), None),
            (Algorithm::Hs256, &"a".repeat(31), Some("32 to 512 visible")),
            (Algorithm::Hs256, &"a".repeat(513), Some("32 to 512 visible")),
            (Algorithm::Hs256, &"ä".repeat(32), Some("visible ASCII")),
            (Algorithm::Hs256, &public_pem(), Some("without spaces")),
            (Algorithm::Ed25519, &public_pem(), None),
            (Algorithm::Ed25519, public_pem().trim(), None),
            (Algorithm::Ed25519, SECRET, Some("-----BEGIN PUBLIC KEY-----")),
            (Algorithm::Ed25519, &public_pem().replace("PUBLIC", "PRIVATE"), Some("found a private key")),
            (Algorithm::Ed25519, weak, Some("anybody can sign")),
        ] {
            match (taken(algorithm, text), expected) {
                (Ok(key), None) => {
                    assert_eq!(key.algorithm(), algorithm);
                    assert!(!format!("{key:?}").contains(&text[..12]), "{key:?}");
                }
                (Err(message), Some(expected)) => {
                    assert!(message.contains(expected) && !message.contains(text), "{message}");
                }
                (taken, _) => panic!("{text}: {taken:?}"),
            }
        }
    }
}
