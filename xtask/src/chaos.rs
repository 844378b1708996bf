//! `cargo xtask chaos`: checks that each response arrives exactly once, whatever fails on the way.

use std::process::Command;

use anyhow::Result;
use clap::Args;

use crate::command::{run as run_program, step};
use crate::engine::{self, Engine};
use crate::test;

/// How much chaos.
#[derive(Args, Clone, Copy)]
pub struct Options {
    /// The seed of the first scenario; each next one adds 1
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// How many scenarios run in simulated time
    #[arg(long, default_value_t = 1000)]
    pub count: u64,
    /// How many scenarios run in a browser
    #[arg(long, default_value_t = 50)]
    pub pages: u64,
    /// How many times a collector under load is killed
    #[arg(long, default_value_t = 100)]
    pub kills: u64,
}

/// Runs the scenarios and kills collectors under load.
pub fn run(options: Options) -> Result<()> {
    let Options { seed, count, pages, kills } = options;
    if pages > 0 {
        test::prepare_browser(Engine::Chromium)?;
    }
    step(&format!("Chaos: {count} scenarios, {pages} in a browser, {kills} kills"), || {
        run_program(test::workspace("build").arg("--bins"))?;
        let mut program = Command::new(crate::target().join("debug/chaos"));
        program.args([seed, count, pages, kills].map(|number| number.to_string()));
        run_program(program.current_dir(crate::root()).env(engine::VARIABLE, Engine::Chromium.name()))
    })
}
