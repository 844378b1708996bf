//! Endpoints that fail.

use nachklang_tests::{Browser, Collector, Endpoint, Page, Reply, Shop, wait_for};
use serde_json::json;

async fn open(endpoint: &str, collector: &Collector) -> Browser {
    let shop = Shop::with(Page::posting_to(endpoint, collector, r#"data-survey="nps""#)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser
}

#[tokio::test]
async fn a_response_is_sent_again_after_the_endpoint_failed() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(500), Reply::Status(503), Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    let failed = browser.event("failed").await;
    assert_eq!((&failed["status"], &failed["final"]), (&json!(500), &json!(false)));
    assert_eq!(failed["reason"], "HTTP 500 said the endpoint");
    browser.click("[value='9']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    let last = wait_for("the complete answer", async || {
        endpoint.responses().into_iter().find(|response| response["status"] == "complete")
    });
    assert_eq!(last.await["answers"][0]["value"], 9);
    browser.event("delivered").await;
    let revisions: Vec<_> =
        endpoint.responses().iter().map(|response| response["revision"].as_u64()).collect();
    assert!(revisions.is_sorted(), "no older revision behind a newer one: {revisions:?}");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// Notes what is sent by beacon, what by a request and whether the thanks are there by then, and which locks are asked for. Rates
/// by 9; what follows in the same script does so before that answer has rested.
const RATES: &str = "const noted = window.noted = []; const beacon = navigator.sendBeacon.bind(navigator); const request = fetch; \
    navigator.sendBeacon = (url, body) => (noted.push('beacon'), beacon(url, body)); \
    const find = (selector) => document.querySelector('nachklang-widget').shadowRoot.querySelector(selector); \
    window.fetch = (...all) => (noted.push(find('.thanks') ? 'thanked' : 'asked'), request(...all)); \
    const ask = navigator.locks.request.bind(navigator.locks); \
    navigator.locks.request = (...all) => (noted.push('lock'), ask(...all)); \
    find(\"[value='9']\").click();";

#[tokio::test]
async fn an_answer_is_sent_before_the_thank_you_appears() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    browser.event("delivered").await;
    browser.run(&format!("{RATES} find('.send').click()")).await;
    browser.settled_text(".thanks").await;
    wait_for("the complete answer", async || {
        endpoint.responses().into_iter().find(|response| response["status"] == "complete")
    })
    .await;
    let noted = browser.run("return noted").await;
    assert_eq!(noted[0], "asked", "neither a lock nor the thanks come before: {noted}");
}

#[tokio::test]
async fn a_leaving_page_sends_by_beacon_during_a_backoff() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(503), Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    browser.event("failed").await;
    let hides = "Object.defineProperty(document, 'hidden', { get: () => true }); \
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); return noted.at(-1)";
    assert_eq!(browser.run(&format!("{RATES} {hides}")).await, "beacon");
    let partial = wait_for("the answer given before leaving", async || {
        endpoint.responses().into_iter().find(|response| response["status"] == "partial")
    });
    assert_eq!(partial.await["answers"][0]["value"], 9);
}

#[tokio::test]
async fn requests_need_no_preflight_and_carry_no_credentials() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    browser.event("delivered").await;
    assert!(endpoint.methods().iter().all(|method| method == "POST"), "{:?}", endpoint.methods());
    assert_eq!(endpoint.headers("content-type")[0].as_deref(), Some("text/plain;charset=UTF-8"));
    assert_eq!(endpoint.headers("cookie")[0], None);
    let referrer = endpoint.headers("referer")[0].clone().expect("the origin");
    assert!(referrer.ends_with('/') && referrer.matches('/').count() == 3, "{referrer} is an origin");
}

#[tokio::test]
async fn a_final_refusal_is_reported_and_not_retried() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(422)]).await;
    let browser = open(&endpoint.url, &collector).await;
    let failed = browser.event("failed").await;
    assert_eq!((&failed["status"], &failed["final"]), (&json!(422), &json!(true)));
    let console = browser.recorded("console").await;
    assert_eq!(console, [json!("Nachklang: a response will not arrive: HTTP 422 said the endpoint")]);
    tokio::time::sleep(std::time::Duration::from_secs(3)).await;
    assert_eq!(endpoint.responses().len(), 1);
}

#[tokio::test]
async fn an_unreachable_endpoint_disturbs_nobody() {
    let collector = Collector::start();
    let browser = open(&Endpoint::unreachable().await, &collector).await;
    let failed = browser.event("failed").await;
    assert_eq!(
        (&failed["status"], &failed["final"], &failed["reason"]),
        (&json!(0), &json!(false), &json!("no answer"))
    );
    browser.click("[value='9']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn an_endpoint_that_hangs_keeps_nobody_waiting() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Never, Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    browser.click("[value='3']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    // The browser gives the first request up after a while, and the newest revision goes instead.
    let complete = wait_for("the complete answer", async || {
        endpoint.responses().into_iter().find(|response| response["status"] == "complete")
    });
    assert_eq!(complete.await["answers"][0]["value"], 3);
}

#[tokio::test]
async fn a_leaving_page_sends_by_beacon() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Never, Reply::Status(202)]).await;
    let browser = open(&endpoint.url, &collector).await;
    browser.click("[value='8']").await;
    // To another page of the shop, which sends what a busy browser has not.
    browser.run("location = '/other'").await;
    let partial = wait_for("the answer given before leaving", async || {
        endpoint.responses().into_iter().find(|response| response["status"] == "partial")
    });
    assert_eq!(partial.await["answers"][0]["value"], 8);
    assert_eq!(endpoint.headers("content-type")[1].as_deref(), Some("text/plain;charset=UTF-8"));
}
