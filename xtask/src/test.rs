//! Everything there is to test, in the order in which it fails fastest.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::command::{cargo, run as run_program, step, succeeds};
use crate::{build, debian, size};

/// Runs it all.
pub fn run() -> Result<()> {
    step("Format", || run_program(cargo().args(["fmt", "--all", "--check"])))?;
    step("Clippy, warnings denied", || {
        run_program(everywhere("clippy").args(["--all-targets", "--", "--deny", "warnings"]))
    })?;
    step("Documentation, warnings denied", || {
        run_program(everywhere("doc").args(["--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "--deny warnings"))
    })?;
    step("Unit tests", || run_program(everywhere("test").args(["--lib", "--bins"])))?;
    build::run(false)?;
    step("Size", size::run)?;
    browser("")
}

/// Runs the whole-system tests whose names contain `name`, on what is in `pkg/`.
pub fn browser(name: &str) -> Result<()> {
    step("Looking for browser, driver and axe-core", prepare_browser)?;
    step("Browser tests", || {
        run_program(everywhere("build").arg("--bins"))?;
        // Two browsers at a time: more would wait for each other on a small machine.
        run_program(everywhere("test").args(["--test", "suite", "--", name, "--test-threads=2"]))
    })
}

/// Cargo on the whole workspace: with the same packages and features each time nothing is compiled twice.
pub fn everywhere(command: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([command, "--workspace", "--all-features", "--locked"]);
    cargo
}

/// Installs what the whole-system tests need and this machine lacks.
pub fn prepare_browser() -> Result<()> {
    if !succeeds(Command::new("chromedriver").arg("--version")) {
        debian::install(&["chromium", "chromium-driver"]).context("install Chromium and ChromeDriver")?;
    }
    let folder = crate::root().join("tests");
    if Path::new(&folder).join("node_modules/axe-core/axe.min.js").exists() {
        return Ok(());
    }
    if !succeeds(Command::new("npm").arg("--version")) {
        debian::install(&["npm"]).context("install npm, which fetches axe-core")?;
    }
    run_program(Command::new("npm").args(["ci", "--no-audit", "--no-fund"]).current_dir(folder))
}
