//! A real browser, driven as a person would: pointer and keys, no shortcuts. The environment chooses the browser.

mod chromium;
mod engine;
mod firefox;
mod input;
mod options;
mod pool;
mod session;
mod webkit;
mod widget;

use fantoccini::Locator;
use serde_json::{Value, json};

pub use engine::{Engine, only_in};
pub use input::Key;
pub use options::{Device, Options, Scheme};
use session::Session;

/// A browser with a fresh profile, or one that looks like it.
pub struct Browser {
    session: Session,
}

impl Browser {
    /// A desktop browser.
    pub async fn start() -> Self {
        Self::with(Options::default()).await
    }

    /// A browser on a device.
    pub async fn on(device: Device, scheme: Scheme) -> Self {
        Self::with(Options { device, scheme, ..Options::default() }).await
    }

    /// A desktop browser with blocked storage: reading it throws.
    pub async fn without_storage() -> Self {
        Self::with(Options { no_storage: true, ..Options::default() }).await
    }

    /// A browser of the chosen engine with these options.
    pub async fn with(options: Options) -> Self {
        let session = match Self::engine() {
            Engine::Chromium => chromium::start(options).await,
            Engine::Firefox => firefox::start(options).await,
            Engine::WebKit => webkit::start(options).await,
        };
        Self { session }
    }

    /// The engine of all browsers in this run.
    pub fn engine() -> Engine {
        Engine::chosen()
    }

    /// Sends a command to Chromium's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        assert_eq!(
            Self::engine(),
            Engine::Chromium,
            "{command} goes to Chromium's developer tools: see only_in"
        );
        self.session.command("goog/cdp/execute", json!({ "cmd": command, "params": parameters })).await
    }

    /// Takes the page offline, or back online. Only in Chromium.
    pub async fn set_offline(&self, offline: bool) {
        let conditions =
            json!({ "offline": offline, "latency": 0, "download_throughput": -1, "upload_throughput": -1 });
        self.session
            .command("chromium/network_conditions", json!({ "network_conditions": conditions }))
            .await;
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.session.client.goto(url).await.expect("the page opens");
    }

    /// Runs a script in the page; it `return`s JSON.
    pub async fn run(&self, script: &str) -> Value {
        self.session
            .client
            .execute(script, Vec::new())
            .await
            .unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs a script that calls `done` with its result.
    pub async fn run_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.session.client.execute_async(&script, arguments).await.expect("the script is done")
    }

    /// Switches to a frame of the page.
    pub async fn enter_frame(&self, selector: &str) {
        let frame = self.session.client.find(Locator::Css(selector)).await.expect("the frame");
        frame.enter_frame().await.expect("a way into the frame");
    }

    /// Switches to a new tab.
    pub async fn new_tab(&self) {
        let tab = self.session.client.new_window(true).await.expect("a new tab");
        self.session.client.switch_to_window(tab.handle).await.expect("a way into the new tab");
    }

    /// Switches to a tab by its index, in the order of opening.
    pub async fn switch_to_tab(&self, index: usize) {
        let tabs = self.session.client.windows().await.expect("the windows");
        self.session.client.switch_to_window(tabs[index].clone()).await.expect("a way into the tab");
    }

    /// Closes the tab.
    pub async fn close_tab(&self) {
        self.session.client.close_window().await.expect("the tab closes");
    }

    /// Crashes the tab, and switches to a new one. Only in Chromium.
    pub async fn crash_tab(&self) {
        let crashed = self.session.client.window().await.expect("the tab");
        let tab = self.session.client.new_window(true).await.expect("a new tab");
        self.session.client.switch_to_window(crashed).await.expect("a way back to the tab");
        self.devtools_that_fails("Page.crash").await;
        // The driver may close a crashed tab, or fail to.
        let _ = self.session.client.close_window().await;
        self.session.client.switch_to_window(tab.handle).await.expect("a way into the new tab");
    }

    async fn devtools_that_fails(&self, command: &str) {
        self.session.try_command("goog/cdp/execute", json!({ "cmd": command, "params": {} })).await;
    }

    /// How many tabs and windows are open.
    pub async fn windows(&self) -> usize {
        self.session.client.windows().await.expect("the windows").len()
    }

    /// The screen as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.session.client.screenshot().await.expect("a picture")
    }
}
