//! How a collector starts and stops.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use nachklang_collector::cli::serve::serve;
use nachklang_collector::{Limits, Settings};
use nachklang_store::testing::example;
use nachklang_store::{AdminToken, Digest, Filter, SqliteStore, Store};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// Settings that listen on a free port, with everything in this folder.
fn settings(folder: &Path) -> Settings {
    Settings {
        data: folder.join("data"),
        listen: "127.0.0.1:0".into(),
        pkg: folder.join("pkg"),
        admin_token: None,
        surveys: None,
        shops: Vec::new(),
        accents: Vec::new(),
        limits: Limits::default(),
        trust_forwarded_for: false,
        log_requests: false,
    }
}

struct Running {
    lines: BTreeMap<String, String>,
    stop: Arc<Notify>,
    done: JoinHandle<anyhow::Result<()>>,
}

impl Running {
    async fn start(folder: &Path) -> Self {
        Self::start_with(folder, None).await
    }

    async fn start_with(folder: &Path, admin_token: Option<AdminToken>) -> Self {
        let settings = Settings { admin_token, ..settings(folder) };
        let stop = Arc::new(Notify::new());
        let stopped = stop.clone();
        let (output, input) = std::io::pipe().unwrap();
        let done = tokio::spawn(serve(settings, input, async move { stopped.notified().await }));
        let read = move || {
            let mut lines = BTreeMap::new();
            for line in BufReader::new(output).lines() {
                let line = line.unwrap();
                let (name, value) = line.split_at(10);
                lines.insert(name.trim_end().to_owned(), value.to_owned());
            }
            lines
        };
        let lines = tokio::task::spawn_blocking(read).await.unwrap();
        Self { lines, stop, done }
    }

    async fn connect(&self) -> TcpStream {
        let address = self.lines["listening"].strip_prefix("http://").unwrap();
        TcpStream::connect(address).await.unwrap()
    }

