//! `cargo xtask pictures` and `cargo xtask gallery`: pictures of the running widget for the documentation.

use std::process::Command;

use anyhow::Result;

use crate::command::{run as run_program, step, succeeds};
use crate::debian;
use crate::engine::{self, Engine};
use crate::test;

/// Takes the pictures for the documentation.
pub fn run() -> Result<()> {
    in_browser("Taking pictures", "pictures")
}

/// The fonts of the gallery's page, each with its package: one for Latin letters that many shops use, and those of scripts that
/// a small machine may lack.
const FONTS: [(&str, &str); 3] =
    [("Inter", "fonts-inter"), ("VL Gothic", "fonts-vlgothic"), ("Loma", "fonts-tlwg-loma-otf")];

/// Takes the pictures of `docs/gallery.md` and writes that page.
pub fn gallery() -> Result<()> {
    let has = |font: &str| succeeds(Command::new("sh").args(["-c", &format!("fc-list | grep -q '{font}'")]));
    let missing: Vec<&str> =
        FONTS.iter().filter(|(font, _)| !has(font)).map(|(_, package)| *package).collect();
    if !missing.is_empty() {
        step("Installing fonts", || debian::install(&missing))?;
    }
    in_browser("Taking the gallery's pictures", "gallery")
}

fn in_browser(what: &str, program: &str) -> Result<()> {
    let engine = Engine::Chromium;
    step("Finding the browser, its driver and npm's packages", || test::prepare_browser(engine))?;
    step(what, || {
        run_program(test::workspace("build").arg("--bins"))?;
        let mut program = Command::new(crate::target().join("debug").join(program));
        run_program(program.current_dir(crate::root()).env(engine::VARIABLE, engine.name()))
    })
}
