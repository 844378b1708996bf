//! Chromium by ChromeDriver.

use std::path::Path;
use std::process::Command;

use serde_json::json;
use xtask::engine::is_without_wasm;

use super::options::{Options, Scheme};
use super::pool;
use super::session::{Running, Session};
use crate::process::Process;

/// Takes or starts one.
pub async fn start(options: Options) -> Session {
    let session = pool::take(options, async || launch(&options).await).await;
    session.only_new_tab().await;
    emulate_media(&session, &options).await;
    session
}

async fn launch(options: &Options) -> Running {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let process = driver(folder.path());
    let port = process.last_word().trim_end_matches('.');
    let driver = format!("http://127.0.0.1:{port}");
    let mut arguments = vec![
        "--headless=new",
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--hide-scrollbars",
        "--window-size=1280,900",
    ];
    if is_without_wasm() {
        // No just-in-time compiler either, as in the lockdown mode of phones.
        arguments.push("--js-flags=--jitless");
    }
    let mut chosen = json!({ "args": arguments });
    if options.no_storage {
        chosen["prefs"] = json!({ "profile.default_content_setting_values.cookies": 2 });
    }
    if let Some([width, height]) = options.device.screen() {
        let phone = options.device.is_phone();
        let metrics =
            json!({ "width": width, "height": height, "pixelRatio": 2.0, "touch": phone, "mobile": phone });
        chosen["mobileEmulation"] = json!({ "deviceMetrics": metrics });
    }
    let capabilities = json!({ "goog:chromeOptions": chosen });
    Running::start(&driver, capabilities, vec![process], folder).await
}

/// Starts the driver. It needs the same port in IPv4 and IPv6, and ends if one of the two is taken.
fn driver(folder: &Path) -> Process {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").env("TMPDIR", folder);
    let is_ready = |line: &str| line.contains("started successfully on port");
    let mut attempts = (0..5).filter_map(|_| Process::try_start(&mut command, is_ready).ok());
    attempts.next().expect("ChromeDriver starts")
}

async fn emulate_media(session: &Session, options: &Options) {
    let features = [
        (options.scheme == Scheme::Dark, "prefers-color-scheme", "dark"),
        (options.reduced_motion, "prefers-reduced-motion", "reduce"),
        (options.forced_colors, "forced-colors", "active"),
    ];
    let chosen = features.iter().filter(|(is_chosen, ..)| *is_chosen);
    let chosen: Vec<_> = chosen.map(|(_, name, value)| json!({ "name": name, "value": value })).collect();
    if !chosen.is_empty() {
        let command = json!({ "cmd": "Emulation.setEmulatedMedia", "params": { "features": chosen } });
        session.command("goog/cdp/execute", command).await;
    }
}
