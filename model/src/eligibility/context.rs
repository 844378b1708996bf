//! What is the case when a survey may be shown, and what is wrong with a context that somebody wrote down.

use super::outcome::Outcome;
use crate::channel::Channel;
use crate::context::{Device, MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES};
use crate::field_error::FieldError;
use crate::json::Json;
use crate::read::{FieldErrors, Reader};
use crate::shape::Need::May;
use crate::shape::{LANGUAGE, LOCAL_TIME, Member, PATH, Shape, check_members, keys};
use crate::survey_file::limits::MAX_SURVEYS;
use crate::touchpoint::Phase;

/// What is the case: an object with the members in the table of [`eligibility`](super). [`validate_context`] says what is wrong
/// with one.
#[derive(Debug, Clone, PartialEq)]
pub struct Context(pub Json);

/// What a context may hold. The module's documentation says what it means.
const CONTEXT: &[Member] = &[
    Member("touchpoint", Shape::Key, May),
    Member("phase", Shape::OneOf(&Phase::NAMES), May),
    Member("path", PATH, May),
    Member("device", Shape::OneOf(&Device::NAMES), May),
    Member("language", LANGUAGE, May),
    Member("visits", Shape::Whole(0, u32::MAX), May),
    Member("orders", Shape::Whole(0, u32::MAX), May),
    Member("days_since_order", Shape::Amount, May),
    Member("order_value", Shape::Amount, May),
    Member("cart_value", Shape::Amount, May),
    Member("channel", Shape::OneOf(&Channel::NAMES), May),
    Member("segment", Shape::Key, May),
    Member("attributes", Shape::Map(&Shape::Value(MAX_ATTRIBUTE_LENGTH), MAX_ATTRIBUTES), May),
    Member("ready", keys(MAX_SURVEYS), May),
    Member("consent", Shape::Flag, May),
    Member("share", Shape::Number(0, 100), May),
    Member("now", LOCAL_TIME, May),
    Member("order", Shape::Amount, May),
    Member("show", Shape::Key, May),
];

/// What may stand beside it where somebody writes a context down: what the device remembers, and the time.
const BESIDE: &[Member] =
    &[Member("history", Shape::Object(HISTORY), May), Member("unix", Shape::Amount, May)];

const HISTORY: &[Member] = &[
    Member("shown", Shape::Amount, May),
    Member("quiet", Shape::Amount, May),
    Member("surveys", Shape::Map(&Shape::Object(ENTRY), MAX_SURVEYS), May),
];

const ENTRY: &[Member] = &[
    Member("count", Shape::Whole(0, u32::MAX), May),
    Member("at", Shape::Amount, May),
    Member("outcome", Shape::OneOf(&Outcome::NAMES), May),
    Member("order", Shape::Amount, May),
];

/// Everything that is wrong with a context as somebody writes it down: its members, and beside them `history` and `unix`, the
/// time in milliseconds since 1970. `name` begins the paths.
pub fn validate_context(json: &Json, name: &str) -> Vec<FieldError> {
    let errors = FieldErrors::default();
    check_members(&Reader::new(json, name, &errors), &[CONTEXT, BESIDE], &[]);
    errors.into_errors()
}
