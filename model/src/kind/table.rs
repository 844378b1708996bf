//! The table of kinds.

use super::choice::{MAX_OPTIONS, OPTION};
use super::contact::Channel;
use super::input_kind::InputKind;
use super::writing::MAX_TEXT_LENGTH;
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape};

/// A kind: its name in a survey file, how it is answered, and what a survey file may say of it beside what all have.
pub(crate) struct Kind {
    name: &'static str,
    pub input_kind: InputKind,
    pub members: &'static [Member],
}

const COMMENT: Member = Member("comment", Shape::Flag, May);
const LOW_LABEL: Member = Member("low_label", Shape::Text, May);
const HIGH_LABEL: Member = Member("high_label", Shape::Text, May);
const LIST: &[Member] = &[
    Member("options", Shape::List(&OPTION, MAX_OPTIONS), Must),
    Member("shuffle", Shape::Flag, May),
    Member("other", Shape::Flag, May),
];
const WRITING: &[Member] = &[Member("max_length", Shape::Whole(1, MAX_TEXT_LENGTH as u32), May)];

/// The kinds there are.
pub(crate) const TABLE: [Kind; 12] = [
    Kind { name: NAMES[0], input_kind: InputKind::Scale, members: &[COMMENT, LOW_LABEL, HIGH_LABEL] },
    Kind {
        name: NAMES[1],
        input_kind: InputKind::Scale,
        members: &[
            COMMENT,
            LOW_LABEL,
            HIGH_LABEL,
            Member("look", Shape::OneOf(&["faces", "stars", "numbers", "thumbs"]), May),
        ],
    },
    Kind {
        name: NAMES[2],
        input_kind: InputKind::Scale,
        members: &[COMMENT, LOW_LABEL, HIGH_LABEL, Member("points", Shape::Elsewhere, May)],
    },
    Kind { name: NAMES[3], input_kind: InputKind::Scale, members: &[COMMENT, LOW_LABEL, HIGH_LABEL] },
    Kind {
        name: NAMES[4],
        input_kind: InputKind::Scale,
        members: &[
            COMMENT,
            LOW_LABEL,
            HIGH_LABEL,
            Member("look", Shape::OneOf(&["numbers", "stars"]), May),
            Member("points", Shape::Whole(2, 10), May),
        ],
    },
    Kind {
        name: NAMES[5],
        input_kind: InputKind::Scale,
        members: &[COMMENT, Member("look", Shape::OneOf(&["words", "thumbs"]), May)],
    },
    Kind { name: NAMES[6], input_kind: InputKind::Single, members: LIST },
    Kind { name: NAMES[7], input_kind: InputKind::Multiple, members: LIST },
    Kind { name: NAMES[8], input_kind: InputKind::Short, members: WRITING },
    Kind { name: NAMES[9], input_kind: InputKind::Long, members: WRITING },
    Kind {
        name: NAMES[10],
        input_kind: InputKind::Contact,
        members: &[Member("by", Shape::OneOf(&Channel::NAMES), Must), Member("consent", Shape::Text, Must)],
    },
    Kind { name: NAMES[11], input_kind: InputKind::Statement, members: &[] },
];

/// The kinds as a survey file names them.
pub const NAMES: [&str; 12] = [
    "nps",
    "csat",
    "ces",
    "emotion",
    "rating",
    "yes-no",
    "single-choice",
    "multiple-choice",
    "short-text",
    "long-text",
    "contact",
    "statement",
];

/// The kind of this name.
pub(crate) fn named(name: &str) -> Option<&'static Kind> {
    TABLE.iter().find(|kind| kind.name == name)
}
