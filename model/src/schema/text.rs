//! Texts, and the endings that are made of them.

use schemars::{Schema, json_schema};

use super::build::{described, refers};
use crate::flow::END;
use crate::survey_file::limits::{MAX_CODE_LENGTH, MAX_QUESTION_KEY_LENGTH};
use crate::survey_file::{ANSWER, PLACEHOLDERS, SCHEMES};
use crate::wording::MAX_WORDING_LENGTH;

pub(super) fn ending() -> Schema {
    let schemes = SCHEMES.join("|");
    json_schema!({
        "description": "What stands at the end: a text, and perhaps a link or a voucher.",
        "type": "object",
        "additionalProperties": false,
        "properties": {
            "when": described("When it is shown; always without it.", "When"),
            "title": described("Its heading, instead of the usual thanks.", "Text"),
            "text": described("The text below.", "Text"),
            "link": {
                "description": "Where the shopper can go: to a review page, to the support.",
                "type": "object",
                "required": ["url", "text"],
                "additionalProperties": false,
                "properties": {
                    "url": {
                        "description": format!("A path of the shop, or an address that starts with {}.", SCHEMES.join(", ")),
                        "type": "string",
                        "maxLength": MAX_WORDING_LENGTH,
                        "pattern": format!(r"^({schemes}|/(?![/\\]))[^\u0000-\u0020]*$"),
                    },
                    "text": described("What stands on the link.", "Text"),
                },
            },
            "voucher": {
                "description": "A code that the shopper can copy.",
                "type": "string", "minLength": 1, "maxLength": MAX_CODE_LENGTH,
            },
        },
        "not": { "required": ["link", "voucher"] },
    })
}

pub(super) fn text() -> Schema {
    let placeholders = PLACEHOLDERS.map(|name| format!("{{{name}}}")).join(", ");
    json_schema!({
        "description": format!(
            "A text, or one for each language: {{\"en\": …, \"de\": …}}. {placeholders} and, where it stands behind a question, \
             {{{ANSWER}KEY}} are filled in; {{first_name|there}} says what stands where there is nothing to fill in."
        ),
        "type": ["string", "object"],
        "minLength": 1,
        "maxLength": MAX_WORDING_LENGTH,
        "minProperties": 1,
        "propertyNames": refers("Locale"),
        "additionalProperties": { "type": "string", "minLength": 1, "maxLength": MAX_WORDING_LENGTH },
    })
}

pub(super) fn question_key() -> Schema {
    json_schema!({
        "description": "The key of a question: shorter than others, so that \".comment\" fits behind it.",
        "allOf": [refers("Key")],
        "maxLength": MAX_QUESTION_KEY_LENGTH,
        "not": { "const": END },
    })
}
