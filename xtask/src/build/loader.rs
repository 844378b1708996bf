//! Fills the hand-written JavaScript of `loader/` with what only the build knows.
//!
//! A file has a line `const NAME = …;` for each constant that the build writes, and a line with a name in capitals alone where
//! the build puts code.

use anyhow::{Context, Result, ensure};
use nachklang_model::preset::METRICS;
use nachklang_model::touchpoint::sign::SIGNS;
use serde_json::{Value, json};

/// What `glue.js` is made of, in this order.
const GLUE_FILES: [&str; 5] = ["watch.js", "consent.js", "calls.js", "snapshot.js", "shell.js"];

/// Integrity hashes of the files that the shell loads.
pub struct ShellIntegrity {
    /// The deferred part of the program.
    pub deferred_program: String,
    /// The script beside it, see [`deferred`].
    pub deferred_script: String,
    /// The first part of the program in JavaScript.
    pub translated: String,
}

/// The script `glue.js`. `bindings` is wasm-bindgen's glue for the first part; `presets` are those that come as a survey file.
pub fn glue(bindings: &str, integrity: &ShellIntegrity, presets: &[String]) -> Result<String> {
    let mut source = String::new();
    for name in GLUE_FILES {
        source += &read(name)?;
    }
    let source = with_code(&source, "GLUE", &guarded(bindings)?)?;
    let integrity = json!({
        "deferredProgram": integrity.deferred_program,
        "deferredScript": integrity.deferred_script,
        "translated": integrity.translated,
    });
    let source = with_constant(&source, "INTEGRITY", &integrity)?;
    with_constant(&source, "PRESETS", &json!(presets))
}

/// wasm-bindgen's glue, whose exports go through the shell's guard. The shell loads the program itself, so the glue does not need
/// its own address.
fn guarded(bindings: &str) -> Result<String> {
    let changed = "wasm-bindgen writes other glue now: compare what the shell needs of it";
    let address = "script_src = new URL(document.currentScript.src, location.href).toString();";
    let bindings = replace_once(bindings, address, "").context(changed)?;
    replace_once(&bindings, "wasm = instance.exports;", "wasm = guard(instance.exports);").context(changed)
}

/// The script `deferred.js`. `bindings` is wasm-bindgen's glue for the deferred part. `translated` is the integrity hash of that
/// part in JavaScript.
pub fn deferred(bindings: &str, translated: &str) -> Result<String> {
    let source = with_code(&read("deferred.js")?, "GLUE", bindings)?;
    with_constant(&source, "TRANSLATED_INTEGRITY", &json!(translated))
}

/// A part of the program in JavaScript.
pub fn translated(program: &str) -> Result<String> {
    with_code(&read("translated.js")?, "PROGRAM", program)
}

/// The loader, `nachklang.js`. `hash` stands in the names of all files. `glue` and `program` are integrity hashes. Each language in
/// `locales` has two letters.
pub fn loader(hash: &str, glue: &str, program: &str, locales: &[&str]) -> Result<String> {
    // In their order: where the signs of two touchpoints fit, the first one counts.
    let signs = SIGNS.iter().map(|(key, parts)| ((*key).to_owned(), json!(parts.join("|"))));
    let mut source = read("loader.js")?;
    for (name, value) in [
        ("HASH", json!(format!(".{hash}."))),
        ("GLUE_INTEGRITY", json!(glue)),
        ("PROGRAM_INTEGRITY", json!(program)),
        ("LOCALES", json!(locales)),
        ("METRICS", json!(METRICS)),
        ("SIGNS", Value::Object(signs.collect())),
    ] {
        source = with_constant(&source, name, &value)?;
    }
    Ok(source)
}

fn read(name: &str) -> Result<String> {
    let path = crate::root().join("loader").join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
}

/// The source with another value for a constant.
fn with_constant(source: &str, name: &str, value: &Value) -> Result<String> {
    let beginning = format!("const {name} = ");
    let placeholder = source.split_once(&beginning).and_then(|(_, after)| after.split_once(";\n"));
    let (placeholder, _) = placeholder.with_context(|| format!("no constant {name}"))?;
    replace_once(source, &format!("{beginning}{placeholder};\n"), &format!("{beginning}{value};\n"))
}

/// The source with code in the place of the line that says `name`.
fn with_code(source: &str, name: &str, code: &str) -> Result<String> {
    replace_once(source, &format!("    {name}\n"), code)
}

fn replace_once(text: &str, what: &str, with: &str) -> Result<String> {
    let found = text.matches(what).count();
    ensure!(found == 1, "expected {what:?} once, found it {found} times");
    Ok(text.replacen(what, with, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_loader_gets_what_it_loads() {
        let loader = loader("0123", "sha256-g", "sha256-p", &["de", "en"]).unwrap();
        for part in [
            r#"HASH = ".0123.";"#,
            r#"GLUE_INTEGRITY = "sha256-g";"#,
            r#"PROGRAM_INTEGRITY = "sha256-p";"#,
            r#"LOCALES = ["de","en"];"#,
            r#"METRICS = ["nps","csat","ces"];"#,
            r#"SIGNS = {"order.confirmation":"^purchase!|-order-received |"#,
            r#""order.refund":"^refund!""#,
        ] {
            assert!(loader.contains(part), "{part}");
        }
        // The loader searches for signs as regular expressions, so none may hold anything special.
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "_-/ !^$".contains(sign);
        assert!(SIGNS.iter().flat_map(|(_, parts)| *parts).all(|part| part.chars().all(is_plain)));
    }

    #[test]
    fn glue_that_would_escape_the_guard_is_refused() {
        let integrity = ShellIntegrity {
            deferred_program: "sha256-p".into(),
            deferred_script: "sha256-s".into(),
            translated: "sha256-t".into(),
        };
        let presets = ["search".to_owned()];
        let script = "script_src = new URL(document.currentScript.src, location.href).toString();";
        let with = |line: &str| glue(&format!("{script} {line}"), &integrity, &presets);
        let text = with("wasm = instance.exports;").unwrap();
        assert!(text.contains("wasm = guard(instance.exports);"));
        assert!(text.contains(r#"PRESETS = ["search"];"#));
        assert!(with("wasm = other;").is_err());
    }

    #[test]
    fn a_constant_that_is_not_there_is_an_error() {
        assert_eq!(with_constant("const A = [];\n", "A", &json!([1])).unwrap(), "const A = [1];\n");
        assert!(with_constant("const A = [];\n", "B", &json!([1])).is_err());
    }
}
