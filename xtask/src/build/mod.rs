//! Builds the widget into `pkg/`.
//!
//! | module | step |
//! |---|---|
//! | `toolchain` | finds a compiler for WebAssembly and compiles the widget |
//! | `link` | links it, without code that nobody calls |
//! | `bind` | makes the JavaScript glue with wasm-bindgen; `glue` divides it |
//! | `split` | splits the program into two parts; `linked`, `reach` and `memory` find out what belongs where |
//! | `translate` | translates both parts to JavaScript |
//! | `locales` | makes the files of each language |
//! | `loader` | fills the hand-written JavaScript; `minify` makes it small |
//! | `files` | writes it all, with hashes and compressed copies |

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
use bind::Bound;
use files::{Files, integrity, short_hash};
use locales::Locale;
use toolchain::Toolchain;

/// Has the browser compile all functions of a script while it downloads, because most of the glue runs at once.
/// <https://v8.dev/blog/explicit-compile-hints>
const COMPILE_HINT: &str = "//# allFunctionsCalledOnLoad\n";

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
    let bound = step("Making its JavaScript glue", || bind::bind(&program, quality))?;
    step("Writing pkg/", || {
        locales::check()?;
        write(bound, &locales::read()?, quality)
    })
}

/// Writes all files.
fn write(bound: Bound, locales: &[Locale], quality: Quality) -> Result<()> {
    let scripts = Scripts::of(&bound, quality)?;
    let hash = content_hash(&scripts.glue, &bound.first, locales);
    let codes: Vec<_> = locales.iter().map(|locale| &*locale.code).collect();
    let loader =
        loader::loader(&hash, &integrity(scripts.glue.as_bytes()), &integrity(&bound.first), &codes)?;
    let mut files = Files::new(quality);
    for Locale { code, texts, deferred, presets } in locales {
        files.add(&format!("{code}.{hash}.json"), texts.clone().into_bytes());
        files.add(&format!("deferred-{code}.{hash}.json"), deferred.clone().into_bytes());
        for (key, file) in presets {
            files.add(&format!("{key}-{code}.{hash}.json"), file.clone().into_bytes());
        }
    }
    files.add(&format!("glue.{hash}.js"), scripts.glue.into_bytes());
    files.add(&format!("program.{hash}.wasm"), bound.first);
    files.add(&format!("deferred.{hash}.js"), scripts.deferred.into_bytes());
    files.add(&format!("deferred.{hash}.wasm"), bound.deferred);
    files.add(&format!("translated.{hash}.js"), scripts.translated_first.into_bytes());
    files.add(&format!("translated-deferred.{hash}.js"), scripts.translated_deferred.into_bytes());
    files.add("nachklang.js", minify::javascript(&loader)?.into_bytes());
    files.write()
}

/// The scripts around the program, minified. Each holds the integrity hashes of the files that it loads.
struct Scripts {
    glue: String,
    deferred: String,
    translated_first: String,
    translated_deferred: String,
}

impl Scripts {
    fn of(bound: &Bound, quality: Quality) -> Result<Self> {
        // The unoptimised program makes a script of megabytes, which would take longer to minify than all else.
        let translated = |program: &[u8]| match quality {
            Quality::Development => translate::script(program),
            Quality::Release => minify::javascript(&translate::script(program)?),
        };
        let translated_first = translated(&bound.first)?;
        let translated_deferred = translated(&bound.deferred)?;
        let deferred = loader::deferred(&bound.glue.deferred, &integrity(translated_deferred.as_bytes()))?;
        let deferred = minify::javascript(&deferred)?;
        let hashes = loader::ShellIntegrity {
            deferred_program: integrity(&bound.deferred),
            deferred_script: integrity(deferred.as_bytes()),
            translated: integrity(translated_first.as_bytes()),
        };
        let glue = loader::glue(&bound.glue.first, &hashes, &locales::preset_keys()?)?;
        let glue = [COMPILE_HINT, &minify::javascript(&glue)?].concat();
        Ok(Self { glue, deferred, translated_first, translated_deferred })
    }
}

/// The hash in the names of all files: the loader is too small for a hash per file. The glue stands for the deferred part, whose
/// integrity hashes it holds.
fn content_hash(glue: &str, first: &[u8], locales: &[Locale]) -> String {
    let mut content = Sha256::new();
    content.update(glue);
    content.update(first);
    for locale in locales {
        content.update(&locale.texts);
        content.update(&locale.deferred);
        locale.presets.iter().for_each(|(_, file)| content.update(file));
    }
    short_hash(content)
}
