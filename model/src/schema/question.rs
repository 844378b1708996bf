//! The kinds of questions, and the options of a list.

use std::rc::Rc;

use schemars::{Schema, json_schema};

use super::build::{described, object_of, refers, with_old_names};
use crate::json::{Json, Object};
use crate::kind::{self, Channel, InputKind, MAX_OPTIONS, MAX_TEXT_LENGTH, NAMES, OTHER, Scale};
use crate::question::Question;
use crate::shape::{Member, Shape};
use crate::survey::Survey;
use crate::survey_file::members::QUESTION;
use crate::survey_file::{self, FORMAT};

/// What each kind of question asks.
const DESCRIPTIONS: [(&str, &str); NAMES.len()] = [
    ("nps", "Net promoter score: how likely a recommendation is, from 0 to 10."),
    ("csat", "Customer satisfaction, from 1 to 5, or by thumbs."),
    ("ces", "Customer effort score 2.0: whether it was made easy, from 1 to 7, or to 5."),
    ("emotion", "How it felt: five faces, from −2 to +2."),
    ("rating", "A rating by numbers or stars, from 1 to as many points as wanted."),
    ("yes-no", "Yes or no, in words or by thumbs."),
    ("single-choice", "One option of a list."),
    ("multiple-choice", "Any number of options of a list."),
    ("short-text", "A text of one line."),
    ("long-text", "A text of several lines."),
    ("contact", "An e-mail address or a phone number, with a consent the shopper ticks."),
    ("statement", "A text that is only read."),
];

/// A question of any kind: the kind says which members it has.
pub(super) fn question() -> Schema {
    let names = DESCRIPTIONS
        .map(|(kind, description)| json_schema!({ "const": kind, "description": description }))
        .to_vec();
    let cases = NAMES.map(|kind| {
        json_schema!({
            "if": { "required": ["kind"], "properties": { "kind": { "const": kind } } },
            "then": refers(kind),
        })
    });
    json_schema!({
        "description": "One question. Its kind says how it is answered, and what else it has.",
        "type": "object",
        "required": ["kind"],
        "properties": { "kind": { "description": "How it is answered.", "oneOf": names } },
        "allOf": cases.to_vec(),
    })
}

/// The schema of each kind, with the members that the reader takes of it and no others.
pub(super) fn kinds() -> impl Iterator<Item = (&'static str, Schema)> {
    DESCRIPTIONS.into_iter().map(|(kind, description)| {
        let survey = shortest(kind);
        let shortest = survey.question(0).expect("the one question");
        let members = members(kind).map(|member| member.0);
        let mut required = vec!["kind"];
        if !shortest.has_wording() {
            required.push("text");
        }
        required.extend(members.clone().filter(|member| NEEDED.contains(member)));
        let mut schema = json_schema!({
            "description": description,
            "type": "object",
            "required": required,
            "additionalProperties": false,
            "properties": object_of(members.map(|name| (name, member(name, kind, &shortest)))),
        });
        if matches!(shortest.input_kind(), InputKind::Single | InputKind::Multiple) {
            let with_other =
                json_schema!({ "required": ["other"], "properties": { "other": { "const": true } } });
            let at_least = |n: u8| json_schema!({ "properties": { "options": { "minItems": n } } });
            schema.insert("if".into(), with_other.to_value());
            schema.insert("then".into(), at_least(1).to_value());
            schema.insert("else".into(), at_least(2).to_value());
        }
        (kind, with_old_names(schema))
    })
}

/// The members of a question of this kind.
fn members(kind: &str) -> impl Iterator<Item = &'static Member> + Clone {
    let own = kind::named(kind).map_or(&[][..], |kind| kind.members);
    QUESTION.iter().chain(own)
}

/// The members that have no default, where a kind has them.
const NEEDED: [&str; 3] = ["options", "by", "consent"];

