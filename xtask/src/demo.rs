//! `cargo xtask demo`: a shop that embeds the widget, the collector behind it, and the answers as they arrive.

use std::collections::HashSet;
use std::io::{BufRead, BufReader};
use std::net::TcpListener as Probe;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::command::{cargo, run as run_program, step};
use crate::{build, shop};

/// Options of the demo.
#[derive(clap::Args)]
pub struct Options {
    /// The shop's port; another one if it is taken
    #[arg(long, default_value_t = 8322)]
    shop_port: u16,
    /// The collector's port; another one if it is taken
    #[arg(long, default_value_t = 8321)]
    collector_port: u16,
    /// Use pkg/ as it is
    #[arg(long)]
    no_build: bool,
}

/// Builds what is needed and runs the demo until it is interrupted.
pub fn run(options: Options) -> Result<()> {
    if !options.no_build {
        build::run(false)?;
    }
    step("Compiling the collector", || {
        run_program(cargo().args(["build", "--package", "nachklang-collector"]))
    })?;
    let collector = Collector::start(options.collector_port)?;
    let shop = format!("127.0.0.1:{}", free(options.shop_port)?);
    let shop_address = shop.replace("127.0.0.1", "localhost");
    println!();
    println!("  shop       http://{shop_address}/   buy something, then rate the checkout");
    println!("  collector  {}   the answers are in {}", collector.origin, collector.database);
    println!(
        "             scores: curl -H 'Authorization: Bearer {}' {}/v1/scores",
        collector.token, collector.origin
    );
    println!("  try        nachklang('show', 'nps')   in the browser's console, on any page of the shop");
    println!();
    println!("Waiting for answers. Ctrl+C ends the demo.");
    let (origin, answers) = (collector.origin.clone(), collector.answers());
    std::thread::spawn(move || answers.show());
    tokio::runtime::Runtime::new()?.block_on(async {
        let listener =
            tokio::net::TcpListener::bind(&shop).await.with_context(|| format!("cannot listen at {shop}"))?;
        let interrupted = async { tokio::signal::ctrl_c().await.unwrap_or_default() };
        Ok(axum::serve(listener, shop::router(&origin)).with_graceful_shutdown(interrupted).await?)
    })
}

/// This port if it is free, else any free port.
fn free(port: u16) -> Result<u16> {
    let probe = Probe::bind(("127.0.0.1", port)).or_else(|_| Probe::bind(("127.0.0.1", 0)))?;
    Ok(probe.local_addr()?.port())
}

/// The running collector. It ends with the demo.
struct Collector {
    process: Child,
    origin: String,
    database: String,
    token: String,
}

impl Collector {
    fn start(port: u16) -> Result<Self> {
        let folder = crate::target().join("demo");
        std::fs::create_dir_all(&folder)?;
        // A token for this run: the collector prints its own token only once.
        let token: String = format!("demo-{}", std::process::id());
        let mut process = Command::new(crate::target().join("debug/nachklang-collector"))
            .args(["serve", "--listen", &format!("127.0.0.1:{}", free(port)?)])
            .arg("--data")
            .arg(&folder)
            .arg("--pkg")
            .arg(crate::pkg())
            .env("NACHKLANG_ADMIN_TOKEN", &token)
            .stdout(Stdio::piped())
            .spawn()
            .context("cannot start the collector")?;
        let output = process.stdout.take().context("the collector has no output")?;
        let (mut origin, mut database) = (None, None);
        for line in BufReader::new(output).lines() {
            let line = line?;
            if let Some(path) = line.strip_prefix("data") {
                database = Some(path.trim().to_owned());
            }
            if let Some(address) = line.strip_prefix("listening") {
                origin = Some(address.trim().to_owned());
            }
            if let (Some(origin), Some(database)) = (&origin, &database) {
                return Ok(Self { process, origin: origin.clone(), database: database.clone(), token });
            }
        }
        bail!("the collector ended before it listened: {}", process.wait()?)
    }

    fn answers(&self) -> Answers {
        Answers { origin: self.origin.clone(), token: self.token.clone() }
    }
}

impl Drop for Collector {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// The answers as they arrive.
struct Answers {
    origin: String,
    token: String,
}

impl Answers {
    /// Prints each new revision of a response, as long as the demo runs.
    fn show(self) {
        let mut seen = HashSet::new();
        let mut since = String::new();
        loop {
            for response in self.responses(&since).unwrap_or_default() {
                since = text(&response["received_at"]);
                if seen.insert(format!("{}{}", response["id"], response["revision"])) {
                    println!("{}", shown(&response));
                }
            }
            std::thread::sleep(Duration::from_millis(500));
        }
    }

    fn responses(&self, since: &str) -> Result<Vec<Value>> {
        let mut request = ureq::get(format!("{}/v1/responses", self.origin))
            .header("authorization", format!("Bearer {}", self.token));
        if !since.is_empty() {
            request = request.query("since", since);
        }
        let lines = request.call()?.body_mut().read_to_string()?;
        lines.lines().map(|line| Ok(serde_json::from_str(line)?)).collect()
    }
}

/// A response on one line.
fn shown(response: &Value) -> String {
    let answers = response["answers"].as_array().cloned().unwrap_or_default();
    let answers: Vec<String> =
        answers.iter().map(|answer| format!("{} = {}", text(&answer["question"]), answer["value"])).collect();
    let order = match &response["order"]["value"] {
        Value::Null => String::new(),
        value => format!("  order {value} {}", text(&response["order"]["currency"])),
    };
    format!(
        "{}  {:<9}  revision {}  {} at {}  {}{order}",
        text(&response["received_at"]),
        text(&response["status"]),
        response["revision"],
        text(&response["survey"]),
        text(&response["touchpoint"]["key"]),
        answers.join(", "),
    )
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
