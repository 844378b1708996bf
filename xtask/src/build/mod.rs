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
pub mod translate;

use anyhow::Result;
use sha2::{Digest, Sha256};

use crate::command::step;
use files::{Files, integrity, short_hash};
use locales::Locale;
use toolchain::Toolchain;

/// Has browsers compile all functions of a script while it is being downloaded, instead of each when it is called first: most of
/// the glue is. <https://v8.dev/blog/explicit-compile-hints>
const COMPILE_AHEAD: &str = "//# allFunctionsCalledOnLoad\n";

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
        locales::check()?;
        let locales = locales::read()?;
        let [first_translated, deferred_translated] = [&bound.first, &bound.deferred]
            .map(|program| translate::script(program).and_then(|script| minify::javascript(&script)));
        let (first_translated, deferred_translated) = (first_translated?, deferred_translated?);
        let deferred_script =
            loader::deferred(&bound.glue.deferred, &integrity(deferred_translated.as_bytes()))?;
        let deferred_script = minify::javascript(&deferred_script)?;
        let deferred = loader::Deferred {
            program: integrity(&bound.deferred),
            script: integrity(deferred_script.as_bytes()),
            translated_first: integrity(first_translated.as_bytes()),
        };
        let glue =
            minify::javascript(&loader::glue(&bound.glue.first, &deferred, &locales::preset_keys()?)?)?;
        let glue = [COMPILE_AHEAD, &glue].concat();
        // One hash for all: the loader has no room for more. What comes with the deferred part is in the glue, by its integrity.
        let mut content = Sha256::new();
        content.update(&glue);
        content.update(&bound.first);
        for locale in &locales {
            content.update(&locale.texts);
            content.update(&locale.deferred);
            locale.presets.iter().for_each(|(_, file)| content.update(file));
        }
        let hash = short_hash(content);
        for Locale { code, texts, deferred, presets } in &locales {
            let presets = presets.iter().map(|(key, file)| (format!("{key}-"), file));
            for (kind, content) in
                [(String::new(), texts), ("deferred-".into(), deferred)].into_iter().chain(presets)
            {
                files.add(&format!("{kind}{code}.{hash}.json"), content.clone().into_bytes());
            }
        }
        let codes: Vec<_> = locales.iter().map(|locale| &*locale.code).collect();
        let loader = loader::loader(&hash, &integrity(glue.as_bytes()), &integrity(&bound.first), &codes)?;
        files.add(&format!("glue.{hash}.js"), glue.into_bytes());
        files.add(&format!("program.{hash}.wasm"), bound.first);
        files.add(&format!("deferred.{hash}.js"), deferred_script.into_bytes());
        files.add(&format!("translated.{hash}.js"), first_translated.into_bytes());
        files.add(&format!("translated-deferred.{hash}.js"), deferred_translated.into_bytes());
        files.add(&format!("deferred.{hash}.wasm"), bound.deferred);
        files.add("nachklang.js", minify::javascript(&loader)?.into_bytes());
        files.write()
    })
}
