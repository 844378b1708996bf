//! The path through a survey: branches, skipped questions, going back.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Key, ask, ask_survey, wait_for};
use serde_json::{Value, json};

/// Opens a survey that asks what went wrong or what was good, and then one question of everybody.
async fn open_branching_survey(browser: &Browser) -> Collector {
    let questions = json!([
        { "kind": "csat", "key": "how", "text": "How was it?", "comment": false,
          "next": [{ "when": { "question": "how", "groups": ["satisfied"] }, "to": "praise" }] },
        { "kind": "short-text", "key": "problem", "text": "What was wrong?", "next": [{ "to": "last" }] },
        { "kind": "short-text", "key": "praise", "text": "What was good?" },
        { "kind": "short-text", "key": "last", "text": "Anything else?" },
    ]);
    ask(browser, questions, "").await
}

async fn stored_answers(collector: &Collector) -> Value {
    collector.response("complete").await["answers"].clone()
}

#[tokio::test]
async fn every_group_gets_its_follow_up_question() {
    for (rating, asked, key) in [(2, "What was wrong?", "problem"), (5, "What was good?", "praise")] {
        let browser = Browser::start().await;
        let collector = open_branching_survey(&browser).await;
        browser.click(&format!("input[value='{rating}']")).await;
        browser.wait_for_heading(asked).await;
        browser.write("#field", "The box").await;
        browser.send_and_expect("Anything else?").await;
        browser.send_and_expect("Thank you!").await;
        let expected = json!([
            { "question": "how", "kind": "csat", "value": rating, "scale": "csat-1-5" },
            { "question": key, "kind": "text", "value": "The box" },
        ]);
        assert_eq!(stored_answers(&collector).await, expected);
    }
}

#[tokio::test]
async fn going_back_and_taking_another_path_drops_the_answers_off_it() {
    let browser = Browser::start().await;
    let collector = open_branching_survey(&browser).await;
    browser.click("input[value='1']").await;
    browser.wait_for_heading("What was wrong?").await;
    browser.write("#field", "All of it").await;
    browser.send_and_expect("Anything else?").await;
    browser.click(".back").await;
    browser.wait_for_heading("What was wrong?").await;
    assert_eq!(browser.widget("$('#field').value").await, "All of it", "what was written is still there");
    browser.click(".back").await;
    browser.wait_for_heading("How was it?").await;
    assert_eq!(browser.widget("$(':checked').value").await, "1", "what was chosen is still chosen");
    assert_eq!(browser.widget("!!$('.back')").await, false, "there is nothing before the first question");
    browser.click("input[value='4']").await;
    browser.wait_for_heading("What was good?").await;
    browser.send_and_expect("Anything else?").await;
    browser.send_and_expect("Thank you!").await;
    let expected = json!([{ "question": "how", "kind": "csat", "value": 4, "scale": "csat-1-5" }]);
    assert_eq!(stored_answers(&collector).await, expected);
}

#[tokio::test]
async fn an_answer_that_is_changed_after_going_back_counts() {
    let browser = Browser::start().await;
    let questions = json!([
        { "kind": "short-text", "key": "first", "text": "First?" },
        { "kind": "short-text", "key": "second", "text": "Second?" },
    ]);
    let collector = ask(&browser, questions, "").await;
    browser.write("#field", "one").await;
    browser.send_and_expect("Second?").await;
    browser.click(".back").await;
    browser.wait_for_heading("First?").await;
    browser.click("#field").await;
    browser.press_all(&[Key::End, Key::Backspace, Key::Backspace, Key::Backspace]).await;
    browser.send_and_expect("Second?").await;
    browser.write("#field", "two").await;
    browser.send_and_expect("Thank you!").await;
    assert_eq!(
        stored_answers(&collector).await,
        json!([{ "question": "second", "kind": "text", "value": "two" }])
    );
}

