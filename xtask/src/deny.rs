//! What the dependencies bring along: licences, sources, unwanted crates and known vulnerabilities. `deny.toml` has the rules.

use std::process::Command;

use anyhow::Result;

use crate::command::{run as run_program, step, succeeds};
use crate::tools::Tool;

const CARGO_DENY: Tool = Tool { name: "cargo-deny", version: "0.20.2" };

/// How many seconds fetching the database of advisories may take. Where the network drops packets, it never ends.
const PATIENCE: &str = "60";

/// Checks all of it. Vulnerabilities are only known where their database can be fetched: elsewhere it says so.
pub fn run() -> Result<()> {
    CARGO_DENY.install()?;
    step("Licences, sources and unwanted crates", || {
        run_program(cargo_deny().args(["check", "licenses", "sources", "bans"]))
    })?;
    if !succeeds(&mut fetch_advisories()) {
        println!(
            "▸ Advisories: NOT CHECKED. Their database, https://github.com/RustSec/advisory-db, cannot be fetched from \
             here. Run `cargo xtask deny` where it can."
        );
        return Ok(());
    }
    step("Advisories", || run_program(cargo_deny().args(["check", "advisories"])))
}

fn cargo_deny() -> Command {
    let mut command = Command::new(CARGO_DENY.path());
    command.current_dir(crate::root()).args(["--workspace", "--all-features", "--locked"]);
    command
}

fn fetch_advisories() -> Command {
    let deny = cargo_deny();
    let mut command = Command::new("timeout");
    command.arg(PATIENCE).arg(deny.get_program()).args(deny.get_args()).args(["fetch", "db"]);
    // Git asks for a password where an address does not exist.
    command.current_dir(crate::root()).env("GIT_TERMINAL_PROMPT", "0");
    command
}
