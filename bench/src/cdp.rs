//! Chromium, by the DevTools protocol <https://chromedevtools.github.io/devtools-protocol/>.
//!
//! The tests use ChromeDriver. The bench does not: the protocol reports bytes, main-thread time and the heap as events, and a
//! driver in between would add its own time to them.

use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// How long the slowest reply may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running Chromium. It ends when this is dropped.
pub struct Chromium {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// The events since they were taken last, oldest first.
    events: Vec<Value>,
    _process: Child,
    _profile: TempDir,
}

impl Chromium {
    /// Starts one with an empty profile.
    pub async fn start() -> Result<Self> {
        let profile = tempfile::tempdir()?;
        let mut process = Command::new("chromium")
            .args(["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--remote-debugging-port=0", "--window-size=1280,900", "about:blank"])
            .arg(format!("--user-data-dir={}", profile.path().display()))
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start chromium")?;
        let mut lines = BufReader::new(process.stderr.take().context("its output is piped")?).lines();
        let address = loop {
            let line = lines.next_line().await?.context("Chromium ended before it was ready")?;
            if let Some(address) = line.strip_prefix("DevTools listening on ") {
                break address.to_owned();
            }
        };
        // Keep reading what it prints: with a full pipe Chromium would stop.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        let (socket, _) = connect_async(address).await?;
        Ok(Self { socket, last: 0, events: Vec::new(), _process: process, _profile: profile })
    }

    /// Runs a command in the browser, or in one tab where a session is given, and waits for its result.
    pub async fn call(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<Value> {
        let id = self.send(session, method, parameters).await?;
        loop {
            let mut message = self.read().await.context(method.to_owned())?;
            if message["id"] != id {
                self.events.push(message);
            } else if message["error"].is_object() {
                bail!("{method}: {}", message["error"]["message"]);
            } else {
                return Ok(message["result"].take());
            }
        }
    }

    /// The events since this was called last.
    pub fn take_events(&mut self) -> Vec<Value> {
        std::mem::take(&mut self.events)
    }

    async fn send(&mut self, session: Option<&str>, method: &str, parameters: Value) -> Result<u64> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.socket.send(Message::text(message.to_string())).await?;
        Ok(self.last)
    }

    /// The next message. Requests to other origins are answered here, so that no measurement depends on another network.
    async fn read(&mut self) -> Result<Value> {
        loop {
            let message = timeout(PATIENCE, self.socket.next()).await.context("no reply within a minute")?;
            let Message::Text(text) = message.context("Chromium has closed the connection")?? else {
                continue;
            };
            let message: Value = serde_json::from_str(&text)?;
            if message["method"] != "Fetch.requestPaused" {
                return Ok(message);
            }
            let headers = json!([
                { "name": "content-type", "value": "application/json" },
                { "name": "access-control-allow-origin", "value": "*" },
                { "name": "access-control-allow-headers", "value": "*" },
            ]);
            let reply = json!({
                "requestId": message["params"]["requestId"], "responseCode": 201, "responseHeaders": headers, "body": "e30=",
            });
            let session = message["sessionId"].as_str().map(str::to_owned);
            self.send(session.as_deref(), "Fetch.fulfillRequest", reply).await?;
        }
    }
}

/// A visitor's browser context. Visitors share neither cache nor storage.
pub struct Visitor(String);

impl Visitor {
    /// A visitor with an empty cache and storage.
    pub async fn new(chromium: &mut Chromium) -> Result<Self> {
        let made = chromium.call(None, "Target.createBrowserContext", json!({})).await?;
        Ok(Self(made["browserContextId"].as_str().context("a context")?.to_owned()))
    }

    /// Opens an empty tab.
    pub async fn tab<'a>(&self, chromium: &'a mut Chromium) -> Result<Tab<'a>> {
        let wanted = json!({ "url": "about:blank", "browserContextId": self.0 });
        let target = chromium.call(None, "Target.createTarget", wanted).await?["targetId"].take();
        let wanted = json!({ "targetId": target, "flatten": true });
        let session = chromium.call(None, "Target.attachToTarget", wanted).await?["sessionId"].take();
        let session = session.as_str().context("a session")?.to_owned();
        let mut tab = Tab { chromium, session, target };
        for domain in ["Page", "Network", "Performance", "Runtime"] {
            tab.call(&format!("{domain}.enable"), json!({})).await?;
        }
        tab.call("Fetch.enable", json!({ "patterns": [{ "urlPattern": "https://*" }] })).await?;
        Ok(tab)
    }

    /// Removes the visitor with all they stored.
    pub async fn close(self, chromium: &mut Chromium) -> Result<()> {
        chromium.call(None, "Target.disposeBrowserContext", json!({ "browserContextId": self.0 })).await?;
        Ok(())
    }
}

/// A visitor's tab.
pub struct Tab<'a> {
    chromium: &'a mut Chromium,
    session: String,
    target: Value,
}

impl Tab<'_> {
    /// Runs a command in the tab, and waits for its result.
    pub async fn call(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.chromium.call(Some(&self.session), method, parameters).await
    }

    /// Evaluates an expression, and awaits it if it is a promise.
    pub async fn evaluate(&mut self, expression: &str) -> Result<Value> {
        let wanted = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let mut got = self.call("Runtime.evaluate", wanted).await?;
        if got["exceptionDetails"].is_object() {
            bail!("the page threw: {}", got["exceptionDetails"]["exception"]["description"]);
        }
        Ok(got["result"]["value"].take())
    }

    /// The events since this was called last.
    pub fn take_events(&mut self) -> Vec<Value> {
        let mut events = self.chromium.take_events();
        events.retain(|event| event["sessionId"] == *self.session);
        events
    }

    /// Closes it.
    pub async fn close(self) -> Result<()> {
        self.chromium.call(None, "Target.closeTarget", json!({ "targetId": self.target })).await?;
        Ok(())
    }
}
