//! Several trigger conditions, and several surveys.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file};
use serde_json::{Value, json};

use super::{
    LOADER_CHECK, LONG, expect_trigger_in, last_condition, pointer_leaves, shop, wait_until_watched,
    waiting_for,
};

#[tokio::test]
async fn a_survey_waits_for_all_its_trigger_conditions() {
    let browser = Browser::start().await;
    let trigger = json!({ "scroll": 60, "event": "size_guide" });
    let (scroll, event) = ("scrollTo(0, 3500)", "nachklang('event', 'size_guide')");
    expect_trigger_in(&browser, &trigger, LONG, scroll, event).await;
    expect_trigger_in(&browser, &trigger, LONG, event, scroll).await;
}

#[tokio::test]
async fn a_survey_is_asked_once_on_a_slow_network() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    // Prefetching has low priority.
    let slow = "<script>const quick = fetch; window.programs = []; window.fetch = async (address, options) => { \
                if (/program/.test(address)) { if (options.priority != 'low') programs.push(address); \
                await new Promise((then) => setTimeout(then, 3000)) } return quick(address, options) }</script>";
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(slow);
    let file = survey_file(&[waiting_for(&json!({ "event": "size_guide" }))]);
    let shop = Shop::with_surveys(page, &file).await;
    browser.open(&shop.origin).await;
    wait_until_watched(&browser).await;
    browser.run("nachklang('event', 'size_guide')").await;
    browser.question().await;
    collector.response("shown").await;
    tokio::time::sleep(LOADER_CHECK).await;
    assert_eq!(browser.run("return programs.length").await, 1);
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn the_survey_whose_trigger_fires_is_asked() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let surveys = [
        json!({ "key": "clicked", "trigger": { "click": "#buy" }, "questions": [{ "kind": "csat" }] }),
        json!({ "key": "called", "trigger": { "call": true }, "questions": [{ "kind": "ces" }] }),
        json!({ "key": "happened", "trigger": { "event": "size_guide" }, "questions": [{ "kind": "nps" }] }),
    ];
    let shop = shop(&collector, &surveys, "").await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('event', 'size_guide')").await;
    browser.question().await;
    assert_eq!(collector.response("shown").await["survey"], "happened");
}

#[tokio::test]
async fn leaving_a_touchpoint_drops_its_waiting_survey() {
    let browser = Browser::start().await;
    for trigger in [json!({ "stay": 4 }), json!({ "load": 4 })] {
        let collector = Collector::start();
        let mut survey = waiting_for(&trigger);
        survey["touchpoints"] = json!(["checkout"]);
        let file = json!({
            "format": 1,
            "touchpoints": [{ "key": "checkout", "paths": ["^/checkout"] }],
            "surveys": [survey],
        });
        let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let shop = Shop::with_surveys(page, &file.to_string()).await;
        browser.open(&format!("{}/checkout", shop.origin)).await;
        tokio::time::sleep(LOADER_CHECK).await;
        browser.run("history.pushState(null, '', '/mugs')").await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(!browser.shows_widget().await, "{trigger}");
        assert_eq!(collector.responses().len(), 0);
        // Back there, what it waited for counts anew.
        browser.run("history.back()").await;
        browser.question().await;
        let stored = collector.response("shown").await;
        assert_eq!(stored["touchpoint"]["key"], "checkout");
        assert_eq!(stored["touchpoint"]["woken_by"], last_condition(&trigger));
    }
}

#[tokio::test]
async fn trigger_conditions_met_at_another_touchpoint_do_not_count() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let body = format!("{LONG}<script>dataLayer = []</script>");
    let surveys: Vec<Value> = [
        json!({ "event": "size_guide", "load": 0 }),
        json!({ "click": "#buy", "stay": 0 }),
        json!({ "exit": true, "stay": 0 }),
    ]
    .iter()
    .enumerate()
    .map(|(index, trigger)| {
        json!({ "key": format!("survey-{index}"), "trigger": trigger, "touchpoints": ["cart"],
                "questions": [{ "kind": "nps" }] })
    })
    .collect();
    let file = json!({
        "format": 1,
        "touchpoints": [{ "key": "cart", "paths": ["^/cart"] }],
        "surveys": surveys,
    });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).body(&body);
    let shop = Shop::with_surveys(page, &file.to_string()).await;
    browser.open(&format!("{}/cart", shop.origin)).await;
    wait_until_watched(&browser).await;
    browser.run("history.pushState(null, '', '/mugs')").await;
    tokio::time::sleep(LOADER_CHECK).await;
    let acts = format!(
        "dataLayer.push({{ event: 'size_guide' }}); document.querySelector('#buy').click(); {}",
        pointer_leaves("clientY: 0")
    );
    browser.run(&acts).await;
    tokio::time::sleep(LOADER_CHECK).await;
    browser.run("history.pushState(null, '', '/cart')").await;
    tokio::time::sleep(LOADER_CHECK).await;
    assert!(!browser.shows_widget().await);
    browser.run("document.querySelector('#buy').click()").await;
    browser.question().await;
    assert_eq!(collector.response("shown").await["survey"], "survey-1");
}

#[tokio::test]
async fn an_invalid_selector_is_reported_and_stops_no_other_survey() {
    let browser = Browser::start().await;
    for (trigger, act) in [
        (json!({ "view": "p:with(" }), ""),
        (json!({ "click": "p:with(" }), "document.querySelector('#buy').click()"),
    ] {
        let collector = Collector::start();
        let surveys = [
            json!({ "key": "wrong", "trigger": trigger, "questions": [{ "kind": "csat" }] }),
            json!({ "key": "right", "trigger": { "event": "size_guide" }, "questions": [{ "kind": "nps" }] }),
        ];
        let shop = shop(&collector, &surveys, "").await;
        browser.open(&shop.origin).await;
        wait_until_watched(&browser).await;
        browser.run(act).await;
        let error = browser.event("error").await;
        assert_eq!(error["reason"], "settings");
        assert!(error["message"].as_str().unwrap().contains("p:with("), "{error}");
        browser.run("nachklang('event', 'size_guide')").await;
        browser.question().await;
        assert_eq!(collector.response("shown").await["survey"], "right");
        let errors = browser.recorded("events").await;
        assert_eq!(errors.iter().filter(|event| event["name"] == "error").count(), 1, "{errors:?}");
        assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    }
}
