//! The attributes of a customer.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::context::{Attributes, MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES};
use crate::key::Key;

impl JsonSchema for Attributes {
    fn schema_name() -> Cow<'static, str> {
        "Attributes".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "What else the shop wants to compare by.",
            "type": "object",
            "propertyNames": generator.subschema_for::<Key>(),
            "additionalProperties": {
                "type": ["string", "number", "boolean", "null"],
                "minLength": 1,
                "maxLength": MAX_ATTRIBUTE_LENGTH,
            },
            "maxProperties": MAX_ATTRIBUTES,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::json::Json;
    use crate::read::{FieldErrors, Reader};
    use crate::response::Response;
    use crate::response::tests::example;

    #[test]
    fn what_may_be_missing_is_as_right_for_the_schema_as_for_the_reader() {
        let schema = crate::schema::response();
        for (name, value, taken) in [
            ("customer", json!({}), true),
            ("customer", json!({"key": "c-4711", "newer": 1}), true),
            ("customer", json!({"key": "~".repeat(64)}), true),
            ("customer", json!({"key": "~".repeat(65)}), false),
            ("customer", json!({"key": "jo@shop.example"}), false),
            ("customer", json!({"key": "a b"}), false),
            ("customer", json!({"visitor": "returning", "segment": null}), true),
            ("customer", json!({"visitor": "old"}), false),
            ("customer", json!({"attributes": {"a": "x", "b": -1.5, "c": false, "d": null}}), true),
            ("customer", json!({"attributes": {"a": ""}}), false),
            ("customer", json!({"attributes": {"a": "x".repeat(101)}}), false),
            ("customer", json!({"attributes": {"A": 1}}), false),
            ("customer", json!({"attributes": {"a": []}}), false),
            ("journey", json!({"trail": []}), true),
            ("journey", json!({}), false),
            ("journey", json!({"trail": vec![json!({"key": "cart"}); 50]}), true),
            ("journey", json!({"trail": vec![json!({"key": "cart"}); 51]}), false),
            ("journey", json!({"trail": [{"key": "a", "seconds": 86_401}, {"key": "b"}]}), false),
            ("journey", json!({"trail": [], "visits": 0}), false),
            ("journey", json!({"trail": [], "orders": 0, "days_since_order": 36_500}), true),
            ("age", json!(0), true),
            ("age", json!(315_360_000_000_u64), true),
            ("age", json!(315_360_000_001_u64), false),
            ("age", json!(0.5), false),
            ("trap", json!(true), true),
            ("trap", json!(1), false),
        ] {
            let mut response: Value = example();
            response[name] = value.clone();
            let json: Json = serde_json::from_value(response.clone()).unwrap();
            let errors = FieldErrors::default();
            let read = Response::read(&Reader::new(&json, "", &errors));
            assert_eq!(errors.finish(read).is_ok(), taken, "{value}, by the reader");
            assert_eq!(jsonschema::is_valid(schema.as_value(), &response), taken, "{value}, by the schema");
        }
    }
}
