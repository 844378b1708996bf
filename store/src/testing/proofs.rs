//! Proofs of purchase, and the keys they are signed with.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ed25519_dalek::pkcs8::EncodePublicKey;
use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::{Signer, SigningKey};
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use nachklang_model::Key;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::domain::proof::{Algorithm, ProofKey};

/// What the claim `aud` of a proof is.
pub const AUDIENCE: &str = "urn:nachklang:order:1";
/// The site the proofs are of.
pub const SITE: &str = "shop.example";
/// The secret of that site.
pub const SECRET: &str = "a-secret-of-at-least-32-characters";

/// The hash of an order's id, as the page sends it.
pub fn id_hash(order: &str) -> String {
    let hash = Sha256::digest(format!("{SITE}:{order}"));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What a proof of this order says that is valid from now on for an hour.
pub fn claims(order: &str) -> Value {
    let now = Timestamp::now().as_second();
    json!({"aud": AUDIENCE, "iss": SITE, "sub": id_hash(order), "iat": now, "exp": now + 3600})
}

/// A JWT of these parts, signed by `sign`.
pub fn jwt(header: &Value, claims: &Value, sign: impl Fn(&str) -> Vec<u8>) -> String {
    let encoded = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
    let signed =
        format!("{}.{}", encoded(header.to_string().as_bytes()), encoded(claims.to_string().as_bytes()));
    let signature = sign(&signed);
    format!("{signed}.{}", encoded(&signature))
}

/// Signs with a secret.
pub fn hs256(secret: &str) -> impl Fn(&str) -> Vec<u8> {
    move |signed| {
        let mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.chain_update(signed).finalize().into_bytes().to_vec()
    }
}

/// Signs with the private key of [`public_pem`].
pub fn ed25519(signed: &str) -> Vec<u8> {
    private().sign(signed.as_bytes()).to_vec()
}

fn private() -> SigningKey {
    SigningKey::from_bytes(&[7; 32])
}

/// A public key as an operator gives it.
pub fn public_pem() -> String {
    private().verifying_key().to_public_key_pem(LineEnding::LF).unwrap()
}

/// A proof of this order as a shop makes it, signed with [`SECRET`].
pub fn proof(order: &str) -> String {
    jwt(&json!({"alg": "HS256"}), &claims(order), hs256(SECRET))
}

/// The keys of a site that uses both algorithms.
pub fn keys() -> Vec<ProofKey> {
    let key = |id, algorithm, text: &str| ProofKey::new(Key::new(id).unwrap(), algorithm, text).unwrap();
    vec![key("secret", Algorithm::Hs256, SECRET), key("public", Algorithm::Ed25519, &public_pem())]
}
