//! Firefox by geckodriver.

use std::process::{Command, Stdio};

use serde_json::json;

use super::options::{Device, Options, Scheme};
use super::session::Session;
use crate::process::Process;

/// Has the page fill a phone's screen and no more, as the developer tools' responsive mode does.
const PHONE: &str = "
    const browser = gBrowser.selectedBrowser;
    browser.browsingContext.inRDMPane = true;
    browser.browsingContext.touchEventsOverride = 'enabled';
    browser.browsingContext.overrideDPPX = 2;
    Object.assign(browser.style, { minWidth: '390px', maxWidth: '390px', minHeight: '844px', maxHeight: '844px' });";

/// Starts it.
pub async fn start(options: &Options) -> Session {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(xtask::engine::geckodriver());
    // System access is what the phone's script needs.
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
    if options.device == Device::Phone {
        session.command("moz/context", json!({ "context": "chrome" })).await;
        session.client.execute(PHONE, Vec::new()).await.expect("the page becomes a phone's");
        session.command("moz/context", json!({ "context": "content" })).await;
    }
    session
}
