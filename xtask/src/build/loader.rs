//! What the build writes into the hand-written JavaScript of `loader/`.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::files::Built;

/// The shell with the glue in it. Of the glue's own ways to load a program none is needed, the shell has its own; and its
/// exports go through the shell's guard. `rest` is the rest of the program.
pub fn shell(glue: &str, rest: &Built) -> Result<String> {
    let changed = "wasm-bindgen's glue has changed: see what the shell needs of it";
    let (_, glue) = glue.split_once("(function(exports) {").context(changed)?;
    let (glue, _) = glue.split_once("async function __wbg_load(").context(changed)?;
    let glue =
        replace_once(glue, "wasm = instance.exports;", "wasm = guard(instance.exports);").context(changed)?;
    let glue = replace_once(
        &glue,
        "script_src = new URL(document.currentScript.src, location.href).toString();",
        "",
    )
    .context(changed)?;
    let shell = replace_once(&source("shell.js")?, "    GLUE\n", &glue)?;
    replace_once(&shell, "const REST = [];", &format!("const REST = {};", json!([rest.name, rest.integrity])))
}

/// The loader with the names and hashes of the files it loads: of texts and presets the languages there are and what their
/// files' names end with.
pub fn loader(
    glue: &Built,
    wasm: &Built,
    locales: &[&str],
    texts: &str,
    presets: &[String],
) -> Result<String> {
    let entry = |file: &Built| json!([file.name, file.integrity]);
    let list = |names: Vec<&str>| format!("\"{}\".split(\" \")", names.join(" "));
    let presets = presets.iter().map(String::as_str).collect();
    let mut source = source("loader.js")?;
    for (empty, filled) in [
        ("FILES = { glue: [], wasm: [] }", json!({ "glue": entry(glue), "wasm": entry(wasm) }).to_string()),
        ("LOCALES = []", list(locales.to_vec())),
        ("TEXTS = \"\"", json!(texts).to_string()),
        ("PRESETS = []", list(presets)),
        ("VERSION = \"0.0.0\"", json!(env!("CARGO_PKG_VERSION")).to_string()),
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
        let file = |name: &str| Built { name: name.into(), integrity: format!("sha256-{name}") };
        let loader =
            loader(&file("g.js"), &file("w.wasm"), &["de", "en"], ".1.json", &["search".into()]).unwrap();
        for part in [
            r#"FILES = {"glue":["g.js","sha256-g.js"],"wasm":["w.wasm","sha256-w.wasm"]};"#,
            r#"LOCALES = "de en".split(" ");"#,
            r#"TEXTS = ".1.json";"#,
            r#"PRESETS = "search".split(" ");"#,
        ] {
            assert!(loader.contains(part), "{part}");
        }
    }

    #[test]
    fn glue_that_would_escape_the_guard_is_refused() {
        let rest = Built { name: "r.wasm".into(), integrity: "sha256-r".into() };
        let glue = |takes: &str| {
            let script = "script_src = new URL(document.currentScript.src, location.href).toString();";
            format!("let a = (function(exports) {{ {script} {takes} async function __wbg_load() {{}} }})()")
        };
        assert!(
            shell(&glue("wasm = instance.exports;"), &rest)
                .unwrap()
                .contains("wasm = guard(instance.exports);")
        );
        assert!(shell(&glue("wasm = other;"), &rest).is_err());
    }
}
