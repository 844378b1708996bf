//! One visit to the shop, and what is measured there.

use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::time::sleep;

use crate::cdp::{Chromium, Tab, Visitor};
use crate::product::{Kind, Product, Step};
use crate::server::Page;

/// How long a loaded page is left alone before the next step.
const SETTLE_TIME: Duration = Duration::from_secs(1);

/// What lies between visitor and shop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// A fast computer beside the server.
    Unthrottled,
    /// 1.6 Mbit/s with a round trip of 150 ms, and a processor four times slower: a cheap phone.
    Throttled,
}

impl Network {
    pub const ALL: [Self; 2] = [Self::Unthrottled, Self::Throttled];

    pub fn name(self) -> &'static str {
        match self {
            Self::Unthrottled => "unthrottled",
            Self::Throttled => "throttled",
        }
    }
}

/// Which page is visited, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visit {
    /// A settled page calls for the question. The cache is empty.
    Cold,
    /// The same, by a returning visitor: the cache is full.
    Warm,
    /// The question is due as soon as the page loads. The cache is empty.
    AtOnce,
    /// No question is due on the page. The cache is empty.
    NotDue,
}

impl Visit {
    pub fn name(self) -> &'static str {
        match self {
            Self::Cold => "cold",
            Self::Warm => "warm",
            Self::AtOnce => "at once",
            Self::NotDue => "not due",
        }
    }
}

/// What is measured. Times are milliseconds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Measure {
    /// Bytes of the product's files that were transferred until the question was on screen.
    Bytes,
    /// Requests for them.
    Requests,
    /// From the call, or from the start of the navigation, until the question has been painted.
    Visible,
    /// The total time of main-thread tasks longer than 50 ms.
    LongTasks,
    /// The longest of them.
    LongestTask,
    /// The time that scripts took.
    Script,
    /// The time that the main thread was busy.
    Thread,
    /// Cumulative layout shift.
    Shift,
    /// Kilobytes of memory that the product added to the page.
    Memory,
    /// The slowest tap, until the next frame has been painted.
    TapToPaint,
    /// From the last tap until a request begins.
    TapToPost,
    /// Largest contentful paint of the page.
    Lcp,
}

/// The figures of one visit.
#[derive(Clone, Default)]
pub struct Figures(pub BTreeMap<Measure, f64>);

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown = |measure, unit: &str| match self.0.get(&measure) {
            Some(value) => format!("{value:>8.1} {unit}"),
            None => String::new(),
        };
        f.write_str(
            &[shown(Measure::Visible, "ms"), shown(Measure::Bytes, "bytes"), shown(Measure::Lcp, "ms LCP")]
                .concat(),
        )
    }
}

/// The shop that is measured.
pub struct Shop {
    /// The shop's origin.
    pub origin: String,
}

impl Shop {
    /// Makes every kind of visit to a page with this product.
    pub async fn measure(
        &self,
        chromium: &mut Chromium,
        product: &Product,
        network: Network,
    ) -> Result<Vec<(Visit, Figures)>> {
        let visits: &[&[Visit]] = match product.kind {
            Kind::None => &[&[Visit::NotDue]],
            _ => &[&[Visit::Cold, Visit::Warm], &[Visit::AtOnce], &[Visit::NotDue]],
        };
        let mut measured = Vec::new();
        for visits in visits {
            let visitor = Visitor::new(chromium).await?;
            for visit in *visits {
                let tab = visitor.tab(chromium).await?;
                let figures = self.visit(tab, product, network, *visit).await;
                let reason = || format!("{}, {}, {}", product.name, network.name(), visit.name());
                measured.push((*visit, figures.with_context(reason)?));
            }
            visitor.close(chromium).await?;
        }
        Ok(measured)
    }

