//! Triggers of survey files: no survey is shown before its trigger conditions are met.

mod exit;
mod prefetch;
mod several;
mod single;

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

/// A few of the loader's checks of the page.
const LOADER_CHECK: Duration = Duration::from_millis(1600);

/// A survey with this trigger.
fn waiting_for(trigger: &Value) -> Value {
    json!({ "key": "asked", "trigger": trigger, "questions": [{ "kind": "nps" }] })
}

/// Starts a shop with these surveys and a page with this body.
async fn shop(collector: &Collector, surveys: &[Value], body: &str) -> Shop {
    let page = Page::with_tag(collector, r#"data-survey="/surveys.json""#).body(body);
    Shop::with_surveys(page, &survey_file(surveys)).await
}

/// Waits until the script that watches trigger conditions has arrived and checked the page.
async fn wait_until_watched(browser: &Browser) {
    let come = "return performance.getEntriesByType('resource').some((e) => /glue.*js$/.test(e.name) && e.responseEnd)";
    wait_for("the glue to come", async || (browser.run(come).await == true).then_some(())).await;
    tokio::time::sleep(LOADER_CHECK).await;
}

/// Expects that a survey with this trigger is shown after the page has run `act`, and not before.
async fn expect_trigger(trigger: Value, body: &str, act: &str) {
    let browser = Browser::start().await;
    expect_trigger_in(&browser, &trigger, body, "", act).await;
}

/// The same in this browser; `without_effect` changes nothing.
async fn expect_trigger_in(browser: &Browser, trigger: &Value, body: &str, without_effect: &str, act: &str) {
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(trigger)], body).await;
    browser.open(&shop.origin).await;
    wait_until_watched(browser).await;
    browser.run(without_effect).await;
    tokio::time::sleep(LOADER_CHECK).await;
    assert!(!browser.shows_widget().await, "{trigger} has not come by {without_effect:?}");
    browser.run(act).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, last_condition(trigger), "{act}");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

/// The last condition of a trigger.
fn last_condition(trigger: &Value) -> Value {
    trigger.as_object().unwrap().keys().next_back().unwrap().as_str().into()
}

async fn woken_by(collector: &Collector) -> Value {
    collector.response("shown").await["touchpoint"]["woken_by"].clone()
}

/// When the survey was shown, in milliseconds since the page was opened.
async fn shown_at(browser: &Browser) -> f64 {
    let ask = async || {
        let events = browser.recorded("events").await;
        events.iter().find(|event| event["name"] == "shown").and_then(|event| event["at"].as_f64())
    };
    wait_for("the survey to be shown", ask).await
}

/// A page that has to be scrolled.
const LONG: &str = "<div style='height: 5000px'>Much to read</div>";

/// The event of a pointer that leaves an element.
fn pointer_leaves(properties: &str) -> String {
    format!("document.body.dispatchEvent(new MouseEvent('mouseout', {{ bubbles: true, {properties} }}));")
}
