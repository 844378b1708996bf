//! A real browser, driven as a person would: pointer and keys, no shortcuts.

use std::process::Command;
use std::time::Duration;

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction,
};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;
use crate::wait_for;

/// A key with a name.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "named as the keys are")]
pub enum Key {
    Tab,
    Enter,
    Escape,
    Space,
    Home,
    End,
    ArrowLeft,
    ArrowRight,
}

impl Key {
    /// The key's code point in WebDriver (<https://www.w3.org/TR/webdriver/#keyboard-actions>).
    fn code(self) -> char {
        match self {
            Self::Tab => '\u{e004}',
            Self::Enter => '\u{e007}',
            Self::Escape => '\u{e00c}',
            Self::Space => ' ',
            Self::Home => '\u{e011}',
            Self::End => '\u{e010}',
            Self::ArrowLeft => '\u{e012}',
            Self::ArrowRight => '\u{e014}',
        }
    }
}

/// The device a page is seen on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Device {
    /// A window of 1280 pixels' width, used with mouse and keys.
    Desktop,
    /// A screen of 390 × 844 pixels, used by touch.
    Phone,
}

/// The colour scheme the person prefers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// A browser with a fresh profile.
pub struct Browser {
    client: Client,
    /// The driver's address of this browser.
    session: String,
    // Goes after the session.
    _process: Process,
    // What browser and driver leave behind.
    _folder: TempDir,
}

impl Drop for Browser {
    /// Ends the browser, which would outlive its driver.
    fn drop(&mut self) {
        let _ = ureq::delete(&self.session).call();
    }
}

impl Browser {
    /// A desktop browser.
    pub async fn start() -> Self {
        Self::on(Device::Desktop, Scheme::Light).await
    }

    /// A browser on a device.
    pub async fn on(device: Device, scheme: Scheme) -> Self {
        Self::with(device, scheme, json!({})).await
    }

    /// A desktop browser that keeps nothing on the device: reading a storage throws.
    pub async fn without_storage() -> Self {
        let blocked = json!({ "profile.default_content_setting_values.cookies": 2 });
        Self::with(Device::Desktop, Scheme::Light, blocked).await
    }

