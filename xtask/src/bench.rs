//! Measurements side by side with what a shop would pick instead.

use std::process::Command;

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::command::{run as run_program, step};
use crate::engine::Engine;
use crate::{npm, test};

/// What is measured.
#[derive(Subcommand)]
pub enum Bench {
    /// How large and how fast the widget is on a shop's page
    Widget(Widget),
}

/// How the widget is measured.
#[derive(Args, Default)]
pub struct Widget {
    /// How often each product is measured [default: 9]
    #[arg(long)]
    rounds: Option<u32>,
    /// Only the products whose names contain this
    #[arg(long)]
    only: Option<String>,
    /// Only whether all of it still works: one round, unthrottled, and no waiting for a quiet machine
    #[arg(long)]
    smoke: bool,
    /// Write tables and plots into docs/
    #[arg(long)]
    write: bool,
}

/// Looks whether everything can still be measured.
pub fn smoke() -> Result<()> {
    run(&Bench::Widget(Widget { smoke: true, ..Widget::default() }))
}

/// Measures, with what is in `pkg/`.
pub fn run(bench: &Bench) -> Result<()> {
    let Bench::Widget(widget) = bench;
    step("Looking for Chromium and the products", || {
        Engine::Chromium.install()?;
        npm::install(&crate::root().join("bench"))
    })?;
    step("Measuring", || {
        run_program(test::everywhere("build").arg("--bins"))?;
        let mut program = Command::new(crate::target().join("debug/nachklang-bench"));
        if let Some(rounds) = widget.rounds {
            program.args(["--rounds", &rounds.to_string()]);
        }
        if let Some(only) = &widget.only {
            program.args(["--only", only]);
        }
        for (flag, is_set) in [("--smoke", widget.smoke), ("--write", widget.write)] {
            if is_set {
                program.arg(flag);
            }
        }
        run_program(program.current_dir(crate::root()))
    })
}
