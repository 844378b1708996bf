//! Building blocks of schemas.

use schemars::{Schema, json_schema};
use serde::Serialize;

use crate::survey_file::aliases::ALIASES;

/// A reference to a definition.
pub(super) fn refers(definition: &str) -> Schema {
    json_schema!({ "$ref": format!("#/$defs/{definition}") })
}

/// A reference with a description for the place it stands at.
pub(super) fn described(description: &str, definition: &str) -> Schema {
    json_schema!({ "description": description, "$ref": format!("#/$defs/{definition}") })
}

/// An object of these members, in their order where the writer keeps it.
pub(super) fn object_of<T: Serialize>(members: impl IntoIterator<Item = (&'static str, T)>) -> Schema {
    let mut object = Schema::default();
    for (name, value) in members {
        let member = json_schema!({ "value": value });
        object.insert(name.into(), member.get("value").cloned().unwrap_or_default());
    }
    object
}

/// Takes the old names of renamed members, too, and marks them as deprecated.
pub(super) fn with_old_names(schema: Schema) -> Schema {
    let mut schema = schema.to_value();
    for (new, old) in ALIASES {
        let Some(mut member) = schema["properties"].get(new).cloned() else { continue };
        member["description"] = format!("The old name of {new}.").into();
        member["deprecated"] = true.into();
        schema["properties"][old] = member;
        schema["dependentSchemas"][old] = json_schema!({ "properties": { new: false } }).to_value();
        if let Some(needed) = schema.pointer(&format!("/dependentRequired/{new}")).cloned() {
            schema["dependentRequired"][old] = needed;
        }
    }
    Schema::try_from(schema).unwrap_or_default()
}