/// The schema of a member of a question. Its default is what the reader makes of the `shortest` question of the kind.
fn member(name: &str, kind: &'static str, shortest: &Question) -> Schema {
    match name {
        "kind" => json_schema!({ "const": kind }),
        "key" => with_default(
            described("Its stable name, unique in the survey. The kind without it.", "QuestionKey"),
            Json::from(kind),
        ),
        "text" => described("What is asked, instead of the kind's own wording.", "Text"),
        "required" => flag("Whether an answer is needed to go on.", shortest.is_required()),
        "when" => described("When it is asked; always without it.", "When"),
        "next" => described("Where it leads; to the next question without it.", "Branches"),
        "consent" => described("What the shopper agrees to by a tick.", "Text"),
        "by" => json_schema!({ "description": "What is asked for.", "enum": Channel::NAMES }),
        "comment" => flag("Whether a comment is asked for after the rating.", shortest.asks_comment()),
        "low_label" => described("What the lowest rating means, instead of the kind's own wording.", "Text"),
        "high_label" => {
            described("What the highest rating means, instead of the kind's own wording.", "Text")
        }
        "look" => {
            let looks = members(kind).find_map(|member| match (member.0, &member.1) {
                ("look", Shape::OneOf(looks)) => Some(*looks),
                _ => None,
            });
            json_schema!({
                "description": "What the points look like.", "enum": looks, "default": shortest.look().name(),
            })
        }
        "points" => {
            let scales = Scale::all().filter(|scale| scale.kind() == kind);
            let mut points: Vec<i8> = scales.map(Scale::max).collect();
            points.sort();
            json_schema!({
                "description": "How many points there are.", "enum": points, "default": shortest.scale().max(),
            })
        }
        "options" => json_schema!({
            "description": "The options: at least two, or one beside \"other\".",
            "type": "array",
            "minItems": 1,
            "maxItems": MAX_OPTIONS,
            "items": refers("Option"),
        }),
        "shuffle" => flag(
            "Whether each shopper sees the options in an order of their own, so that none gains by its place.",
            shortest.is_shuffled(),
        ),
        "other" => {
            flag("Whether there is one more, always the last, with a text field.", shortest.has_other())
        }
        "max_length" => json_schema!({
            "description": "The most characters it takes, which the shopper sees count down.",
            "type": "integer", "minimum": 1, "maximum": MAX_TEXT_LENGTH, "default": shortest.max_length(),
        }),
        name => unreachable!("{name} is no member of {kind}"),
    }
}

/// One option of a list.
pub(super) fn option() -> Schema {
    json_schema!({
        "description": "One option of a list.",
        "type": "object",
        "required": ["key", "text"],
        "additionalProperties": false,
        "properties": {
            "key": {
                "description": "Its stable name, unique in the question.",
                "allOf": [refers("Key")],
                "not": { "const": OTHER },
            },
            "text": described("What the shopper reads.", "Text"),
            "fixed": flag("Whether shuffling leaves it in its place.", false),
        },
    })
}

fn flag(description: &str, default: bool) -> Schema {
    json_schema!({ "description": description, "type": "boolean", "default": default })
}

fn with_default(mut schema: Schema, default: impl serde::Serialize) -> Schema {
    schema.insert(
        "default".into(),
        json_schema!({ "default": default }).get("default").cloned().unwrap_or_default(),
    );
    schema
}

/// A survey of one question of this kind that says no more than it must.
fn shortest(kind: &str) -> Rc<Survey> {
    let object = |members: &[(&str, Json)]| {
        let mut object = Object::default();
        for (name, value) in members {
            object.put(name, value.clone());
        }
        Json::from(object)
    };
    let option = |key: &str| object(&[("key", key.into()), ("text", "…".into())]);
    let mut question = vec![("kind", kind.into()), ("text", "…".into())];
    for needed in NEEDED.into_iter().filter(|needed| members(kind).any(|member| member.0 == *needed)) {
        question.push(match needed {
            "options" => (needed, Json::Array(vec![option("a"), option("b")])),
            "by" => (needed, Channel::NAMES[0].into()),
            _ => (needed, "…".into()),
        });
    }
    let survey = object(&[("key", "a".into()), ("questions", Json::Array(vec![object(&question)]))]);
    let file = object(&[("format", FORMAT.into()), ("surveys", Json::Array(vec![survey]))]);
    survey_file::read(&file, "").expect("all that a question of this kind needs").remove(0)
}
