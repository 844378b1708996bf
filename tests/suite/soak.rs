//! A page that stays open for long, with many navigations and many surveys, holds on to nothing of them and costs next to nothing.
//!
//! `cargo test -p nachklang-tests --test suite soak -- --ignored --nocapture` runs the long version, which takes ten minutes.

use std::time::{Duration, Instant};

use nachklang_tests::{Browser, Collector, Engine, Page, Shop, only_in};
use serde_json::json;

/// What Chromium counts in a page.
#[derive(Debug)]
struct Metrics {
    nodes: f64,
    listeners: f64,
    heap: f64,
    /// Seconds in which the page was busy.
    busy: f64,
}

/// What is there after the garbage was collected.
async fn metrics(browser: &Browser) -> Metrics {
    for _ in 0..3 {
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
    }
    let reply = browser.devtools("Performance.getMetrics", json!({})).await;
    let value = |name: &str| {
        let metrics = reply["value"]["metrics"].as_array().expect("metrics").iter();
        let mut found = metrics.filter(|metric| metric["name"] == name);
        found
            .next()
            .and_then(|metric| metric["value"].as_f64())
            .unwrap_or_else(|| panic!("{name} in {reply}"))
    };
    Metrics {
        nodes: value("Nodes"),
        listeners: value("JSEventListeners"),
        heap: value("JSHeapUsedSize"),
        busy: value("TaskDuration"),
    }
}

/// Opens a page of 10,000 nodes.
async fn open(browser: &Browser, collector: &Collector) {
    let body = format!("<ul>{}</ul>", "<li><span class=price>49.90</span></li>".repeat(3_400));
    let page = Page::with_tag(collector, "").head("<script>dataLayer = []</script>").body(&body);
    browser.open(&Shop::with(page).await.origin).await;
    browser.devtools("Performance.enable", json!({})).await;
}

/// Goes to so many pages, then shows a survey and ends it: by closing it, or by an answer first.
async fn go_and_ask(browser: &Browser, round: usize, navigations: usize) {
    let go = format!(
        "for (let i = 0; i < {navigations}; i++) {{ history.pushState({{}}, '', '/page/{round}/' + i); \
         dataLayer.splice(0, 50, {{ event: i % 2 ? 'view_item' : 'view_cart' }}); nachklang('event', 'looked') }} \
         nachklang('show', 'csat')"
    );
    browser.run(&go).await;
    browser.question().await;
    if round % 2 == 1 {
        browser.click("input[value='4']").await;
    }
    browser.click(".close").await;
    browser.wait_until_gone().await;
}

#[tokio::test]
async fn many_surveys_leave_as_little_behind_as_few() {
    if !only_in(&[Engine::Chromium], "only Chromium counts nodes and listeners") {
        return;
    }
    let (browser, collector) = (Browser::start().await, Collector::start());
    open(&browser, &collector).await;
    let mut few = None;
    for round in 0..20 {
        go_and_ask(&browser, round, 3).await;
        if round == 4 {
            few = Some(metrics(&browser).await);
        }
    }
    let (few, many) = (few.expect("five rounds"), metrics(&browser).await);
    // A card has about 75 nodes and 20 listeners. One may still be held, by the browser's own view of the pointer for example.
    assert!(many.nodes - few.nodes < 100.0, "{few:?}, then {many:?}");
    assert!(many.listeners - few.listeners < 25.0, "{few:?}, then {many:?}");
}

#[tokio::test]
#[ignore = "takes ten minutes"]
async fn a_page_that_is_open_for_long_stays_as_it_is() {
    if !only_in(&[Engine::Chromium], "only Chromium counts nodes and listeners") {
        return;
    }
    let (browser, collector) = (Browser::start().await, Collector::start());
    open(&browser, &collector).await;
    let started = Instant::now();
    let mut first = None;
    for round in 0..200 {
        go_and_ask(&browser, round, 5).await;
        if round == 20 {
            first = Some(metrics(&browser).await);
        }
    }
    let (first, last) = (first.expect("rounds"), metrics(&browser).await);
    eprintln!("200 surveys and 1,000 navigations in {:?}: {first:?}, then {last:?}", started.elapsed());
    assert!(last.nodes - first.nodes < 100.0 && last.listeners - first.listeners < 25.0);
    assert!(last.heap < first.heap * 1.1, "{first:?}, then {last:?}");
    // The rest of the ten minutes nothing happens but that the loader looks.
    let idle = Duration::from_secs(600).saturating_sub(started.elapsed()).max(Duration::from_secs(120));
    tokio::time::sleep(idle).await;
    let share = (metrics(&browser).await.busy - last.busy) / idle.as_secs_f64();
    eprintln!("{:.3} % of a core while nothing happens, in {idle:?}", share * 100.0);
    assert!(share < 0.002);
}
