//! Surveys that are prefetched.

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

use super::{LOADER_CHECK, waiting_for};

/// A fast and some slow connections, as `navigator.connection` reports them.
const FAST: &str = "{ effectiveType: '4g', saveData: false }";
const SLOW: [&str; 3] =
    ["{ effectiveType: '3g', saveData: false }", "{ effectiveType: '4g', saveData: true }", "undefined"];

/// Expects that these files are fetched over this connection while the survey waits.
async fn expect_prefetch(browser: &Browser, connection: &str, survey: &Value, files: &[&str]) {
    let collector = Collector::start();
    let surveys = survey_file(std::slice::from_ref(survey));
    let says =
        format!("<script>Object.defineProperty(navigator, 'connection', {{ value: {connection} }})</script>");
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(&says);
    let shop = Shop::with_surveys(page, &surveys).await;
    browser.open(&shop.origin).await;
    tokio::time::sleep(LOADER_CHECK).await;
    assert!(!browser.shows_widget().await);
    let names = "return performance.getEntriesByType('resource').filter((e) => e.responseEnd).map((e) => \
        e.name.replace(/.*\\/(.*)\\.\\w+\\./, '$1.')).filter((name) => /^(glue|program|deferred|en)\\./.test(name)).sort()";
    let have_come = async || (browser.run(names).await == json!(files)).then_some(());
    wait_for(&format!("{files:?} for {survey} by {connection}"), have_come).await;
    browser.run("nachklang('show')").await;
    browser.question().await;
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn a_waiting_survey_is_prefetched() {
    let browser = Browser::start().await;
    let exit = waiting_for(&json!({ "exit": true }));
    expect_prefetch(&browser, FAST, &exit, &["en.json", "glue.js", "program.wasm"]).await;
    for slow in SLOW {
        expect_prefetch(&browser, slow, &exit, &["glue.js"]).await;
    }
    for on_another_day in [json!({ "order": 14 }), json!({ "call": true })] {
        expect_prefetch(&browser, FAST, &waiting_for(&on_another_day), &["glue.js"]).await;
    }
}

#[tokio::test]
async fn a_survey_is_prefetched_at_the_touchpoint_before() {
    let browser = Browser::start().await;
    let likely = |touchpoint: &str| {
        let mut survey = waiting_for(&json!({ "load": 0 }));
        survey["touchpoints"] = json!(["order.confirmation"]);
        survey["prefetch_at"] = json!(["cart", touchpoint]);
        survey
    };
    expect_prefetch(&browser, FAST, &likely("page"), &["en.json", "glue.js", "program.wasm"]).await;
    for slow in SLOW {
        expect_prefetch(&browser, slow, &likely("page"), &[]).await;
    }
    expect_prefetch(&browser, FAST, &likely("checkout"), &[]).await;
    // Files from before the field was renamed are read as well.
    let mut old = likely("page");
    let at = old.as_object_mut().unwrap().remove("prefetch_at").unwrap();
    old["ahead"] = at;
    expect_prefetch(&browser, FAST, &old, &["en.json", "glue.js", "program.wasm"]).await;
}
