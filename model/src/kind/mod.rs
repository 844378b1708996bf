//! The kinds of questions: what each is asked with, and how it is answered.
//!
//! A kind is a row of `table.rs`. Each [`InputKind`] has a file here that says which answers are valid. A new scale is also a row of
//! `scale_table.rs`. `docs/architecture.md` says what else a new kind needs.

mod choice;
mod contact;
mod group;
mod input_kind;
mod look;
mod rating;
mod scale;
mod scale_table;
mod table;
mod writing;

pub use choice::{Chosen, MAX_OPTIONS, OTHER, order};
pub use contact::{Channel, Contact};
#[cfg(feature = "schema")]
pub(crate) use contact::{MAX_ADDRESS_LENGTH, MAX_CONSENT_LENGTH};
pub use group::Group;
pub use input_kind::InputKind;
pub use look::Look;
pub use rating::Rating;
pub use scale::Scale;
pub use scale_table::Rule;
pub use table::NAMES;
pub(crate) use table::named;
pub(crate) use writing::read_written;
pub use writing::{MAX_TEXT_LENGTH, written};
