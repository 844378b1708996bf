//! Consent that is withdrawn while a survey is on screen: the survey goes, and nothing is stored or sent any more.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, wait_for};
use serde_json::json;

/// Longer than the widget waits for another change before it sends an answer.
const PAUSE: Duration = Duration::from_millis(900);

/// What gives consent, and what withdraws it.
const SOURCES: [(&str, &str, &str); 4] = [
    ("a call", "nachklang('consent', true)", "nachklang('consent', false)"),
    (
        "consent mode",
        "gtag('consent', 'update', { analytics_storage: 'granted' })",
        "gtag('consent', 'update', { analytics_storage: 'denied' })",
    ),
    ("the TCF", "decide({ 1: true, 9: true })", "decide({})"),
    ("Shopify", "allow(true)", "allow(false)"),
];

const SCRIPT: &str = "
  window.dataLayer = [];
  window.gtag = function () { dataLayer.push(arguments) };
  window.decide = (consents) => {
    const data = { gdprApplies: true, eventStatus: 'useractioncomplete', purpose: { consents } };
    window.listeners?.forEach((listener) => listener(data, true));
    window.listeners ||= [];
    window.__tcfapi ||= (command, version, callback) => { if (command == 'addEventListener') { listeners.push(callback); callback(data, true) } };
  };
  window.allow = (isAllowed) => (window.Shopify = { customerPrivacy: { analyticsProcessingAllowed: () => isAllowed } });
";

#[tokio::test]
async fn the_survey_goes_with_the_consent_and_comes_back_with_it() {
    let browser = Browser::start().await;
    for (source, give, withdraw) in SOURCES {
        let collector = Collector::start();
        let page = Page::with_tag(&collector, r#"data-survey="csat" data-consent="required""#)
            .head(&format!("<script>{SCRIPT}</script>"));
        let shop = Shop::with(page).await;
        browser.open(&shop.origin).await;
        browser.run(give).await;
        browser.question().await;
        collector.response("shown").await;
        browser.click("[value='4']").await;
        browser.run(withdraw).await;
        browser.wait_until_gone().await;
        let gone_at = browser.run("return performance.now()").await;
        // A page that goes away would send what waits, and an answer is sent after a pause.
        browser.run("dispatchEvent(new Event('pagehide'))").await;
        tokio::time::sleep(PAUSE).await;
        let sent = format!(
            "return performance.getEntriesByType('resource').filter((entry) => entry.name.includes('/v1/responses') && \
             entry.startTime > {gone_at}).length"
        );
        assert_eq!(browser.run(&sent).await, 0, "{source}");
        assert_eq!(browser.run("return Object.keys(localStorage)").await, json!([]), "{source}");
        browser.run(give).await;
        browser.question().await;
        let both = async || (collector.responses().len() == 2).then_some(());
        wait_for("the survey of the second consent", both).await;
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{source}");
    }
}

/// How many surveys and tabs are on the page and in its elements.
const COUNT: &str = "\
    const hosts = (root) => root ? root.querySelectorAll('nachklang-widget').length : 0; \
    return [...document.querySelectorAll('nachklang-survey')].reduce((sum, { shadowRoot }) => sum + hosts(shadowRoot), hosts(document))";

#[tokio::test]
async fn tabs_and_surveys_in_the_page_go_with_the_consent() {
    let browser = Browser::start().await;
    let element = r#"<nachklang-survey survey="nps"></nachklang-survey>"#;
    for (attributes, body) in [(r#"data-mode="tab" data-survey="csat""#, ""), ("", element)] {
        let collector = Collector::start();
        let attributes = format!(r#"data-consent="required" {attributes}"#);
        let shop = Shop::with(Page::with_tag(&collector, &attributes).body(body)).await;
        browser.open(&shop.origin).await;
        let count = async |what: &str, expected: u32| {
            let ask = async || (browser.run(COUNT).await == expected).then_some(());
            wait_for(what, ask).await;
        };
        browser.run("nachklang('consent', true)").await;
        count("the widget", 1).await;
        browser.run("nachklang('consent', false)").await;
        count("the widget to go", 0).await;
    }
}
