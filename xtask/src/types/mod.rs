//! The types in `pkg/nachklang.d.ts`: the page's interface, written by hand, and behind it the parts of a response, as the
//! JSON Schema says them.

mod convert;

use anyhow::Result;
use nachklang_model::{preset, schema};
use serde_json::json;

/// The page's interface.
const HEAD: &str = include_str!("head.d.ts");

/// All of `pkg/nachklang.d.ts`.
pub fn all() -> Result<String> {
    let presets = json!({ "description": "A survey that needs no file.", "enum": preset::NAMES });
    let presets = convert::declaration("Preset", &presets)?;
    Ok([HEAD, &presets, &convert::declarations("Response", schema::response().as_value())?].join("\n"))
}
