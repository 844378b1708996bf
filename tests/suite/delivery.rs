//! Every answer arrives, whatever happens to its page.

use std::time::Duration;

use nachklang_tests::{
    Browser, Collector, Endpoint, Engine, Fault, Page, Proxy, Reply, Shop, only_in, wait_for,
};
use serde_json::{Value, json};

/// The revisions in the outbox.
const OUTBOX: &str = "return Object.keys(localStorage).filter((name) => /^nachklang:0/.test(name)).map((name) => +name.split(':')[2])";

/// A collector behind a proxy, and a shop that posts through it.
async fn behind_proxy(attributes: &str) -> (Collector, Proxy, Shop) {
    let collector = Collector::start();
    let proxy = Proxy::start(&collector.origin).await;
    let endpoint = format!("{}/v1/responses", proxy.origin);
    let shop = Shop::with(Page::posting_to(&endpoint, &collector, attributes)).await;
    (collector, proxy, shop)
}

/// Shows a survey by a call, and answers it to the end.
async fn answer(browser: &Browser, survey: &str, value: u8) {
    browser.run("nachklang('close')").await;
    browser.wait_until_gone().await;
    browser.run(&format!("nachklang('show', '{survey}')")).await;
    browser.question().await;
    browser.click(&format!("[value='{value}']")).await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
}

/// A page with consent, and an answer that is still in the outbox.
async fn answered_with_consent() -> (Collector, Proxy, Shop, Browser) {
    let (collector, proxy, shop) = behind_proxy(r#"data-consent="required""#).await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Refuse));
    browser.open(&shop.origin).await;
    browser.run("nachklang('consent', true)").await;
    answer(&browser, "nps", 7).await;
    (collector, proxy, shop, browser)
}

async fn expect_empty_outbox(browser: &Browser) {
    wait_for("nothing to wait", async || (browser.run(OUTBOX).await == json!([])).then_some(())).await;
}

async fn complete(collector: &Collector, value: u8) {
    let stored = collector.response("complete").await;
    assert_eq!(stored["answers"][0]["value"], value);
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn the_next_page_sends_what_could_not_be_sent() {
    let (collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Refuse));
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    assert_eq!(browser.run(OUTBOX).await.as_array().map(Vec::len), Some(1), "the newest revision");
    assert_eq!(browser.run("return JSON.parse(localStorage.nachklang).waits").await, true);
    assert_eq!(collector.responses().len(), 0);
    proxy.always(None);
    browser.open(&format!("{}/other", shop.origin)).await;
    complete(&collector, 7).await;
    expect_empty_outbox(&browser).await;
    let delivered = browser.event("delivered").await;
    assert_eq!(delivered["answers"][0]["value"], 7);
    wait_for("the loader to know", async || {
        (browser.run("return JSON.parse(localStorage.nachklang).waits").await == false).then_some(())
    })
    .await;
    assert!(!browser.shows_widget().await);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_page_without_a_survey_fetches_the_widget_only_to_send() {
    let (_collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    browser.event("delivered").await;
    expect_empty_outbox(&browser).await;
    browser.open(&format!("{}/other", shop.origin)).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let fetched =
        "return performance.getEntriesByType('resource').filter((e) => /glue|program/.test(e.name)).length";
    assert_eq!(browser.run(fetched).await, 0);
    drop(proxy);
}

#[tokio::test]
async fn the_backoff_that_an_endpoint_asks_for_holds_on_the_next_page() {
    let (collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Status(503, Some(15))));
    browser.open(&shop.origin).await;
    let asked = std::time::Instant::now();
    answer(&browser, "nps", 7).await;
    proxy.always(None);
    browser.open(&format!("{}/other", shop.origin)).await;
    complete(&collector, 7).await;
    assert!(asked.elapsed() > Duration::from_secs(15), "it came after {:?}", asked.elapsed());
}

#[tokio::test]
async fn a_request_that_a_page_abandoned_is_sent_again_and_counts_once() {
    let (collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    // The collector saves it, but its reply is lost.
    proxy.always(Some(Fault::DropReply));
    answer(&browser, "nps", 7).await;
    complete(&collector, 7).await;
    assert_eq!(browser.run(OUTBOX).await.as_array().map(Vec::len), Some(1));
    proxy.always(None);
    let before = proxy.passed();
    browser.open(&format!("{}/other", shop.origin)).await;
    expect_empty_outbox(&browser).await;
    assert!(proxy.passed() > before);
    complete(&collector, 7).await;
}

#[tokio::test]
async fn answers_from_two_tabs_are_stored_once_each() {
    if !only_in(
        &[Engine::Chromium, Engine::Firefox],
        "WebKitGTK opens tabs in the background, where nothing moves",
    ) {
        return;
    }
    let (collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Refuse));
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    browser.new_tab().await;
    browser.open(&shop.origin).await;
    answer(&browser, "csat", 4).await;
    assert_eq!(browser.run(OUTBOX).await.as_array().map(Vec::len), Some(2));
    proxy.always(None);
    expect_empty_outbox(&browser).await;
    let mut values: Vec<Value> =
        collector.responses().iter().map(|response| response["answers"][0]["value"].clone()).collect();
    values.sort_by_key(Value::as_u64);
    assert_eq!(values, [4, 7]);
}

#[tokio::test]
async fn a_page_from_the_back_forward_cache_sends_the_outbox() {
    let (collector, proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Refuse));
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    browser.open("about:blank").await;
    proxy.always(None);
    browser.run("history.back()").await;
    // A request that was under way as the page left is given 30 seconds.
    for look in 0..80 {
        // On a busy machine the browser may have noted no way back to it.
        if look == 10 && browser.run("return location.origin").await != *shop.origin {
            browser.open(&shop.origin).await;
        }
        if collector.responses().iter().any(|stored| stored["status"] == "complete") {
            return complete(&collector, 7).await;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let state = "return [location, performance.getEntriesByType('navigation')[0].type, localStorage, Date.now()].map((it) => JSON.stringify(it))";
    let events = browser.recorded("events").await;
    panic!("{} {events:?} {:?}", browser.run(state).await, collector.responses());
}

#[tokio::test]
async fn the_outbox_is_sent_when_the_connection_returns() {
    if !only_in(&[Engine::Chromium], "the others cannot be taken off the network") {
        return;
    }
    let (collector, _proxy, shop) = behind_proxy("").await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    browser.event("delivered").await;
    browser.set_offline(true).await;
    browser.click("[value='7']").await;
    browser.click(".send").await;
    browser.event("failed").await;
    // So many failures that the backoff would be long.
    browser.run("localStorage['nachklang:pause'] = `1 9 ${Date.now()} 3600000 0`").await;
    browser.set_offline(false).await;
    complete(&collector, 7).await;
}

#[tokio::test]
async fn responses_are_batched_where_the_shop_allows_it() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(202)]).await;
    let proxy = Proxy::start(endpoint.url.trim_end_matches("/responses")).await;
    let url = format!("{}/responses", proxy.origin);
    let shop = Shop::with(Page::posting_to(&url, &collector, r#"data-batch="10""#)).await;
    let browser = Browser::start().await;
    proxy.always(Some(Fault::Refuse));
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    answer(&browser, "csat", 4).await;
    browser.open(&format!("{}/other", shop.origin)).await;
    // What the page has handed over as it left, one by one, has not arrived either.
    proxy.always(None);
    expect_empty_outbox(&browser).await;
    let requests = endpoint.responses();
    let [batch] = &requests[..] else { panic!("{requests:?}") };
    let mut values: Vec<_> =
        batch.as_array().expect("an array").iter().map(|one| one["answers"][0]["value"].as_u64()).collect();
    // What was tried last comes last.
    values.sort();
    assert_eq!(values, [Some(4), Some(7)]);
    let ages = batch.as_array().unwrap().iter().map(|one| one["age"].as_u64().expect("an age"));
    assert!(ages.max() < Some(60_000));
}

#[tokio::test]
async fn a_redirect_is_no_acknowledgement() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(302), Reply::Status(202)]).await;
    let shop = Shop::with(Page::posting_to(&endpoint.url, &collector, "")).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    wait_for("the redirect to be told", async || {
        let events = browser.recorded("events").await;
        let failed = events.iter().find(|event| event["name"] == "failed")?;
        failed["detail"]["reason"].as_str().filter(|reason| reason.contains("redirect")).map(drop)
    })
    .await;
    browser.event("delivered").await;
    expect_empty_outbox(&browser).await;
    assert!(endpoint.responses().len() >= 2);
}