    async fn visit(
        &self,
        mut tab: Tab<'_>,
        product: &Product,
        network: Network,
        visit: Visit,
    ) -> Result<Figures> {
        prepare(&mut tab, network).await?;
        let page = match visit {
            Visit::Cold | Visit::Warm => Page::Woken,
            Visit::AtOnce => Page::AtOnce,
            Visit::NotDue => Page::NotDue,
        };
        if visit == Visit::Warm {
            // Some products do not ask again after an answer. The cache stays.
            let stored = json!({ "origin": self.origin, "storageTypes": "cookies,local_storage,indexeddb" });
            tab.call("Storage.clearDataForOrigin", stored).await?;
        }
        let address = format!("{}{}", self.origin, page.path(product));
        tab.call("Page.navigate", json!({ "url": address })).await?;
        let mut figures = Figures::default();
        let mut transfers = Transfers::of(product);
        let mut before = None;
        if visit != Visit::AtOnce {
            tab.evaluate("new Promise((done) => document.readyState == 'complete' ? done() : addEventListener('load', done))")
                .await?;
            sleep(SETTLE_TIME).await;
        }
        let start = match page {
            Page::Woken => {
                before = Some((heap(&mut tab).await?, Spent::of(&mut tab).await?));
                let wake = format!("const start = performance.now(); {}; return start", product.wake());
                tab.evaluate(&format!("(async () => {{ {wake} }})()")).await?.as_f64().context("a time")?
            }
            Page::AtOnce | Page::NotDue => 0.0,
        };
        if page.asks() {
            let visible = tab.evaluate(&format!("bench.visible({})", json!(product.question))).await?;
            figures.0.insert(Measure::Visible, visible.as_f64().context("a time")? - start);
            let begin = Spent::of(&mut tab).await?.begin;
            transfers.record(tab.take_events(), begin + visible.as_f64().context("a time")?);
            figures.0.insert(Measure::Bytes, transfers.bytes);
            figures.0.insert(Measure::Requests, transfers.requests);
        }
        sleep(Duration::from_secs(product.settle_seconds) + SETTLE_TIME).await;
        let noted = tab.evaluate("bench.noted").await?;
        let spent = Spent::of(&mut tab).await?;
        let (heap_before, spent_before) = before.unwrap_or_default();
        figures.0.insert(Measure::Script, spent.script - spent_before.script);
        figures.0.insert(Measure::Thread, spent.thread - spent_before.thread);
        let long = noted["long"].as_array().into_iter().flatten();
        let long = long.filter(|task| task[0].as_f64() >= Some(start)).filter_map(|task| task[1].as_f64());
        figures.0.insert(Measure::LongestTask, long.clone().fold(0.0, f64::max));
        figures.0.insert(Measure::LongTasks, long.fold(0.0, |sum, task| sum + task));
        figures.0.insert(Measure::Shift, noted["shifts"].as_f64().context("a shift")?);
        match visit {
            Visit::NotDue => {
                transfers.record(tab.take_events(), f64::INFINITY);
                figures.0.insert(Measure::Bytes, transfers.bytes);
                figures.0.insert(Measure::Requests, transfers.requests);
                figures.0.insert(Measure::Lcp, noted["lcp"].as_f64().context("a time")?);
            }
            Visit::Cold => {
                figures.0.insert(Measure::Memory, heap(&mut tab).await? - heap_before);
                answer_survey(&mut tab, product, &mut figures).await?;
            }
            Visit::Warm | Visit::AtOnce => {}
        }
        tab.close().await?;
        Ok(figures)
    }
}

impl Page {
    fn asks(self) -> bool {
        !matches!(self, Self::NotDue)
    }
}

