//! The members of a survey file, as tables: [`crate::shape`] holds JSON against them.

use super::limits::{
    MAX_CODE_LENGTH, MAX_MASK_LENGTH, MAX_MASKS, MAX_QUESTION_KEY_LENGTH, MAX_QUIET_DAYS, MAX_TOUCHPOINTS,
};
use super::targeting::{AUDIENCE, FREQUENCY, TRIGGER};
use super::url::is_safe_url;
use crate::flow::END;
use crate::key::Key;
use crate::kind;
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape, keys};
use crate::touchpoint::NAMED;

/// What a survey file may hold.
pub(super) const FILE: &[Member] = &[
    Member("$schema", Shape::Elsewhere, May),
    Member("format", Shape::Elsewhere, Must),
    Member("touchpoints", Shape::List(&Shape::Object(NAMED), MAX_TOUCHPOINTS), May),
    Member("quiet_days", Shape::Number(0, MAX_QUIET_DAYS), May),
    Member("masks", Shape::List(&Shape::Plain(MAX_MASK_LENGTH), MAX_MASKS), May),
    Member("surveys", Shape::Elsewhere, Must),
];

/// Keys of touchpoints, of which one is meant. None would be none at all.
pub(crate) const TOUCHPOINTS: Shape = Shape::Filled(&keys(MAX_TOUCHPOINTS));

/// What a survey may hold. Questions and endings refer to each other and are looked at one by one.
pub(super) const SURVEY: &[Member] = &[
    Member("key", Shape::Key, Must),
    Member("version", Shape::Whole(1, u32::MAX), May),
    Member("touchpoints", TOUCHPOINTS, May),
    Member("prefetch_at", TOUCHPOINTS, May),
    Member("trigger", Shape::Filled(&Shape::Object(TRIGGER)), May),
    Member("share", Shape::Elsewhere, May),
    Member("audience", Shape::Object(AUDIENCE), May),
    Member("frequency", Shape::Object(FREQUENCY), May),
    Member("questions", Shape::Elsewhere, Must),
    Member("endings", Shape::Elsewhere, May),
];

/// What a question of every kind may hold.
pub(crate) const QUESTION: &[Member] = &[
    Member(
        "key",
        Shape::Parsed(
            is_question_key,
            "a key of at most 56 characters, so that \".comment\" fits behind it, and not \"end\"",
        ),
        May,
    ),
    Member("kind", Shape::OneOf(&kind::NAMES), Must),
    Member("text", Shape::Text, May),
    Member("required", Shape::Flag, May),
    Member("when", Shape::Elsewhere, May),
    Member("next", Shape::Elsewhere, May),
];

const LINK: &[Member] = &[
    Member(
        "url",
        Shape::Parsed(is_safe_url, "an address that starts with https://, mailto:, tel: or /"),
        Must,
    ),
    Member("text", Shape::Text, Must),
];

/// What an ending may hold.
pub(crate) const ENDING: &[Member] = &[
    Member("when", Shape::Elsewhere, May),
    Member("title", Shape::Text, May),
    Member("text", Shape::Text, May),
    Member("link", Shape::Object(LINK), May),
    Member("voucher", Shape::Plain(MAX_CODE_LENGTH), May),
];

/// What a condition may hold.
pub(super) const CONDITION: &[Member] = &[
    Member("question", Shape::Elsewhere, May),
    Member("groups", Shape::Elsewhere, May),
    Member("min", Shape::Elsewhere, May),
    Member("max", Shape::Elsewhere, May),
    Member("chosen", Shape::Elsewhere, May),
    Member("answered", Shape::Flag, May),
    Member("touchpoints", TOUCHPOINTS, May),
    Member("segments", keys(MAX_TOUCHPOINTS), May),
];

/// What a branch may hold.
pub(super) const BRANCH: &[Member] =
    &[Member("when", Shape::Elsewhere, May), Member("to", Shape::Elsewhere, Must)];

fn is_question_key(key: &str) -> bool {
    Key::new(key).is_some() && key.len() <= MAX_QUESTION_KEY_LENGTH && key != END
}
