//! `cargo xtask …`: what is done with this repository, each as one command.

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
        /// Fast and unoptimised, for development
        #[arg(long)]
        dev: bool,
    },
    /// Build everything, start the collector and the demo shop, and show answers as they arrive
    Demo(xtask::demo::Options),
    /// Run everything there is: format, clippy, unit tests, browser tests, size
    Test {
        /// Only browser tests whose name contains this, on what is built already, in Chromium if no engine is named
        #[arg(long)]
        browser: Option<String>,
        /// Only browser tests in this engine, on what is built already
        #[arg(long)]
        engine: Option<Engine>,
        /// Only browser tests in browsers without WebAssembly, on what is built already
        #[arg(long)]
        without_wasm: bool,
    },
    /// Print the size of each file in pkg/, and fail over budget
    Size,
    /// Write the JSON Schemas of the contract to docs/ and its types to pkg/
    Schema,
    /// Take the pictures of the running widget for docs/
    Pictures,
    /// Take pictures of every kind of question, in every mode and many looks, for docs/gallery.md
    Gallery,
    /// Look whether each response arrives exactly once, whatever happens on the way
    Chaos(xtask::chaos::Options),
    /// Look for input that breaks what is promised of unchecked input
    Fuzz(xtask::fuzz::Options),
    /// Measure side by side with what a shop would pick instead
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
        Command::Test { browser: None, engine: None, without_wasm: false } => xtask::test::run(),
        Command::Test { browser, engine, without_wasm } => xtask::test::browser(&Suite {
            name: browser.unwrap_or_default(),
            engine: engine.unwrap_or(Engine::Chromium),
            without_wasm,
        }),
        Command::Size => xtask::size::run(),
        Command::Schema => xtask::schema::run(),
        Command::Pictures => xtask::browser::run(),
        Command::Gallery => xtask::browser::gallery(),
        Command::Chaos(options) => xtask::chaos::run(options),
        Command::Fuzz(options) => xtask::fuzz::run(&options),
        Command::Bench(bench) => xtask::bench::run(&bench),
    }
}
