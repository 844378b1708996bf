//! What the build writes into the hand-written JavaScript of `loader/`.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::files::Built;

/// The shell with the glue in it, whose exports go through the shell's guard. `rest` is what the shell fetches later.
pub fn shell(glue: &str, rest: &Rest) -> Result<String> {
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
    let files =
        json!({ "program": entry(&rest.program), "script": entry(&rest.script), "texts": rest.texts });
    let empty = r#"const REST = { program: [], script: [], texts: "" };"#;
    replace_once(&shell, empty, &format!("const REST = {files};"))
}

/// What comes with the rest of the program, with its glue in it.
pub fn later(glue: &str) -> Result<String> {
    replace_once(&source("later.js")?, "    GLUE\n", glue)
}

/// What is fetched when the first question is on screen.
pub struct Rest {
    /// The rest of the program.
    pub program: Built,
    /// The script around it, see [`later`].
    pub script: Built,
    /// What the names of the files with the rest of the texts end with.
    pub texts: String,
}

/// A file as it is named in JavaScript: with its hash.
fn entry(file: &Built) -> Value {
    json!([file.name, file.integrity])
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
        let file = |name: &str| Built { name: name.into(), integrity: "sha256-r".into() };
        let rest = Rest { program: file("r.wasm"), script: file("r.js"), texts: ".1.json".into() };
        let script = "script_src = new URL(document.currentScript.src, location.href).toString();";
        let glue = |takes: &str| format!("{script} {takes}");
        assert!(
            shell(&glue("wasm = instance.exports;"), &rest)
                .unwrap()
                .contains("wasm = guard(instance.exports);")
        );
        assert!(shell(&glue("wasm = other;"), &rest).is_err());
    }
}
