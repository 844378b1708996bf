//! The real collector, with a database and a `pkg/` of its own.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use serde_json::Value;
use tempfile::TempDir;

use crate::port;
use crate::process::Process;
use crate::wait_for;

/// A script for pages under test: records console, errors, policy violations, and the widget's events.
const RECORDER: &str = r#"
window.recorded = { console: [], violations: [], uncaught: [], events: [] };
for (const level of ["error", "warn"]) {
  const original = console[level];
  console[level] = (...args) => { recorded.console.push(args.join(" ")); original(...args); };
}
document.addEventListener("securitypolicyviolation", (e) =>
  recorded.violations.push(e.violatedDirective + " " + e.blockedURI + " " + e.sample));
addEventListener("error", (e) => recorded.uncaught.push("" + e.message));
addEventListener("unhandledrejection", (e) => recorded.uncaught.push("" + e.reason));
for (const name of ["shown", "answered", "completed", "dismissed", "delivered", "failed", "error"])
  document.addEventListener("nachklang:" + name, (e) => recorded.events.push({ name, at: e.timeStamp, detail: e.detail }));
"#;

/// A collector that survives a limit on file sizes, as on a full disk.
fn serve() -> Command {
    let mut command = Command::new("sh");
    command.args(["-c", r#"trap "" XFSZ; exec "$0" serve "$@""#]).arg(program("nachklang-collector"));
    command
}

/// A running collector.
pub struct Collector {
    /// Where it listens: `http://127.0.0.1:…`.
    pub origin: String,
    token: String,
    folder: TempDir,
    process: Process,
}

impl Collector {
    /// Starts a collector with an empty database, on a fresh port.
    pub fn start() -> Self {
        Self::with_pkg(|_| {})
    }

    /// The same, after `change` has changed its own `pkg/`. Its files are links to the real ones: remove
    /// a file before you write another.
    pub fn with_pkg(change: impl Fn(&Path)) -> Self {
        Self::with(change, None)
    }

    /// The same with a survey file for survey pages.
    pub fn with_surveys(surveys: &str) -> Self {
        Self::with(|_| {}, Some(surveys))
    }

    fn with(change: impl Fn(&Path), surveys: Option<&str>) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let pkg = folder.path().join("pkg");
        fs::create_dir(&pkg).unwrap();
        for entry in fs::read_dir(xtask::pkg()).expect("pkg/") {
            let entry = entry.unwrap();
            // Links, because a thousand new files would take longer than most tests. Copies where the file system differs.
            let (file, link) = (entry.path(), pkg.join(entry.file_name()));
            fs::hard_link(&file, &link).or_else(|_| fs::copy(&file, &link).map(drop)).unwrap();
        }
        assert!(pkg.join("nachklang.js").exists(), "pkg/ is not built: run cargo xtask build");
        fs::write(pkg.join("recorder.js"), RECORDER).unwrap();
        change(&pkg);
        let process = port::start(|port| {
            let mut command = serve();
            command.args(["--listen", &format!("127.0.0.1:{port}")]).current_dir(folder.path());
            if let Some(surveys) = surveys {
                let file = folder.path().join("surveys.json");
                fs::write(&file, surveys).unwrap();
                command.arg("--surveys").arg(file);
            }
            Process::try_start(&mut command, |line| line.starts_with("token"))
        });
        let said = |what: &str| {
            let line = process.printed.iter().find_map(|line| line.strip_prefix(what));
            line.unwrap_or_else(|| panic!("no {what} in {:?}", process.printed)).trim().to_owned()
        };
        Self { origin: said("listening"), token: said("token"), folder, process }
    }

    /// Kills it, as a power cut does. What it acknowledged is in its database.
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again at the same address, with the same database.
    pub fn restart(&mut self) {
        let mut command = serve();
        let address = self.origin.trim_start_matches("http://");
        command.args(["--listen", address]).current_dir(self.folder.path());
        self.process = Process::start(&mut command, |line| line.starts_with("widget"));
    }

    /// Makes its disk full, or gives it room again. A restart also gives it room.
    pub fn fill_disk(&self, is_full: bool) {
        let (process, size) = (self.process.id().to_string(), if is_full { "0" } else { "unlimited" });
        let mut limit = Command::new("prlimit");
        limit.args(["--pid", &process, &format!("--fsize={size}:unlimited")]);
        assert!(limit.status().expect("prlimit runs").success(), "the limit is set");
    }

    /// The responses of one site.
    pub fn responses_of(&self, site: &str) -> Vec<Value> {
        let lines = self.get(&format!("/v1/responses?site={site}"));
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// The file the responses are in.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("nachklang.db")
    }

    /// Runs a shell script in a folder. The collector's program is on its path and works on this collector's database.
    pub fn sh(&self, script: &str, folder: &Path) {
        let program = program("nachklang-collector");
        let beside = program.parent().expect("a program lies in a folder").to_owned();
        let before = env::var_os("PATH").unwrap_or_default();
        let path = env::join_paths([beside].into_iter().chain(env::split_paths(&before))).expect("a path");
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", script]).current_dir(folder).env("PATH", path);
        let output = shell.env("NACHKLANG_DATA", self.folder.path()).output().expect("sh runs");
        assert!(output.status.success(), "{script}: {}", String::from_utf8_lossy(&output.stderr));
    }

    /// Posts a response as the widget does. Returns the status and the reply.
    pub fn post(&self, response: &Value) -> (u16, Value) {
        let request = ureq::post(format!("{}/v1/responses", self.origin));
        let request = request.config().http_status_as_error(false).build();
        let mut answer = request.send(response.to_string()).expect("the collector answers");
        let body = answer.body_mut().read_to_string().expect("text");
        (answer.status().as_u16(), serde_json::from_str(&body).expect("JSON"))
    }

    /// All responses stored so far.
    pub fn responses(&self) -> Vec<Value> {
        let lines = self.get("/v1/responses");
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// The scores of all surveys.
    pub fn scores(&self) -> Value {
        serde_json::from_str(&self.get("/v1/scores")).expect("JSON")
    }

    /// Waits for a stored response with this status, and returns it.
    pub async fn response(&self, status: &str) -> Value {
        self.response_that(&format!("is {status}"), |response| response["status"] == status).await
    }

    /// The same with an order, which may follow later: the widget sends answers before the browser has hashed the order's id.
    pub async fn response_with_order(&self, status: &str) -> Value {
        let is_whole = |response: &Value| response["status"] == status && response["order"] != Value::Null;
        self.response_that(&format!("is {status} and has an order"), is_whole).await
    }

    async fn response_that(&self, is_what: &str, is: impl Fn(&Value) -> bool) -> Value {
        let ask = async || self.responses().into_iter().find(&is);
        wait_for(&format!("a stored response that {is_what}"), ask).await
    }

    fn get(&self, path: &str) -> String {
        let request = ureq::get(format!("{}{path}", self.origin));
        let request = request.header("authorization", format!("Bearer {}", self.token));
        request.call().expect("the collector answers").body_mut().read_to_string().expect("text")
    }
}

/// A program of this workspace, in the folder of the test's program.
fn program(name: &str) -> PathBuf {
    let mut folder = env::current_exe().expect("this program has a path");
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    let program = folder.join(name);
    assert!(program.exists(), "{name} is not built: run cargo build --package {name}");
    program
}
