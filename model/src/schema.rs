//! The contract as a JSON Schema.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::answer::{Answer, LONGEST_TEXT};
use crate::key::Key;
use crate::response::{ResponseId, Wire};
use crate::scale::Scale;

/// The JSON Schema of a response.
pub fn response() -> Schema {
    let mut schema = schemars::SchemaGenerator::default().into_root_schema_for::<Wire>();
    schema.insert("title".into(), "Nachklang response".into());
    schema
}

impl JsonSchema for ResponseId {
    fn schema_name() -> Cow<'static, str> {
        "ResponseId".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "UUIDv7, given when the question is first shown.",
            "type": "string",
            "format": "uuid",
        })
    }
}

impl JsonSchema for Answer {
    fn schema_name() -> Cow<'static, str> {
        "Answer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let key = generator.subschema_for::<Key>();
        let ratings = Scale::ALL.map(|scale| {
            json_schema!({
                "properties": {
                    "question": key,
                    "kind": { "const": scale.kind() },
                    "value": { "type": "integer", "minimum": scale.least(), "maximum": scale.most() },
                    "scale": { "const": scale.name() },
                },
                "required": ["question", "kind", "value", "scale"],
            })
        });
        let text = json_schema!({
            "properties": {
                "question": key,
                "kind": { "const": "text" },
                "value": { "type": "string", "minLength": 1, "maxLength": LONGEST_TEXT },
            },
            "required": ["question", "kind", "value"],
        });
        let kinds: Vec<Schema> = ratings.into_iter().chain([text]).collect();
        json_schema!({ "description": "The answer to one question.", "type": "object", "oneOf": kinds })
    }
}

#[cfg(test)]
mod tests {
    /// The published schema is the one the code has. `cargo xtask schema` writes it.
    #[test]
    fn the_published_schema_is_current() {
        let published = include_str!("../../docs/response.schema.json");
        let current = serde_json::to_string_pretty(&super::response()).unwrap() + "\n";
        assert!(published == current, "docs/response.schema.json is out of date: run cargo xtask schema");
    }
}
