//! The JavaScript glue between the browser and the program, by `wasm-bindgen`. Used as a library it is of the version in
//! Cargo.lock and cannot get out of step.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use walrus::{ImportKind, Module, ModuleConfig, RawCustomSection};
use wasm_bindgen_cli_support::Bindgen;

use super::glue::{Pieces, divide};
use super::link::is_of_streams;
use super::linked::{self, Linked};
use super::split::{Parts, split};

/// A program with its glue.
pub struct Bound {
    /// The glue around what is needed until the first question is on screen, and around the deferred part.
    pub glue: Pieces,
    /// What is needed of the program until the first question is on screen.
    pub first: Vec<u8>,
    /// The deferred part of it.
    pub deferred: Vec<u8>,
}

/// Makes the glue of a compiled program.
pub fn bind(program: &Path) -> Result<Bound> {
    let wasm = fs::read(program).with_context(|| program.display().to_string())?;
    let linked = Linked::read(&wasm)?;
    let mut module = ModuleConfig::new().parse(&wasm)?;
    linked::forget(&mut module);
    leave_out_streams(&mut module)?;
    let mut output = Bindgen::new()
        .input_bytes("nachklang", module.emit_wasm())
        .no_modules(true)?
        .typescript(false)
        // By their names the functions are found again, and of these no two are the same.
        .demangle(false)
        .omit_default_module_path(true)
        .remove_producers_section(true)
        .generate_output()?;
    let mut glue = output.js().to_owned();
    shorten_names(output.wasm_mut(), &mut glue);
    let Parts { first, deferred, imports } = split(output.wasm_mut(), &linked)?;
    let glue = divide(scope(&glue)?, &imports)?;
    Ok(Bound { glue, first, deferred })
}

/// What stands in the scope that wasm-bindgen writes, without its own ways to load a program: the shell has others.
fn scope(glue: &str) -> Result<&str> {
    let after = glue.split_once("(function(exports) {").map(|(_, after)| after);
    let scope = after.and_then(|after| after.split_once("async function __wbg_load("));
    Ok(scope.context("wasm-bindgen writes its glue in another way now")?.0)
}

/// Where wasm-bindgen's macro leaves what it knows of a crate.
const SECTION: &str = "__wasm_bindgen_unstable";

/// The classes of `wasm-streams`, which the linker has left out (see [`super::link`]), are not to be described either.
fn leave_out_streams(module: &mut Module) -> Result<()> {
    let section = module.customs.remove_raw(SECTION).context("wasm-bindgen has left no description")?;
    let data = without(&section.data, b"IntoUnderlying")
        .context("wasm-bindgen describes crates in another way now")?;
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

/// The descriptions without those that contain `needle`. Each is a version and a program, both behind their length.
fn without(descriptions: &[u8], needle: &[u8]) -> Option<Vec<u8>> {
    let mut kept = Vec::new();
    let mut rest = descriptions;
    while !rest.is_empty() {
        let version = take(rest)?;
        let program = take(&rest[version.len()..])?;
        if !program.windows(needle.len()).any(|window| window == needle) {
            kept.extend_from_slice(version);
            kept.extend_from_slice(program);
        }
        rest = &rest[version.len() + program.len()..];
    }
    Some(kept)
}

/// A part with the four bytes of its length before it.
fn take(bytes: &[u8]) -> Option<&[u8]> {
    let (length, _) = bytes.split_first_chunk::<4>()?;
    bytes.get(..4 + u32::from_le_bytes(*length) as usize)
}

/// Gives what the program imports and exports short names. wasm-bindgen's carry hashes, which no compression makes smaller.
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
        // What else the glue does with an export by its name stays as it is.
        if renamed != *glue {
            *glue = renamed;
            export.name = short;
        }
    }
}

/// Replaces a name that is not the beginning of a longer one.
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
