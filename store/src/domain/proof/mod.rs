//! Proofs of purchase: orders that the shop's server signed, so that an answer about one is known to come from its buyer.
//!
//! The collector reads a proof and checks it against the site's [keys](ProofKey) before it saves a response. What depends on
//! other responses is decided in the transaction that saves it: [`CheckedProof::settle`].

mod checked;
mod error;
mod key;

pub use checked::{CheckedProof, ProofHistory};
pub use error::ProofError;
pub use key::{Algorithm, ListedKey, ProofKey};
