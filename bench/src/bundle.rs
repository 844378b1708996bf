//! The files that a shop serves for each product: bundled by esbuild where its documentation says so, compressed by brotli 11.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;

use anyhow::{Context, Result, ensure};

use crate::product::{BEFORE, Product, expand};

/// A file as it is served.
pub struct File {
    /// Its media type.
    pub media_type: &'static str,
    /// Its content, compressed with brotli.
    pub compressed: Vec<u8>,
}

/// All files, by their paths on the shop's origin.
pub type Files = BTreeMap<String, File>;

/// The files of these products, and of the page. `beside` is the folder of the other build of ours, where one is measured.
pub fn all(products: &[&Product], beside: Option<&Path>) -> Result<Files> {
    println!("bundling and compressing {} products", products.len());
    let mut sources = vec![
        ("product.png".to_owned(), fs::read(xtask::root().join("docs/pictures/desktop-light-order.png"))?),
        ("shop.css".to_owned(), fs::read(xtask::root().join("style/shop.css"))?),
    ];
    for product in products {
        sources.extend(sources_of(product, beside).with_context(|| product.name)?);
    }
    let compressed = thread::scope(|scope| {
        let threads: Vec<_> =
            sources.iter().map(|(path, content)| (path, scope.spawn(|| compressed(content)))).collect();
        threads
            .into_iter()
            .map(|(path, thread)| (path, thread.join().expect("compresses")))
            .collect::<Vec<_>>()
    });
    compressed
        .into_iter()
        .map(|(path, compressed)| {
            let file = File { media_type: media_type(path), compressed: compressed? };
            Ok((format!("/{path}"), file))
        })
        .collect()
}

fn sources_of(product: &Product, beside: Option<&Path>) -> Result<Vec<(String, Vec<u8>)>> {
    let mut sources = Vec::new();
    let mut add = |name: &str, content| sources.push((format!("{}/{name}", product.folder()), content));
    for (name, path) in product.files {
        add(name, fs::read(packages().join(path)).with_context(|| (*path).to_owned())?);
    }
    if !product.entry.is_empty() {
        add("bundle.js", bundle(&expand(product.entry))?);
    }
    if product.is_ours() {
        let folder = match beside {
            Some(folder) if product.name == BEFORE => folder.to_owned(),
            _ => xtask::pkg(),
        };
        ensure!(
            folder.join("nachklang.js").is_file(),
            "{} has no nachklang.js: run `cargo xtask build` there first",
            folder.display()
        );
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.file_name().context("a file")?.to_string_lossy().into_owned();
            if [".js", ".wasm", ".json"].iter().any(|extension| name.ends_with(extension)) {
                add(&name, fs::read(&path)?);
            }
        }
    }
    Ok(sources)
}

fn packages() -> PathBuf {
    xtask::root().join("bench/node_modules")
}

/// Bundles a module and all it imports into one minified script for current browsers.
fn bundle(entry: &str) -> Result<Vec<u8>> {
    let folder = tempfile::tempdir()?;
    let (input, output) = (folder.path().join("entry.js"), folder.path().join("bundle.js"));
    fs::write(&input, entry)?;
    let mut esbuild = Command::new(packages().join(".bin/esbuild"));
    esbuild.args(["--bundle", "--minify", "--format=iife", "--target=es2022", "--log-level=error"]);
    esbuild.arg(format!("--outfile={}", output.display())).arg(&input).env("NODE_PATH", packages());
    let status = esbuild.status().context("cannot start esbuild: run `npm ci` in bench/")?;
    ensure!(status.success(), "esbuild failed: {status}");
    Ok(fs::read(output)?)
}

fn compressed(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &content[..], &mut compressed, &parameters)?;
    Ok(compressed)
}

fn media_type(path: &str) -> &'static str {
    match Path::new(path).extension().and_then(|extension| extension.to_str()) {
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("wasm") => "application/wasm",
        Some("json") => "application/json",
        Some("png") => "image/png",
        _ => "application/octet-stream",
    }
}
