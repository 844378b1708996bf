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

/// How long a page that has loaded is left alone before anything is asked of it.
const AT_REST: Duration = Duration::from_secs(1);

/// What lies between visitor and shop.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Network {
    /// Nothing: a fast computer beside the server.
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

/// What is visited, and by whom.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Visit {
    /// A page at rest has the question shown; nothing is in the cache.
    Cold,
    /// The same by who was there before.
    Warm,
    /// A page on which the question is due from the start; nothing is in the cache.
    AtOnce,
    /// A page on which none is due; nothing is in the cache.
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
    /// Bytes of the product's files that had come when the question was on screen, as they are transferred.
    Bytes,
    /// Requests for them.
    Requests,
    /// From waking it, or from the beginning of the navigation, until the question has been painted.
    Visible,
    /// Tasks of the page's thread beyond 50 ms: what they took in all.
    LongTasks,
    /// The longest of them.
    LongestTask,
    /// What scripts took.
    Script,
    /// What the page's thread did in all.
    Thread,
    /// Cumulative layout shift.
    Shift,
    /// Kilobytes of memory that the page holds beside what it held before.
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

/// Where it is measured.
pub struct Stage {
    /// The shop's origin.
    pub origin: String,
}

impl Stage {
    /// Makes all visits there are for a product.
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
            visitor.leave(chromium).await?;
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
            // Who has answered is not asked again by products that remember it. The cache stays.
            let stored = json!({ "origin": self.origin, "storageTypes": "cookies,local_storage,indexeddb" });
            tab.call("Storage.clearDataForOrigin", stored).await?;
        }
        let address = format!("{}{}", self.origin, page.path(product));
        tab.call("Page.navigate", json!({ "url": address })).await?;
        let mut figures = Figures::default();
        let mut seen = Seen::of(product);
        let mut before = None;
        if visit != Visit::AtOnce {
            tab.evaluate("new Promise((done) => document.readyState == 'complete' ? done() : addEventListener('load', done))")
                .await?;
            sleep(AT_REST).await;
        }
        let start = match page {
            Page::Woken => {
                before = Some((heap(&mut tab).await?, Spent::of(&mut tab).await?));
                let wake = format!("const start = performance.now(); {}; return start", product.wake());
                tab.evaluate(&format!("(async () => {{ {wake} }})()")).await?.as_f64().context("a time")?
            }
            Page::AtOnce | Page::NotDue => 0.0,
        };
        if page.is_to_ask() {
            let visible = tab.evaluate(&format!("bench.visible({})", json!(product.question))).await?;
            figures.0.insert(Measure::Visible, visible.as_f64().context("a time")? - start);
            let begin = Spent::of(&mut tab).await?.begin;
            seen.hear(tab.told(), begin + visible.as_f64().context("a time")?);
            figures.0.insert(Measure::Bytes, seen.bytes);
            figures.0.insert(Measure::Requests, seen.requests);
        }
        sleep(Duration::from_secs(product.rest) + AT_REST).await;
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
                seen.hear(tab.told(), f64::INFINITY);
                figures.0.insert(Measure::Bytes, seen.bytes);
                figures.0.insert(Measure::Requests, seen.requests);
                figures.0.insert(Measure::Lcp, noted["lcp"].as_f64().context("a time")?);
            }
            Visit::Cold => {
                figures.0.insert(Measure::Memory, heap(&mut tab).await? - heap_before);
                answer(&mut tab, product, &mut figures).await?;
            }
            Visit::Warm | Visit::AtOnce => {}
        }
        tab.close().await?;
        Ok(figures)
    }
}

impl Page {
    fn is_to_ask(self) -> bool {
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

/// Answers as a shopper does, and measures how fast that is seen and sent.
async fn answer(tab: &mut Tab<'_>, product: &Product, figures: &mut Figures) -> Result<()> {
    tab.evaluate("bench.noted.paints = []").await?;
    for step in product.steps {
        let (Step::Tap(path) | Step::Write(path)) = step;
        let found = format!("bench.find({})", json!(path));
        tab.evaluate(&format!("bench.visible({})", json!(path))).await?;
        // Until nothing moves there any more.
        sleep(AT_REST).await;
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
        let posts = tab.told().into_iter().filter(|event| event["params"]["request"]["method"] == "POST");
        let times = posts.filter_map(|event| event["params"]["timestamp"].as_f64());
        let mut times = times.map(|seconds| seconds * 1000.0 - begin);
        if let Some(time) = times.find(|time| *time > tapped) {
            return Ok(time - tapped);
        }
        sleep(Duration::from_millis(50)).await;
        // Events come with an answer.
        tab.evaluate("0").await?;
    }
    bail!("no request after the last tap")
}

/// What the page's thread has done so far, in milliseconds.
#[derive(Default)]
struct Spent {
    /// When the page's clock began, on that of the network.
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

/// What the page holds in memory, in kilobytes: objects of scripts, elements, and what is neither, such as WebAssembly's.
async fn heap(tab: &mut Tab<'_>) -> Result<f64> {
    tab.call("HeapProfiler.collectGarbage", json!({})).await?;
    let usage = tab.call("Runtime.getHeapUsage", json!({})).await?;
    let parts = ["usedSize", "embedderHeapUsedSize", "backingStorageSize"];
    let bytes: f64 = parts.iter().map(|part| usage[*part].as_f64().unwrap_or_default()).sum();
    Ok(bytes / 1000.0)
}

/// What was transferred for a product, beside the page.
struct Seen {
    folder: &'static str,
    /// The requests for it that have not ended.
    open: Vec<Value>,
    bytes: f64,
    requests: f64,
}

impl Seen {
    fn of(product: &Product) -> Self {
        Self { folder: product.folder(), open: Vec::new(), bytes: 0.0, requests: 0.0 }
    }

    /// Counts what has come until a time on the network's clock.
    fn hear(&mut self, told: Vec<Value>, until: f64) {
        let is_before =
            |event: &Value| event["params"]["timestamp"].as_f64().is_none_or(|time| time * 1000.0 <= until);
        for event in told.into_iter().filter(is_before) {
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
                    // From the cache there come none.
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
