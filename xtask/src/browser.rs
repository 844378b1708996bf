//! Programs that need a browser and what is in `pkg/`: pictures of the running widget, and how fast it appears.

use std::process::Command;

use anyhow::Result;

use crate::command::{run as run_program, step};
use crate::engine::{self, Engine};
use crate::test;

/// Takes the pictures for the documentation.
pub fn run() -> Result<()> {
    in_browser("Taking pictures", "pictures")
}

/// Measures the time from waking the widget to its question being on screen.
pub fn bench() -> Result<()> {
    in_browser("Measuring", "wake-up")
}

fn in_browser(what: &str, program: &str) -> Result<()> {
    let engine = Engine::Chromium;
    step("Looking for browser, driver and axe-core", || test::prepare_browser(engine))?;
    step(what, || {
        run_program(test::everywhere("build").arg("--bins"))?;
        let mut program = Command::new(crate::target().join("debug").join(program));
        run_program(program.current_dir(crate::root()).env(engine::VARIABLE, engine.name()))
    })
}
