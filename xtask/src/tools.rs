//! Programs that the tests need and that no package of Debian has. Cargo builds each once, beside everything else it builds.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{cargo, run, step, succeeds};

/// A program from crates.io.
pub struct Tool {
    /// The name of the crate and of its program.
    pub name: &'static str,
    /// The version that is built where the machine has none.
    pub version: &'static str,
}

impl Tool {
    /// The program: the one on the path, else the one that [`Tool::install`] builds.
    pub fn path(&self) -> PathBuf {
        if self.runs(self.name.into()) { self.name.into() } else { self.built() }
    }

    /// Builds it unless it is there.
    pub fn install(&self) -> Result<()> {
        if self.runs(self.path()) {
            return Ok(());
        }
        let Self { name, version } = self;
        step(&format!("Building {name} {version}, once"), || {
            let mut install = cargo();
            install.args(["install", name, "--locked", "--version", version, "--root"]).arg(folder());
            // What it is built from goes to a temporary folder: only the program is needed again.
            run(install.env_remove("CARGO_TARGET_DIR"))
        })
    }

    fn built(&self) -> PathBuf {
        folder().join("bin").join(self.name)
    }

    fn runs(&self, program: PathBuf) -> bool {
        succeeds(Command::new(program).arg("--version"))
    }
}

fn folder() -> PathBuf {
    crate::target().join("tools")
}
