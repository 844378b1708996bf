//! Makes the widget's stylesheets small. They are part of the WebAssembly files: fewer requests.

use std::{env, error::Error, fs, path::Path};

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};

/// What is needed for the first question, what comes with the deferred part, and the panel for developers.
const STYLES: [&str; 3] = ["widget.css", "deferred.css", "panel.css"];

fn main() -> Result<(), Box<dyn Error>> {
    STYLES.into_iter().try_for_each(make_small)
}

fn make_small(name: &str) -> Result<(), Box<dyn Error>> {
    let path = Path::new("style").join(name).display().to_string();
    println!("cargo::rerun-if-changed={path}");
    let style = fs::read_to_string(&path)?;
    let options = ParserOptions { filename: path, ..Default::default() };
    let mut sheet = StyleSheet::parse(&style, options).map_err(|error| error.to_string())?;
    sheet.minify(MinifyOptions::default())?;
    let minified = sheet.to_css(PrinterOptions { minify: true, ..Default::default() })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join(name), minified.code)?;
    Ok(())
}
