//! What a document must look like, as data: one function holds JSON against a shape and notes every mistake.
//!
//! A reader for each type would be ten times the code, and every shopper downloads it.

mod check;
mod formats;
#[cfg(test)]
mod tests;
mod types;
mod unique;

pub(crate) use check::check_members;
pub(crate) use formats::{DATE, LANGUAGE, LOCAL_TIME, PATH};
pub(crate) use types::{Member, Need, Shape, keys};
pub(crate) use unique::{check_unique, keys_of};
