//! Finds a compiler for WebAssembly on this machine, and compiles the widget with it.
//!
//! The small build compiles the standard library, too, without panic messages. That saves a third of the download and needs the
//! library's source. The build prefers what is installed. If nothing is, it asks rustup, and then Debian's packages.

use std::fmt;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::Quality;
use super::link::LINKER;
use crate::command::{cargo, run};
use crate::debian;

const TARGET: &str = "wasm32-unknown-unknown";

/// Debian's packages: the compiler, cargo, the library's source and the linker.
const PACKAGES: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-22"];
const DEBIAN_LINKER: &str = "/usr/bin/wasm-ld-22";

/// A toolchain that compiles to WebAssembly.
pub enum Toolchain {
    /// rustup's, with the target's standard library.
    Rustup {
        /// Whether the library's source is installed, which the small build needs.
        source: bool,
    },
    /// Debian's, always with the library's source.
    Debian,
}

impl fmt::Display for Toolchain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Rustup { source: true } => "rustup's toolchain with its rust-src: the small build",
            Self::Rustup { source: false } => {
                "rustup's toolchain without rust-src: a build about a fifth larger, because the standard library comes \
                 ready made (rustup component add rust-src)"
            }
            Self::Debian => {
                "Debian's rustc-web with its rust-web-src, because rustup has no WebAssembly here: the small build"
            }
        })
    }
}

impl Toolchain {
    /// Finds the toolchain of this machine, or installs one.
    pub fn find() -> Result<Self> {
        if let Some(found) = Self::rustup().or_else(Self::debian) {
            return Ok(found);
        }
        println!("  none is installed; asking rustup for {TARGET}");
        let asked = run(Command::new("rustup").args(["target", "add", TARGET]));
        if asked.is_ok() {
            // Without the source the build works, but is larger.
            let _ = run(Command::new("rustup").args(["component", "add", "rust-src"]));
        }
        if let Some(found) = Self::rustup() {
            return Ok(found);
        }
        println!("  rustup has none; asking Debian for {}", PACKAGES.join(", "));
        let installed = debian::install(&PACKAGES);
        match (Self::debian(), installed) {
            (Some(found), _) => Ok(found),
            (None, result) => bail!(
                "there is no compiler for {TARGET}. Install one with `rustup target add {TARGET}` and `rustup component \
                 add rust-src`, or on Debian with `apt-get install {}`. ({})",
                PACKAGES.join(" "),
                result.err().map_or("installed, but incomplete".into(), |error| error.to_string())
            ),
        }
    }

    fn rustup() -> Option<Self> {
        let sysroot = printed("sysroot")?;
        let library = sysroot.join("lib/rustlib");
        // A compiler with the sysroot `/usr` comes from the distribution.
        let found = sysroot != Path::new("/usr") && library.join(TARGET).join("lib").is_dir();
        found.then(|| Self::Rustup { source: library.join("src/rust/library/std").is_dir() })
    }

    fn debian() -> Option<Self> {
        let needed =
            ["/usr/bin/rustc", "/usr/bin/cargo", "/usr/lib/rustlib/src/rust/library/std", DEBIAN_LINKER];
        needed.iter().all(|path| Path::new(path).exists()).then_some(Self::Debian)
    }

    /// The linker of the toolchain.
    fn linker(&self) -> Result<PathBuf> {
        match self {
            Self::Debian => Ok(DEBIAN_LINKER.into()),
            Self::Rustup { .. } => {
                let library =
                    printed("target-libdir").context("rustc does not say where its libraries are")?;
                Ok(library.with_file_name("bin").join("gcc-ld/wasm-ld"))
            }
        }
    }

    /// Compiles the widget. Returns the path of the program.
    pub fn build(&self, quality: Quality) -> Result<PathBuf> {
        let (name, mut command) = match self {
            Self::Rustup { .. } => ("rustup", cargo()),
            Self::Debian => ("debian", debian_cargo()),
        };
        // Each compiler has a folder of its own, because two versions would discard each other's work.
        let folder = crate::target().join(format!("widget-{name}"));
        let profile = match quality {
            Quality::Development => "dev",
            Quality::Release => "widget",
        };
        command.args(["build", "--package", "nachklang", "--lib", "--locked", "--target", TARGET]);
        command.args(["--profile", profile]).arg("--target-dir").arg(&folder);
        let builds_library = matches!(self, Self::Debian | Self::Rustup { source: true });
        let small = quality == Quality::Release && builds_library;
        // Debian has the standard library as source only.
        if small || matches!(self, Self::Debian) {
            command.env("RUSTC_BOOTSTRAP", "1").arg("-Zbuild-std=std,panic_abort");
        }
        if small {
            command.arg("-Zbuild-std-features=optimize_for_size").env(
                "RUSTFLAGS",
                "-Zunstable-options -Cpanic=immediate-abort -Zlocation-detail=none -Zfmt-debug=none",
            );
        }
        command.env(LINKER, self.linker()?);
        command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", std::env::current_exe()?);
        run(&mut command)?;
        let profile_folder = if profile == "dev" { "debug" } else { profile };
        Ok(folder.join(TARGET).join(profile_folder).join("nachklang.wasm"))
    }
}

/// A folder that rustup's compiler prints.
fn printed(what: &str) -> Option<PathBuf> {
    let output = Command::new("rustc").args(["--print", what]).output().ok()?;
    Some(String::from_utf8(output.stdout).ok()?.trim().into())
}

/// Debian's cargo and compiler, without the environment variables of the rustup toolchain that runs this program.
fn debian_cargo() -> Command {
    let mut command = Command::new("/usr/bin/cargo");
    command.current_dir(crate::root());
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        let of_this_run = name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
        if of_this_run
            || ["CARGO", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH", "RUSTC", "RUSTDOC"].contains(&&*name)
        {
            command.env_remove(name);
        }
    }
    command.env("RUSTC", "/usr/bin/rustc");
    command
}
