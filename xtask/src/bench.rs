//! `cargo xtask bench`: measures the widget beside what a shop would pick instead.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};
use clap::{Args, Subcommand};

use crate::command::{run as run_program, step};
use crate::engine::Engine;
use crate::{npm, test};

/// The subject of the measurement.
#[derive(Subcommand)]
pub enum Bench {
    /// How large and how fast the widget is on a shop's page
    Widget(Widget),
}

/// How the widget is measured.
#[derive(Args, Default)]
pub struct Widget {
    /// How many times each product is measured [default: 9]
    #[arg(long)]
    rounds: Option<u32>,
    /// Only these products, by name, separated by commas, such as ours,sentry
    #[arg(long)]
    only: Option<String>,
    /// A folder such as pkg/ with another build of the widget, measured in the same run as the product "before"
    #[arg(long, value_name = "FOLDER", conflicts_with = "write")]
    beside: Option<PathBuf>,
    /// Check that the bench works: one round, unthrottled, without waiting for a quiet machine
    #[arg(long)]
    smoke: bool,
    /// Write tables and plots into docs/
    #[arg(long)]
    write: bool,
}

/// Checks that every product can still be measured.
pub fn smoke() -> Result<()> {
    run(&Bench::Widget(Widget { smoke: true, ..Widget::default() }))
}

/// Measures the files in `pkg/`.
pub fn run(bench: &Bench) -> Result<()> {
    let Bench::Widget(widget) = bench;
    step("Finding Chromium and the products", || {
        Engine::Chromium.install()?;
        npm::install(&crate::root().join("bench"))
    })?;
    step("Measuring", || {
        run_program(test::workspace("build").arg("--bins"))?;
        let mut program = Command::new(crate::target().join("debug/nachklang-bench"));
        if let Some(rounds) = widget.rounds {
            program.args(["--rounds", &rounds.to_string()]);
        }
        if let Some(only) = &widget.only {
            program.args(["--only", only]);
        }
        if let Some(folder) = &widget.beside {
            // The bench runs in the repository, which need not be the current folder.
            program.arg("--beside").arg(std::path::absolute(folder).context("--beside")?);
        }
        for (flag, is_set) in [("--smoke", widget.smoke), ("--write", widget.write)] {
            if is_set {
                program.arg(flag);
            }
        }
        run_program(program.current_dir(crate::root()))
    })
}
