//! Why a proof is refused.

use jiff::Timestamp;

/// Why a proof is refused, and its response with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProofError {
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

impl ProofError {
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
}
