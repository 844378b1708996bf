//! The contract's JSON Schema in `docs/`.

use anyhow::Result;

/// Writes it. A test of the model fails where it is out of date.
pub fn run() -> Result<()> {
    let path = crate::root().join("docs/response.schema.json");
    std::fs::write(&path, serde_json::to_string_pretty(&nachklang_model::schema::response())? + "\n")?;
    println!("wrote {}", path.display());
    Ok(())
}
