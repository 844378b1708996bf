//! `cargo xtask schema`: writes the contract for programs, as JSON Schemas in `docs/` and TypeScript types in `pkg/`.

use anyhow::Result;
use nachklang_model::schema;

use crate::types;

/// Writes schemas and types. Tests of the model and of this crate fail while one is out of date.
pub fn run() -> Result<()> {
    for (file, schema) in [
        ("response.schema.json", schema::response()),
        ("forget.schema.json", schema::forget()),
        ("survey.schema.json", schema::survey_file()),
    ] {
        write(&format!("docs/{file}"), &(serde_json::to_string_pretty(&schema)? + "\n"))?;
    }
    write(TYPES, &types::all()?)
}

/// The types of the page's interface.
const TYPES: &str = "pkg/nachklang.d.ts";

fn write(file: &str, text: &str) -> Result<()> {
    let path = crate::root().join(file);
    std::fs::write(&path, text)?;
    println!("wrote {}", path.display());
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_published_types_are_current() {
        let published = std::fs::read_to_string(crate::root().join(super::TYPES)).unwrap();
        let is_current = published == crate::types::all().unwrap();
        assert!(is_current, "{} is out of date: run cargo xtask schema", super::TYPES);
    }
}
