//! A running collector, from its first line of output to the closed database.

use std::future::Future;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow, bail};
use tokio::net::TcpListener;

use crate::app::{Options, router};
use crate::complaint::say;
use crate::limits::Limits;
use crate::page::{Hosting, OfSite};
use crate::server;
use crate::store::Store;
use crate::token::Token;

/// What a collector is started with.
#[derive(Debug)]
pub struct Settings {
    /// Folder for the database.
    pub data: PathBuf,
    /// Address and port to listen on.
    pub listen: String,
    /// Folder with the widget's files.
    pub pkg: PathBuf,
    /// Admin token that counts instead of the stored one.
    pub admin_token: Option<Token>,
    /// The survey file for hosted pages.
    pub surveys: Option<PathBuf>,
    /// The names of shops, for hosted pages.
    pub shops: Vec<OfSite>,
    /// The colours of shops, for hosted pages.
    pub accents: Vec<OfSite>,
    /// How much is taken on at once.
    pub limits: Limits,
    /// Whether the last address in `X-Forwarded-For` is that of the client.
    pub trust_forwarded_for: bool,
}

/// Runs a collector until `stop`, then finishes the requests in flight, commits what is waiting, and closes the database.
///
/// Writes to `out` once, before the first request is taken, a line each:
/// - `data      /var/lib/nachklang/nachklang.db`
/// - `listening http://127.0.0.1:8321`, with the real port
/// - `widget    /srv/pkg`, or what to do where the folder is missing
/// - `sites     shop.example`, those that are registered, or that any is taken
/// - `surveys   /srv/surveys.json`, if a survey file was given
/// - `token     0a1b…`, the admin token, if one was made, which is on the first start
///
/// # Errors
/// One sentence that says what to do: where it cannot listen, cannot write, or would publish its database; and everything that
/// is wrong with the survey file.
pub async fn serve(
    settings: Settings,
    mut out: impl Write,
    stop: impl Future<Output = ()>,
) -> anyhow::Result<()> {
    // Before anything is written, so that a start that fails leaves nothing behind.
    let hosting = Hosting::new(settings.surveys.as_deref(), settings.shops, settings.accents)?;
    let listener = listen(&settings.listen).await?;
    let store = Store::open(&settings.data).await?;
    let data = settings.data.canonicalize().context("the data folder went away")?;
    let pkg = std::path::absolute(&settings.pkg).context("cannot tell where --pkg is")?;
    keep_private(&data, &pkg)?;
    let token = match &settings.admin_token {
        Some(_) => None,
        None => first_token(&store).await?,
    };

    let mut lines = format!("data      {}\n", data.join(Store::FILE).display());
    lines += &format!("listening http://{}\n", listener.local_addr()?);
    lines += &match pkg.is_dir() {
        true => format!("widget    {}\n", pkg.display()),
        false => format!(
            "widget    missing: there is no folder {}; build it with `cargo xtask build` or name another with --pkg\n",
            pkg.display()
        ),
    };
    let sites = store.sites().await.context("cannot read the registered sites")?;
    let names: Vec<&str> = sites.iter().map(|site| site.site.as_str()).collect();
    lines += &match &names[..] {
        [] => {
            "sites     any: whoever knows the address may send; `nachklang-collector site add` says who may\n"
                .into()
        }
        names => format!("sites     {}\n", names.join(", ")),
    };
    if let Some(surveys) = &settings.surveys {
        lines += &format!("surveys   {}\n", surveys.display());
    }
    if let Some(token) = token {
        lines += &format!("token     {}\n", token.as_str());
    }
    // Nobody reading is no reason not to work.
    let _ = out.write_all(lines.as_bytes()).and_then(|()| out.flush());
    drop(out);

    let admin = settings.admin_token.map(|token| token.digest());
    let limits = settings.limits;
    let app = router(
        store.clone(),
        Options {
            admin,
            pkg,
            hosting,
            limits: limits.clone(),
            trust_forwarded_for: settings.trust_forwarded_for,
        },
    );
    let finished = server::run(listener, app, &limits, stop).await;
    if !finished {
        let seconds = limits.grace.as_secs();
        say(format_args!("stopped with requests in flight, after {seconds} seconds"));
    }
    // Commits what the store has taken, whether somebody waits for it or not.
    store.close().await;
    Ok(())
}

