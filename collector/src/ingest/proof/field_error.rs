//! Explains to a shop's developer why a proof is refused.

use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};
use nachklang_store::ProofError;

use super::jwt::AUDIENCE;

/// The answer to a response of this site: the error's name, what was found, and what the shop can do.
pub fn field_error(error: &ProofError, site: &Key) -> FieldError {
    let (seen, expected) = match error {
        ProofError::Unreadable(reason) => (
            reason.clone(),
            "a JWT in compact form with the claims aud, iss, sub, iat and exp: docs/proof.md has the code"
                .into(),
        ),
        ProofError::Forged(reason) => (
            reason.clone(),
            format!(
                "the signature of a key that is registered for {site}: nachklang-collector proof-key list"
            ),
        ),
        ProofError::OfAnotherKind => {
            ("it is signed for something else".into(), format!("the claim aud to be {}", AUDIENCE))
        }
        ProofError::OfAnotherSite(found) => (
            format!("its claim iss is {}", quoted(found)),
            format!("{site}, which the response names as its site"),
        ),
        ProofError::OfAnotherOrder => (
            "its claim sub is not order.id_hash".into(),
            format!("the SHA-256 of {site}:ORDER, ORDER being the transaction_id that the page reports"),
        ),
        ProofError::NotYetValid(from) => (
            format!("it is valid from {from} on"),
            "a proof of now or before: compare the clocks of the shop's server and this one".into(),
        ),
        ProofError::Expired(until) => (
            format!("it was valid until {until}"),
            "a proof that is valid when the response first comes: sign it when the page is made, for 90 days"
                .into(),
        ),
        ProofError::Replayed => (
            "another response to this survey was verified by the same order".into(),
            "one response to a survey for each order".into(),
        ),
    };
    FieldError::new("order.proof", format!("{}: {seen}", error.name()), expected)
}

#[cfg(test)]
mod tests {
    use nachklang_store::testing::proofs::SITE;

    use super::*;

    #[test]
    fn what_is_wrong_is_said_with_what_can_be_done() {
        let site = Key::new(SITE).unwrap();
        let problem = |error: ProofError| field_error(&error, &site).to_string();
        let time = || "2026-11-21T19:15:00Z".parse().unwrap();
        for (error, start, advice) in [
            (ProofError::Unreadable("it has no dots".into()), "unreadable: it has no dots", "docs/proof.md"),
            (
                ProofError::Forged("its signature".into()),
                "forged: its signature",
                "nachklang-collector proof-key list",
            ),
            (ProofError::OfAnotherKind, "of another kind: ", "urn:nachklang:order:1"),
            (
                ProofError::OfAnotherSite("b".into()),
                "of another site: its claim iss is \"b\"",
                "shop.example",
            ),
            (ProofError::OfAnotherOrder, "of another order: ", "SHA-256 of shop.example:ORDER"),
            (
                ProofError::NotYetValid(time()),
                "not yet valid: it is valid from 2026-11-21T19:15:00Z on",
                "clocks",
            ),
            (ProofError::Expired(time()), "expired: it was valid until 2026-11-21T19:15:00Z", "90 days"),
            (ProofError::Replayed, "replayed: another response", "one response to a survey for each order"),
        ] {
            let problem = problem(error);
            assert!(problem.starts_with(&format!("order.proof: found {start}")), "{problem}");
            assert!(problem.contains(advice), "{problem}");
        }
    }
}
