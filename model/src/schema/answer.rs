//! Answers.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::answer::Answer;
use crate::key::Key;
use crate::kind::{Channel, MAX_ADDRESS_LENGTH, MAX_CONSENT_LENGTH, MAX_OPTIONS, MAX_TEXT_LENGTH, Scale};

impl JsonSchema for Answer {
    fn schema_name() -> Cow<'static, str> {
        "Answer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let key = generator.subschema_for::<Key>();
        let text = json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_TEXT_LENGTH });
        let mut kinds: Vec<Schema> = Scale::all().map(|scale| rating(scale, &key)).collect();
        kinds.push(json_schema!({
            "description": "The option that was chosen, and what was written beside the option \"other\".",
            "properties": { "question": key, "kind": { "const": "single-choice" }, "value": key, "other": text },
            "required": ["question", "kind", "value"],
        }));
        let options = json_schema!({
            "type": "array", "items": key, "minItems": 1, "maxItems": MAX_OPTIONS + 1, "uniqueItems": true,
        });
        kinds.push(json_schema!({
            "description": "The options that were chosen, and what was written beside the option \"other\".",
            "properties": {
                "question": key, "kind": { "const": "multiple-choice" }, "value": options, "other": text,
            },
            "required": ["question", "kind", "value"],
        }));
        kinds.push(json_schema!({
            "description": "What was written: a comment, or the answer to a question for text.",
            "properties": { "question": key, "kind": { "const": "text" }, "value": text },
            "required": ["question", "kind", "value"],
        }));
        kinds.push(json_schema!({
            "description": "An address that was left with consent. Personal data.",
            "properties": {
                "question": key,
                "kind": { "const": "contact" },
                "value": { "type": "string", "minLength": 1, "maxLength": MAX_ADDRESS_LENGTH },
                "by": { "description": "What the address is.", "enum": Channel::NAMES },
                "consent": {
                    "description": "What was agreed to, as the shopper read it.",
                    "type": "string", "minLength": 1, "maxLength": MAX_CONSENT_LENGTH,
                },
            },
            "required": ["question", "kind", "value", "by", "consent"],
        }));
        json_schema!({ "description": "The answer to one question.", "type": "object", "oneOf": kinds })
    }
}

fn rating(scale: Scale, key: &Schema) -> Schema {
    json_schema!({
        "properties": {
            "question": key,
            "kind": { "const": scale.kind() },
            "value": { "type": "integer", "minimum": scale.min(), "maximum": scale.max() },
            "scale": { "const": scale.name() },
        },
        "required": ["question", "kind", "value", "scale"],
    })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::answer::Answer;
    use crate::json::Json;
    use crate::read::{FieldErrors, Reader};
    use crate::response::tests::example;

    /// Whether the reader and the schema take an answer: they agree.
    #[track_caller]
    fn takes(answer: &Value) -> bool {
        let json: Json = serde_json::from_value(answer.clone()).unwrap();
        let errors = FieldErrors::default();
        let read = Answer::read(&Reader::new(&json, "", &errors));
        let read = errors.finish(read).is_ok();
        let mut response = example();
        response["answers"] = json!([answer]);
        let valid = jsonschema::is_valid(crate::schema::response().as_value(), &response);
        assert_eq!(read, valid, "{answer}: {read} by the reader, {valid} by the schema");
        read
    }

    #[test]
    fn agrees_with_the_reader() {
        for (answer, taken) in [
            (json!({"kind": "nps", "value": 10, "scale": "nps-0-10"}), true),
            (json!({"kind": "nps", "value": 11, "scale": "nps-0-10"}), false),
            (json!({"kind": "nps", "value": 10}), false),
            (json!({"kind": "csat", "value": 2, "scale": "csat-1-2"}), true),
            (json!({"kind": "csat", "value": 3, "scale": "csat-1-2"}), false),
            (json!({"kind": "emotion", "value": -2, "scale": "emotion-minus-2-2"}), true),
            (json!({"kind": "emotion", "value": -3, "scale": "emotion-minus-2-2"}), false),
            (json!({"kind": "rating", "value": 10, "scale": "rating-1-10"}), true),
            (json!({"kind": "rating", "value": 10, "scale": "nps-0-10"}), false),
            (json!({"kind": "yes-no", "value": 0, "scale": "yes-no-0-1"}), true),
            (json!({"kind": "yes-no", "value": true, "scale": "yes-no-0-1"}), false),
            (json!({"kind": "single-choice", "value": "friends"}), true),
            (json!({"kind": "single-choice", "value": "other", "other": "A podcast"}), true),
            (json!({"kind": "single-choice", "value": "other", "other": ""}), false),
            (json!({"kind": "single-choice", "value": ["friends"]}), false),
            (json!({"kind": "multiple-choice", "value": ["late", "other"], "other": "Wet"}), true),
            (json!({"kind": "multiple-choice", "value": []}), false),
            (json!({"kind": "multiple-choice", "value": ["late", "late"]}), false),
            (json!({"kind": "multiple-choice", "value": "late"}), false),
            (json!({"kind": "text", "value": "Fine", "newer": 1}), true),
            (json!({"kind": "text", "value": "x".repeat(2001)}), false),
            (json!({"kind": "contact", "value": "jo@shop.example", "by": "email", "consent": "Yes"}), true),
            (json!({"kind": "contact", "value": "jo@shop.example", "by": "fax", "consent": "Yes"}), false),
            (json!({"kind": "contact", "value": "jo@shop.example", "by": "email"}), false),
            (json!({"kind": "smell", "value": 1}), false),
        ] {
            let mut answer = answer;
            answer["question"] = json!("q");
            assert_eq!(takes(&answer), taken, "{answer}");
        }
    }
}
