//! The deferred part fails on the way, never arrives, or finds a mistake.

use std::time::Duration;

use nachklang_tests::{Cdn, CdnReply, wait_for};
use serde_json::json;

use super::{HeldPage, nps, rated};

/// Shortens the backoff to a fiftieth, and records it. Other timers stay, because drivers need them.
const FAST_BACKOFF: &str = "<script>window.pauses = []; const slow = setTimeout; window.setTimeout = (then, pause, ...rest) => { \
                    const between = [1, 2, 4, 8, 16, 32, 64].includes(pause / 1000); if (between) pauses.push(pause); \
                    return slow(then, between ? pause / 50 : pause, ...rest) }</script>";

#[tokio::test]
async fn the_card_goes_if_the_deferred_program_never_arrives() {
    let buy = "<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>";
    let held = HeldPage::open(
        |page| page.head(FAST_BACKOFF).body(buy),
        r#"data-survey="nps""#,
        json!([nps()]),
        Cdn::start(&[CdnReply::Status(404)]).await,
    )
    .await;
    assert_eq!(held.browser.event("error").await["reason"], "load");
    held.browser.wait_until_gone().await;
    assert_eq!(held.browser.run("return pauses").await, json!([1000, 2000, 4000, 8000, 16000, 32000]));
    assert_eq!(held.cdn.requests(), 7);
    held.browser.run("nachklang('show', 'csat'); nachklang('close')").await;
    held.browser.click_on_page("#buy").await;
    assert_eq!(held.browser.run("return document.title").await, "Bought");
    assert_eq!(held.events().await, ["error"]);
    assert_eq!(held.browser.recorded("console").await.len(), 1);
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(held.collector.responses(), [""; 0]);
}

#[tokio::test]
async fn the_card_goes_if_the_deferred_script_never_arrives() {
    let cdn = Cdn::for_file(".js", &[CdnReply::Status(404)]).await;
    let held =
        HeldPage::open(|page| page.head(FAST_BACKOFF), r#"data-survey="nps""#, json!([nps()]), cdn).await;
    held.browser.click("input[value='6']").await;
    let error = held.browser.event("error").await;
    assert_eq!(error["reason"], "load");
    assert!(error["message"].as_str().unwrap().contains("deferred."), "{error}");
    held.browser.wait_until_gone().await;
    assert_eq!(held.cdn.requests(), 7);
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(held.collector.responses(), [""; 0]);
}

/// Lets a file of the deferred part fail in every way before it arrives.
async fn expect_requested_again(file: &'static str) {
    let cdn = Cdn::for_file(
        file,
        &[CdnReply::Status(404), CdnReply::Truncated, CdnReply::Status(503), CdnReply::Held],
    )
    .await;
    let held =
        HeldPage::open(|page| page.head(FAST_BACKOFF), r#"data-survey="/surveys.json""#, json!([nps()]), cdn)
            .await;
    held.browser.click("input[value='6']").await;
    held.browser.click(".send").await;
    wait_for("the fourth attempt", async || (held.cdn.requests() == 4).then_some(())).await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Thank you!").await;
    held.expect_answers(json!([rated(6)])).await;
    assert_eq!(held.browser.run("return pauses").await, json!([1000, 2000, 4000]));
}

#[tokio::test]
async fn a_failed_deferred_program_is_requested_again() {
    expect_requested_again(".wasm").await;
}

#[tokio::test]
async fn a_failed_deferred_script_is_requested_again() {
    expect_requested_again(".js").await;
}

#[tokio::test]
async fn failed_deferred_texts_are_requested_again() {
    expect_requested_again(".json").await;
}

#[tokio::test]
async fn an_invalid_survey_file_takes_the_question_back() {
    let held = HeldPage::ask("", json!([nps(), { "kind": "npss", "text": "Second?" }])).await;
    held.browser.click("input[value='9']").await;
    held.browser.write("#comment", "Lovely").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    let message = held.browser.event("error").await["message"].as_str().unwrap().to_owned();
    assert!(message.contains("questions[1].kind: found \"npss\""), "{message}");
    // Longer than the debounce, and than going on takes.
    held.browser.run("nachklang('show', 'csat')").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!held.browser.shows_widget().await);
    assert_eq!(held.events().await, ["error"]);
    assert_eq!(held.collector.responses(), [""; 0]);
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
}
