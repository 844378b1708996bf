//! Requests to forget responses.

use schemars::{JsonSchema, Schema, SchemaGenerator};

use crate::forget::MAX_IDS;
use crate::key::Key;
use crate::response_id::ResponseId;

/// The JSON Schema of a request to forget responses.
pub fn forget() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<Shape>();
    schema.insert("title".into(), "Nachklang request to forget".into());
    schema
}

/// What the widget posts when a shopper wants what was sent from this device to be deleted.
// For the schema alone. A test compares it with what is read.
#[derive(JsonSchema)]
#[schemars(rename = "Request")]
#[expect(dead_code, reason = "only its schema is used")]
struct Shape {
    forget: Responses,
}

/// The responses that are to be deleted for good.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "only its schema is used")]
struct Responses {
    site: Key,
    #[schemars(length(min = 1, max = MAX_IDS))]
    ids: Vec<ResponseId>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::forget::Forget;
    use crate::json::Json;
    use crate::read::{FieldErrors, Reader};

    #[test]
    fn agrees_with_the_reader() {
        let id = "0192f1e0-8c5a-7abc-8def-0123456789ab";
        for (forget, taken) in [
            (json!({"site": "shop.example", "ids": [id]}), true),
            (json!({"site": "shop.example", "ids": vec![id; 100], "newer": 1}), true),
            (json!({"site": "shop.example", "ids": vec![id; 101]}), false),
            (json!({"site": "shop.example", "ids": []}), false),
            (json!({"site": "Shop", "ids": [id]}), false),
            (json!({"ids": [id]}), false),
            (json!({"site": "shop.example", "ids": id}), false),
            (json!([]), false),
        ] {
            let value: Value = json!({ "forget": forget });
            let json: Json = serde_json::from_value(value.clone()).unwrap();
            let errors = FieldErrors::default();
            let read = Forget::read(&Reader::new(&json, "", &errors));
            assert_eq!(errors.finish(read).is_ok(), taken, "{value}, by the reader");
            let valid = jsonschema::is_valid(super::forget().as_value(), &value);
            assert_eq!(valid, taken, "{value}, by the schema");
        }
    }
}
