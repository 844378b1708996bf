//! `cargo xtask …`: every task of this repository is one command.

use std::process::ExitCode;

use clap::{Parser, Subcommand};
use xtask::engine::Engine;
use xtask::test::Suite;

/// Build, try, test and measure Nachklang.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Build the widget into pkg/
    Build {
        /// Unoptimised and fast to build, for development
        #[arg(long)]
        dev: bool,
    },
    /// Build everything, start the collector and the demo shop, and show answers as they arrive
    Demo(xtask::demo::Options),
    /// Run every check and test there is, in all three browsers; with an option, only a part
    Test {
        /// Only format, clippy, unit tests, and a selection of browser tests in Chromium, in a few minutes
        #[arg(long, conflicts_with_all = ["browser", "engine", "without_wasm"])]
        quick: bool,
        /// Only browser tests whose name contains this, in Chromium unless --engine names another; uses pkg/ as it is
        #[arg(long)]
        browser: Option<String>,
        /// Only browser tests, in this engine; uses pkg/ as it is
        #[arg(long)]
        engine: Option<Engine>,
        /// Only browser tests, with WebAssembly switched off; uses pkg/ as it is
        #[arg(long)]
        without_wasm: bool,
    },
    /// Print the size of each file in pkg/, and fail over budget
    Size,
    /// Write the JSON Schemas of the contract to docs/, and the TypeScript types to pkg/
    Schema,
    /// Take pictures of the running widget for docs/
    Pictures,
    /// Take pictures of every kind of question, mode and look for docs/gallery.md
    Gallery,
    /// Check that each response arrives exactly once, whatever fails on the way
    Chaos(xtask::chaos::Options),
    /// Look for input that breaks a promise about unchecked input
    Fuzz(xtask::fuzz::Options),
    /// Check what dependencies bring along: licences, sources, known vulnerabilities
    Deny,
    /// Measure the widget beside what a shop would pick instead
    #[command(subcommand)]
    Bench(xtask::bench::Bench),
}

fn main() -> ExitCode {
    if let Some(code) = xtask::build::link::run_as_linker() {
        return code;
    }
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("Error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> anyhow::Result<()> {
    match command {
        Command::Build { dev } => xtask::build::run(dev),
        Command::Demo(options) => xtask::demo::run(options),
        Command::Test { quick: true, .. } => xtask::test::quick(),
        Command::Test { browser: None, engine: None, without_wasm: false, .. } => xtask::test::run(),
        Command::Test { browser, engine, without_wasm, .. } => xtask::test::browser(&Suite {
            names: browser.into_iter().collect(),
            engine: engine.unwrap_or(Engine::Chromium),
            without_wasm,
        }),
        Command::Size => xtask::size::run(),
        Command::Schema => xtask::schema::run(),
        Command::Pictures => xtask::pictures::run(),
        Command::Gallery => xtask::pictures::gallery(),
        Command::Chaos(options) => xtask::chaos::run(options),
        Command::Fuzz(options) => xtask::fuzz::run(&options),
        Command::Deny => xtask::deny::run(),
        Command::Bench(bench) => xtask::bench::run(&bench),
    }
}
