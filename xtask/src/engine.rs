//! The browser engines that the whole-system tests run in, and how to install each.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use clap::ValueEnum;

use crate::command::succeeds;
use crate::debian;
use crate::tools::Tool;

/// The environment variable that names the engine to the tests.
pub const VARIABLE: &str = "NACHKLANG_ENGINE";

/// The environment variable that switches WebAssembly off in the tests' browsers.
pub const WITHOUT_WASM: &str = "NACHKLANG_WITHOUT_WASM";

/// Whether WebAssembly is off in the browsers, as in some people's settings and under some policies.
pub fn is_without_wasm() -> bool {
    env::var_os(WITHOUT_WASM).is_some()
}

/// The driver of Firefox. Debian has no package of it.
const GECKODRIVER: Tool = Tool { name: "geckodriver", version: "0.37.1" };

/// A browser engine, each with one browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
#[value(rename_all = "lower")]
pub enum Engine {
    /// Blink, in Chromium.
    Chromium,
    /// Gecko, in Firefox.
    Firefox,
    /// WebKit, in WebKitGTK's MiniBrowser.
    WebKit,
}

impl Engine {
    /// The engine that [`VARIABLE`] names; Chromium where it is not set.
    pub fn chosen() -> Self {
        let Ok(name) = env::var(VARIABLE) else { return Self::Chromium };
        Self::from_str(&name, false).unwrap_or_else(|error| panic!("{VARIABLE}: {error}"))
    }

    /// Its value of [`VARIABLE`].
    pub fn name(self) -> String {
        format!("{self:?}").to_lowercase()
    }

    /// Installs its browser and driver where they are missing.
    pub fn install(self) -> Result<()> {
        let packages: &[&str] = match self {
            Self::Chromium if !runs("chromium") || !runs("chromedriver") => &["chromium", "chromium-driver"],
            Self::Firefox if !runs("firefox") && !runs("firefox-esr") => &["firefox-esr"],
            Self::WebKit if !can_run_webkit() => &["webkit2gtk-driver", "xvfb", "dbus"],
            _ => &[],
        };
        if !packages.is_empty() {
            debian::install(packages).with_context(|| format!("install {}", packages.join(", ")))?;
        }
        if self == Self::Firefox {
            GECKODRIVER.install()?;
        }
        Ok(())
    }
}

/// The driver of Firefox: the one on the path, else the one that [`Engine::install`] builds.
pub fn geckodriver() -> PathBuf {
    GECKODRIVER.path()
}

/// WebKitGTK's MiniBrowser, which is in a folder of the library.
pub fn mini_browser() -> Option<PathBuf> {
    let libraries = Path::new("/usr/lib").read_dir().ok()?.flatten().map(|entry| entry.path());
    let versions = libraries.flat_map(|folder| ["4.1", "4.0"].map(|version| (folder.clone(), version)));
    let programs = versions.map(|(folder, version)| folder.join(format!("webkit2gtk-{version}/MiniBrowser")));
    programs.filter(|program| program.exists()).max()
}

fn can_run_webkit() -> bool {
    let help = |program: &str| succeeds(Command::new(program).arg("--help"));
    // `Xvfb -help` exits with an error.
    let xvfb = succeeds(Command::new("sh").args(["-c", "command -v Xvfb"]));
    help("WebKitWebDriver") && mini_browser().is_some() && xvfb && runs("dbus-daemon")
}

fn runs(program: impl AsRef<Path>) -> bool {
    succeeds(Command::new(program.as_ref()).arg("--version"))
}
