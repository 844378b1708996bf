//! What is published as JSON Schema (draft 2020-12): the response, the request to forget responses, and the survey file. Names,
//! limits and defaults are those the reader has. `cargo xtask schema` writes them to `docs/`.

mod answer;
mod attributes;
mod eligibility;
mod forget;
mod question;
mod response;
mod survey_file;

use schemars::{Schema, json_schema};
use serde::Serialize;

pub use forget::forget;
pub use response::response;
pub use survey_file::survey_file;

/// A reference to a definition.
fn refers(definition: &str) -> Schema {
    json_schema!({ "$ref": format!("#/$defs/{definition}") })
}

/// A reference with a description for the place it stands at.
fn described(description: &str, definition: &str) -> Schema {
    json_schema!({ "description": description, "$ref": format!("#/$defs/{definition}") })
}

/// An object of these members, in their order where the writer keeps it.
fn object_of<T: Serialize>(members: impl IntoIterator<Item = (&'static str, T)>) -> Schema {
    let mut object = Schema::default();
    for (name, value) in members {
        let member = json_schema!({ "value": value });
        object.insert(name.into(), member.get("value").cloned().unwrap_or_default());
    }
    object
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    #[test]
    fn the_published_schemas_are_current() {
        for (published, schema) in [
            (include_str!("../../../docs/response.schema.json"), super::response()),
            (include_str!("../../../docs/forget.schema.json"), super::forget()),
            (include_str!("../../../docs/survey.schema.json"), super::survey_file()),
        ] {
            let published: Value = serde_json::from_str(published).unwrap();
            let title = &published["title"];
            assert!(
                published == *schema.as_value(),
                "{title} is out of date in docs/: run cargo xtask schema"
            );
        }
    }

    #[test]
    fn the_schemas_are_schemas() {
        for schema in [super::response(), super::forget(), super::survey_file()] {
            if let Err(error) = jsonschema::draft202012::meta::validate(schema.as_value()) {
                panic!("{error} at {}", error.instance_path());
            }
        }
    }
}
