//! Consent, storage on the device, forgetting, and masking.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, ask_survey, wait_for};
use serde_json::{Value, json};

const REQUIRED: &str = r#"data-survey="nps" data-consent="required""#;

/// All that the page stores: cookies, and the keys of each storage.
const KEPT: &str = "return [document.cookie, Object.keys(localStorage), Object.keys(sessionStorage)]";

/// A shop's page with this script in its head, opened.
async fn open(attributes: &str, script: &str) -> (Collector, Browser, Shop) {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, attributes).head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    (collector, browser, shop)
}

/// Waits longer than a survey needs, and expects that nothing is stored, sent or shown.
async fn expect_nothing(collector: &Collector, browser: &Browser) {
    tokio::time::sleep(Duration::from_millis(2500)).await;
    assert_eq!(browser.run(KEPT).await, json!(["", [], []]));
    assert!(!browser.shows_widget().await);
    assert_eq!(collector.responses().len(), 0);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// Expects the survey, and its record on the device.
async fn expect_survey(collector: &Collector, browser: &Browser) {
    browser.question().await;
    collector.response("shown").await;
    expect_empty_outbox(browser).await;
}

/// Expects that the outbox becomes empty.
async fn expect_empty_outbox(browser: &Browser) {
    let only_memory = json!(["", ["nachklang"], []]);
    wait_for("nothing to wait", async || (browser.run(KEPT).await == only_memory).then_some(())).await;
}

#[tokio::test]
async fn nothing_is_shown_stored_or_sent_before_consent() {
    let (collector, browser, _shop) = open(REQUIRED, "").await;
    expect_nothing(&collector, &browser).await;
    browser.run("nachklang('show', 'csat')").await;
    expect_nothing(&collector, &browser).await;
    browser.run("nachklang('consent', true)").await;
    expect_survey(&collector, &browser).await;
}

#[tokio::test]
async fn consent_given_before_the_loader_counts() {
    let stub =
        "window.nachklang = (...call) => { (nachklang.q ||= []).push(call) }; nachklang('consent', true)";
    let (collector, browser, _shop) = open(REQUIRED, stub).await;
    expect_survey(&collector, &browser).await;
}

/// Expects that a banner gives consent: `banner` is on the page before, `agrees` runs when the shopper consents.
async fn expect_consent_from(banner: &str, agrees: &str) {
    let (collector, browser, _shop) = open(REQUIRED, banner).await;
    expect_nothing(&collector, &browser).await;
    browser.run(agrees).await;
    expect_survey(&collector, &browser).await;
}

#[tokio::test]
async fn googles_consent_mode_is_read() {
    expect_consent_from(
        "dataLayer = []; function gtag() { dataLayer.push(arguments) } \
         gtag('consent', 'default', { analytics_storage: 'denied', ad_storage: 'denied' }); gtag('js', new Date())",
        "gtag('consent', 'update', { analytics_storage: 'granted' })",
    )
    .await;
}

#[tokio::test]
async fn consent_to_advertising_alone_is_no_consent() {
    let (collector, browser, _shop) = open(
        REQUIRED,
        "dataLayer = []; function gtag() { dataLayer.push(arguments) } \
         gtag('consent', 'default', { ad_storage: 'granted', analytics_storage: 'denied' })",
    )
    .await;
    expect_nothing(&collector, &browser).await;
}

#[tokio::test]
async fn the_tcf_is_read() {
    let banner = "const heard = []; window.__tcfapi = (command, version, callback) => { \
                    if (command != 'addEventListener' || version != 2) return; heard.push(callback); \
                    callback({ gdprApplies: true, eventStatus: 'cmpuishown', purpose: { consents: {} } }, true) }; \
                  window.agree = (...purposes) => heard.forEach((callback) => callback({ gdprApplies: true, \
                    eventStatus: 'useractioncomplete', purpose: { consents: Object.fromEntries(purposes.map((p) => [p, true])) } }, true))";
    let (collector, browser, _shop) = open(REQUIRED, banner).await;
    browser.run("agree(1, 2, 7)").await;
    expect_nothing(&collector, &browser).await;
    browser.run("agree(1, 9)").await;
    expect_survey(&collector, &browser).await;
}

#[tokio::test]
async fn shopifys_privacy_api_is_read() {
    expect_consent_from(
        "window.allowed = false; window.Shopify = { customerPrivacy: { analyticsProcessingAllowed: () => allowed } }",
        "window.allowed = true",
    )
    .await;
}

const SIGNALS: [&str; 2] = [
    "Object.defineProperty(Navigator.prototype, 'globalPrivacyControl', { get: () => true, configurable: true })",
    "Object.defineProperty(Navigator.prototype, 'doNotTrack', { get: () => '1', configurable: true })",
];

#[tokio::test]
async fn a_privacy_signal_of_the_browser_overrides_the_banner() {
    for signal in SIGNALS {
        let (collector, browser, _shop) = open(REQUIRED, signal).await;
        browser.run("nachklang('consent', true)").await;
        expect_nothing(&collector, &browser).await;
    }
}

#[tokio::test]
async fn a_privacy_signal_disables_the_journey_but_not_the_survey() {
    let (collector, browser, shop) = open(r#"data-survey="nps""#, SIGNALS[0]).await;
    browser.question().await;
    let stored = collector.response("shown").await;
    assert_eq!((&stored["journey"], &stored["customer"]), (&Value::Null, &Value::Null), "{stored}");
    let kept = "return Object.keys(JSON.parse(localStorage.nachklang)).sort()";
    assert_eq!(browser.run(kept).await, json!(["quiet", "sent", "shown", "surveys", "waits"]));
    // The survey is remembered, so that it is not shown again.
    browser.open(&shop.origin).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!browser.shows_widget().await);
}

#[tokio::test]
async fn withdrawing_consent_deletes_what_was_stored() {
    let (collector, browser, shop) = open(REQUIRED, "").await;
    browser.run("nachklang('consent', true)").await;
    expect_survey(&collector, &browser).await;
    browser.run("nachklang('consent', false)").await;
    let kept = async || (browser.run(KEPT).await == json!(["", [], []])).then_some(());
    wait_for("nothing to be kept", kept).await;
    // Nothing comes back on the next page.
    browser.open(&shop.origin).await;
    tokio::time::sleep(Duration::from_millis(1500)).await;
    assert_eq!(browser.run(KEPT).await, json!(["", [], []]));
}

#[tokio::test]
async fn a_shopper_is_forgotten_here_and_at_the_endpoint() {
    let (collector, browser, _shop) = open(r#"data-survey="nps""#, "").await;
    browser.question().await;
    browser.click("[value='3']").await;
    browser.click(".send").await;
    collector.response("complete").await;
    browser.run_until_done("nachklang('forget').then(() => done())", Vec::new()).await;
    assert_eq!(browser.run(KEPT).await, json!(["", [], []]));
    assert!(!browser.shows_widget().await);
    wait_for("the endpoint to forget", async || collector.responses().is_empty().then_some(())).await;
}

/// The members of what is kept, as the table in the reference names them.
fn documented() -> Vec<String> {
    let reference =
        std::fs::read_to_string(xtask::root().join("docs/reference.md")).expect("docs/reference.md");
    let (_, table) = reference.split_once("## What it stores").expect("a table of what is kept");
    let (_, table) = table.split_once("`nachklang` holds an object").expect("the table of its members");
    let cells = table.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('|'));
    let mut names: Vec<String> = cells
        .flat_map(|(cell, _)| cell.split('`'))
        .filter(|name| name.starts_with(|first: char| first.is_ascii_lowercase()))
        .map(String::from)
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn the_device_stores_what_the_reference_lists() {
    let collector = Collector::start();
    let survey =
        json!({ "key": "all", "audience": { "channels": ["direct"] }, "questions": [{ "kind": "csat" }] });
    let file = nachklang_tests::survey_file(&[survey]);
    let shop = Shop::with_surveys(Page::with_tag(&collector, r#"data-survey="/surveys.json""#), &file).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click("[value='4']").await;
    browser.click(".send").await;
    collector.response("complete").await;
    let members = browser.run("return Object.keys(JSON.parse(localStorage.nachklang)).sort()").await;
    assert_eq!(members, json!(documented()));
    expect_empty_outbox(&browser).await;
}

#[tokio::test]
async fn personal_details_are_masked_visibly_before_sending() {
    let browser = Browser::start().await;
    let survey = json!({ "questions": [{ "kind": "long-text", "key": "why", "text": "Why?" }] });
    let collector = ask_survey(&browser, survey, "").await;
    let text = "Mail jo@example.com, call +49 30 23125000, card 4242 4242 4242 4242";
    let masked = "Mail [e-mail], call [phone], card [card]";
    browser.write("#field", text).await;
    browser.click(".send").await;
    browser.settled_text("#error:not(:empty)").await;
    assert_eq!(browser.widget("$('#field').value").await, masked, "the shopper sees what is sent");
    browser.click(".send").await;
    let stored = collector.response("complete").await;
    assert_eq!(stored["answers"][0]["value"], masked);
    // The original text was never sent.
    let posted = browser.recorded("events").await;
    assert!(!json!(posted).to_string().contains("jo@example.com"), "{posted:?}");
}

#[tokio::test]
async fn a_shops_own_patterns_are_masked() {
    let collector = Collector::start();
    let file = json!({
        "format": 1,
        "masks": ["KD-\\d+", "("],
        "surveys": [{ "key": "s", "questions": [{ "kind": "csat" }] }],
    });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &file.to_string()).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click("[value='2']").await;
    browser.write("#comment", "I am KD-4711").await;
    browser.click(".send").await;
    browser.settled_text("#error:not(:empty)").await;
    browser.click(".send").await;
    let stored = collector.response("complete").await;
    assert_eq!(stored["answers"][1]["value"], "I am […]");
}
