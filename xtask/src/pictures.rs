//! Pictures of the running widget, for the documentation.

use anyhow::Result;

use crate::command::{cargo, run as run_program, step};
use crate::test;

/// Takes them, of what is in `pkg/`.
pub fn run() -> Result<()> {
    step("Looking for browser, driver and axe-core", test::prepare_browser)?;
    step("Taking pictures", || {
        run_program(cargo().args(["build", "--package", "nachklang-collector", "--locked"]))?;
        run_program(cargo().args(["run", "--package", "nachklang-tests", "--bin", "pictures", "--locked"]))
    })
}
