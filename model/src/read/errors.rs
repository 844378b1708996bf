//! What readers collect: errors and unknown fields.

use std::cell::RefCell;

use crate::field_error::FieldError;
use crate::json::Json;

/// What the readers of a document found: errors, and fields that are not known.
#[derive(Debug, Default)]
pub struct FieldErrors {
    pub(super) errors: RefCell<Vec<FieldError>>,
    pub(super) unknown_fields: RefCell<Vec<UnknownField>>,
    /// Members that were renamed: their names and the old ones.
    pub(super) aliases: &'static [(&'static str, &'static str)],
}

impl FieldErrors {
    /// For a document some of whose members were renamed: each has its name, and an old one that is still read. A reader finds the
    /// member under either, and says in its path which was written.
    pub fn with_aliases(aliases: &'static [(&'static str, &'static str)]) -> Self {
        Self { aliases, ..Self::default() }
    }

    /// The problems found, in the order of the document.
    pub fn into_errors(self) -> Vec<FieldError> {
        self.errors.into_inner()
    }

    /// Gives `value` if nothing was wrong, else all problems. There is one wherever there is no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<Read<T>, Vec<FieldError>> {
        match value {
            Some(value) if self.errors.borrow().is_empty() => {
                Ok(Read { value, unknown_fields: self.unknown_fields.into_inner() })
            }
            _ => Err(self.into_errors()),
        }
    }
}

/// A value that was read without a problem.
#[derive(Debug, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The members that are not known and were passed over.
    pub unknown_fields: Vec<UnknownField>,
}

/// A member that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownField {
    /// Where it stands. A name may hold anything, so this tells people where it is, and not a program.
    pub path: String,
    /// Its value.
    pub json: Json,
}
