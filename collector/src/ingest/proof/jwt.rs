//! Reads a proof. Nothing in it is believed yet.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use nachklang_model::context::Order;
use nachklang_store::ProofError;
use serde::Deserialize;
use serde::de::{DeserializeOwned, IgnoredAny};

/// The claim `aud` of a proof. It tells a proof from other tokens that the shop signs with the same key, and names the version of
/// the claims.
pub const AUDIENCE: &str = "urn:nachklang:order:1";

/// A proof as it is written, none of it believed yet: a JWT in compact form.
#[derive(Debug)]
pub struct Jwt<'a> {
    /// The algorithm it says it is signed by.
    pub algorithm: String,
    /// The key it says it is signed with.
    pub key: Option<String>,
    /// What the signature is of: header and claims as they are written.
    pub signed: &'a str,
    /// The signature.
    pub signature: Vec<u8>,
    claims: Vec<u8>,
}

/// What a proof says.
#[derive(Debug, PartialEq, Eq)]
pub struct Claims {
    /// Whether it claims to be a proof: `aud` is [`AUDIENCE`], or has it among others.
    pub is_proof: bool,
    /// The site: `iss`.
    pub site: String,
    /// The hash of the order's id, as `order.id_hash` of a response has it: `sub`.
    pub order: String,
    /// When it begins to be valid: the later of `iat` and, where that is there, `nbf`.
    pub from: Timestamp,
    /// When it ends to be valid: `exp`.
    pub until: Timestamp,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    crit: Option<IgnoredAny>,
}

#[derive(Deserialize)]
struct Written {
    aud: Audience,
    iss: String,
    sub: String,
    iat: f64,
    nbf: Option<f64>,
    exp: f64,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Several(Vec<String>),
}

impl<'a> Jwt<'a> {
    /// Reads the parts of a proof.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`] with what is wrong.
    pub fn read(text: &'a str) -> Result<Self, ProofError> {
        if text.len() > Order::MAX_PROOF_LENGTH {
            return Err(unreadable(format!("it has more than {} characters", Order::MAX_PROOF_LENGTH)));
        }
        let (signed, signature) = text.rsplit_once('.').ok_or_else(|| unreadable("it has no dots"))?;
        let (header, claims) = signed.split_once('.').ok_or_else(|| unreadable("it has one dot, not two"))?;
        let [header, claims, signature] = [("header", header), ("claims", claims), ("signature", signature)]
            .map(|(name, part)| {
                let decoded = URL_SAFE_NO_PAD.decode(part);
                decoded.map_err(|error| unreadable(format!("{name}: no base64url without padding: {error}")))
            });
        let header: Header = json("header", &header?)?;
        if header.crit.is_some() {
            // RFC 7515, section 4.1.11: whoever does not understand a critical header must refuse the token.
            return Err(unreadable("header: crit is not supported"));
        }
        if header.typ.is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
            return Err(unreadable("header: typ is not JWT"));
        }
        Ok(Self { algorithm: header.alg, key: header.kid, signed, signature: signature?, claims: claims? })
    }

    /// Reads what it says. Other claims are ignored.
    ///
    /// # Errors
    /// [`ProofError::Unreadable`] with what is wrong.
    pub fn claims(&self) -> Result<Claims, ProofError> {
        let written: Written = json("claims", &self.claims)?;
        if !Order::is_id_hash(&written.sub) {
            return Err(unreadable("claims: sub is no SHA-256 in lower-case hexadecimal digits"));
        }
        let issued = time("iat", written.iat)?;
        let from = written.nbf.map(|nbf| time("nbf", nbf)).transpose()?;
        Ok(Claims {
            is_proof: match written.aud {
                Audience::One(audience) => audience == AUDIENCE,
                Audience::Several(all) => all.iter().any(|audience| audience == AUDIENCE),
            },
            site: written.iss,
            order: written.sub,
            from: from.map_or(issued, |from| from.max(issued)),
            until: time("exp", written.exp)?,
        })
    }
}

/// Reads JSON in which no object has a member twice: readers disagree on which of the two counts.
fn json<T: DeserializeOwned>(part: &str, bytes: &[u8]) -> Result<T, ProofError> {
    serde_json::from_slice(bytes).map_err(|error| unreadable(format!("{part}: {error}")))
}

/// A time in seconds since 1970, perhaps with a fraction.
fn time(claim: &str, seconds: f64) -> Result<Timestamp, ProofError> {
    const LAST: f64 = 253_402_207_200.0;
    let is_plausible = (0.0..LAST).contains(&seconds);
    let time = is_plausible.then(|| Timestamp::from_second(seconds as i64).ok()).flatten();
    time.ok_or_else(|| unreadable(format!("claims: {claim} is no time in seconds since 1970")))
}

fn unreadable(reason: impl Into<String>) -> ProofError {
    ProofError::Unreadable(reason.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(parts: [&str; 3]) -> String {
        parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
    }

    const HEADER: &str = r#"{"alg":"HS256"}"#;

    #[test]
    fn says_what_is_no_jwt() {
        let good = encoded([HEADER, "{}", "sig"]);
        assert!(Jwt::read(&good).is_ok());
        for (text, reason) in [
            ("", "it has no dots"),
            ("a", "it has no dots"),
            ("a.b", "it has one dot, not two"),
            (&format!("{good}.a"), "base64url without padding"),
            (&format!("{good}="), "signature: no base64url without padding"),
            (&format!(" {good}"), "header: no base64url without padding"),
            (&good.replace('.', "+."), "header: no base64url without padding"),
            (&format!("{good}\u{e9}"), "signature: no base64url without padding"),
            (&encoded(["", "{}", "sig"]), "header: EOF"),
            (&encoded(["[]", "{}", "sig"]), "header: "),
            (&encoded(["{}", "{}", "sig"]), "header: missing field `alg`"),
            (&encoded([r#"{"alg":"none","alg":"HS256"}"#, "{}", "sig"]), "header: duplicate field `alg`"),
            (
                &encoded([r#"{"alg":"HS256","crit":["b64"],"b64":false}"#, "{}", "sig"]),
                "crit is not supported",
            ),
            (&encoded([r#"{"alg":"HS256","typ":"at+jwt"}"#, "{}", "sig"]), "typ is not JWT"),
            (&encoded([HEADER, "{}", &"s".repeat(800)]), "it has more than 1024 characters"),
        ] {
            let Err(ProofError::Unreadable(found)) = Jwt::read(text) else { panic!("{text}") };
            assert!(found.contains(reason), "{text}: {found}");
        }
    }

    #[test]
    fn reads_its_parts() {
        let text = encoded([r#"{"typ":"jwt","alg":"EdDSA","kid":"a","x":1}"#, "{}", "sig"]);
        let jwt = Jwt::read(&text).unwrap();
        assert_eq!((&*jwt.algorithm, jwt.key.as_deref()), ("EdDSA", Some("a")));
        assert_eq!((jwt.signed, &jwt.signature[..]), (&text[..text.len() - 5], &b"sig"[..]));
    }

    #[test]
    fn a_claim_that_stands_twice_is_none() {
        let claims = r#"{"aud":"a","iss":"b","iss":"shop.example","sub":"c","iat":1,"exp":2}"#;
        let text = encoded([HEADER, claims, "sig"]);
        let Err(ProofError::Unreadable(reason)) = Jwt::read(&text).unwrap().claims() else {
            panic!("{text}")
        };
        assert!(reason.contains("duplicate field `iss`"), "{reason}");
    }
}
