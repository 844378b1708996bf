//! The kinds of questions: what each is asked with, and how it is answered.
//!
//! A kind is a row in the table here, and an input kind has its file here with what makes an answer valid. A new scale is a
//! row in the table of `scale.rs`, too. `docs/architecture.md` says what else a new kind needs.

mod choice;
mod contact;
mod input_kind;
mod scale;
mod table;
mod writing;

pub use choice::{Chosen, MAX_OPTIONS, OTHER, order};
pub use contact::{Channel, Contact};
#[cfg(feature = "schema")]
pub(crate) use contact::{MAX_ADDRESS_LENGTH, MAX_CONSENT_LENGTH};
pub use input_kind::InputKind;
pub use scale::{Group, Look, Rating, Rule, Scale};
pub use table::NAMES;
pub(crate) use table::named;
pub(crate) use writing::read_written;
pub use writing::{MAX_TEXT_LENGTH, written};
