//! Each kind of question answered by pointer and by keyboard, then read back from the collector.

use nachklang_tests::{Browser, Collector, Key, ask};
use serde_json::{Value, json};

/// A question on a scale: the point to choose, its keys, and the name of the scale.
struct Point {
    question: Value,
    value: i8,
    keys: &'static str,
    scale: &'static str,
    score: f64,
}

fn points() -> Vec<Point> {
    let point = |question, value, keys, scale, score| Point { question, value, keys, scale, score };
    vec![
        point(json!({ "kind": "nps" }), 10, "10", "nps-0-10", 100.0),
        point(json!({ "kind": "csat" }), 4, "4", "csat-1-5", 100.0),
        point(json!({ "kind": "csat", "look": "stars" }), 5, "5", "csat-1-5", 100.0),
        point(json!({ "kind": "csat", "look": "numbers" }), 1, "1", "csat-1-5", 0.0),
        point(json!({ "kind": "csat", "look": "thumbs" }), 2, "2", "csat-1-2", 100.0),
        point(json!({ "kind": "ces" }), 7, "7", "ces-2.0-1-7", 7.0),
        point(json!({ "kind": "ces", "points": 5 }), 2, "2", "ces-2.0-1-5", 2.0),
        point(json!({ "kind": "emotion" }), -2, "1", "emotion-minus-2-2", -2.0),
        point(json!({ "kind": "emotion" }), 2, "5", "emotion-minus-2-2", 2.0),
        point(json!({ "kind": "rating", "points": 2 }), 1, "1", "rating-1-2", 1.0),
        point(json!({ "kind": "rating" }), 3, "3", "rating-1-5", 3.0),
        point(json!({ "kind": "rating", "look": "stars", "points": 3 }), 2, "2", "rating-1-3", 2.0),
        point(json!({ "kind": "rating", "points": 10 }), 10, "10", "rating-1-10", 10.0),
        point(json!({ "kind": "yes-no" }), 0, "0", "yes-no-0-1", 0.0),
        point(json!({ "kind": "yes-no", "look": "thumbs" }), 1, "1", "yes-no-0-1", 100.0),
    ]
}

/// The question's name and wording by its place.
fn named(mut question: Value, index: usize) -> Value {
    question["key"] = format!("q{index}").into();
    question["text"] = format!("Question {index}?").into();
    question
}

