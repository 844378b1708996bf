//! Wrong settings, survey files and calls: one helpful message, and nothing else.

use nachklang_tests::{Browser, Collector, Endpoint, Page, Shop, survey_file};
use serde_json::json;

/// Opens a page with these attributes and this survey file, and gives the one console message.
async fn message(attributes: &str, surveys: &str) -> String {
    let collector = Collector::start();
    let shop = Shop::with_surveys(Page::with_tag(&collector, attributes), surveys).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    let error = browser.event("error").await;
    let console = browser.recorded("console").await;
    assert_eq!(console.len(), 1, "{console:?}");
    let message = console[0].as_str().unwrap().to_owned();
    assert_eq!(message, format!("Nachklang: {}", error["message"].as_str().unwrap()));
    assert!(!browser.shows_widget().await);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(collector.responses().len(), 0);
    message
}

#[tokio::test]
async fn every_wrong_setting_is_reported_at_once() {
    let message =
        message(r#"data-survey="npx" data-touchpoint="Check Out" data-delay="soon" data-lcoale="de" data-locale="de_AT" data-form="informel""#, "")
            .await;
    for part in [
        "\n  data-lcoale: found \"lcoale\", expected one of endpoint, format, batch, headers, site, survey, show, touchpoint, segment, locale, form, delay, mode, position, into, avoid, wait-for, theme, accent, score, shop, product, first-name, proof, consent, push (did you mean locale?)",
        "\n  data-touchpoint: found \"Check Out\", expected a key",
        "\n  data-form: found \"informel\", expected one of formal, informal (did you mean informal?)",
        "\n  data-locale: found \"de_AT\", expected a language tag such as de or pt-BR",
        "\n  data-delay: found \"soon\", expected a number of seconds from 0 to 3600",
    ] {
        assert!(message.contains(part), "{part} is not in {message}");
    }
}

#[tokio::test]
async fn an_invalid_delay_is_reported_for_a_valid_preset() {
    let message = message(r#"data-survey="nps" data-delay="soon""#, "").await;
    assert!(
        message.contains("data-delay: found \"soon\", expected a number of seconds from 0 to 3600"),
        "{message}"
    );
}

#[tokio::test]
async fn a_misspelt_preset_is_reported_with_the_nearest() {
    let message = message(r#"data-survey="npx""#, "").await;
    assert!(
        message.contains("data-survey: found \"npx\", expected one of nps, csat, ces, post-purchase, delivery, returns, support, cart-exit, search, content (did you mean nps?)"),
        "{message}"
    );
}

#[tokio::test]
async fn every_mistake_in_a_survey_file_is_reported_with_its_place() {
    let surveys =
        r#"{ "format": 1, "surveys": [{ "key": "a", "questions": [{ "kind": "npps" }] }], "survey": 1 }"#;
    let message = message(r#"data-survey="/surveys.json""#, surveys).await;
    for part in [
        "/surveys.json survey: found \"survey\"",
        "/surveys.json surveys[0].questions[0].kind: found \"npps\", expected one of nps, csat, ces, emotion, rating, yes-no, single-choice, multiple-choice, short-text, long-text, contact, statement (did you mean nps?)",
    ] {
        assert!(message.contains(part), "{part} is not in {message}");
    }
}

#[tokio::test]
async fn a_survey_file_that_is_not_json_is_reported() {
    let message = message(r#"data-survey="/surveys.json""#, "<html>").await;
    assert!(
        message.contains("data-survey: found /surveys.json (not JSON), expected a survey file"),
        "{message}"
    );
}

#[tokio::test]
async fn a_missing_survey_file_is_reported() {
    let gone = Endpoint::unreachable().await;
    let message = message(&format!(r#"data-survey="{gone}""#), "").await;
    assert!(message.contains(&format!("{gone} (TypeError")), "{message}");
}

#[tokio::test]
async fn a_wrong_call_is_reported_and_others_still_work() {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('show', 'nsp')").await;
    browser.event("error").await;
    browser.run("nachklang('shwo', 'nps')").await;
    // What is said of touchpoint and customer is looked at with the next call, or when a survey is shown.
    browser.run("nachklang('touchpoint', { key: 'cart', phase: 'buying' })").await;
    browser.run_until_done("nachklang('close').then(() => done())", Vec::new()).await;
    let console = browser.recorded("console").await;
    for (index, part) in [
        "nachklang[1]: found \"nsp\", expected the key of a survey",
        "nachklang[0]: found \"shwo\", expected one of show, close, touchpoint, event, customer, consent, explain, debug, forget, load, inline, send (did you mean show?)",
        "nachklang('touchpoint').phase: found \"buying\", expected one of awareness",
    ]
    .iter()
    .enumerate()
    {
        assert!(console[index].as_str().unwrap().contains(part), "{part} is not in {console:?}");
    }
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn the_named_survey_is_shown_and_others_only_by_call() {
    let survey =
        |key: &str| json!({ "key": key, "questions": [{ "kind": "nps", "text": format!("{key}?") }] });
    let surveys = survey_file(&[survey("first"), survey("meant")]);
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json" data-show="meant""#);
    let browser = Browser::start().await;
    browser.open(&Shop::with_surveys(page, &surveys).await.origin).await;
    browser.wait_for_heading("meant?").await;
    browser.run("nachklang('close'); nachklang('show')").await;
    browser.wait_for_heading("meant?").await;
    browser.run("nachklang('close'); nachklang('show', 'first')").await;
    browser.wait_for_heading("first?").await;
}
