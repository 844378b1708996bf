//! Checks a proof against the keys of its site.

use jiff::Timestamp;
use nachklang_model::Key;
use nachklang_store::{CheckedProof, Digest, ProofError, ProofKey};

use super::jwt::Jwt;
use crate::limits::PROOF_LEEWAY;

/// The times a proof is checked against.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// When its response was made, which may have waited for the network: a proof that expired meanwhile is good.
    pub made: Timestamp,
    /// Now, by the collector's clock.
    pub now: Timestamp,
}

/// Checks the proof that came with a response of this site, about the order with this hash where the response names one.
///
/// # Errors
/// What is wrong with it, whatever the store knows from before.
pub fn check(
    proof: &str,
    keys: &[ProofKey],
    site: &Key,
    id_hash: Option<&str>,
    times: Times,
) -> Result<CheckedProof, ProofError> {
    let jwt = Jwt::read(proof)?;
    let forged = signature_error(&jwt, keys);
    // The claims are read before the signature is believed, so that the error is as exact as possible. The proof is refused in
    // any case.
    let claims = match (jwt.claims(), &forged) {
        (Ok(claims), _) if claims.site != site.as_str() => {
            return Err(ProofError::OfAnotherSite(claims.site));
        }
        (Ok(claims), _) => claims,
        (Err(_), Some(forged)) => return Err(forged.clone()),
        (Err(unreadable), None) => return Err(unreadable),
    };
    let lasting = if !claims.is_proof {
        Some(ProofError::OfAnotherKind)
    } else if id_hash.is_some_and(|id_hash| id_hash != claims.order) {
        Some(ProofError::OfAnotherOrder)
    } else {
        None
    };
    if let Some(lasting) = lasting {
        return Err(forged.unwrap_or(lasting));
    }
    let untimely = || {
        if claims.from > times.now + PROOF_LEEWAY {
            Some(ProofError::NotYetValid(claims.from))
        } else if claims.until <= times.made {
            Some(ProofError::Expired(claims.until))
        } else {
            None
        }
    };
    let objection = forged.or_else(untimely);
    let digest = Digest::of(proof).to_hex();
    Ok(CheckedProof { digest, order: claims.order, objection, may_stay_unverified: keys.is_empty() })
}

