use jiff::Timestamp;
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key};

/// Why a proof is refused, and its response with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// It is no JWT, or one that lacks what a proof says. Says what.
    Unreadable(String),
    /// No key of the site signed it. Says how that was seen.
    Forged(String),
    /// It is a JWT for something else.
    OfAnotherKind,
    /// It is of the site with this name.
    OfAnotherSite(String),
    /// It is not of the order that the response names.
    OfAnotherOrder,
    /// It begins to be valid then.
    NotYetValid(Timestamp),
    /// It was valid until then.
    Expired(Timestamp),
    /// Another response to the survey was verified by the same order, and has answers.
    Replayed,
}

impl Fault {
    /// The name it is refused by.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "unreadable",
            Self::Forged(_) => "forged",
            Self::OfAnotherKind => "of another kind",
            Self::OfAnotherSite(_) => "of another site",
            Self::OfAnotherOrder => "of another order",
            Self::NotYetValid(_) => "not yet valid",
            Self::Expired(_) => "expired",
            Self::Replayed => "replayed",
        }
    }

    /// What is answered to a response of this site: the name, what was seen, and what the shop can do.
    pub fn problem(&self, site: &Key) -> FieldError {
        let (seen, expected) = match self {
            Self::Unreadable(reason) => (
                reason.clone(),
                "a JWT in compact form with the claims aud, iss, sub, iat and exp: docs/proof.md has the code".into(),
            ),
            Self::Forged(reason) => (
                reason.clone(),
                format!("the signature of a key that is registered for {site}: nachklang-collector proof-key list"),
            ),
            Self::OfAnotherKind => {
                ("it is signed for something else".into(), format!("the claim aud to be {}", super::AUDIENCE))
            }
            Self::OfAnotherSite(found) => (
                format!("its claim iss is {}", quoted(found)),
                format!("{site}, which the response names as its site"),
            ),
            Self::OfAnotherOrder => (
                "its claim sub is not order.id_hash".into(),
                format!("the SHA-256 of {site}:ORDER, ORDER being the transaction_id that the page reports"),
            ),
            Self::NotYetValid(from) => (
                format!("it is valid from {from} on"),
                "a proof of now or before: compare the clocks of the shop's server and this one".into(),
            ),
            Self::Expired(until) => (
                format!("it was valid until {until}"),
                "a proof that is valid when the response first comes: sign it when the page is made, for 90 days".into(),
            ),
            Self::Replayed => (
                "another response to this survey was verified by the same order".into(),
                "one response to a survey for each order".into(),
            ),
        };
        FieldError::new("order.proof", format!("{}: {seen}", self.name()), expected)
    }
}
