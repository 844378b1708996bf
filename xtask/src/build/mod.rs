//! Builds the widget into `pkg/`.

mod bind;
mod files;
pub mod link;
mod loader;
mod minify;
mod toolchain;

use std::fs;

use anyhow::{Context, Result};

use crate::command::step;
use files::{Built, Files};
use toolchain::Toolchain;

/// How the widget is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Fast and unoptimised.
    Development,
    /// What shops publish.
    Release,
}

/// Builds the widget and the loader and writes what a shop publishes to `pkg/`.
pub fn run(dev: bool) -> Result<()> {
    let quality = if dev { Quality::Development } else { Quality::Release };
    let toolchain = step("Looking for a WebAssembly toolchain", Toolchain::find)?;
    println!("  taking {toolchain}");
    let program = step("Compiling the widget to WebAssembly (some minutes the first time)", || {
        toolchain.build(quality)
    })?;
    let bound = step("Making its JavaScript glue", || bind::bind(&program))?;
    step("Writing pkg/", || {
        let glue = loader::shell(&bound.glue)?;
        let mut files = Files::new(quality);
        let texts = texts()?.into_iter().map(|(locale, text)| {
            let file = files.add_hashed(&locale, "json", text.into_bytes())?;
            Ok((locale, file))
        });
        let texts = texts.collect::<Result<Vec<(String, Built)>>>()?;
        let glue = files.add_hashed("nachklang", "js", minify::javascript(&glue)?.into_bytes())?;
        let wasm = files.add_hashed("nachklang", "wasm", bound.wasm)?;
        let loader = loader::loader(&glue, &wasm, &texts)?;
        files.add("nachklang.js", minify::javascript(&loader)?.into_bytes())?;
        files.write()
    })
}

/// The texts of each locale, without the white space that is there for people.
fn texts() -> Result<Vec<(String, String)>> {
    let mut texts = Vec::new();
    for entry in fs::read_dir(crate::root().join("src/locales"))? {
        let path = entry?.path();
        let locale = path.file_stem().context("a locale file without name")?.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        let json: serde_json::Value =
            serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        texts.push((locale, json.to_string()));
    }
    texts.sort();
    Ok(texts)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn every_locale_has_the_same_texts() {
        let names = |text: &str| -> BTreeSet<String> {
            let json: serde_json::Map<String, serde_json::Value> = serde_json::from_str(text).unwrap();
            json.keys().cloned().collect()
        };
        let texts = super::texts().unwrap();
        let (_, english) = texts.iter().find(|(locale, _)| locale == "en").expect("English");
        for (locale, text) in &texts {
            assert_eq!(names(text), names(english), "{locale}");
        }
    }
}