    async fn request(&self, head: &str, body: &str) -> String {
        let mut connection = self.connect().await;
        let length = body.len();
        let request = format!("{head} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}");
        let authorization = match self.lines.get("token") {
            Some(token) => format!("\r\nauthorization: Bearer {token}"),
            None => String::new(),
        };
        connection.write_all(format!("{request}{authorization}\r\n\r\n{body}").as_bytes()).await.unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).await.unwrap();
        answer
    }

    async fn stop(self) {
        self.stop.notify_one();
        self.done.await.unwrap().unwrap();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn says_where_everything_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().canonicalize().unwrap();
    let running = Running::start(&path).await;
    assert_eq!(running.lines["data"], path.join("data/nachklang.db").display().to_string());
    let missing = format!("missing: there is no folder {}; build it", path.join("pkg").display());
    assert!(running.lines["widget"].starts_with(&missing), "{}", running.lines["widget"]);
    assert!(!running.lines["listening"].ends_with(":0"));
    assert!(running.lines["sites"].starts_with("any: whoever knows the address may send"));
    assert!(running.request("GET /healthz", "").await.starts_with("HTTP/1.1 200"));
    running.stop().await;

    std::fs::create_dir(path.join("pkg")).unwrap();
    let running = Running::start(&path).await;
    assert_eq!(running.lines["widget"], path.join("pkg").display().to_string());
    running.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn token_and_data_outlive_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = Running::start(folder.path()).await;
    assert!(first.request("POST /v1/responses", &example(1).to_string()).await.contains("202 Accepted"));
    let token = first.lines["token"].clone();
    first.lines.remove("token");
    assert!(first.request("GET /v1/responses", "").await.contains("401 Unauthorized"));
    first.stop().await;

    let stored = std::fs::read(folder.path().join("data/nachklang.db")).unwrap();
    let holds = |text: &str| stored.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(!holds(&token), "the token is not stored");
    assert!(holds(&Digest::of(&token).to_hex()), "its digest is");

    let mut second = Running::start(folder.path()).await;
    assert_eq!(second.lines.get("token"), None, "no new token is made");
    second.lines.insert("token".into(), token.clone());
    let answer = second.request("GET /v1/responses", "").await;
    assert!(answer.contains("200 OK") && answer.contains(r#""site":"shop.example""#), "{answer}");
    second.stop().await;

    let mut given =
        Running::start_with(folder.path(), Some(AdminToken::parse("given".into()).unwrap())).await;
    assert_eq!(given.lines.get("token"), None);
    for (token, status) in [(&*token, "401 Unauthorized"), ("given", "200 OK")] {
        given.lines.insert("token".into(), token.into());
        assert!(given.request("GET /v1/scores", "").await.contains(status), "{status}");
    }
    given.stop().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn finishes_what_is_in_flight_before_it_stops() {
    let folder = tempfile::tempdir().unwrap();
    let running = Running::start(folder.path()).await;
    let idle = running.connect().await;
    let mut connection = running.connect().await;
    let body = example(1).to_string();
    let (now, later) = body.split_at(100);
    let head = format!("POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
    connection.write_all((head + now).as_bytes()).await.unwrap();
    // Long enough for the collector to have read the head.
    sleep(Duration::from_millis(200)).await;
    let address = running.lines["listening"].strip_prefix("http://").unwrap().to_owned();
    running.stop.notify_one();
    sleep(Duration::from_millis(200)).await;
    assert!(!running.done.is_finished(), "a request is in flight");
    assert!(TcpStream::connect(&address).await.is_err(), "no new request is taken");
    connection.write_all(later.as_bytes()).await.unwrap();
    let mut answer = String::new();
    connection.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
    running.done.await.unwrap().unwrap();
    drop(idle);
    let store = SqliteStore::open(&folder.path().join("data"), 1).await.unwrap();
    let page = store.page(&Filter::default(), None).await.unwrap();
    assert_eq!(page.responses.len(), 1);
}

async fn refusal(settings: Settings) -> String {
    let error = serve(settings, std::io::sink(), async {}).await.expect_err("a refusal");
    format!("{error:#}")
}

#[tokio::test]
async fn says_what_to_do_where_it_cannot_start() {
    let folder = tempfile::tempdir().unwrap();
    let settings = |listen: &str, data: &str, pkg: &str| Settings {
        data: folder.path().join(data),
        listen: listen.into(),
        pkg: folder.path().join(pkg),
        ..settings(folder.path())
    };
    for (settings, start, advice) in [
        (settings("nonsense", "a", "pkg"), "cannot listen on nonsense (", "such as 127.0.0.1:8321"),
        (settings("192.0.2.1:80", "a", "pkg"), "cannot listen on 192.0.2.1:80 (", "with --listen"),
        (settings("127.0.0.1:0", "pkg", "pkg"), "the database in ", "--data or --pkg"),
        (settings("127.0.0.1:0", "pkg/sub", "pkg"), "the database in ", "--data or --pkg"),
    ] {
        let message = refusal(settings).await;
        assert!(message.starts_with(start) && message.contains(advice), "{message}");
        assert!(!folder.path().join("a").exists(), "a start that fails leaves nothing behind");
    }
}

#[tokio::test]
async fn does_not_start_with_a_survey_file_that_has_mistakes() {
    let folder = tempfile::tempdir().unwrap();
    let surveys = folder.path().join("surveys.json");
    std::fs::write(&surveys, r#"{"format": 2, "survey": [], "surveys": []}"#).unwrap();
    let settings = Settings { surveys: Some(surveys.clone()), ..settings(folder.path()) };
    assert_eq!(
        refusal(settings).await,
        format!(
            "the survey file {} cannot be used:\n  \
             survey: found \"survey\", expected one of $schema, format, touchpoints, quiet_days, masks, surveys \
             (did you mean surveys?)\n  \
             format: found 2, expected 1",
            surveys.display()
        )
    );
    assert!(!folder.path().join("data").exists(), "a start that fails leaves nothing behind");
}

#[tokio::test]
async fn says_that_the_port_is_taken() {
    let folder = tempfile::tempdir().unwrap();
    let holder = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = holder.local_addr().unwrap().to_string();
    let settings =
        Settings { data: folder.path().into(), listen: address.clone(), ..settings(folder.path()) };
    assert_eq!(
        refusal(settings).await,
        format!(
            "cannot listen on {address}, because another program does: \
             stop it or choose another port with --listen"
        )
    );
}
