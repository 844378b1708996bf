//! Firefox by geckodriver.

use std::process::{Command, Stdio};

use serde_json::json;

use super::options::{Options, Scheme};
use super::session::Session;
use crate::process::Process;

/// Has the page fill a screen of this size and no more, as the developer tools' responsive mode does.
const SCREEN: &str = "
    const [width, height, touch] = arguments;
    const browser = gBrowser.selectedBrowser;
    browser.browsingContext.inRDMPane = true;
    browser.browsingContext.touchEventsOverride = touch ? 'enabled' : 'none';
    browser.browsingContext.overrideDPPX = 2;
    Object.assign(browser.style, { minWidth: width, maxWidth: width, minHeight: height, maxHeight: height });";

/// Starts it.
pub async fn start(options: &Options) -> Session {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(xtask::engine::geckodriver());
    // System access is what the script needs.
    command.args(["--port", "0", "--allow-system-access"]);
    command.env("TMPDIR", folder.path()).env("HOME", folder.path()).stderr(Stdio::null());
    let process = Process::start(&mut command, |line| line.contains("Listening on"));
    let driver = format!("http://{}", process.last_word());
    let preferences = json!({
        "layout.css.prefers-color-scheme.content-override": if options.scheme == Scheme::Dark { 0 } else { 1 },
        "ui.prefersReducedMotion": u8::from(options.reduced_motion),
        // Always the system's colours, or only where the system says so.
        "browser.display.document_color_use": if options.forced_colors { 2 } else { 0 },
        // Takes no cookies, or all.
        "network.cookie.cookieBehavior": if options.no_storage { 2 } else { 0 },
    });
    let capabilities = json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": preferences } });
    let session = Session::start(&driver, capabilities, vec![process], folder).await;
    session.client.set_window_size(1280, 900).await.expect("the window takes its size");
    if let Some(size) = options.device.screen() {
        let [width, height] = size.map(|pixels| json!(format!("{pixels}px")));
        let arguments = vec![width, height, json!(options.device.is_phone())];
        session.command("moz/context", json!({ "context": "chrome" })).await;
        session.client.execute(SCREEN, arguments).await.expect("the page takes its size");
        session.command("moz/context", json!({ "context": "content" })).await;
    }
    session
}
