//! Answers, keys and calls before the deferred part arrives.

use std::time::Duration;

use nachklang_tests::{Cdn, CdnReply, Key, wait_for};
use serde_json::{Value, json};

use super::{HeldPage, emotion, nps, rated, why};

#[tokio::test]
async fn early_taps_and_text_are_handled_once() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='3']").await;
    held.browser.click("input[value='9']").await;
    held.browser.write("#comment", "Lovely").await;
    held.browser.click(".send").await;
    assert_eq!(held.browser.question().await, "First?");
    held.release_deferred().await;
    held.browser.wait_for_heading("Thank you!").await;
    held.expect_answers(json!([rated(9), { "question": "nps.comment", "kind": "text", "value": "Lovely" }]))
        .await;
    assert_eq!(held.events().await.iter().filter(|event| *event == "completed").count(), 1);
}

#[tokio::test]
async fn an_early_completion_is_reported_after_the_survey_was_shown() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.event("completed").await;
    assert_eq!(held.events().await, ["shown", "completed"]);
}

#[tokio::test]
async fn an_early_answer_is_sent_if_nothing_follows() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.release_deferred().await;
    assert_eq!(held.collector.response("partial").await["answers"], json!([rated(9)]));
    held.expect_no_errors().await;
}

/// Makes the page look hidden after the deferred part has handled the first event. That opens the outbox, which
/// listens for a connection that comes back.
const HIDE_BETWEEN_EVENTS: &str = "const listen = window.addEventListener; \
    window.addEventListener = function (name, ...more) { \
      listen.call(this, name, ...more); \
      if (name == 'online') queueMicrotask(() => { \
        Object.defineProperty(document, 'hidden', { get: () => true }); \
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true })); \
      }); \
    };";

#[tokio::test]
async fn hiding_the_page_handles_all_early_events_at_once() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.run(HIDE_BETWEEN_EVENTS).await;
    held.release_deferred().await;
    assert_eq!(held.collector.response("partial").await["answers"], json!([rated(9)]));
    assert_eq!(held.browser.run("return document.hidden").await, true, "it was hidden on the way");
    assert_eq!(held.events().await, ["shown", "answered"]);
    assert_eq!(held.collector.responses()[0]["revision"], 2);
    held.expect_no_errors().await;
}

#[tokio::test]
async fn an_early_tap_goes_on_to_the_next_question() {
    let held = HeldPage::ask("", json!([emotion(), why()])).await;
    held.browser.click("input[value='1']").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Why?").await;
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(
        json!([{ "question": "emotion", "kind": "emotion", "value": 1, "scale": "emotion-minus-2-2" }]),
    )
    .await;
}

#[tokio::test]
async fn early_keys_choose_a_rating() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.tab_to("[name=point]").await;
    held.browser.type_text("10").await;
    held.release_deferred().await;
    held.browser.wait_for_text(".follow-up b", "What did you like most?").await;
    assert_eq!(held.browser.widget("$(':checked').value").await, "10");
    held.browser.press(Key::Enter).await;
    held.browser.wait_for_heading("Thank you!").await;
    held.expect_answers(json!([rated(10)])).await;
}

#[tokio::test]
async fn early_keys_belong_to_the_element_that_had_the_focus() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.tab_to("[name=point]").await;
    held.browser.press(Key::Space).await;
    held.browser.type_text("7").await;
    held.browser.write("#comment", "2").await;
    held.release_deferred().await;
    held.wait_until_handled().await;
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(json!([rated(7), { "question": "nps.comment", "kind": "text", "value": "2" }])).await;
}

#[tokio::test]
async fn early_digits_in_the_comment_are_no_rating() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='3']").await;
    held.browser.write("#comment", "8").await;
    held.browser.click("input[value='3']").await;
    held.release_deferred().await;
    held.wait_until_handled().await;
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(json!([rated(3), { "question": "nps.comment", "kind": "text", "value": "8" }])).await;
}

#[tokio::test]
async fn sending_early_twice_skips_no_question() {
    let held = HeldPage::ask("", json!([nps(), why()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".send").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Why?").await;
    held.browser.write("#field", "So").await;
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(json!([rated(9), { "question": "why", "kind": "text", "value": "So" }])).await;
}

#[tokio::test]
async fn sending_the_last_question_early_twice_completes_once() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".send").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Thank you!").await;
    held.expect_answers(json!([rated(9)])).await;
    assert_eq!(held.events().await.iter().filter(|event| *event == "completed").count(), 1);
}

#[tokio::test]
async fn leaving_before_the_deferred_part_arrives_sends_nothing() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".send").await;
    held.browser.open("about:blank").await;
    held.cdn.release();
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(held.collector.responses(), [""; 0]);
}

#[tokio::test]
async fn leaving_as_the_deferred_part_arrives_keeps_the_answers() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.write("#comment", "Lovely").await;
    held.release_deferred().await;
    let followed = "$('.follow-up b').textContent == 'What did you like most?'";
    wait_for("the answer to be taken", async || (held.browser.widget(followed).await == true).then_some(()))
        .await;
    // The next page of the shop sends what the browser did not send while the page unloaded.
    held.browser.open(&format!("{}/other", held.shop.origin)).await;
    let answers = json!([rated(9), { "question": "nps.comment", "kind": "text", "value": "Lovely" }]);
    // On a slow machine the rating is sent before the comment is handled.
    let has_both = |response: &Value| response["status"] == "partial" && response["answers"] == answers;
    wait_for("both answers", async || held.collector.responses().iter().any(has_both).then_some(())).await;
}

#[tokio::test]
async fn early_calls_are_handled_in_order() {
    let held = HeldPage::open(|page| page, "", json!([nps()]), Cdn::start(&[CdnReply::Held]).await).await;
    held.browser.run("nachklang('touchpoint', 'checkout'); nachklang('show', 'csat')").await;
    held.browser.wait_for_heading("How satisfied are you with the checkout?").await;
    held.browser.click("input[value='4']").await;
    held.browser
        .run("nachklang('show', 'nps'); nachklang('touchpoint', 'cart'); nachklang('shwo'); nachklang('close')")
        .await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    let stored = held.collector.response("dismissed").await;
    assert_eq!(
        (&stored["survey"], &stored["touchpoint"]["key"], &stored["touchpoint"]["woken_by"]),
        (&json!("csat"), &json!("checkout"), &json!("call"))
    );
    assert_eq!(stored["answers"][0]["value"], 4);
    let console = held.browser.recorded("console").await;
    assert!(console.len() == 1 && console[0].as_str().unwrap().contains("shwo"), "{console:?}");
    held.browser.run("nachklang('show', 'csat')").await;
    held.browser.wait_for_heading("How satisfied are you with the cart?").await;
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_score_from_an_email_is_not_sent_before_the_shopper_confirms() {
    let held = HeldPage::ask(r#"data-score="9""#, json!([nps()])).await;
    held.release_deferred().await;
    let chosen = async || (held.browser.widget("$(':checked')?.value").await == "9").then_some(());
    wait_for("the score to be chosen", chosen).await;
    assert_eq!(held.collector.response("shown").await["answers"], json!([]));
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(json!([rated(9)])).await;
}

#[tokio::test]
async fn an_early_rating_wins_over_the_score_from_an_email() {
    let held = HeldPage::ask(r#"data-score="9""#, json!([nps()])).await;
    held.browser.click("input[value='2']").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Thank you!").await;
    held.expect_answers(json!([rated(2)])).await;
}
