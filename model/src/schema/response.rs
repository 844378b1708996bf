//! Responses.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use crate::age::Age;
use crate::answer::Answer;
use crate::context::{Asked, Customer, Journey, Locale, Order, Page};
use crate::key::Key;
use crate::moment::Moment;
use crate::progress::{MAX_ANSWERS, Progress};
use crate::response_id::ResponseId;

/// The JSON Schema of a response.
pub fn response() -> Schema {
    let mut schema = SchemaGenerator::default().into_root_schema_for::<Shape>();
    schema.insert("title".into(), "Nachklang response".into());
    schema
}

/// What the widget posts when it has asked something, and posts again whenever that changes.
// For the schema alone. A test compares it with what is written.
#[derive(JsonSchema)]
#[schemars(rename = "Response")]
#[expect(dead_code, reason = "only its schema is used")]
struct Shape {
    id: ResponseId,
    /// Grows with every change. Of two revisions the higher one counts.
    #[schemars(range(min = 1))]
    revision: u32,
    #[schemars(extend("enum" = Progress::STATUSES))]
    status: String,
    site: Key,
    survey: Key,
    #[schemars(range(min = 1))]
    survey_version: u32,
    locale: Locale,
    #[schemars(length(max = MAX_ANSWERS))]
    answers: Vec<Answer>,
    touchpoint: Asked,
    journey: Option<Journey>,
    order: Option<Order>,
    customer: Option<Customer>,
    page: Page,
    shown_at: Moment,
    answered_at: Option<Moment>,
    age: Option<Age>,
    /// Whether a field was filled in that no human sees. Only sent where it was.
    trap: Option<bool>,
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

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use crate::response::tests::example;

    fn members(object: &Value) -> Vec<&String> {
        let mut members: Vec<_> = object.as_object().expect("an object").keys().collect();
        members.sort();
        members
    }

    #[test]
    fn the_schema_has_the_members_that_are_written() {
        let (schema, example) = (super::response(), example());
        let schema = schema.as_value();
        assert_eq!(members(&schema["properties"]), members(&example));
        for (name, object) in [
            ("Asked", &example["touchpoint"]),
            ("Journey", &example["journey"]),
            ("FirstTouch", &example["journey"]["first_touch"]),
            ("Step", &example["journey"]["trail"][0]),
            ("Order", &example["order"]),
            ("Customer", &example["customer"]),
            ("Page", &example["page"]),
            ("Viewport", &example["page"]["viewport"]),
        ] {
            assert_eq!(members(&schema["$defs"][name]["properties"]), members(object), "{name}");
        }
    }
}
