//! A response on its way into the store, and what becomes of it.

use jiff::{SignedDuration, Timestamp};
use nachklang_model::{Age, Response};

use super::proof::{CheckedProof, ProofError};

/// A response that was read and checked, and can be saved.
#[derive(Debug)]
pub struct Submission {
    /// The response, without its proof of purchase.
    pub response: Response,
    /// The same as the contract writes it, in JSON.
    pub document: String,
    /// What its proof of purchase says, where it came with one that counts.
    pub proof: Option<CheckedProof>,
    /// Paths of the members the collector does not know.
    pub unknown_fields: Vec<String>,
    /// Their values: a JSON object of path and value, if there are any.
    pub unknown_values: Option<String>,
}

/// What became of a submission.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SaveOutcome {
    /// The response was new.
    Inserted {
        /// The revision that is stored after the whole call, which may be higher than the one that came.
        revision: u32,
    },
    /// Its revision was higher than the stored one.
    Updated {
        /// As of [`SaveOutcome::Inserted`].
        revision: u32,
    },
    /// Its revision was not higher than the stored one, so nothing was written.
    Unchanged {
        /// As of [`SaveOutcome::Inserted`].
        revision: u32,
    },
    /// Its shopper had it [forgotten](crate::Store::forget), so it is not stored.
    Forgotten,
    /// It is not stored, because its proof is wrong.
    Refused(ProofError),
}

/// When a response was made that came in at `received_at`: earlier, if it had to wait on the device.
pub fn made_at(response: &Response, received_at: Timestamp) -> Timestamp {
    let age = response.age.map_or(0, Age::milliseconds);
    received_at.checked_sub(SignedDuration::from_millis(age.cast_signed())).unwrap_or(received_at)
}
