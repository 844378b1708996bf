//! Proofs of purchase: orders that the shop's server signed, so that an answer about one is known to come from its buyer.
//!
//! A proof is a JWT ([RFC 7519](https://www.rfc-editor.org/rfc/rfc7519)) in `order.proof` of a response; `docs/proof.md` says
//! what is in it and how a shop makes one. What holds:
//!
//! - The algorithm is that of the [key](nachklang_store::ProofKey) the operator registered. What the proof says of it only has to agree.
//! - An order verifies one answered response to a survey, and a further one is refused. So a copied proof works once per survey at
//!   most. If the copy is used first, the buyer's own response is refused.
//! - An honest answer is not lost for coming late. A proof that was good when its response first came stays good for that
//!   response, whatever became of the key and however late the last revision is.
//! - The proof itself is stored nowhere, only its SHA-256: what is not there cannot leak.
//!
//! While a site has no key, its proofs are ignored.

mod batch;
mod check;
mod field_error;
mod jwt;

pub use batch::check_all;
pub use check::{Times, check};
pub use field_error::field_error;
pub use jwt::{AUDIENCE, Claims, Jwt};
