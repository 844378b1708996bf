//! Builds a shop's app that uses the widget, for a test.

use std::fs;
use std::path::PathBuf;

use anyhow::Result;
use wasm_bindgen_cli_support::Bindgen;

use super::toolchain::Toolchain;

/// Builds the package as a module for browsers. Returns the folder with `app.js` and `app_bg.wasm`.
pub fn build(package: &str) -> Result<PathBuf> {
    let program = Toolchain::find()?.build_app(package)?;
    let folder = crate::target().join("apps").join(package);
    let is_current = || -> Result<bool> {
        let made = fs::metadata(folder.join("app_bg.wasm"))?.modified()?;
        Ok(made > fs::metadata(&program)?.modified()?)
    };
    if !is_current().unwrap_or(false) {
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&program).out_name("app").web(true)?.typescript(false);
        // The module finds its program beside itself.
        bindgen.omit_default_module_path(false).generate(&folder)?;
    }
    Ok(folder)
}
