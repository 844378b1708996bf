//! A proof of purchase, which anybody can send with a response.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use nachklang_collector::ingest::proof::{self, Jwt, Times};
use nachklang_model::Key;
use nachklang_model::context::Order;
use nachklang_store::{Algorithm, ProofHistory, ProofKey};

/// The input is a proof, or its header and claims in two lines without base64url.
///
/// - What is read is what was written.
/// - Without the key no proof is verified, and the error says why in a few lines.
pub fn check(input: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(input) else { return false };
    match text.split_once('\n') {
        None => check_proof(text),
        Some((header, claims)) => {
            let parts = [header, claims, "signature"].map(|part| URL_SAFE_NO_PAD.encode(part));
            check_proof(&parts.join("."))
        }
    }
}

fn check_proof(text: &str) -> bool {
    check_refusal(text);
    let Ok(jwt) = Jwt::read(text) else { return false };
    assert!(text.len() <= Order::MAX_PROOF_LENGTH);
    assert_eq!(format!("{}.{}", jwt.signed, URL_SAFE_NO_PAD.encode(&jwt.signature)), text);
    let Ok(claims) = jwt.claims() else { return false };
    assert!(Order::is_id_hash(&claims.order), "{claims:?}");
    assert!(claims.from >= Timestamp::UNIX_EPOCH && claims.until >= Timestamp::UNIX_EPOCH, "{claims:?}");
    true
}

fn check_refusal(text: &str) {
    let key = |key| Key::new(key).expect("it is a key");
    let (site, now) = (key("shop.example"), Timestamp::UNIX_EPOCH);
    let secret = "a-secret-that-no-proof-of-the-corpus-is-signed-with";
    let keys = [ProofKey::new(key("2026-11"), Algorithm::Hs256, secret).expect("it is long enough")];
    let checked = proof::check(text, &keys, &site, None, Times { made: now, now });
    let settled = checked
        .and_then(|checked| checked.settle(ProofHistory { is_verified: false, is_used: false }, true))
        .map_err(|error| proof::field_error(&error, &site));
    let problem = settled.expect_err("nobody has the key");
    assert_eq!(problem.path, "order.proof");
    assert!(problem.message().len() <= 8 * Order::MAX_PROOF_LENGTH, "{problem}");
}