    async fn with(device: Device, scheme: Scheme, preferences: Value) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("TMPDIR", folder.path());
        let process = Process::start(&mut command, |line| line.contains("started successfully on port"));
        let port = process.printed.last().and_then(|line| line.rsplit(' ').next()).expect("a port");
        let driver = format!("http://127.0.0.1:{}", port.trim_end_matches('.'));
        let arguments = [
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
        let mut options = json!({ "args": arguments, "prefs": preferences });
        if device == Device::Phone {
            let metrics =
                json!({ "width": 390, "height": 844, "pixelRatio": 2.0, "touch": true, "mobile": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        let Value::Object(capabilities) = json!({ "goog:chromeOptions": options }) else { unreachable!() };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connected = builder.capabilities(capabilities).connect(&driver).await;
        let client = connected.expect("Chromium starts");
        let id = client.session_id().await.ok().flatten().expect("a session");
        let browser =
            Self { client, session: format!("{driver}/session/{id}"), _process: process, _folder: folder };
        if scheme == Scheme::Dark {
            let dark = json!({ "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
            browser.devtools("Emulation.setEmulatedMedia", dark).await;
        }
        browser
    }

    /// Speaks to the browser's developer tools.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let url = format!("{}/goog/cdp/execute", self.session);
        let body = json!({ "cmd": command, "params": parameters }).to_string();
        let answer = tokio::task::spawn_blocking(move || {
            let mut answer = ureq::post(url).send(body).expect("the driver takes the command");
            answer.body_mut().read_to_string().expect("text")
        });
        serde_json::from_str(&answer.await.unwrap()).expect("JSON")
    }

    /// Opens an address.
    pub async fn open(&self, url: &str) {
        self.client.goto(url).await.expect("the page opens");
    }

    /// Runs a script in the page; it `return`s JSON.
    pub async fn run(&self, script: &str) -> Value {
        self.client.execute(script, Vec::new()).await.unwrap_or_else(|error| panic!("{script}: {error}"))
    }

    /// Runs a script that calls `done` with its result.
    pub async fn run_until_done(&self, script: &str, arguments: Vec<Value>) -> Value {
        let script = format!("const done = arguments[arguments.length - 1]; {script}");
        self.client.execute_async(&script, arguments).await.expect("the script is done")
    }

    /// What the page and the widget said so far.
    pub async fn recorded(&self, what: &str) -> Vec<Value> {
        let recorded = self.run(&format!("return recorded.{what}")).await;
        recorded.as_array().expect("the page holds the recorder").clone()
    }

    /// Waits until the widget raised this event, and gives its details.
    pub async fn event(&self, name: &str) -> Value {
        let ask = async || {
            let events = self.recorded("events").await;
            events.into_iter().find(|event| event["name"] == name).map(|event| event["detail"].clone())
        };
        wait_for(&format!("the event nachklang:{name}"), ask).await
    }

    /// Evaluates an expression about `$`, which finds an element of the widget; `null` without widget.
    pub async fn widget(&self, expression: &str) -> Value {
        self.run(&format!(
            "const shadow = document.querySelector('nachklang-widget')?.shadowRoot; \
             if (!shadow) return null; const $ = (selector) => shadow.querySelector(selector); return {expression};"
        ))
        .await
    }

    /// Whether the widget is on the page.
    pub async fn shows_widget(&self) -> bool {
        self.widget("true").await == Value::Bool(true)
    }

    /// Waits until the question is on screen and has come to rest; gives its wording.
    pub async fn question(&self) -> String {
        self.settled("h2").await
    }

    /// Waits until an element of the widget is visible and moves no more; gives its text.
    pub async fn settled(&self, selector: &str) -> String {
        let quoted = json!(selector);
        let ask = async || {
            let text = format!(
                "shadow.getAnimations().every((a) => a.playState != 'running') && $({quoted})?.checkVisibility() \
                 ? $({quoted}).textContent : null"
            );
            self.widget(&text).await.as_str().map(str::to_owned)
        };
        wait_for(&format!("{selector} in the widget"), ask).await
    }

    /// Waits until the widget has gone.
    pub async fn gone(&self) {
        wait_for("the widget to go", async || (!self.shows_widget().await).then_some(())).await;
    }

    /// Clicks into the middle of an element of the widget.
    pub async fn click(&self, selector: &str) {
        self.click_at(&self.middle(selector).await).await;
    }

    /// Moves the pointer into the middle of an element of the widget.
    pub async fn point_at(&self, selector: &str) {
        let there = pointer_to(&self.middle(selector).await);
        self.client.perform_actions(there).await.expect("the pointer moves");
    }

    /// The middle of an element of the widget, once that moves no more.
    async fn middle(&self, selector: &str) -> Value {
        self.settled(selector).await;
        let selector = json!(selector);
        let middle = format!(
            "(() => {{ $({selector}).scrollIntoView({{ block: 'nearest' }}); const box = \
             $({selector}).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        );
        self.widget(&middle).await
    }

    /// Clicks into the middle of an element of the page.
    pub async fn click_on_page(&self, selector: &str) {
        let selector = json!(selector);
        let middle = format!(
            "const element = document.querySelector({selector}); element.scrollIntoView({{ block: 'center' }}); \
             const box = element.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2];"
        );
        self.click_at(&self.run(&middle).await).await;
    }

    async fn click_at(&self, middle: &Value) {
        let click = pointer_to(middle)
            .then(PointerAction::Down { button: MOUSE_BUTTON_LEFT })
            .then(PointerAction::Up { button: MOUSE_BUTTON_LEFT });
        self.client.perform_actions(click).await.expect("the click");
    }

    /// Presses a key.
    pub async fn press(&self, key: Key) {
        self.press_all(&[key]).await;
    }

    /// Presses keys one after the other, without a pause.
    pub async fn press_all(&self, keys: &[Key]) {
        self.press_codes(&keys.iter().map(|key| key.code()).collect::<String>()).await;
    }

    /// Types a text, key by key.
    pub async fn type_text(&self, text: &str) {
        self.press_codes(text).await;
    }

    async fn press_codes(&self, codes: &str) {
        let pressed = codes.chars().fold(KeyActions::new("keys".into()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.client.perform_actions(pressed).await.expect("the keys");
    }

    /// Presses the tab key until the focus is on an element of the widget.
    pub async fn tab_to(&self, selector: &str) {
        let arrived = format!("!!shadow.activeElement?.matches({})", json!(selector));
        for _ in 0..20 {
            self.press(Key::Tab).await;
            if self.widget(&arrived).await == true {
                return;
            }
        }
        panic!("no way to {selector} by the tab key");
    }

    /// The screen as PNG.
    pub async fn screenshot(&self) -> Vec<u8> {
        self.client.screenshot().await.expect("a picture")
    }
}

/// The pointer on its way to a place.
fn pointer_to(place: &Value) -> MouseActions {
    let (x, y) = (place[0].as_f64().expect("a place"), place[1].as_f64().expect("a place"));
    MouseActions::new("mouse".into()).then(PointerAction::MoveTo { duration: Some(Duration::ZERO), x, y })
}
