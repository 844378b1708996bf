//! Makes the widget's stylesheet small. It is part of the WebAssembly file: one request less.

use std::{env, error::Error, fs, path::Path};

use lightningcss::printer::PrinterOptions;
use lightningcss::stylesheet::{MinifyOptions, ParserOptions, StyleSheet};

const STYLE: &str = "style/widget.css";

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed={STYLE}");
    let style = fs::read_to_string(STYLE)?;
    let options = ParserOptions { filename: STYLE.into(), ..Default::default() };
    let mut sheet = StyleSheet::parse(&style, options).map_err(|error| error.to_string())?;
    sheet.minify(MinifyOptions::default())?;
    let minified = sheet.to_css(PrinterOptions { minify: true, ..Default::default() })?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("widget.css"), minified.code)?;
    Ok(())
}
