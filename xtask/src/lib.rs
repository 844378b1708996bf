//! The commands of `cargo xtask …`, one module each. The whole-system tests use [`shop`] and [`engine`], too.

pub mod bench;
pub mod build;
pub mod chaos;
mod command;
pub mod debian;
pub mod demo;
pub mod deny;
#[cfg(test)]
mod doc_links;
pub mod engine;
pub mod fuzz;
mod npm;
pub mod pictures;
#[cfg(test)]
mod reference;
pub mod schema;
pub mod shop;
pub mod size;
pub mod test;
mod tools;
mod types;

use std::path::PathBuf;

/// The root of the repository that cargo runs this for. It is read at run time, because checkouts may share a target folder.
pub fn root() -> PathBuf {
    let package = std::env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
    PathBuf::from(package).parent().expect("a package lies in the repository").into()
}

/// The folder with the files that a shop publishes.
pub fn pkg() -> PathBuf {
    root().join("pkg")
}

/// The folder that cargo builds in.
pub fn target() -> PathBuf {
    match std::env::var_os("CARGO_TARGET_DIR") {
        Some(folder) => root().join(folder),
        None => root().join("target"),
    }
}