/// Why no key can have signed it; `None` if one has.
fn signature_error(jwt: &Jwt, keys: &[ProofKey]) -> Option<ProofError> {
    let meant: Vec<&ProofKey> = match &jwt.key {
        Some(id) => keys.iter().filter(|key| key.id.as_str() == id).collect(),
        None => keys.iter().collect(),
    };
    if meant.is_empty() {
        return Some(ProofError::Forged("the key that it names (kid) is not registered".into()));
    }
    let fitting = || meant.iter().filter(|key| key.algorithm().is_named(&jwt.algorithm));
    if fitting().next().is_none() {
        return Some(ProofError::Forged(
            "its algorithm (alg) is not the one the key is registered for".into(),
        ));
    }
    let is_signed = fitting().any(|key| key.has_signed(jwt.signed, &jwt.signature));
    (!is_signed).then(|| ProofError::Forged("its signature is not that of a registered key".into()))
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use jiff::SignedDuration;
    use nachklang_store::ProofHistory;
    use nachklang_store::testing::proofs::{
        SECRET, SITE, claims, ed25519, hs256, id_hash, jwt, keys, public_pem,
    };
    use serde_json::{Value, json};

    use super::*;

    fn at(now: Timestamp) -> Times {
        Times { made: now, now }
    }

    /// What comes of checking this proof of T-1: `good`, `unverified`, or the name of the error.
    fn checked(proof: &str, id_hash: Option<&str>) -> &'static str {
        let check = check(proof, &keys(), &Key::new(SITE).unwrap(), id_hash, at(Timestamp::now()));
        let history = ProofHistory { is_verified: false, is_used: false };
        match check.and_then(|checked| checked.settle(history, true)) {
            Ok(verified) => ["unverified", "good"][usize::from(verified)],
            Err(error) => error.name(),
        }
    }

    /// The claims of T-1 with these instead of their own, null meaning none.
    fn with(changes: &Value) -> Value {
        let mut claims = claims("T-1");
        let members = claims.as_object_mut().unwrap();
        members.extend(changes.as_object().unwrap().clone());
        members.retain(|_, value| !value.is_null());
        claims
    }

    #[test]
    fn what_a_proof_says_counts() {
        let now = Timestamp::now().as_second();
        let aud = super::super::AUDIENCE;
        for (changes, expected) in [
            (json!({}), "good"),
            (json!({"jti": "7", "value": 49.9, "admin": true}), "good"),
            (json!({"aud": ["https://other.example", aud]}), "good"),
            (json!({"aud": "https://other.example"}), "of another kind"),
            (json!({"aud": []}), "of another kind"),
            (json!({"aud": "urn:nachklang:order:2"}), "of another kind"),
            (json!({"aud": null}), "unreadable"),
            (json!({"aud": 1}), "unreadable"),
            (json!({"iss": "other.example"}), "of another site"),
            (json!({"iss": "Shop.example"}), "of another site"),
            (json!({"iss": null}), "unreadable"),
            (json!({"sub": id_hash("T-2")}), "of another order"),
            (json!({"sub": id_hash("T-1").to_uppercase()}), "unreadable"),
            (json!({"sub": "T-1"}), "unreadable"),
            (json!({"sub": null}), "unreadable"),
            (json!({"iat": now + 60}), "good"),
            (json!({"iat": now + 90_000}), "not yet valid"),
            (json!({"nbf": now + 60}), "good"),
            (json!({"nbf": now + 90_000}), "not yet valid"),
            (json!({"nbf": now - 3600, "iat": now + 90_000}), "not yet valid"),
            (json!({"iat": now as f64 - 0.5, "exp": now as f64 + 100.5}), "good"),
            (json!({"iat": null}), "unreadable"),
            (json!({"iat": "now"}), "unreadable"),
            (json!({"exp": now}), "expired"),
            (json!({"iat": now - 100, "exp": now - 1}), "expired"),
            (json!({"exp": null}), "unreadable"),
            (json!({"exp": -1}), "unreadable"),
            // In milliseconds it would be valid for ever.
            (json!({"exp": (now + 3600) * 1000}), "unreadable"),
            (json!({"exp": 1e300}), "unreadable"),
        ] {
            let claims = with(&changes);
            let secret = jwt(&json!({"alg": "HS256", "kid": "secret"}), &claims, hs256(SECRET));
            let public = jwt(&json!({"alg": "EdDSA", "kid": "public"}), &claims, ed25519);
            for proof in [secret, public] {
                assert_eq!(checked(&proof, Some(&id_hash("T-1"))), expected, "{changes}");
            }
        }
    }

    #[test]
    fn the_key_says_by_what_a_proof_is_signed() {
        let header = |alg: &str, kid: &str| json!({"alg": alg, "kid": kid, "typ": "JWT"});
        let anonymous = |alg: &str| json!({"alg": alg});
        let none = |_: &str| Vec::new();
        let sign = |header: &Value, sign: &dyn Fn(&str) -> Vec<u8>| jwt(header, &claims("T-1"), sign);
        for (proof, expected) in [
            (sign(&header("HS256", "secret"), &hs256(SECRET)), "good"),
            (sign(&anonymous("HS256"), &hs256(SECRET)), "good"),
            (sign(&header("EdDSA", "public"), &ed25519), "good"),
            (sign(&header("Ed25519", "public"), &ed25519), "good"),
            (sign(&anonymous("EdDSA"), &ed25519), "good"),
            (sign(&header("HS256", "secret"), &hs256("another-secret-of-enough-characters")), "forged"),
            (sign(&anonymous("HS256"), &hs256("another-secret-of-enough-characters")), "forged"),
            (sign(&header("HS256", "third"), &hs256(SECRET)), "forged"),
            (sign(&header("none", "secret"), &none), "forged"),
            (sign(&anonymous("none"), &none), "forged"),
            (sign(&anonymous("None"), &none), "forged"),
            (sign(&anonymous("HS256"), &none), "forged"),
            (sign(&anonymous("EdDSA"), &none), "forged"),
            // What everybody knows of a public key is no secret, whoever says so.
            (sign(&anonymous("HS256"), &hs256(&public_pem())), "forged"),
            (sign(&header("HS256", "public"), &hs256(&public_pem())), "forged"),
            (sign(&header("HS256", "public"), &hs256(SECRET)), "forged"),
            (sign(&header("EdDSA", "secret"), &ed25519), "forged"),
            (sign(&anonymous("hs256"), &hs256(SECRET)), "forged"),
            (sign(&anonymous("HS512"), &hs256(SECRET)), "forged"),
            (sign(&anonymous("HS256"), &ed25519), "forged"),
            (sign(&anonymous("EdDSA"), &hs256(SECRET)), "forged"),
            (sign(&anonymous("EdDSA"), &|_| vec![0; 64]), "forged"),
        ] {
            assert_eq!(checked(&proof, Some(&id_hash("T-1"))), expected, "{proof}");
        }
    }

    #[test]
    fn every_bit_of_it_is_signed() {
        for (header, sign) in [
            (json!({"alg": "HS256", "kid": "secret"}), &hs256(SECRET) as &dyn Fn(&str) -> Vec<u8>),
            (json!({"alg": "EdDSA", "kid": "public"}), &ed25519),
        ] {
            let proof = jwt(&header, &claims("T-1"), sign);
            assert_eq!(checked(&proof, None), "good");
            for at in 0..proof.len() {
                let mut changed = proof.clone().into_bytes();
                changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
                let changed = String::from_utf8(changed).unwrap();
                assert_ne!(checked(&changed, None), "good", "{at} of {proof}");
            }
            // Other claims under the signature of before.
            let [head, _, signature]: [&str; 3] =
                proof.split('.').collect::<Vec<_>>().try_into().expect("three parts");
            let mut other = claims("T-1");
            other["exp"] = json!(4_000_000_000_u32);
            let other = URL_SAFE_NO_PAD.encode(other.to_string());
            assert_eq!(checked(&format!("{head}.{other}.{signature}"), None), "forged");
        }
    }

    #[test]
    fn where_the_page_has_no_hash_the_proof_says_the_order() {
        let proof = jwt(&json!({"alg": "HS256"}), &claims("T-1"), hs256(SECRET));
        let site = Key::new(SITE).unwrap();
        let checked = check(&proof, &keys(), &site, None, at(Timestamp::now())).unwrap();
        assert_eq!(checked.order, id_hash("T-1"));
        assert_eq!(checked.digest, Digest::of(&proof).to_hex());
    }

    /// A proof that was good once stays so for its response; another response is checked anew.
    #[test]
    fn what_was_before_counts() {
        let (before, after) = (Timestamp::now(), Timestamp::now() + SignedDuration::from_hours(2));
        let proof = jwt(&json!({"alg": "HS256"}), &claims("T-1"), hs256(SECRET));
        let none_left = [];
        let site = Key::new(SITE).unwrap();
        let settled = |keys: &[ProofKey], now, is_verified, is_used, has_answers| {
            let checked = check(&proof, keys, &site, Some(&id_hash("T-1")), at(now)).unwrap();
            let settled = checked.settle(ProofHistory { is_verified, is_used }, has_answers);
            settled
                .map_or_else(|error| error.name(), |verified| ["unverified", "good"][usize::from(verified)])
        };
        for (keys, now, is_verified, is_used, has_answers, expected) in [
            (&keys()[..], before, false, false, true, "good"),
            (&keys(), before, false, true, true, "replayed"),
            // Who opens the page again and says nothing has not answered twice.
            (&keys(), before, false, true, false, "good"),
            (&keys(), before, true, true, true, "replayed"),
            (&keys(), after, false, false, true, "expired"),
            (&keys(), after, false, true, true, "expired"),
            (&keys(), after, true, false, true, "good"),
            (&keys(), after, true, true, true, "replayed"),
            (&none_left, before, false, false, true, "unverified"),
            (&none_left, before, false, true, true, "unverified"),
            (&none_left, before, true, false, true, "good"),
            (&none_left, after, true, false, false, "good"),
        ] {
            let found = settled(keys, now, is_verified, is_used, has_answers);
            assert_eq!(found, expected, "{keys:?} {now} {is_verified} {is_used} {has_answers}");
        }
        // Of another order it is never good.
        let found = check(&proof, &keys(), &site, Some(&id_hash("T-2")), at(before));
        assert_eq!(found, Err(ProofError::OfAnotherOrder));
    }

    #[test]
    fn a_proof_may_expire_while_its_response_waits() {
        let made = Timestamp::now();
        let now = made + SignedDuration::from_hours(2);
        let site = Key::new(SITE).unwrap();
        let settled = |proof: &str, times| {
            let checked = check(proof, &keys(), &site, None, times).unwrap();
            checked.settle(ProofHistory { is_verified: false, is_used: false }, true)
        };
        let proof = jwt(&json!({"alg": "HS256"}), &claims("T-1"), hs256(SECRET));
        assert_eq!(settled(&proof, Times { made, now }), Ok(true));
        assert_eq!(settled(&proof, at(now)).unwrap_err().name(), "expired");
        // It was not valid when it came, however long it had waited.
        let early = with(&json!({"nbf": now.as_second() + 90_000, "exp": now.as_second() + 180_000}));
        let early = jwt(&json!({"alg": "HS256"}), &early, hs256(SECRET));
        assert_eq!(settled(&early, Times { made, now }).unwrap_err().name(), "not yet valid");
    }
}
