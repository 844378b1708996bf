//! What the build writes into the hand-written JavaScript of `loader/`.

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::files::Built;

/// The shell with the glue in it. Of the glue's own ways to load a program none is needed, the shell has its own; and its
/// exports go through the shell's guard.
pub fn shell(glue: &str) -> Result<String> {
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
    replace_once(&source("shell.js")?, "    GLUE\n", &glue)
}

/// The loader with the names and hashes of the files it loads.
pub fn loader(glue: &Built, wasm: &Built, texts: &[(String, Built)]) -> Result<String> {
    let entry = |file: &Built| json!([file.name, file.integrity]);
    let texts: serde_json::Map<_, _> =
        texts.iter().map(|(locale, file)| (locale.clone(), entry(file))).collect();
    let files = json!({ "glue": entry(glue), "wasm": entry(wasm), "texts": texts });
    let source = source("loader.js")?;
    let source = replace_once(&source, "{ glue: [], wasm: [], texts: {} }", &files.to_string())?;
    replace_once(&source, "\"0.0.0\"", &json!(env!("CARGO_PKG_VERSION")).to_string())
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
        let loader = loader(&file("g.js"), &file("w.wasm"), &[("en".into(), file("en.json"))]).unwrap();
        assert!(loader.contains(r#"{"glue":["g.js","sha256-g.js"],"wasm":["w.wasm","sha256-w.wasm"],"texts":{"en":["en.json","sha256-en.json"]}}"#));
    }

    #[test]
    fn glue_that_would_escape_the_guard_is_refused() {
        let glue = |takes: &str| {
            let script = "script_src = new URL(document.currentScript.src, location.href).toString();";
            format!("let a = (function(exports) {{ {script} {takes} async function __wbg_load() {{}} }})()")
        };
        assert!(
            shell(&glue("wasm = instance.exports;")).unwrap().contains("wasm = guard(instance.exports);")
        );
        assert!(shell(&glue("wasm = other;")).is_err());
    }
}