#[tokio::test]
async fn late_consent_sends_the_outbox() {
    let (collector, proxy, shop, browser) = answered_with_consent().await;
    browser.open(&format!("{}/other", shop.origin)).await;
    // What the page has handed over as it left has not arrived either.
    proxy.always(None);
    // The widget is there before the shopper has said anything.
    browser.run("nachklang('debug')").await;
    let panel = "return !!document.querySelector('nachklang-debug')";
    wait_for("the panel", async || (browser.run(panel).await == true).then_some(())).await;
    assert_eq!(collector.responses().len(), 0);
    browser.run("nachklang('consent', true)").await;
    complete(&collector, 7).await;
}

#[tokio::test]
async fn responses_are_sent_as_cloudevents_with_the_shops_headers() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(202)]).await;
    let attributes = r#"data-format="cloudevents" data-headers='{"X-Shop": "mugs"}'"#;
    let shop = Shop::with(Page::posting_to(&endpoint.url, &collector, attributes)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    answer(&browser, "nps", 7).await;
    expect_empty_outbox(&browser).await;
    let methods = endpoint.methods();
    let posted = methods.iter().rposition(|method| method == "POST").expect("a post");
    assert_eq!(endpoint.headers("x-shop")[posted].as_deref(), Some("mugs"));
    assert_eq!(endpoint.headers("content-type")[posted].as_deref(), Some("application/cloudevents+json"));
    let event = endpoint.responses().pop().expect("an event");
    assert_eq!(event["type"], "dev.nachklang.response.v1");
    assert_eq!(event["data"]["answers"][0]["value"], 7);
    let revision = event["data"]["revision"].to_string();
    assert_eq!(event["id"], format!("{}/{revision}", event["data"]["id"].as_str().unwrap()));
}

#[tokio::test]
async fn a_shop_without_an_endpoint_receives_events() {
    let collector = Collector::start();
    let shop = Shop::with(Page::posting_to("none", &collector, r#"data-survey="nps""#)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click("[value='7']").await;
    browser.click(".send").await;
    assert_eq!(browser.event("completed").await["answers"][0]["value"], 7);
    assert_eq!(browser.run(OUTBOX).await, json!([]));
    assert_eq!(browser.recorded("console").await, [""; 0]);
    assert_eq!(collector.responses().len(), 0);
}

#[tokio::test]
async fn withdrawing_consent_empties_the_outbox() {
    let (collector, proxy, shop, browser) = answered_with_consent().await;
    browser.run("nachklang('consent', false)").await;
    wait_for("the storage to be empty", async || {
        (browser.run("return Object.keys(localStorage).join()").await == "").then_some(())
    })
    .await;
    proxy.always(None);
    browser.open(&format!("{}/other", shop.origin)).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert_eq!(collector.responses().len(), 0);
}
