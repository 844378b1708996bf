//! Makes the JavaScript glue between the browser and the program, with `wasm-bindgen` as a library. So its version is the one in
//! Cargo.lock and always fits.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walrus::{ImportKind, Module, ModuleConfig, RawCustomSection};
use wasm_bindgen_cli_support::Bindgen;

use super::Quality;
use super::glue::{DividedGlue, divide};
use super::link::is_of_streams;
use super::linked::{self, Linked};
use super::split::{Parts, split};

/// A program with its glue.
pub struct Bound {
    /// The glue of the first part and of the deferred part.
    pub glue: DividedGlue,
    /// The part of the program that puts the first question on screen.
    pub first: Vec<u8>,
    /// The deferred part of the program.
    pub deferred: Vec<u8>,
}

/// Makes the glue of a compiled program.
pub fn bind(program: &Path, quality: Quality) -> Result<Bound> {
    let wasm = fs::read(program).with_context(|| program.display().to_string())?;
    let linked = Linked::read(&wasm)?;
    let mut module = ModuleConfig::new().parse(&wasm)?;
    linked::remove_sections(&mut module);
    remove_streams(&mut module)?;
    let mut output = Bindgen::new()
        .input_bytes("nachklang", module.emit_wasm())
        .no_modules(true)?
        .typescript(false)
        // The split finds functions by their mangled names, which are unique.
        .demangle(false)
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .generate_output()?;
    let mut glue = output.js().to_owned();
    shorten_names(output.wasm_mut(), &mut glue);
    let Parts { first, deferred, imports } = split(output.wasm_mut(), &linked, quality)?;
    let glue = divide(scope(&glue)?, &imports)?;
    Ok(Bound { glue, first, deferred })
}

/// The statements inside the function that wasm-bindgen writes, without its loading code: the shell loads the program.
fn scope(glue: &str) -> Result<&str> {
    let after = glue.split_once("(function(exports) {").map(|(_, after)| after);
    let scope = after.and_then(|after| after.split_once("async function __wbg_load("));
    Ok(scope.context("wasm-bindgen writes other glue now: its outer function has changed")?.0)
}

/// The section in which wasm-bindgen's macro describes a crate.
const SECTION: &str = "__wasm_bindgen_unstable";

/// Removes the descriptions of `wasm-streams`, whose classes the linker has left out (see [`super::link`]).
fn remove_streams(module: &mut Module) -> Result<()> {
    let section =
        module.customs.remove_raw(SECTION).context("the program has no descriptions of wasm-bindgen")?;
    let data =
        without(&section.data, b"IntoUnderlying").context("wasm-bindgen writes other descriptions now")?;
    module.customs.add(RawCustomSection { name: SECTION.into(), data });
    let streams: Vec<_> = module
        .exports
        .iter()
        .filter(|export| is_of_streams(&export.name))
        .map(|export| export.id())
        .collect();
    streams.into_iter().for_each(|export| module.exports.delete(export));
    walrus::passes::gc::run(module);
    Ok(())
}

/// The descriptions without those that contain `needle`. Each one is a version and a program, both with their length in front.
fn without(descriptions: &[u8], needle: &[u8]) -> Option<Vec<u8>> {
    let mut wanted = Vec::new();
    let mut remaining = descriptions;
    while !remaining.is_empty() {
        let version = take(remaining)?;
        let program = take(&remaining[version.len()..])?;
        if !program.windows(needle.len()).any(|window| window == needle) {
            wanted.extend_from_slice(version);
            wanted.extend_from_slice(program);
        }
        remaining = &remaining[version.len() + program.len()..];
    }
    Some(wanted)
}

/// A part with the four bytes of its length before it.
fn take(bytes: &[u8]) -> Option<&[u8]> {
    let (length, _) = bytes.split_first_chunk::<4>()?;
    bytes.get(..4 + u32::from_le_bytes(*length) as usize)
}

/// Gives imports and exports short names. wasm-bindgen's names hold hashes, which do not compress.
fn shorten_names(module: &mut Module, glue: &mut String) {
    let functions = module.imports.iter_mut().filter(|import| matches!(import.kind, ImportKind::Function(_)));
    for (index, import) in functions.enumerate() {
        let short = format!("_{index}");
        *glue = glue.replace(&format!("{}:", import.name), &format!("{short}:"));
        import.name = short;
    }
    for (index, export) in module.exports.iter_mut().enumerate() {
        let short = format!("_{index}");
        let renamed = replace_word(glue, &format!("wasm.{}", export.name), &format!("wasm.{short}"));
        // An export that the glue names in another way keeps its name.
        if renamed != *glue {
            *glue = renamed;
            export.name = short;
        }
    }
}

/// Replaces a name where it is not the beginning of a longer name.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut pieces = text.split(word);
    let mut replaced = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        let goes_on = piece.starts_with(|next: char| next.is_alphanumeric() || next == '_' || next == '$');
        replaced += if goes_on { word } else { by };
        replaced += piece;
    }
    replaced
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(content: &str) -> Vec<u8> {
        [&(content.len() as u32).to_le_bytes(), content.as_bytes()].concat()
    }

    #[test]
    fn descriptions_are_left_out_whole() {
        let described = |programs: &[&str]| {
            programs.iter().flat_map(|it| [part("v1"), part(it)].concat()).collect::<Vec<_>>()
        };
        let all = described(&["one", "IntoUnderlyingSource", "three"]);
        assert_eq!(without(&all, b"IntoUnderlying"), Some(described(&["one", "three"])));
        assert_eq!(without(&all[..all.len() - 1], b"IntoUnderlying"), None);
        assert_eq!(without(&[], b"x"), Some(Vec::new()));
    }
}