/// Asks all questions on scales, lets `answer` choose each point, and compares the stored answers.
async fn scales(answer: impl AsyncFn(&Browser, &Point)) {
    let points = points();
    let questions = points.iter().enumerate().map(|(index, point)| {
        let mut question = named(point.question.clone(), index);
        question["comment"] = false.into();
        question
    });
    let browser = Browser::start().await;
    let collector = ask(&browser, questions.collect(), "").await;
    for (index, point) in points.iter().enumerate() {
        browser.wait_for_heading(&format!("Question {index}?")).await;
        answer(&browser, point).await;
    }
    browser.wait_for_heading("Thank you!").await;
    let expected: Value = points.iter().enumerate().map(|(index, point)| {
        json!({ "question": format!("q{index}"), "kind": point.question["kind"], "value": point.value, "scale": point.scale })
    }).collect();
    assert_eq!(collector.response("complete").await["answers"], expected);
    expect_scores(&collector, &points);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

fn expect_scores(collector: &Collector, points: &[Point]) {
    let scores = collector.scores()["scores"].clone();
    let scores = scores.as_array().expect("the scores");
    for (index, point) in points.iter().enumerate() {
        let is_overall =
            |score: &&Value| score["question"] == *format!("q{index}") && score["touchpoint"].is_null();
        let score = scores.iter().find(is_overall).unwrap_or_else(|| panic!("q{index} has a score"));
        assert_eq!(
            (&score["scale"], &score["n"], &score["score"]),
            (&json!(point.scale), &json!(1), &json!(point.score)),
            "{score}"
        );
    }
}

#[tokio::test]
async fn scales_are_answered_by_pointer() {
    scales(async |browser, point| browser.click(&format!("input[value='{}']", point.value)).await).await;
}

#[tokio::test]
async fn scales_are_answered_by_keyboard() {
    scales(async |browser, point| {
        browser.tab_to("[name=point]").await;
        browser.type_text(point.keys).await;
        assert_eq!(browser.widget("$(':checked').value").await, *point.value.to_string());
        browser.press(Key::Enter).await;
    })
    .await;
}

fn lists() -> Value {
    let options =
        json!([{ "key": "ah", "text": "Ah" }, { "key": "be", "text": "Be" }, { "key": "ce", "text": "Ce" }]);
    let list = |kind: &str, other: bool| json!({ "kind": kind, "options": options, "other": other });
    let questions = [
        list("single-choice", false),
        list("single-choice", true),
        list("single-choice", true),
        list("multiple-choice", false),
        list("multiple-choice", true),
    ];
    questions.into_iter().enumerate().map(|(index, question)| named(question, index)).collect()
}

async fn expect_choices(browser: &Browser, collector: &Collector) {
    browser.wait_for_heading("Thank you!").await;
    let single = |index: usize, value: &str| json!({ "question": format!("q{index}"), "kind": "single-choice", "value": value });
    let mut other = single(2, "other");
    other["other"] = "Dee, <b>or</b> ê".into();
    let expected = json!([
        single(0, "be"),
        single(1, "ce"),
        other,
        { "question": "q3", "kind": "multiple-choice", "value": ["ah", "ce"] },
        { "question": "q4", "kind": "multiple-choice", "value": ["be", "other"], "other": "Eff" },
    ]);
    assert_eq!(collector.response("complete").await["answers"], expected);
    let choices = collector.scores()["choices"].clone();
    let of_last = |choices: &&Value| choices["question"] == "q4" && choices["touchpoint"].is_null();
    let last = choices.as_array().expect("the choices").iter().find(of_last).expect("q4 has its shares");
    assert_eq!((&last["n"], &last["kind"]), (&json!(1), &json!("multiple-choice")));
    let counted: Vec<_> = last["options"]
        .as_array()
        .unwrap()
        .iter()
        .map(|option| json!([option["option"], option["count"], option["share"]]))
        .collect();
    assert_eq!(counted, [json!(["be", 1, 100.0]), json!(["other", 1, 100.0])]);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn lists_are_answered_by_pointer() {
    let browser = Browser::start().await;
    let collector = ask(&browser, lists(), "").await;
    browser.click("[value=be] + span").await;
    browser.wait_for_heading("Question 1?").await;
    assert_eq!(browser.widget("$('#other').checkVisibility()").await, false, "nobody asked for it yet");
    browser.click("[value=ce] + span").await;
    browser.wait_for_heading("Question 2?").await;
    browser.click(".other + span").await;
    browser.write("#other", "Dee, <b>or</b> ê").await;
    browser.send_and_expect("Question 3?").await;
    // A tick that is taken back is no answer.
    for value in ["be", "ah", "be", "ce"] {
        browser.click(&format!("[value={value}] + span")).await;
    }
    browser.send_and_expect("Question 4?").await;
    browser.click("[value=be]").await;
    browser.click(".other").await;
    browser.write("#other", " Eff ").await;
    browser.click(".send").await;
    expect_choices(&browser, &collector).await;
}

#[tokio::test]
async fn lists_are_answered_by_keyboard() {
    let browser = Browser::start().await;
    let collector = ask(&browser, lists(), "").await;
    let choose = async |presses: &[Key]| {
        browser.tab_to("[name=point]").await;
        browser.press_all(presses).await;
    };
    choose(&[Key::Space, Key::ArrowDown, Key::Enter]).await;
    browser.wait_for_heading("Question 1?").await;
    choose(&[Key::Space, Key::ArrowDown, Key::ArrowDown, Key::Enter]).await;
    browser.wait_for_heading("Question 2?").await;
    choose(&[Key::Space, Key::ArrowDown, Key::ArrowDown, Key::ArrowDown]).await;
    browser.tab_to("#other").await;
    browser.type_text("Dee, <b>or</b> ê").await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Question 3?").await;
    choose(&[Key::Space, Key::Tab, Key::Space, Key::Space, Key::Tab, Key::Space, Key::Enter]).await;
    browser.wait_for_heading("Question 4?").await;
    choose(&[Key::Tab, Key::Space]).await;
    browser.tab_to(".other").await;
    browser.press(Key::Space).await;
    browser.tab_to("#other").await;
    browser.type_text("Eff").await;
    browser.press(Key::Enter).await;
    expect_choices(&browser, &collector).await;
}

#[tokio::test]
async fn other_needs_no_text_and_text_without_other_is_no_answer() {
    let browser = Browser::start().await;
    let question = json!({ "kind": "single-choice", "key": "q", "text": "Which?", "other": true,
                           "options": [{ "key": "ah", "text": "Ah" }] });
    let collector = ask(&browser, json!([question]), "").await;
    browser.click(".other").await;
    browser.write("#other", "Dee").await;
    browser.click("[value=ah]").await;
    browser.wait_for_heading("Thank you!").await;
    let expected = json!([{ "question": "q", "kind": "single-choice", "value": "ah" }]);
    assert_eq!(collector.response("complete").await["answers"], expected);
    let collector = ask(&browser, json!([question]), "").await;
    browser.click(".other").await;
    browser.send_and_expect("Thank you!").await;
    let expected = json!([{ "question": "q", "kind": "single-choice", "value": "other" }]);
    assert_eq!(collector.response("complete").await["answers"], expected);
}

#[tokio::test]
async fn shuffling_keeps_answers_and_the_places_of_fixed_options() {
    let browser = Browser::start().await;
    let mut options: Vec<Value> =
        (0..8).map(|n| json!({ "key": format!("k{n}"), "text": format!("Text {n}") })).collect();
    options.push(json!({ "key": "none", "text": "None", "fixed": true }));
    let question = json!({ "kind": "multiple-choice", "key": "q", "text": "Which?", "shuffle": true, "other": true,
                           "options": options });
    let mut orders = Vec::new();
    for _ in 0..3 {
        let collector = ask(&browser, json!([question]), "").await;
        let shown = browser.widget("[...shadow.querySelectorAll('.option')].map((o) => [o.querySelector('input').value, o.textContent])").await;
        assert_eq!((&shown[8], &shown[9]), (&json!(["none", "None"]), &json!(["other", "Other"])));
        browser.click("[value=k5] + span").await;
        browser.send_and_expect("Thank you!").await;
        assert_eq!(collector.response("complete").await["answers"][0]["value"], json!(["k5"]));
        orders.push(shown);
    }
    assert!(orders.windows(2).any(|two| two[0] != two[1]), "three times the same order: {orders:?}");
}

fn writing() -> Value {
    json!([
        { "kind": "statement", "key": "hello", "text": "Hello from {shop}" },
        { "kind": "short-text", "key": "short", "text": "Short?", "max_length": 12 },
        { "kind": "long-text", "key": "long", "text": "Long?", "max_length": 40 },
        { "kind": "contact", "key": "mail", "text": "Mail?", "by": "email", "consent": "{shop} may write to me." },
        { "kind": "contact", "key": "phone", "text": "Phone?", "by": "phone", "consent": "{shop} may call me." },
    ])
}

async fn expect_texts(browser: &Browser, collector: &Collector) {
    browser.wait_for_heading("Thank you!").await;
    let expected = json!([
        { "question": "short", "kind": "text", "value": "Größe 🎁, a" },
        { "question": "long", "kind": "text", "value": "First line\nSecond line" },
        { "question": "mail", "kind": "contact", "value": "jo@mugs.example", "by": "email",
          "consent": "Mugs & More may write to me." },
        { "question": "phone", "kind": "contact", "value": "+49 30 1234-567", "by": "phone",
          "consent": "Mugs & More may call me." },
    ]);
    let stored = collector.response("complete").await;
    assert_eq!(stored["answers"], expected);
    assert_eq!((stored.get("trap"), stored.get("suspect")), (None, None));
    assert_eq!(collector.scores()["scores"], json!([]));
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// Waits until so many characters are left.
async fn wait_for_characters_left(browser: &Browser, number: usize) {
    browser.wait_for_text(".left", &format!("Characters left: {number}")).await;
}

const SHOP: &str = r#"data-shop="Mugs &amp; More""#;

#[tokio::test]
async fn texts_are_answered_by_pointer() {
    let browser = Browser::start().await;
    let collector = ask(&browser, writing(), SHOP).await;
    assert_eq!(browser.question().await, "Hello from Mugs & More");
    assert_eq!(browser.settled_text(".send").await, "Next");
    browser.send_and_expect("Short?").await;
    wait_for_characters_left(&browser, 12).await;
    browser.write("#field", "Größe 🎁").await;
    wait_for_characters_left(&browser, 4).await;
    // The field takes nothing beyond its limit.
    browser.type_text(", abc").await;
    wait_for_characters_left(&browser, 0).await;
    browser.press(Key::Backspace).await;
    wait_for_characters_left(&browser, 1).await;
    browser.send_and_expect("Long?").await;
    wait_for_characters_left(&browser, 40).await;
    browser.write("#field", " First line").await;
    browser.press(Key::Enter).await;
    browser.type_text("Second line ").await;
    browser.send_and_expect("Mail?").await;
    browser.write("#field", "jo@mugs.example").await;
    browser.click("#consent + span").await;
    browser.send_and_expect("Phone?").await;
    browser.write("#field", " +49 30 1234-567").await;
    browser.click("#consent").await;
    browser.click(".send").await;
    expect_texts(&browser, &collector).await;
}

#[tokio::test]
async fn texts_are_answered_by_keyboard() {
    let browser = Browser::start().await;
    let collector = ask(&browser, writing(), SHOP).await;
    browser.tab_to(".send").await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Short?").await;
    browser.tab_to("#field").await;
    browser.type_text("Größe 🎁, a").await;
    wait_for_characters_left(&browser, 1).await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("Long?").await;
    browser.tab_to("#field").await;
    browser.type_text("First line").await;
    browser.press(Key::Enter).await;
    browser.type_text("Second line").await;
    browser.tab_to(".send").await;
    browser.press(Key::Enter).await;
    for (wording, address) in [("Mail?", "jo@mugs.example"), ("Phone?", "+49 30 1234-567")] {
        browser.wait_for_heading(wording).await;
        browser.tab_to("#field").await;
        browser.type_text(address).await;
        browser.tab_to("#consent").await;
        browser.press_all(&[Key::Space, Key::Enter]).await;
    }
    expect_texts(&browser, &collector).await;
}

#[tokio::test]
async fn filling_in_the_honeypot_marks_a_response_as_suspect() {
    let browser = Browser::start().await;
    let collector = ask(&browser, json!([{ "kind": "nps" }, writing()[2].clone()]), SHOP).await;
    browser.click("input[value='9']").await;
    let fill = "const shadow = document.querySelector('nachklang-widget').shadowRoot; \
                for (const field of shadow.querySelectorAll('input:not([type=radio]), textarea')) { \
                  field.value = 'Buy cheap mugs'; \
                  field.dispatchEvent(new Event('input', { bubbles: true, composed: true })); \
                }";
    browser.run(fill).await;
    browser.send_and_expect("Long?").await;
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
    let stored = collector.response("complete").await;
    assert_eq!(stored["answers"].as_array().unwrap().len(), 2, "{stored}");
    assert_eq!((&stored["trap"], &stored["suspect"]), (&json!(true), &json!(true)));
    assert_eq!(stored["suspicions"], json!(["trap"]));
    assert_eq!(collector.scores()["scores"], json!([]));
}

#[tokio::test]
async fn a_contact_without_consent_never_leaves_the_page() {
    let browser = Browser::start().await;
    let collector =
        ask(&browser, json!([{ "kind": "nps", "comment": false }, writing()[3].clone()]), SHOP).await;
    browser.click("input[value='3']").await;
    browser.wait_for_heading("Mail?").await;
    browser.write("#field", "jo@mugs.example").await;
    browser.open("about:blank").await;
    let stored = collector.response("partial").await;
    assert!(!stored.to_string().contains("jo@mugs"), "{stored}");
}
