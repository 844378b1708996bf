//! The survey file as a whole.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::build::{described, object_of, refers, with_old_names};
use super::eligibility::{audience, frequency, named_touchpoint, parts, range, touchpoints, trigger};
use super::flow::{branches, condition, when};
use super::question::{kinds, option, question};
use super::text::{ending, question_key, text};
use crate::key::Key;
use crate::locale::Locale;
use crate::survey_file::limits::{
    MAX_ENDINGS, MAX_MASK_LENGTH, MAX_MASKS, MAX_QUESTIONS, MAX_QUIET_DAYS, MAX_SURVEYS, MAX_TOUCHPOINTS,
};
use crate::survey_file::{FORMAT, QUIET_DAYS};

/// The JSON Schema of a survey file: as strict as a schema can be, and with every member described, so that an editor that
/// is given it completes and explains while somebody writes. What it cannot see, such as a branch to a question that is not
/// there, only the reader finds.
pub fn survey_file() -> Schema {
    let mut generator = SchemaGenerator::default();
    let definitions = [
        ("Survey", survey()),
        ("Touchpoint", named_touchpoint()),
        ("Trigger", trigger()),
        ("Audience", audience()),
        ("Frequency", frequency()),
        ("Range", range()),
        ("Parts", parts()),
        ("Question", question()),
        ("Option", option()),
        ("When", when()),
        ("Condition", condition()),
        ("Branches", branches()),
        ("Ending", ending()),
        ("Text", text()),
        ("QuestionKey", question_key()),
        ("Key", Key::json_schema(&mut generator)),
        ("Locale", Locale::json_schema(&mut generator)),
    ];
    json_schema!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nachklang survey file",
        "description": "The surveys of a shop. After a page has loaded, the first that is eligible there is asked.",
        "type": "object",
        "required": ["format", "surveys"],
        "additionalProperties": false,
        "properties": {
            "$schema": { "description": "The address of this schema, for editors." },
            "format": { "description": "The version of the format.", "const": FORMAT },
            "touchpoints": {
                "description": "The shop's names for touchpoints. The standard ones are known without.",
                "type": "array",
                "maxItems": MAX_TOUCHPOINTS,
                "items": refers("Touchpoint"),
            },
            "quiet_days": {
                "description": "How many days no survey is shown unasked after one was.",
                "type": "number", "minimum": 0, "maximum": MAX_QUIET_DAYS, "default": QUIET_DAYS,
            },
            "masks": {
                "description": "Regular expressions as JavaScript writes them. What they find in what people write is masked before it leaves the device.",
                "type": "array",
                "maxItems": MAX_MASKS,
                "items": { "type": "string", "minLength": 1, "maxLength": MAX_MASK_LENGTH },
            },
            "surveys": {
                "description": "The surveys, the most important first.",
                "type": "array",
                "maxItems": MAX_SURVEYS,
                "items": refers("Survey"),
            },
        },
        "$defs": object_of(definitions.into_iter().chain(kinds())),
    })
}

fn survey() -> Schema {
    with_old_names(json_schema!({
        "description": "One or a few questions, asked at some touchpoints or at all.",
        "type": "object",
        "required": ["key", "questions"],
        "additionalProperties": false,
        "properties": {
            "key": described("Its stable name, unique in the file: nachklang('show', 'after-order').", "Key"),
            "version": {
                "description": "Raise it when a change makes answers incomparable.",
                "type": "integer", "minimum": 1, "maximum": u32::MAX, "default": 1,
            },
            "touchpoints": touchpoints("Where it is asked: checkout includes checkout.payment. Everywhere without it."),
            "prefetch_at": touchpoints("At these touchpoints the browser downloads the widget early, because the survey is likely due at the next one."),
            "trigger": described("What must happen before it is shown. Without it, the page must have loaded.", "Trigger"),
            "share": {
                "description": "How many per cent of the visitors are asked. All without it.",
                "type": "number", "exclusiveMinimum": 0, "maximum": 100,
            },
            "audience": described("To whom it is shown, and when. To everybody without it.", "Audience"),
            "frequency": described("How often it is shown to one shopper.", "Frequency"),
            "questions": {
                "description": "The questions, in the order they are asked.",
                "type": "array",
                "minItems": 1,
                "maxItems": MAX_QUESTIONS,
                "items": refers("Question"),
            },
            "endings": {
                "description": "What may stand at the end. The first whose conditions hold is shown, else the usual thanks.",
                "type": "array",
                "maxItems": MAX_ENDINGS,
                "items": refers("Ending"),
            },
        },
    }))
}

#[cfg(test)]
mod tests;
