//! A running browser and its WebDriver.

use std::fs;
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::process::Process;

/// How long a browser may take to start or to end, on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running browser and its driver.
pub struct Running {
    driver: String,
    id: String,
    // Dropped after the session: first the driver, then what the browser needed.
    _processes: Vec<Process>,
    // The files of browser and driver.
    _folder: Remains,
}

impl Running {
    /// Has a driver start its browser. `processes` has the driver and what it needs, in the order in which they shall end;
    /// they keep their files in `folder`.
    pub async fn start(driver: &str, capabilities: Value, processes: Vec<Process>, folder: TempDir) -> Self {
        let Value::Object(capabilities) = capabilities else { panic!("{capabilities} is an object") };
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let connecting = builder.capabilities(capabilities).connect(driver);
        let connected = tokio::time::timeout(PATIENCE, connecting).await.expect("the browser starts in time");
        let client = connected.expect("the browser starts");
        // It ends when this is dropped, and not with the first client.
        client.persist().await.expect("a session that stays");
        let id = client.session_id().await.ok().flatten().expect("a session");
        Self { driver: driver.to_owned(), id, _processes: processes, _folder: Remains(folder) }
    }

    /// The driver's address of this browser.
    fn url(&self) -> String {
        format!("{}/session/{}", self.driver, self.id)
    }
}

impl Drop for Running {
    /// Ends the browser, which would outlive its driver.
    fn drop(&mut self) {
        let _ = ureq::delete(self.url()).config().timeout_global(Some(PATIENCE)).build().call();
    }
}

/// The folder of a browser that has ended.
struct Remains(TempDir);

impl Drop for Remains {
    /// Removes it, and tries again while a last process of the browser still writes.
    fn drop(&mut self) {
        let deadline = Instant::now() + PATIENCE;
        while fs::remove_dir_all(self.0.path()).is_err()
            && self.0.path().exists()
            && Instant::now() < deadline
        {
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// A test's use of a browser.
pub struct Session {
    /// The client for standard WebDriver commands.
    pub client: Client,
    url: String,
    afterwards: Option<Box<dyn FnOnce() + Send + Sync>>,
}

impl Drop for Session {
    fn drop(&mut self) {
        if let Some(afterwards) = self.afterwards.take() {
            afterwards();
        }
    }
}

impl Session {
    /// Uses a browser. `leave` receives it afterwards.
    pub async fn new(running: Running, leave: impl FnOnce(Running) + Send + Sync + 'static) -> Self {
        let client = Client::with_existing_session(&running.driver, &running.id, HttpConnector::new());
        let client = client.await.expect("the browser's driver is there");
        client.persist().await.expect("a session that stays");
        Self { client, url: running.url(), afterwards: Some(Box::new(move || leave(running))) }
    }

    /// Opens a new tab and closes all others.
    pub async fn only_new_tab(&self) {
        let before = self.client.windows().await.expect("the tabs");
        let tab = self.client.new_window(true).await.expect("a new tab");
        for old in before {
            self.client.switch_to_window(old).await.expect("a way into the tab");
            self.client.close_window().await.expect("the tab closes");
        }
        self.client.switch_to_window(tab.handle).await.expect("a way into the new tab");
    }

    /// Sends a command that only this browser's driver knows.
    pub async fn command(&self, path: &str, body: Value) -> Value {
        let url = format!("{}/{path}", self.url);
        let answer = tokio::task::spawn_blocking(move || {
            let request = ureq::post(url).content_type("application/json");
            let mut answer = request.send(body.to_string()).expect("the driver takes the command");
            answer.body_mut().read_to_string().expect("text")
        });
        serde_json::from_str(&answer.await.unwrap()).expect("JSON")
    }

    /// Sends a command that ends the browser's reply, such as a crash.
    pub async fn try_command(&self, path: &str, body: Value) {
        let url = format!("{}/{path}", self.url);
        let sent = tokio::task::spawn_blocking(move || {
            let request = ureq::post(url).content_type("application/json");
            let _ =
                request.config().timeout_global(Some(Duration::from_secs(5))).build().send(body.to_string());
        });
        sent.await.expect("the command is given");
    }

    /// Sets the size of the page, whatever bars the window has.
    pub async fn resize_page(&self, width: u64, height: u64) {
        let inner = "return [innerWidth, innerHeight]";
        let bars = "return [outerWidth - innerWidth, outerHeight - innerHeight]";
        let mut bars = self.client.execute(bars, Vec::new()).await.expect("the window is measured");
        let mut bar = |index: usize| bars[index].take().as_u64().expect("a number");
        let (width_of_window, height_of_window) = (width + bar(0), height + bar(1));
        let resized = self.client.set_window_size(width_of_window as u32, height_of_window as u32);
        resized.await.expect("the window takes its size");
        crate::wait_for("the window to take its size", async || {
            let size = self.client.execute(inner, Vec::new()).await.expect("the window is measured");
            (size == json!([width, height])).then_some(())
        })
        .await;
    }
}
