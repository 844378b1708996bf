//! Installs programs from Debian's packages.

use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{run, succeeds};

/// Installs packages, if this is Debian and the user may do so as root or by sudo without a password.
pub fn install(packages: &[&str]) -> Result<()> {
    if !succeeds(Command::new("apt-get").arg("--version")) {
        bail!("this system has no apt-get: install {} in its own way", packages.join(", "));
    }
    let as_root = |program: &str| {
        if succeeds(Command::new("sh").args(["-c", "[ $(id -u) = 0 ]"])) {
            Command::new(program)
        } else {
            let mut sudo = Command::new("sudo");
            sudo.args(["--non-interactive", program]);
            sudo
        }
    };
    run(as_root("apt-get").args(["update", "--quiet"]))?;
    run(as_root("apt-get").args(["install", "--yes", "--quiet", "--no-install-recommends"]).args(packages))
}
