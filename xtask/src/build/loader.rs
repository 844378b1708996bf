//! What the build writes into the hand-written JavaScript of `loader/`.

use anyhow::{Context, Result, ensure};
use nachklang_model::touchpoint::sign::SIGNS;
use serde_json::json;

/// The glue that the loader runs: what watches the page, and the shell with wasm-bindgen's glue in it, whose exports go through
/// the shell's guard. `rest` is what the shell fetches later; `presets` those that come as a survey file.
pub fn glue(glue: &str, deferred: &Deferred, presets: &[String]) -> Result<String> {
    let changed = "wasm-bindgen's glue has changed: see what the shell needs of it";
    let glue =
        replace_once(glue, "wasm = instance.exports;", "wasm = guard(instance.exports);").context(changed)?;
    let glue = replace_once(
        &glue,
        "script_src = new URL(document.currentScript.src, location.href).toString();",
        "",
    )
    .context(changed)?;
    let shell = replace_once(&source("shell.js")?, "    GLUE\n", &glue)?;
    let hashes = json!({ "program": deferred.program, "script": deferred.script, "translated": deferred.translated_first });
    let shell = replace_once(
        &shell,
        r#"const DEFERRED = { program: "", script: "", translated: "" };"#,
        &format!("const DEFERRED = {hashes};"),
    )?;
    let presets = format!("const PRESETS = \"{}\".split(\" \");", presets.join(" "));
    Ok(source("watch.js")? + &replace_once(&shell, "const PRESETS = [];", &presets)?)
}

/// What comes with the deferred part, with its glue in it. `translated` is the integrity hash of that rest in JavaScript.
pub fn deferred(glue: &str, translated: &str) -> Result<String> {
    let later = replace_once(&source("deferred.js")?, "    GLUE\n", glue)?;
    replace_once(&later, "translated: \"\"", &format!("translated: {}", json!(translated)))
}

/// A part of the program in JavaScript.
pub fn translated(program: &str) -> Result<String> {
    replace_once(&source("translated.js")?, "    PROGRAM\n", program)
}

/// The integrity hashes of what the shell fetches.
pub struct Deferred {
    /// Of the deferred part.
    pub program: String,
    /// Of the script around it, see [`deferred`].
    pub script: String,
    /// Of the first part of the program in JavaScript.
    pub translated_first: String,
}

/// The loader. `hash` is what stands in the names of all files; of the glue and the program it knows the integrity, too. `locales`
/// are two letters each.
pub fn loader(hash: &str, glue: &str, program: &str, locales: &[&str]) -> Result<String> {
    // In their order, which decides where several fit.
    let signs: Vec<_> =
        SIGNS.iter().map(|(key, parts)| format!("{}: {}", json!(key), json!(parts.join("|")))).collect();
    let mut source = source("loader.js")?;
    for (empty, filled) in [
        ("HASH = \"\"", json!(format!(".{hash}.")).to_string()),
        ("GLUE = \"\"", json!(glue).to_string()),
        ("PROGRAM = \"\"", json!(program).to_string()),
        ("LOCALES = \"\"", json!(locales.concat()).to_string()),
        ("SIGNS = {}", format!("{{ {} }}", signs.join(", "))),
    ] {
        let (name, _) = empty.split_once('=').context("a constant")?;
        source = replace_once(&source, empty, &format!("{name}= {filled}"))?;
    }
    Ok(source)
}

fn source(name: &str) -> Result<String> {
    let path = crate::root().join("loader").join(name);
    std::fs::read_to_string(&path).with_context(|| path.display().to_string())
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
            r#"GLUE = "sha256-g";"#,
            r#"PROGRAM = "sha256-p";"#,
            r#"LOCALES = "deen";"#,
            r#"SIGNS = { "order.confirmation": "^purchase!|-order-received |"#,
            r#""order.refund": "^refund!""#,
        ] {
            assert!(loader.contains(part), "{part}");
        }
        // It looks for them as for regular expressions, and they are none.
        let is_plain = |sign: char| sign.is_ascii_alphanumeric() || "_-/ !^$".contains(sign);
        assert!(SIGNS.iter().flat_map(|(_, parts)| *parts).all(|part| part.chars().all(is_plain)));
    }

    #[test]
    fn glue_that_would_escape_the_guard_is_refused() {
        let deferred = Deferred {
            program: "sha256-r".into(),
            script: "sha256-s".into(),
            translated_first: "sha256-t".into(),
        };
        let presets = ["search".to_owned()];
        let script = "script_src = new URL(document.currentScript.src, location.href).toString();";
        let text = |takes: &str| format!("{script} {takes}");
        assert!(
            glue(&text("wasm = instance.exports;"), &deferred, &presets)
                .unwrap()
                .contains("wasm = guard(instance.exports);")
        );
        assert!(glue(&text("wasm = other;"), &deferred, &presets).is_err());
    }
}
