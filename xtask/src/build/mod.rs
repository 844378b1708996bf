//! Builds the widget into `pkg/`.

mod bind;
mod files;
mod glue;
pub mod link;
mod linked;
mod loader;
mod locales;
mod memory;
mod minify;
mod reach;
mod split;
mod toolchain;

use anyhow::Result;
use serde_json::json;

use crate::command::step;
use files::{Files, short_hash};
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
        let mut files = Files::new(quality);
        let program = files.add_hashed("nachklang.rest", "wasm", bound.rest)?;
        let script = minify::javascript(&loader::later(&bound.glue.later)?)?;
        let script = files.add_hashed("nachklang.rest", "js", script.into_bytes())?;
        let locales = locales::read()?;
        locales::check(&locales)?;
        // One hash for all: the loader, which knows the names, has no room for a hash of each.
        let contents: Vec<_> =
            locales.iter().map(|it| [json!(it.texts), json!(it.later), it.presets.clone()]).collect();
        let suffix = format!(".{}.json", short_hash(json!(contents).to_string().as_bytes()));
        for (locale, contents) in locales.iter().zip(&contents) {
            for (kind, content) in ["", "rest.", "presets."].iter().zip(contents) {
                files.add(&format!("{kind}{}{suffix}", locale.tag), content.to_string().into_bytes())?;
            }
        }
        let rest = loader::Rest { program, script, texts: suffix.clone() };
        let glue = loader::shell(&bound.glue.first, &rest)?;
        let glue = files.add_hashed("nachklang", "js", minify::javascript(&glue)?.into_bytes())?;
        let wasm = files.add_hashed("nachklang", "wasm", bound.first)?;
        let tags: Vec<_> = locales.iter().map(|locale| locale.tag.as_str()).collect();
        let loader = loader::loader(&glue, &wasm, &tags, &suffix, &locales::preset_keys()?)?;
        files.add("nachklang.js", minify::javascript(&loader)?.into_bytes())?;
        files.write()
    })
}
