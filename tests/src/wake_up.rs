//! Measures how long it takes from waking the widget to its question being on screen: `cargo xtask bench`.
//!
//! Each round is a browser with an empty cache. The page has loaded and is idle; what is measured is the call, the fetching
//! of all files, compiling, and the first frame with the question.

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::json;

const ROUNDS: usize = 9;

const MEASURE: &str = "
    const start = performance.now();
    const look = () => {
        const question = document.querySelector('nachklang-widget')?.shadowRoot.querySelector('h2');
        requestAnimationFrame(question?.checkVisibility() ? () => done(performance.now() - start) : look);
    };
    nachklang('show', 'nps');
    look();";

#[tokio::main]
async fn main() {
    println!("milliseconds from the call to the question on screen, cold cache, {ROUNDS} rounds");
    println!("{:<44}{:>8}{:>8}{:>8}", "", "median", "least", "most");
    measure("unthrottled", false).await;
    measure("1.6 Mbit/s, 150 ms round trip, 4× slower CPU", true).await;
}

async fn measure(name: &str, throttled: bool) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        times.push(round(throttled).await);
    }
    times.sort_by(f64::total_cmp);
    println!("{name:<44}{:>8.0}{:>8.0}{:>8.0}", times[ROUNDS / 2], times[0], times[ROUNDS - 1]);
}

async fn round(throttled: bool) -> f64 {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    if throttled {
        let bytes = 1_600_000 / 8;
        let network = json!({ "offline": false, "latency": 150, "downloadThroughput": bytes, "uploadThroughput": bytes });
        browser.devtools("Network.enable", json!({})).await;
        browser.devtools("Network.emulateNetworkConditions", network).await;
        browser.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": 4 })).await;
    }
    tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    browser.run_until_done(MEASURE, Vec::new()).await.as_f64().expect("a time")
}
