//! `cargo xtask size`: the sizes of what is in `pkg/`, and the budgets.

use std::fs;

use anyhow::{Context, Result, ensure};

/// The budget of the loader, in bytes of brotli. Every page of the shop downloads it.
const LOADER: u64 = 2_500;

/// The budget of everything else until the first question is on screen: glue, program with its styles, one locale.
const UNTIL_QUESTION: u64 = 46_000;

/// The sizes of one file.
struct Sizes {
    name: String,
    raw: u64,
    gzip: u64,
    brotli: u64,
}

/// Prints the sizes, and fails over budget.
pub fn run() -> Result<()> {
    let files = files()?;
    println!("{:<36}{:>10}{:>10}{:>10}", "bytes", "raw", "gzip", "brotli");
    // Two languages are enough to look at.
    let shown = |name: &str| {
        !name.ends_with(".json") || ["en.", "th."].iter().any(|language| name.starts_with(language))
    };
    for Sizes { name, raw, gzip, brotli } in files.iter().filter(|file| shown(&file.name)) {
        println!("{name:<36}{raw:>10}{gzip:>10}{brotli:>10}");
    }
    let built =
        |of: fn(&str) -> bool| files.iter().filter(move |file| of(&file.name)).map(|file| file.brotli);
    let loader: u64 = built(|name| name == "nachklang.js").sum();
    let program: u64 = built(|name| name.starts_with("glue.") || name.starts_with("program.")).sum();
    let deferred: u64 = built(is_deferred).sum();
    let largest = |kind: fn(&str) -> bool| {
        built_texts(&files)
            .filter(|file| kind(&file.name))
            .map(|file| file.brotli)
            .max()
            .context("no texts in pkg/")
    };
    let texts = largest(|name| !name.contains('-'))?;
    let deferred_texts = largest(|name| name.starts_with("deferred-"))?;
    check("loader", loader, LOADER)?;
    let translated: u64 = built(|name| name.starts_with("translated")).sum();
    println!("afterwards, without a budget: {} bytes", deferred + deferred_texts);
    println!("without WebAssembly, instead of the programs: {translated} bytes");
    check("until the first question, with the largest locale", program + texts, UNTIL_QUESTION)
}

/// The texts of all languages; only those until the first question have no hyphen in their names.
fn built_texts(files: &[Sizes]) -> impl Iterator<Item = &Sizes> {
    files.iter().filter(|file| file.name.ends_with(".json"))
}

/// What is only fetched when the first question is on screen.
fn is_deferred(name: &str) -> bool {
    name.starts_with("deferred.")
}

fn check(what: &str, size: u64, budget: u64) -> Result<()> {
    println!("{what}: {size} of {budget} bytes");
    ensure!(size <= budget, "{what} is {} bytes over its budget", size - budget);
    Ok(())
}

fn files() -> Result<Vec<Sizes>> {
    let folder = crate::pkg();
    let integrity = folder.join("integrity.json");
    let text = fs::read_to_string(&integrity).context("nothing is built: run cargo xtask build first")?;
    let hashes: serde_json::Map<String, serde_json::Value> = serde_json::from_str(&text)?;
    let bytes = |name: String| Ok::<_, anyhow::Error>(fs::metadata(folder.join(&name)).context(name)?.len());
    let sizes = hashes.into_iter().map(|(name, _)| {
        Ok(Sizes {
            raw: bytes(name.clone())?,
            gzip: bytes(format!("{name}.gz"))?,
            brotli: bytes(format!("{name}.br"))?,
            name,
        })
    });
    sizes.collect()
}
