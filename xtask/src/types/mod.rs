//! Generates `pkg/nachklang.d.ts`: the commands and events of the page from a hand-written file, and the parts of a response from
//! its JSON Schema.

mod convert;

use anyhow::Result;
use nachklang_model::{preset, schema};
use serde_json::json;

/// Commands and events, written by hand.
const HEAD: &str = include_str!("head.d.ts");

/// All of `pkg/nachklang.d.ts`.
pub fn all() -> Result<String> {
    let presets = json!({ "description": "A survey that needs no file.", "enum": preset::NAMES });
    let presets = convert::declaration("Preset", &presets)?;
    Ok([HEAD, &presets, &convert::declarations("Response", schema::response().as_value())?].join("\n"))
}
