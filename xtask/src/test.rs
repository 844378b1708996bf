//! Everything there is to test, in the order in which it fails fastest.

use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::command::{cargo, run as run_program, step, succeeds};
use crate::engine::{self, Engine};
use crate::{bench, build, chaos, debian, fuzz, npm, size};

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
    fuzz::run(&fuzz::Options { target: None, seconds: 10 })?;
    build::run(false)?;
    step("Size", size::run)?;
    chaos::run(chaos::Options { seed: 1, count: 200, pages: 3, kills: 10 })?;
    bench::smoke()?;
    Engine::value_variants()
        .iter()
        .try_for_each(|engine| browser(&Suite { engine: *engine, ..Suite::default() }))
}

/// What the whole-system tests run beside the browser, by a command that succeeds where it is there, and its Debian package.
const PROGRAMS: [(&[&str], &str); 4] = [
    (&["php", "--version"], "php-cli"),
    (&["node", "--version"], "nodejs"),
    (&["python3", "--version"], "python3"),
    (&["openssl", "version"], "openssl"),
];

/// Which whole-system tests are run, and in which browser.
pub struct Suite {
    /// Only those whose names contain this.
    pub name: String,
    /// In the browser that has this engine.
    pub engine: Engine,
    /// In browsers without WebAssembly.
    pub without_wasm: bool,
}

impl Default for Suite {
    fn default() -> Self {
        Self { name: String::new(), engine: Engine::Chromium, without_wasm: false }
    }
}

/// Runs whole-system tests, on what is in `pkg/`.
pub fn browser(Suite { name, engine, without_wasm }: &Suite) -> Result<()> {
    let engine = *engine;
    step(&format!("Looking for {engine:?}, its driver and npm's packages"), || prepare_browser(engine))?;
    step("Looking for PHP, Node.js, Python and OpenSSL", install_programs)?;
    let without = if *without_wasm { ", without WebAssembly" } else { "" };
    step(&format!("Browser tests in {engine:?}{without}"), || {
        run_program(everywhere("build").arg("--bins"))?;
        // Twice what a small machine has processors: tests wait as long as they compute.
        let mut suite = everywhere("test");
        suite.args(["--test", "suite", "--", name, "--test-threads=4"]).env(engine::VARIABLE, engine.name());
        if *without_wasm {
            suite.env(engine::WITHOUT_WASM, "1");
        }
        run_program(&mut suite)
    })
}

/// Cargo on the whole workspace: with the same packages and features each time nothing is compiled twice.
pub fn everywhere(command: &str) -> Command {
    let mut cargo = cargo();
    cargo.args([command, "--workspace", "--all-features", "--locked"]);
    cargo
}

/// Installs what the whole-system tests need and this machine lacks.
pub fn prepare_browser(engine: Engine) -> Result<()> {
    engine.install()?;
    npm::install(&crate::root().join("tests"))
}

/// Installs the programs that run the code in the docs and that this machine lacks.
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
