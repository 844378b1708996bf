//! Firefox by geckodriver.

use std::process::{Command, Stdio};

use serde_json::json;
use xtask::engine::is_without_wasm;

use super::options::{Options, Scheme};
use super::pool;
use super::session::{Running, Session};
use crate::process::Process;

/// Resets it to a fresh browser with these preferences: nothing stored, nothing granted, one new
/// tab.
const REFRESH: &str = "
    const [preferences, done] = arguments;
    for (const [name, value] of Object.entries(preferences)) Services.prefs.setIntPref(name, value);
    const fresh = gBrowser.addTrustedTab('about:blank');
    gBrowser.selectedTab = fresh;
    gBrowser.removeAllTabsBut(fresh, { animate: false, skipWarnAboutClosingTabs: true });
    Services.clearData.deleteData(Ci.nsIClearDataService.CLEAR_ALL, () => done());";

/// Sets the size of the page, as the responsive mode of the developer tools does.
const SCREEN: &str = "
    const [width, height, touch] = arguments;
    const browser = gBrowser.selectedBrowser;
    browser.browsingContext.inRDMPane = true;
    browser.browsingContext.touchEventsOverride = touch ? 'enabled' : 'none';
    browser.browsingContext.overrideDPPX = 2;
    Object.assign(browser.style, { minWidth: width, maxWidth: width, minHeight: height, maxHeight: height });";

/// Takes or starts one. Any will do: its preferences are set afterwards.
pub async fn start(options: Options) -> Session {
    let session = pool::take(Options::default(), launch).await;
    in_chrome(&session, async || refresh(&session, &options).await).await;
    session.client.set_window_size(1280, 900).await.expect("the window takes its size");
    if let Some(size) = options.device.screen() {
        let [width, height] = size.map(|pixels| json!(format!("{pixels}px")));
        let arguments = vec![width, height, json!(options.device.is_phone())];
        let screen =
            async || session.client.execute(SCREEN, arguments).await.expect("the page takes its size");
        in_chrome(&session, screen).await;
    }
    session
}

async fn launch() -> Running {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let mut command = Command::new(xtask::engine::geckodriver());
    // The scripts need system access.
    command.args(["--port", "0", "--allow-system-access"]);
    command.env("TMPDIR", folder.path()).env("HOME", folder.path()).stderr(Stdio::null());
    let process = Process::start(&mut command, |line| line.contains("Listening on"));
    let driver = format!("http://{}", process.last_word());
    let preferences = json!({ "javascript.options.wasm": !is_without_wasm() });
    let capabilities = json!({ "moz:firefoxOptions": { "args": ["-headless"], "prefs": preferences } });
    Running::start(&driver, capabilities, vec![process], folder).await
}

async fn refresh(session: &Session, options: &Options) {
    let preferences = json!({
        "layout.css.prefers-color-scheme.content-override": if options.scheme == Scheme::Dark { 0 } else { 1 },
        "ui.prefersReducedMotion": u8::from(options.reduced_motion),
        // Forced colours, or as the system sets them.
        "browser.display.document_color_use": if options.forced_colors { 2 } else { 0 },
        // Blocks storage by blocking cookies, or allows all.
        "network.cookie.cookieBehavior": if options.no_storage { 2 } else { 0 },
    });
    session.client.execute_async(REFRESH, vec![preferences]).await.expect("the browser is as if fresh");
    let tabs = session.client.windows().await.expect("the tabs");
    session.client.switch_to_window(tabs[0].clone()).await.expect("a way into the tab");
}

/// Runs a script in the window of the browser instead of the page.
async fn in_chrome<T>(session: &Session, act: impl AsyncFnOnce() -> T) {
    let context = async |name: &str| session.command("moz/context", json!({ "context": name })).await;
    context("chrome").await;
    act().await;
    context("content").await;
}