#[tokio::test]
async fn touchpoint_and_segment_decide_which_questions_are_skipped() {
    let questions = json!([
        { "kind": "yes-no", "key": "cart", "text": "At the cart?", "when": { "touchpoints": ["cart"] } },
        { "kind": "yes-no", "key": "new", "text": "New here?", "when": { "segments": ["new", "guest"] } },
        { "kind": "yes-no", "key": "all", "text": "Anywhere?" },
    ]);
    let browser = Browser::start().await;
    for (attributes, asked) in [
        (
            r#"data-touchpoint="cart.remove" data-segment="new""#,
            &["At the cart?", "New here?", "Anywhere?"][..],
        ),
        (r#"data-touchpoint="checkout" data-segment="guest""#, &["New here?", "Anywhere?"]),
        (r#"data-touchpoint="cart""#, &["At the cart?", "Anywhere?"]),
        (r#"data-touchpoint="cartoon" data-segment="regular""#, &["Anywhere?"]),
    ] {
        let collector = ask(&browser, questions.clone(), attributes).await;
        for wording in asked {
            browser.wait_for_heading(wording).await;
            browser.click("input[value='1']").await;
        }
        browser.wait_for_heading("Thank you!").await;
        let answered = stored_answers(&collector).await;
        assert_eq!(answered.as_array().map(Vec::len), Some(asked.len()), "{attributes}: {answered}");
    }
}

#[tokio::test]
async fn a_tap_goes_on_and_arrow_keys_do_not() {
    let questions = json!([
        { "kind": "emotion", "key": "first", "text": "First?" },
        { "kind": "single-choice", "key": "second", "text": "Second?",
          "options": [{ "key": "a", "text": "Ah" }, { "key": "b", "text": "Be" }, { "key": "c", "text": "Ce" }] },
        { "kind": "short-text", "key": "third", "text": "Third?" },
    ]);
    let browser = Browser::start().await;
    let collector = ask(&browser, questions, "").await;
    browser.tab_to("[name=point]").await;
    browser.press(Key::Space).await;
    browser.press(Key::ArrowRight).await;
    expect_same_question(&browser, "First?").await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Second?").await;
    browser.tab_to("[name=point]").await;
    browser.press(Key::Space).await;
    browser.press(Key::ArrowDown).await;
    expect_same_question(&browser, "Second?").await;
    // A shopper taps on the words, not on the little circle.
    browser.click(".option:last-child span").await;
    browser.wait_for_heading("Third?").await;
    browser.click(".back").await;
    browser.wait_for_heading("Second?").await;
    browser.click(".back").await;
    browser.wait_for_heading("First?").await;
    browser.click("input[value='2']").await;
    browser.wait_for_heading("Second?").await;
    // The same once more is an answer, too.
    browser.click(".option:last-child span").await;
    browser.wait_for_heading("Third?").await;
    browser.send_and_expect("Thank you!").await;
    let expected = json!([
        { "question": "first", "kind": "emotion", "value": 2, "scale": "emotion-minus-2-2" },
        { "question": "second", "kind": "single-choice", "value": "c" },
    ]);
    assert_eq!(stored_answers(&collector).await, expected);
}

/// Expects that the question stays for a moment.
async fn expect_same_question(browser: &Browser, wording: &str) {
    tokio::time::sleep(Duration::from_millis(600)).await;
    browser.wait_for_heading(wording).await;
}

#[tokio::test]
async fn two_quick_taps_skip_no_question() {
    let question = |key: &str| json!({ "kind": "emotion", "key": key, "text": format!("{key}?") });
    let browser = Browser::start().await;
    let collector =
        ask(&browser, json!([question("first"), question("second"), question("third")]), "").await;
    browser.double_click("input[value='1']").await;
    browser.wait_for_heading("second?").await;
    expect_same_question(&browser, "second?").await;
    browser.click("input[value='0']").await;
    browser.wait_for_heading("third?").await;
    browser.click("input[value='0']").await;
    assert_eq!(stored_answers(&collector).await.as_array().map(Vec::len), Some(3));
}

#[tokio::test]
async fn a_double_tap_on_a_button_does_not_press_the_next_one() {
    let browser = Browser::start().await;
    let _collector = ask(
        &browser,
        json!([
            { "kind": "single-choice", "text": "First?", "other": true, "options": [{ "key": "a", "text": "A" }, { "key": "b", "text": "B" }] },
            { "kind": "short-text", "key": "why", "text": "Why?" },
        ]),
        "",
    )
    .await;
    let taps = "getComputedStyle($('.way')).pointerEvents";
    let watch = "const shadow = document.querySelector('nachklang-widget').shadowRoot; \
                 const find = (selector) => shadow.querySelector(selector); \
                 new MutationObserver(() => { if (find('h2').textContent.startsWith('Why?')) \
                 window.taps ??= getComputedStyle(find('.way')).pointerEvents }) \
                 .observe(shadow, { childList: true, subtree: true })";
    browser.settled_text(".send").await;
    browser.run(watch).await;
    browser.click("input[value='a']").await;
    browser.wait_for_heading("Why?").await;
    assert_eq!(browser.run("return window.taps").await, "none", "when it has just come");
    wait_for("the button to take taps", async || (browser.widget(taps).await == "auto").then_some(())).await;
    browser.send_and_expect("Thank you!").await;
}

#[tokio::test]
async fn the_focus_moves_to_each_next_question() {
    let browser = Browser::start().await;
    let _collector = open_branching_survey(&browser).await;
    browser.click("input[value='1']").await;
    browser.wait_for_heading("What was wrong?").await;
    // The focus has it read, so the status region does not repeat it.
    let on_head = async || {
        let it_is = async || {
            let read = "shadow.activeElement == $('h2') && !$('[role=status]').textContent";
            (browser.widget(read).await == true).then_some(())
        };
        wait_for("the heading to be read once", it_is).await;
    };
    on_head().await;
    browser.tab_to("#field").await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Anything else?").await;
    on_head().await;
    browser.tab_to(".back").await;
    browser.press(Key::Space).await;
    browser.wait_for_heading("What was wrong?").await;
    on_head().await;
}

#[tokio::test]
async fn progress_is_shown_for_more_than_one_question() {
    let browser = Browser::start().await;
    let progress = "(() => { const it = $('progress'); return it && [it.value, it.max, it.getAttribute('aria-label')] })()";
    let _collector = open_branching_survey(&browser).await;
    // In the middle of what the question takes of the whole.
    assert_eq!(browser.widget(progress).await, json!([1, 8, "Question 1 of 4"]));
    browser.click("input[value='5']").await;
    browser.wait_for_heading("What was good?").await;
    // The skipped question no longer counts.
    assert_eq!(browser.widget(progress).await, json!([3, 6, "Question 2 of 3"]));
    browser.send_and_expect("Anything else?").await;
    assert_eq!(browser.widget(progress).await, json!([5, 6, "Question 3 of 3"]));
    let _collector = ask(&browser, json!([{ "kind": "nps" }]), "").await;
    assert_eq!(browser.widget(progress).await, Value::Null);
}

#[tokio::test]
async fn optional_questions_say_so_and_can_be_skipped() {
    let browser = Browser::start().await;
    let survey = json!({ "questions": [
        { "kind": "csat", "text": "How was it?", "comment": false, "required": false },
        { "kind": "long-text", "key": "why", "text": "Why?" },
        { "kind": "short-text", "key": "name", "text": "Who?", "required": true },
    ] });
    let collector = ask_survey(&browser, survey, "").await;
    assert_eq!(browser.question().await, "How was it? (optional)");
    browser.tab_to(".send").await;
    assert_eq!(browser.settled_text(".send").await, "Skip");
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Why? (optional)").await;
    browser.write("#field", "x").await;
    assert_eq!(browser.settled_text(".send").await, "Next");
    browser.press(Key::Backspace).await;
    assert_eq!(browser.settled_text(".send").await, "Skip");
    browser.send_and_expect("Who?").await;
    assert_eq!(browser.settled_text(".send").await, "Send");
    browser.write("#field", "Jo").await;
    browser.send_and_expect("Thank you!").await;
    assert_eq!(
        stored_answers(&collector).await,
        json!([{ "question": "name", "kind": "text", "value": "Jo" }])
    );
}

#[tokio::test]
async fn skipping_every_question_dismisses_the_survey() {
    let browser = Browser::start().await;
    let questions = json!([{ "kind": "statement", "key": "hello", "text": "Hello!" },
                           { "kind": "long-text", "key": "why", "text": "Why?" }]);
    let collector = ask(&browser, questions, "").await;
    browser.send_and_expect("Why?").await;
    browser.send_and_expect("Thank you!").await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    assert_eq!(collector.response("dismissed").await["answers"], json!([]));
    let events = browser.recorded("events").await;
    assert_eq!(events.iter().filter(|event| event["name"] == "dismissed").count(), 1, "said once");
}

#[tokio::test]
async fn the_number_of_the_question_is_not_mistaken_for_a_rating() {
    let question =
        |key: &str| json!({ "kind": "csat", "key": key, "text": format!("{key}?"), "comment": false });
    let browser = Browser::start().await;
    let questions = json!([question("first"), question("second"), question("third")]);
    let collector = ask(&browser, questions, r#"data-score="1""#).await;
    let checked = "$(':checked')?.value";
    wait_for("the first point to be chosen", async || (browser.widget(checked).await == "1").then_some(()))
        .await;
    for (digit, next) in [("1", "second?"), ("2", "third?"), ("3", "Thank you!")] {
        browser.tab_to("[name=point]").await;
        browser.type_text(digit).await;
        assert_eq!(browser.widget(checked).await, digit);
        browser.press(Key::Enter).await;
        browser.wait_for_heading(next).await;
        if next == "third?" {
            browser.click(".back").await;
            browser.wait_for_heading("second?").await;
            assert_eq!(browser.widget(checked).await, "2", "what was chosen is still chosen");
            browser.send_and_expect("third?").await;
        }
    }
    let values: Vec<Value> = stored_answers(&collector)
        .await
        .as_array()
        .unwrap()
        .iter()
        .map(|answer| answer["value"].clone())
        .collect();
    assert_eq!(values, [1, 2, 3]);
}
