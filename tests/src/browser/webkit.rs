//! WebKitGTK's MiniBrowser by WebKitWebDriver, with its own screen and message bus: it has no headless mode.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::json;
use tempfile::TempDir;
use xtask::engine::is_without_wasm;

use super::options::{Options, Scheme};
use super::pool;
use super::session::{Running, Session};
use crate::process::Process;

/// Shrinks the buttons of the window, which would keep it wider than a phone.
const SMALL_BUTTONS: &str =
    "* { min-width: 0; padding: 0; margin: 0; border-width: 0; -gtk-icon-transform: scale(0.1); }";

/// Takes or starts one.
pub async fn start(options: Options) -> Session {
    let session = pool::take(options, async || launch(&options).await).await;
    session.only_new_tab().await;
    let [width, height] = options.device.screen().unwrap_or([1280, 800]);
    session.resize_page(width, height).await;
    session
}

async fn launch(options: &Options) -> Running {
    assert!(!options.forced_colors, "WebKit has no forced colours: see only_in");
    let folder = tempfile::tempdir().expect("a temporary folder");
    configure(folder.path(), options);
    let screen = screen();
    let bus = bus(&folder);
    let mut command = Command::new("WebKitWebDriver");
    command.arg("--port=0").stderr(Stdio::null());
    command.env("DISPLAY", format!(":{}", screen.last_word()));
    command.env("DBUS_SESSION_BUS_ADDRESS", bus.last_word());
    // Switches off GTK's bridge to screen readers, which would only delay the start.
    command.env("NO_AT_BRIDGE", "1");
    if is_without_wasm() {
        command.env("JSC_useWebAssembly", "false");
    }
    for variable in ["HOME", "XDG_CONFIG_HOME", "XDG_RUNTIME_DIR", "TMPDIR"] {
        command.env(variable, folder.path());
    }
    let process = Process::start_silent(&mut command);
    let driver = format!("http://127.0.0.1:{}", process.port());
    let program = xtask::engine::mini_browser().expect("WebKitGTK's MiniBrowser is installed");
    let mut arguments = vec!["--automation"];
    if options.scheme == Scheme::Dark {
        arguments.push("--dark-mode");
    }
    if options.no_storage {
        arguments.extend(["--enable-html5-local-storage=false", "--cookies-policy=never"]);
    }
    let capabilities = json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments } });
    Running::start(&driver, capabilities, vec![process, bus, screen], folder).await
}

/// Writes the settings of GTK into the folder.
fn configure(folder: &Path, options: &Options) {
    let folder = folder.join("gtk-3.0");
    fs::create_dir(&folder).unwrap();
    let animations = u8::from(!options.reduced_motion);
    let settings = format!("[Settings]\ngtk-enable-animations={animations}\n");
    fs::write(folder.join("settings.ini"), settings).unwrap();
    if options.device.is_phone() {
        fs::write(folder.join("gtk.css"), SMALL_BUTTONS).unwrap();
    }
}

/// A virtual screen. Prints its number.
fn screen() -> Process {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", "1280x960x24", "-nolisten", "tcp"]);
    Process::start(command.stderr(Stdio::null()), |line| line.parse::<u32>().is_ok())
}

/// A message bus, which GTK needs. Prints its address.
fn bus(folder: &TempDir) -> Process {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--nopidfile", "--print-address=1", "--address"]);
    command.arg(format!("unix:path={}", folder.path().join("bus").display()));
    Process::start(command.stderr(Stdio::null()), |line| line.starts_with("unix:"))
}
