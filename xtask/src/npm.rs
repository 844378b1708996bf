//! Installs packages from npm.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::command::{run, succeeds};
use crate::debian;

/// Installs the packages of a folder's `package.json`, and npm itself, where they are missing.
pub fn install(folder: &Path) -> Result<()> {
    if has_packages(folder) {
        return Ok(());
    }
    if !succeeds(Command::new("npm").arg("--version")) {
        debian::install(&["npm"]).context("install npm, which fetches what package.json names")?;
    }
    run(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}

/// Whether each package is installed in exactly the version of `package.json`.
fn has_packages(folder: &Path) -> bool {
    let read = |path: &str| -> Option<Value> {
        serde_json::from_slice(&fs::read(folder.join(path).join("package.json")).ok()?).ok()
    };
    let Some(wanted) = read("").and_then(|package| package["dependencies"].as_object().cloned()) else {
        return false;
    };
    wanted.iter().all(|(name, version)| {
        read(&format!("node_modules/{name}")).is_some_and(|package| package["version"] == *version)
    })
}
