//! The JSON Schemas in `docs/`.

use anyhow::Result;
use nachklang_model::schema;

/// Writes them. A test of the model fails where one is out of date.
pub fn run() -> Result<()> {
    for (file, schema) in [
        ("response.schema.json", schema::response()),
        ("forget.schema.json", schema::forget()),
        ("survey.schema.json", schema::survey_file()),
    ] {
        let path = crate::root().join("docs").join(file);
        std::fs::write(&path, serde_json::to_string_pretty(&schema)? + "\n")?;
        println!("wrote {}", path.display());
    }
    Ok(())
}
