//! Missing and wrong answers: the error is beside the field, describes it, and disappears when the answer is right.

use nachklang_tests::{Browser, Key, ask, wait_for};
use serde_json::{Value, json};

/// A question that is sent unanswered: the error, and where the focus goes.
struct Case {
    question: Value,
    said: &'static str,
    at: &'static str,
}

fn cases() -> Vec<Case> {
    let options = json!([{ "key": "a", "text": "Ah" }, { "key": "b", "text": "Be" }]);
    vec![
        Case {
            question: json!({ "kind": "csat", "text": "Asked", "comment": false }),
            said: "Please choose an answer.",
            at: "input[value='1']",
        },
        Case {
            question: json!({ "kind": "single-choice", "key": "one", "text": "Asked", "options": options }),
            said: "Please choose an answer.",
            at: "input[value='a']",
        },
        Case {
            question: json!({ "kind": "multiple-choice", "key": "any", "text": "Asked", "options": options }),
            said: "Please choose an answer.",
            at: "input[value='a']",
        },
        Case {
            question: json!({ "kind": "short-text", "key": "short", "text": "Asked", "required": true }),
            said: "Please write an answer.",
            at: "#field",
        },
        Case {
            question: json!({ "kind": "long-text", "key": "long", "text": "Asked", "required": true }),
            said: "Please write an answer.",
            at: "#field",
        },
        Case {
            question: json!({ "kind": "contact", "key": "mail", "text": "Asked", "by": "email",
                              "consent": "Yes", "required": true }),
            said: "Please write an answer.",
            at: "#field",
        },
    ]
}

/// The message, where the focus is, and the message the focused field is described by.
const STATE: &str = "(() => { const field = shadow.activeElement; const described = \
    (field?.getAttribute('aria-describedby') || '').split(' ').map((id) => shadow.getElementById(id)); \
    const error = described.find((element) => element?.matches('[role=alert]')); \
    return { said: $('[role=alert]').textContent, invalid: field?.getAttribute('aria-invalid'), \
    described: error?.textContent } })()";

/// Waits for an error, and expects that its field has the focus and is described by it.
async fn expect_error(browser: &Browser, said: &str, at: &str) {
    let is_said = async || (browser.widget("$('[role=alert]').textContent").await == said).then_some(());
    wait_for(&format!("\"{said}\" to be said"), is_said).await;
    assert_eq!(browser.widget("$('[role=alert]').checkVisibility()").await, true, "{said}");
    let has_focus = format!("shadow.activeElement?.matches({})", json!(at));
    assert_eq!(browser.widget(&has_focus).await, true, "{said}: the focus is on {at}");
    let expected = json!({ "said": said, "invalid": "true", "described": said });
    assert_eq!(browser.widget(STATE).await, expected);
}

/// Expects no error on any field.
async fn expect_no_error(browser: &Browser) {
    let state = "[$('[role=alert]').textContent, shadow.querySelectorAll('[aria-invalid=true]').length]";
    assert_eq!(browser.widget(state).await, json!(["", 0]));
}

#[tokio::test]
async fn a_missing_answer_is_reported_at_its_field() {
    let browser = Browser::start().await;
    for Case { question, said, at } in cases() {
        let _collector = ask(&browser, json!([question]), "").await;
        expect_no_error(&browser).await;
        // On a scale there is no button before something is chosen, but there is the enter key.
        browser.tab_to(at).await;
        if question["kind"] == "long-text" {
            browser.click(".send").await;
        } else {
            browser.press(Key::Enter).await;
        }
        expect_error(&browser, said, at).await;
    }
}

#[tokio::test]
async fn an_error_disappears_when_the_answer_is_given() {
    let browser = Browser::start().await;
    let questions = json!([
        { "kind": "multiple-choice", "key": "any", "text": "Which?",
          "options": [{ "key": "a", "text": "Ah" }, { "key": "b", "text": "Be" }] },
        { "kind": "short-text", "key": "why", "text": "Why?", "required": true },
    ]);
    let _collector = ask(&browser, questions, "").await;
    browser.click(".send").await;
    expect_error(&browser, "Please choose an answer.", "input[value='a']").await;
    browser.click("input[value='b']").await;
    expect_no_error(&browser).await;
    browser.send_and_expect("Why?").await;
    expect_no_error(&browser).await;
    browser.click(".send").await;
    expect_error(&browser, "Please write an answer.", "#field").await;
    browser.write("#field", "so").await;
    expect_no_error(&browser).await;
    browser.send_and_expect("Thank you!").await;
}

#[tokio::test]
async fn an_error_does_not_replace_the_description_of_a_field() {
    let browser = Browser::start().await;
    let questions = json!([{ "kind": "short-text", "key": "why", "text": "Why?", "required": true }]);
    let _collector = ask(&browser, questions, "").await;
    browser.click(".send").await;
    expect_error(&browser, "Please write an answer.", "#field").await;
    let described = "$('#field').getAttribute('aria-describedby').split(' ').includes($('.left').id)";
    assert_eq!(browser.widget(described).await, true, "the room that is left");
}

#[tokio::test]
async fn a_contact_needs_a_valid_address_and_consent() {
    let browser = Browser::start().await;
    for (by, wrong, said, right) in [
        ("email", "jo@mugs", "Please enter an e-mail address such as name@example.com.", "jo@mugs.example"),
        ("phone", "+44", "Please enter a phone number such as +44 20 7946 0000.", "+44 20 7946 0000"),
    ] {
        let questions = json!([{ "kind": "contact", "key": "contact", "text": "May we ask you?", "by": by,
                                 "consent": "Yes, {shop} may." }]);
        let collector = ask(&browser, questions, r#"data-shop="Mugs""#).await;
        browser.write("#field", wrong).await;
        browser.click(".send").await;
        expect_error(&browser, said, "#field").await;
        browser.press_all(&vec![Key::Backspace; wrong.len()]).await;
        browser.type_text(right).await;
        browser.press(Key::Enter).await;
        expect_error(&browser, "Please tick this box so that we may contact you.", "#consent").await;
        let invalid = browser.widget("$('#field').getAttribute('aria-invalid')").await;
        assert_ne!(invalid, "true", "{by}: the address is right now");
        browser.press(Key::Space).await;
        expect_no_error(&browser).await;
        browser.send_and_expect("Thank you!").await;
        assert_eq!(
            collector.response("complete").await["answers"],
            json!([{ "question": "contact", "kind": "contact", "value": right, "by": by,
                     "consent": "Yes, Mugs may." }])
        );
    }
}

#[tokio::test]
async fn consent_without_an_address_is_an_error() {
    let browser = Browser::start().await;
    let questions = json!([{ "kind": "contact", "key": "contact", "text": "May we ask you?", "by": "email",
                             "consent": "Yes" }]);
    let _collector = ask(&browser, questions, "").await;
    browser.click("#consent").await;
    browser.click(".send").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(browser.question().await, "May we ask you? (optional)");
    assert_eq!(browser.widget("shadow.activeElement?.id").await, "field");
    assert_ne!(browser.widget("$('[role=alert]').textContent").await, "");
}