async fn prepare(tab: &mut Tab<'_>, network: Network) -> Result<()> {
    let source = json!({ "source": include_str!("observe.js") });
    tab.call("Page.addScriptToEvaluateOnNewDocument", source).await?;
    if network == Network::Throttled {
        let bytes = 1_600_000 / 8;
        let conditions = json!({ "offline": false, "latency": 150, "downloadThroughput": bytes, "uploadThroughput": bytes });
        tab.call("Network.emulateNetworkConditions", conditions).await?;
        tab.call("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await?;
    }
    Ok(())
}

/// Answers as a shopper does, and measures how fast the page reacts and sends.
async fn answer_survey(tab: &mut Tab<'_>, product: &Product, figures: &mut Figures) -> Result<()> {
    tab.evaluate("bench.noted.paints = []").await?;
    for step in product.steps {
        let (Step::Tap(path) | Step::Write(path)) = step;
        let found = format!("bench.find({})", json!(path));
        tab.evaluate(&format!("bench.visible({})", json!(path))).await?;
        // Wait for animations to end.
        sleep(SETTLE_TIME).await;
        match step {
            Step::Tap(_) => {
                let place = "((box) => [box.x + box.width / 2, box.y + box.height / 2])";
                let place = tab.evaluate(&format!("{place}({found}.getBoundingClientRect())")).await?;
                for kind in ["mouseMoved", "mousePressed", "mouseReleased"] {
                    let event = json!({ "type": kind, "x": place[0], "y": place[1], "button": "left", "clickCount": 1 });
                    tab.call("Input.dispatchMouseEvent", event).await?;
                }
            }
            Step::Write(_) => {
                tab.evaluate(&format!("{found}.focus()")).await?;
                tab.call("Input.insertText", json!({ "text": "All was well" })).await?;
            }
        }
    }
    figures.0.insert(Measure::TapToPost, tap_to_post(tab).await?);
    let paints = tab.evaluate("bench.noted.paints").await?;
    let slowest = paints.as_array().into_iter().flatten().filter_map(Value::as_f64).fold(0.0, f64::max);
    figures.0.insert(Measure::TapToPaint, slowest);
    Ok(())
}

/// From the last tap until the first request with a body after it.
async fn tap_to_post(tab: &mut Tab<'_>) -> Result<f64> {
    let begin = Spent::of(tab).await?.begin;
    let tapped = tab.evaluate("bench.noted.clicks.at(-1)").await?.as_f64().context("a tap")?;
    for _ in 0..200 {
        let posts =
            tab.take_events().into_iter().filter(|event| event["params"]["request"]["method"] == "POST");
        let times = posts.filter_map(|event| event["params"]["timestamp"].as_f64());
        let mut times = times.map(|seconds| seconds * 1000.0 - begin);
        if let Some(time) = times.find(|time| *time > tapped) {
            return Ok(time - tapped);
        }
        sleep(Duration::from_millis(50)).await;
        // Events are read while a command waits for its result.
        tab.evaluate("0").await?;
    }
    bail!("no request after the last tap")
}

/// How long the page's main thread has been busy so far, in milliseconds.
#[derive(Default)]
struct Spent {
    /// The page's time zero on the network's clock.
    begin: f64,
    script: f64,
    thread: f64,
}

impl Spent {
    async fn of(tab: &mut Tab<'_>) -> Result<Self> {
        let got = tab.call("Performance.getMetrics", json!({})).await?;
        let metrics = got["metrics"].as_array().context("metrics")?;
        let spent = |name: &str| {
            let metric = metrics.iter().find(|metric| metric["name"] == name);
            metric
                .and_then(|metric| metric["value"].as_f64())
                .map(|seconds| seconds * 1000.0)
                .context(name.to_owned())
        };
        Ok(Self {
            begin: spent("NavigationStart")?,
            script: spent("ScriptDuration")?,
            thread: spent("TaskDuration")?,
        })
    }
}

/// The memory of the page in kilobytes: script objects, elements, and backing stores such as WebAssembly's.
async fn heap(tab: &mut Tab<'_>) -> Result<f64> {
    tab.call("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = tab.call("Runtime.getHeapUsage", json!({})).await?;
    let parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];
    let bytes: f64 = parts.iter().map(|part| usage[*part].as_f64().unwrap_or_default()).sum();
    Ok(bytes / 1000.0)
}

/// What was transferred for a product, without the page itself.
struct Transfers {
    folder: &'static str,
    /// The ids of requests that have not ended.
    open: Vec<Value>,
    bytes: f64,
    requests: f64,
}

impl Transfers {
    fn of(product: &Product) -> Self {
        Self { folder: product.folder(), open: Vec::new(), bytes: 0.0, requests: 0.0 }
    }

    /// Counts transfers until a time on the network's clock.
    fn record(&mut self, events: Vec<Value>, until: f64) {
        let is_before =
            |event: &Value| event["params"]["timestamp"].as_f64().is_none_or(|time| time * 1000.0 <= until);
        for event in events.into_iter().filter(is_before) {
            let id = &event["params"]["requestId"];
            match event["method"].as_str() {
                Some("Network.requestWillBeSent") => {
                    let url = event["params"]["request"]["url"].as_str().unwrap_or_default();
                    let path = url.splitn(4, '/').nth(3).unwrap_or_default();
                    if url.starts_with("https:") || path.starts_with(self.folder) {
                        self.open.push(id.clone());
                    }
                }
                Some("Network.loadingFinished") => {
                    // A response from the cache has no bytes.
                    let bytes = event["params"]["encodedDataLength"].as_f64().unwrap_or_default();
                    if self.open.contains(id) && bytes > 0.0 {
                        self.bytes += bytes;
                        self.requests += 1.0;
                    }
                }
                _ => {}
            }
        }
    }
}
