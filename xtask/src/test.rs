//! `cargo xtask test`: every check, those that fail fastest first.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::command::{cargo, run as run_program, step, succeeds};
use crate::engine::{self, Engine};
use crate::{bench, build, chaos, debian, deny, fuzz, npm, size};

/// Runs every check, and every browser test in each engine.
pub fn run() -> Result<()> {
    check_sources()?;
    step("Documentation, warnings denied", || {
        run_program(workspace("doc").args(["--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "--deny warnings"))
    })?;
    step("Examples in the documentation", || run_program(workspace("test").args(["--doc", "--quiet"])))?;
    deny::run()?;
    fuzz::run(&fuzz::Options { target: None, seconds: 10 })?;
    build::run(false)?;
    step("Size", size::run)?;
    chaos::run(chaos::Options { seed: 1, count: 200, pages: 3, kills: 10 })?;
    bench::smoke()?;
    Engine::value_variants()
        .iter()
        .try_for_each(|engine| browser(&Suite { engine: *engine, ..Suite::default() }))
}

/// Runs the checks that find most mistakes in a few minutes: format, lints, unit tests, size, and some browser tests in Chromium.
pub fn quick() -> Result<()> {
    check_sources()?;
    build::run(false)?;
    step("Size", size::run)?;
    let names = SMOKE.iter().map(|name| (*name).to_owned()).collect();
    browser(&Suite { names, ..Suite::default() })
}

/// The browser tests that [`quick`] runs, by module, with the part of the product that each of them would miss. The others repeat
/// these paths for more kinds, looks, languages, platforms and failures.
const SMOKE: [&str; 11] = [
    // Loader, widget, collector and database together.
    "demo::",
    // The scales of the standard metrics, by pointer and keyboard.
    "metrics::",
    // Every other kind of question.
    "kinds::",
    // Branches, going back, focus.
    "flow::",
    // Missing and wrong answers.
    "errors::",
    // What is done before the deferred part arrives.
    "deferred::answers::",
    // Sending, retries, beacons.
    "endpoint::",
    // Surveys in the page.
    "inline::",
    // Waiting for dialogs, covering nothing.
    "placement::",
    // Content-security policies, Trusted Types, integrity.
    "policy::",
    // The translation to JavaScript.
    "translated::",
];

/// Checks the sources without a browser: format, lints, unit tests, and the collector's tests by route.
fn check_sources() -> Result<()> {
    step("Format", || run_program(cargo().args(["fmt", "--all", "--check"])))?;
    step("Clippy, warnings denied", || {
        run_program(workspace("clippy").args(["--all-targets", "--", "--deny", "warnings"]))
    })?;
    step("Unit and route tests", || {
        let mut tests = workspace("test");
        tests.args(["--lib", "--bins"]);
        for name in test_targets()? {
            tests.args(["--test", &name]);
        }
        run_program(&mut tests)
    })
}

/// The test targets in the folders `tests` of the packages, such as `collector/tests/api/`. The browser tests are none of them: they
/// have a package of their own.
fn test_targets() -> Result<Vec<String>> {
    let mut names = Vec::new();
    for package in fs::read_dir(crate::root())? {
        let Ok(targets) = fs::read_dir(package?.path().join("tests")) else { continue };
        for target in targets {
            let path = target?.path();
            let is_target = path.join("main.rs").is_file() || path.extension().is_some_and(|end| end == "rs");
            if let Some(name) = path.file_stem().filter(|_| is_target) {
                names.push(name.to_string_lossy().into_owned());
            }
        }
    }
    names.sort();
    Ok(names)
}

/// The programs that whole-system tests run beside the browser: a command that succeeds if the program is there, and its package.
const PROGRAMS: [(&[&str], &str); 4] = [
    (&["php", "--version"], "php-cli"),
    (&["node", "--version"], "nodejs"),
    (&["python3", "--version"], "python3"),
    (&["openssl", "version"], "openssl"),
];

/// Which whole-system tests to run, and in which browser.
pub struct Suite {
    /// Only tests whose names contain one of these; all tests if it is empty.
    pub names: Vec<String>,
    /// In the browser that has this engine.
    pub engine: Engine,
    /// In browsers without WebAssembly.
    pub without_wasm: bool,
}

impl Default for Suite {
    fn default() -> Self {
        Self { names: Vec::new(), engine: Engine::Chromium, without_wasm: false }
    }
}

/// Runs whole-system tests on the files in `pkg/`.
pub fn browser(Suite { names, engine, without_wasm }: &Suite) -> Result<()> {
    let engine = *engine;
    step(&format!("Finding {engine:?}, its driver and npm's packages"), || prepare_browser(engine))?;
    step("Finding PHP, Node.js, Python and OpenSSL", install_programs)?;
    let without = if *without_wasm { ", without WebAssembly" } else { "" };
    step(&format!("Browser tests in {engine:?}{without}"), || {
        run_program(workspace("build").arg("--bins"))?;
        // Twice as many threads as a small machine has processors: a test waits as long as it computes.
        let mut suite = workspace("test");
        suite.args(["--test", "suite", "--", "--test-threads=4"]).args(names);
        suite.env(engine::VARIABLE, engine.name());
        if *without_wasm {
            suite.env(engine::WITHOUT_WASM, "1");
        }
        run_program(&mut suite)
    })
}

/// Cargo on the whole workspace. With the same packages and features each time, cargo compiles nothing twice.
pub fn workspace(command: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([command, "--workspace", "--all-features", "--locked"]);
    cargo
}

/// Installs a browser and npm's packages for the whole-system tests where they are missing.
pub fn prepare_browser(engine: Engine) -> Result<()> {
    engine.install()?;
    npm::install(&crate::root().join("tests"))
}

/// Installs the programs that run the code in the docs where they are missing.
fn install_programs() -> Result<()> {
    let is_missing = |command: &&[&str]| !succeeds(Command::new(command[0]).args(&command[1..]));
    let missing: Vec<&str> =
        PROGRAMS.iter().filter(|(command, _)| is_missing(command)).map(|(_, package)| *package).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let reason = || format!("install {}, which the code in docs/proof.md is tested with", missing.join(", "));
    debian::install(&missing).with_context(reason)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_the_tests_of_the_collector_and_not_those_in_browsers() {
        let targets = test_targets().unwrap();
        assert!(targets.contains(&"api".to_owned()), "{targets:?}");
        assert!(!targets.contains(&"suite".to_owned()), "{targets:?}");
    }
}
