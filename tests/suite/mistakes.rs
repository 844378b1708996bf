//! Mistakes of a shop's developer that do not stop a survey: one warning on the console for each, and nothing else. Those that do
//! stop it are in `settings.rs`.

use nachklang_tests::{Browser, Collector, Endpoint, Page, Reply, Shop, wait_for};
use serde_json::{Value, json};

/// Opens a page of a shop, and gives the browser's console once it says as much as `expected`.
async fn console(browser: &Browser, page: Page, surveys: &str, expected: usize) -> Vec<Value> {
    let shop = Shop::with_surveys(page, surveys).await;
    browser.open(&shop.origin).await;
    wait_for("the console", async || {
        let console = browser.recorded("console").await;
        (console.len() >= expected).then_some(console)
    })
    .await
}

#[tokio::test]
async fn what_is_probably_a_mistake_is_told_once_and_changes_nothing() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    let surveys = r#"{ "format": 1, "surveys": [
        { "key": "a", "questions": [{ "kind": "nps" }] },
        { "key": "b", "touchpoints": ["chekout"], "questions": [{ "kind": "ces" }] }
    ]}"#;
    for (attributes, expected) in [
        (
            r#"data-survey="nps" data-store="de""#,
            "Nachklang: data-store: no attribute of Nachklang, so it has no effect (did you mean data-score?)",
        ),
        (
            r#"data-survey="nps" data-locale="lb""#,
            "Nachklang: data-locale: found \"lb\", expected one of the languages of Nachklang",
        ),
        (
            r#"data-survey="nps" data-touchpoint="chekout""#,
            "Nachklang: data-touchpoint: found \"chekout\", expected a standard touchpoint",
        ),
        (
            r#"data-survey="/surveys.json""#,
            "Nachklang: /surveys.json surveys[1].touchpoints[0]: found \"chekout\", expected a standard touchpoint",
        ),
    ] {
        let page = Page::with_tag(&collector, attributes);
        let console = console(&browser, page, surveys, 1).await;
        assert!(console.len() == 1 && console[0].as_str().unwrap().starts_with(expected), "{console:?}");
        browser.question().await;
        browser.event("shown").await;
        assert!(
            browser.recorded("events").await.iter().all(|event| event["name"] != "error"),
            "{attributes}"
        );
    }
}

#[tokio::test]
async fn an_attribute_of_the_shop_is_not_mentioned() {
    let collector = Collector::start();
    let page = Page::with_tag(
        &collector,
        r#"data-survey="nps" data-cookieconsent="statistics" data-cfasync="false""#,
    );
    let browser = Browser::start().await;
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
    browser.event("delivered").await;
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

/// On these pages no survey would ever come, so nothing but the mistake brings the widget.
#[tokio::test]
async fn a_mistake_that_keeps_the_widget_away_is_told_all_the_same() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    for (attributes, expected) in [
        (
            r#"data-survy="nps""#,
            "data-survy: no attribute of Nachklang, so it has no effect (did you mean data-survey?)",
        ),
        (
            r#"data-survey="nps" data-consent="requird""#,
            "data-consent: found \"requird\", expected one of required (did you mean required?)",
        ),
    ] {
        let console = console(&browser, Page::with_tag(&collector, attributes), "", 1).await;
        assert!(console.len() == 1 && console[0].as_str().unwrap().contains(expected), "{console:?}");
        assert!(!browser.shows_widget().await, "{attributes}");
    }
}

#[tokio::test]
async fn an_endpoint_that_gets_nothing_is_told_once_with_the_reason() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    let missing = Endpoint::start(&[Reply::Status(404)]).await;
    let gone = Endpoint::unreachable().await;
    let policy = format!("connect-src {}", collector.origin);
    let kept = "Responses are kept on the device and sent again, for up to 30 days.";
    for (endpoint, policy, expected) in [
        (&missing.url, "", "answers HTTP 404: data-endpoint has to be a URL that takes POST requests".into()),
        (&gone, "", "the header Access-Control-Allow-Origin: http://localhost:".to_owned()),
        (
            &missing.url,
            &*policy,
            format!("add {} to its directive connect-src", missing.url.trim_end_matches("/responses")),
        ),
    ] {
        let page = Page::posting_to(endpoint, &collector, r#"data-survey="nps""#);
        let page = if policy.is_empty() { page } else { page.policy(policy) };
        let console = console(&browser, page, "", 1).await;
        let message = console[0].as_str().unwrap();
        assert!(
            console.len() == 1 && message.starts_with("Nachklang: ") && message.contains(&expected),
            "{console:?}"
        );
        assert!(message.contains(endpoint) && message.ends_with(kept), "{message}");
        // The next revision fails, too, and is not mentioned again.
        browser.click("[value='9']").await;
        browser.click(".send").await;
        browser.settled_text(".thanks").await;
        assert_eq!(browser.recorded("console").await.len(), 1);
        assert_eq!(browser.recorded("uncaught").await, json!([]).as_array().unwrap().clone());
    }
}
