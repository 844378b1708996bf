//! What `cargo xtask …` does, one module a command. [`shop`] and [`engine`] are used by the
//! whole-system tests, too.

pub mod bench;
pub mod browser;
pub mod build;
pub mod chaos;
mod command;
pub mod debian;
pub mod demo;
pub mod engine;
pub mod fuzz;
mod npm;
#[cfg(test)]
mod reference;
pub mod schema;
pub mod shop;
pub mod size;
pub mod test;
mod types;

use std::path::PathBuf;

/// The folder of the repository that cargo runs this for. Not the one it was compiled in: checkouts may share a target
/// folder.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(package).parent().expect("a package lies in the repository").into()
}

/// The folder with what a shop publishes.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The folder in which cargo builds.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
