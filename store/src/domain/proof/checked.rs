//! A checked proof, and what the store's history makes of it.

use super::ProofError;

/// A proof that is of the right site and order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedProof {
    /// The SHA-256 of the proof, in hexadecimal digits.
    pub digest: String,
    /// The hash of the order's id.
    pub order: String,
    /// What is wrong with it now. It counts unless the proof has verified this response before: since then the key may be
    /// gone, and the time over.
    pub objection: Option<ProofError>,
    /// Whether an objection leaves the response unverified instead of refusing it, because the site has no key any more.
    pub may_stay_unverified: bool,
}

/// What the store knows of a proof from before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ProofHistory {
    /// Whether this very proof has verified the response.
    pub is_verified: bool,
    /// Whether the order verified another response to the survey that has answers.
    pub is_used: bool,
}

impl CheckedProof {
    /// Whether the response is verified. `has_answers` says whether it has any yet.
    ///
    /// # Errors
    /// Why the response is refused.
    ///
    /// ```
    /// use nachklang_store::{CheckedProof, ProofError, ProofHistory};
    ///
    /// let proof = CheckedProof { digest: "0a".into(), order: "1b".into(), objection: None, may_stay_unverified: false };
    /// let used = ProofHistory { is_verified: false, is_used: true };
    /// assert_eq!(proof.settle(used, true), Err(ProofError::Replayed));
    /// assert_eq!(proof.settle(used, false), Ok(true));
    /// ```
    pub fn settle(&self, history: ProofHistory, has_answers: bool) -> Result<bool, ProofError> {
        match &self.objection {
            Some(_) if !history.is_verified && self.may_stay_unverified => Ok(false),
            Some(objection) if !history.is_verified => Err(objection.clone()),
            _ if history.is_used && has_answers => Err(ProofError::Replayed),
            _ => Ok(true),
        }
    }
}
