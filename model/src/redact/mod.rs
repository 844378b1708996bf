//! What says who somebody is, taken out of what they wrote, on their own device: [`redact`].
//!
//! A survey asks how it was, not who one is, but people write down how to reach them. Found are addresses and numbers whose
//! form gives them away; names and postal addresses have none. Where it cannot be told whether a number is a phone or one of
//! the shop's, the form decides that people write phone numbers in: a number with `+` or `0` in front is masked, a plain
//! `1234567` is not.
//!
//! There is a file for each kind of thing that is found. All of them work on the signs of a text, among which `９`, `९` and `9`
//! are the same, and the more specific comes first: what one has found the next ones no longer see.

mod card;
mod email;
mod iban;
mod kind;
mod masked;
mod phone;
mod signs;
#[cfg(test)]
mod tests;
mod text;

pub use kind::Kind;
pub use masked::Masked;
pub use text::{Redacted, mask_found, redact};
