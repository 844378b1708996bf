//! Proofs of purchase: orders that the shop's server signed, so that what is answered about one is known to come from who
//! bought it.
//!
//! A proof is a JWT ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) in `order.proof` of a response; `docs/proof.md` says
//! what is in it and how a shop makes one. What it has to stand up to:
//!
//! - The algorithm is that of the [key](ProofKey) the operator registered. What the proof says of it only has to agree.
//! - Who copies a proof gains nothing: of the responses to one survey, one with answers is verified by an order, and a further
//!   one is refused.
//! - An honest answer is not lost for coming late. A proof that was good when its response first came stays good for that
//!   response, whatever became of the key and however late the last revision is.
//! - The proof itself is stored nowhere, only its SHA-256: what is not there cannot leak.
//!
//! Of a site without a key proofs are passed over.

pub(crate) mod batch;
mod check;
pub(crate) mod command;
mod fault;
mod key;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod token;

pub use check::{Before, Checked, Times, check};
pub use fault::Fault;
pub use key::{Algorithm, ProofKey};
pub use token::{AUDIENCE, Claims, Token};
