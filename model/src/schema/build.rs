//! Building blocks of schemas.

use schemars::{Schema, json_schema};
use serde::Serialize;

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
