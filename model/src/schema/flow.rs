//! Conditions and branches.

use schemars::{Schema, json_schema};

use super::build::{described, object_of, refers, with_old_names};
use super::eligibility::touchpoints;
use crate::flow::END;
use crate::kind::{Group, MAX_OPTIONS, Scale};
use crate::survey_file::limits::{MAX_BRANCHES, MAX_CONDITIONS, MAX_TOUCHPOINTS};

pub(super) fn when() -> Schema {
    json_schema!({
        "description": "A condition, or an array of conditions of which one must hold.",
        "if": { "type": "array" },
        "then": { "items": refers("Condition"), "maxItems": MAX_CONDITIONS },
        "else": refers("Condition"),
    })
}

pub(super) fn condition() -> Schema {
    let bound = |description: &str| {
        json_schema!({
            "description": description,
            "type": "integer",
            "minimum": Scale::all().map(Scale::min).min(),
            "maximum": Scale::all().map(Scale::max).max(),
        })
    };
    with_old_names(json_schema!({
        "description": "What must be the case. All that is given must hold, of each list one.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "question": described(
                "The question whose answer is looked at: an earlier one. Alone, it must have been answered.",
                "QuestionKey",
            ),
            "groups": {
                "description": "The rating is in one of these groups of its scale.",
                "type": "array",
                "maxItems": Scale::all().map(|scale| scale.groups().count()).max(),
                "items": { "enum": Group::NAMES },
            },
            "min": bound("The rating is this or higher."),
            "max": bound("The rating is this or lower."),
            "chosen": {
                "description": "One of these options was chosen.",
                "type": "array",
                "maxItems": MAX_OPTIONS + 1,
                "items": refers("Key"),
            },
            "answered": {
                "description": "Whether there must be an answer, or must be none.",
                "type": "boolean",
            },
            "touchpoints": touchpoints("It is asked at one of these touchpoints, or below one."),
            "segments": {
                "description": "The shopper is in one of these segments, as the shop says by data-segment.",
                "type": "array",
                "maxItems": MAX_TOUCHPOINTS,
                "items": refers("Key"),
            },
        },
        "dependentRequired": object_of(
            ["groups", "min", "max", "chosen", "answered"].map(|aspect| (aspect, ["question"])),
        ),
    }))
}

pub(super) fn branches() -> Schema {
    json_schema!({
        "description": "Where the question leads: by the first branch that holds, and to the next question without one.",
        "type": "array",
        "maxItems": MAX_BRANCHES,
        "items": {
            "type": "object",
            "required": ["to"],
            "additionalProperties": false,
            "properties": {
                "when": described("When the branch is taken; always without it.", "When"),
                "to": {
                    "description": format!("The key of a later question, or \"{END}\"."),
                    "anyOf": [{ "const": END }, refers("QuestionKey")],
                },
            },
        },
    })
}