async fn listen(address: &str) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => anyhow!(
            "cannot listen on {address}, because another program does: stop it or choose another port with --listen"
        ),
        ErrorKind::PermissionDenied => anyhow!(
            "cannot listen on {address}, because this user may not: choose a port above 1023 with --listen"
        ),
        _ => anyhow!(
            "cannot listen on {address} ({error}): give an address of this machine and a port with --listen, \
             such as 127.0.0.1:8321"
        ),
    })
}

/// Refuses to serve the folder the database is in.
fn keep_private(data: &Path, pkg: &Path) -> anyhow::Result<()> {
    let public = pkg.canonicalize().is_ok_and(|pkg| data.starts_with(pkg));
    if public {
        bail!(
            "the database in {} would be public, because the widget's files are served from {}: \
             choose another folder with --data or --pkg",
            data.display(),
            pkg.display()
        );
    }
    Ok(())
}

/// A new admin token, if the store has none.
async fn first_token(store: &Store) -> anyhow::Result<Option<Token>> {
    let token = Token::random();
    let is_first = store.add_first_token(&token.digest()).await?;
    Ok(is_first.then_some(token))
}

/// Completes when the process is asked to stop, by SIGINT (Ctrl-C) or SIGTERM. Listens from the call on.
///
/// # Errors
/// Where signals cannot be listened to.
pub fn asked_to_stop() -> anyhow::Result<impl Future<Output = ()> + Send + 'static> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        Ok(async move {
            tokio::select! {
                _ = interrupt.recv() => {}
                _ = terminate.recv() => {}
            }
        })
    }
    #[cfg(not(unix))]
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::io::{BufRead, BufReader};

    use std::sync::Arc;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::Notify;
    use tokio::task::JoinHandle;
    use tokio::time::sleep;

    use super::*;
    use crate::testing::example;

    struct Running {
        lines: BTreeMap<String, String>,
        stop: Arc<Notify>,
        done: JoinHandle<anyhow::Result<()>>,
    }

    impl Running {
        async fn start(folder: &Path) -> Self {
            Self::start_with(folder, None).await
        }

        async fn start_with(folder: &Path, admin_token: Option<Token>) -> Self {
            let settings = Settings {
                data: folder.join("data"),
                listen: "127.0.0.1:0".into(),
                pkg: folder.join("pkg"),
                admin_token,
                surveys: None,
                shops: Vec::new(),
                accents: Vec::new(),
                limits: Limits::default(),
                trust_forwarded_for: false,
            };
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
            let request =
                format!("{head} HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: {length}");
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
        assert!(holds(&crate::Digest::of(&token).to_hex()), "its digest is");

        let mut second = Running::start(folder.path()).await;
        assert_eq!(second.lines.get("token"), None, "no new token is made");
        second.lines.insert("token".into(), token.clone());
        let answer = second.request("GET /v1/responses", "").await;
        assert!(answer.contains("200 OK") && answer.contains(r#""site":"shop.example""#), "{answer}");
        second.stop().await;

        let mut given = Running::start_with(folder.path(), Some(Token::given("given".into()).unwrap())).await;
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
        let head =
            format!("POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
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
        let store = Store::open(&folder.path().join("data")).await.unwrap();
        let page = store.page(&crate::store::Filter::default(), None).await.unwrap();
        assert_eq!(page.lines.len(), 1);
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
            admin_token: None,
            surveys: None,
            shops: Vec::new(),
            accents: Vec::new(),
            limits: Limits::default(),
            trust_forwarded_for: false,
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
        let settings = Settings {
            data: folder.path().join("data"),
            listen: "127.0.0.1:0".into(),
            pkg: folder.path().join("pkg"),
            admin_token: None,
            surveys: Some(surveys.clone()),
            shops: Vec::new(),
            accents: Vec::new(),
            limits: Limits::default(),
            trust_forwarded_for: false,
        };
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
        let settings = Settings {
            data: folder.path().into(),
            listen: address.clone(),
            pkg: folder.path().join("pkg"),
            admin_token: None,
            surveys: None,
            shops: Vec::new(),
            accents: Vec::new(),
            limits: Limits::default(),
            trust_forwarded_for: false,
        };
        assert_eq!(
            refusal(settings).await,
            format!(
                "cannot listen on {address}, because another program does: \
                 stop it or choose another port with --listen"
            )
        );
    }
}
