//! Each metric answered by pointer and by keyboard, then read back from the collector.

use nachklang_tests::{Browser, Collector, Key, Page, Shop};
use serde_json::{Value, json};

/// A rating of a standard survey.
struct Case {
    survey: &'static str,
    question: &'static str,
    value: u8,
    scale: &'static str,
    follow_up: &'static str,
    score: f64,
}

const CASES: [Case; 3] = [
    Case {
        survey: "nps",
        question: "How likely are you to recommend Mugs & More to a friend or colleague?",
        value: 10,
        scale: "nps-0-10",
        follow_up: "What did you like most? (optional)",
        score: 100.0,
    },
    Case {
        survey: "csat",
        question: "How satisfied are you with the checkout?",
        value: 2,
        scale: "csat-1-5",
        follow_up: "What was the problem? (optional)",
        score: 0.0,
    },
    Case {
        survey: "ces",
        question: "Mugs & More made it easy for me to place my order.",
        value: 3,
        scale: "ces-2.0-1-7",
        follow_up: "What made it difficult? (optional)",
        score: 3.0,
    },
];

const COMMENT: &str = "Nice, but <b>slow</b>";

async fn open(case: &Case) -> (Collector, Browser) {
    let collector = Collector::start();
    let attributes =
        format!(r#"data-survey="{}" data-touchpoint="checkout" data-shop="Mugs &amp; More""#, case.survey);
    let shop = Shop::with(Page::with_tag(&collector, &attributes)).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/checkout/pay?token=SECRET#top", shop.origin)).await;
    assert_eq!(browser.question().await, case.question);
    (collector, browser)
}

/// Compares what the collector has with what was done, field by field.
async fn check(case: &Case, collector: &Collector, browser: &Browser) {
    assert_eq!(browser.settled_text(".thanks h2").await, "Thank you!");
    let mut stored = collector.response("complete").await;
    let field = |stored: &mut Value, name: &str| stored.as_object_mut().unwrap().remove(name).expect(name);
    let revision = field(&mut stored, "revision").as_u64().unwrap();
    assert!(revision >= 2, "shown and complete are two revisions, this is {revision}");
    let id = field(&mut stored, "id");
    assert_eq!(id.as_str().unwrap().as_bytes()[14], b'7', "{id} is a UUIDv7");
    for time in ["shown_at", "answered_at", "age", "made_at", "received_at"] {
        field(&mut stored, time);
    }
    assert_eq!(field(&mut stored, "journey")["trail"], json!([{ "key": "checkout" }]));
    assert_eq!(field(&mut stored, "customer"), json!({ "visitor": "new" }));
    // What the browser has measured by then is another test's.
    for vital in ["lcp", "cls", "inp", "errors"] {
        stored["page"].as_object_mut().unwrap().remove(vital);
    }
    assert_eq!(
        stored,
        json!({
            "status": "complete",
            "site": "shop.example",
            "survey": case.survey,
            "survey_version": 1,
            "locale": "en",
            "answers": [
                { "question": case.survey, "kind": case.survey, "value": case.value, "scale": case.scale },
                { "question": format!("{}.comment", case.survey), "kind": "text", "value": COMMENT },
            ],
            "touchpoint": {
                "key": "checkout", "label": "Checkout", "phase": "purchase", "ownership": "owned",
                "path": "/checkout/pay", "woken_by": "load",
            },
            "page": { "device": "desktop", "viewport": browser.run("return {width: innerWidth, height: innerHeight}").await,
                      "language": "en" },
        })
    );
    assert_eq!(collector.responses().len(), 1, "revisions of one response are one response");
    let scores = collector.scores();
    for score in scores["scores"].as_array().unwrap() {
        assert_eq!((&score["metric"], &score["n"]), (&json!(case.survey), &json!(1)), "{score}");
        assert_eq!(score["score"], json!(case.score), "{score}");
    }
    let touchpoints: Vec<_> =
        scores["scores"].as_array().unwrap().iter().map(|score| score["touchpoint"].clone()).collect();
    assert_eq!(touchpoints, [Value::Null, json!("checkout")]);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

async fn by_pointer(case: Case) {
    let (collector, browser) = open(&case).await;
    browser.click(&format!("[value='{}']", case.value)).await;
    browser.wait_for_text(".follow-up", case.follow_up).await;
    browser.click("textarea").await;
    browser.type_text(COMMENT).await;
    browser.click(".send").await;
    check(&case, &collector, &browser).await;
}

async fn by_keyboard(case: Case) {
    let (collector, browser) = open(&case).await;
    browser.tab_to("input").await;
    browser.type_text(&case.value.to_string()).await;
    browser.wait_for_text(".follow-up", case.follow_up).await;
    browser.tab_to("textarea").await;
    browser.type_text(COMMENT).await;
    browser.press(Key::Tab).await;
    browser.press(Key::Enter).await;
    check(&case, &collector, &browser).await;
}

#[tokio::test]
async fn nps_is_answered_by_pointer() {
    let [nps, ..] = CASES;
    by_pointer(nps).await;
}

#[tokio::test]
async fn nps_is_answered_by_keyboard() {
    let [nps, ..] = CASES;
    by_keyboard(nps).await;
}

#[tokio::test]
async fn csat_is_answered_by_pointer() {
    let [_, csat, _] = CASES;
    by_pointer(csat).await;
}

#[tokio::test]
async fn csat_is_answered_by_keyboard() {
    let [_, csat, _] = CASES;
    by_keyboard(csat).await;
}

#[tokio::test]
async fn ces_is_answered_by_pointer() {
    let [.., ces] = CASES;
    by_pointer(ces).await;
}

#[tokio::test]
async fn ces_is_answered_by_keyboard() {
    let [.., ces] = CASES;
    by_keyboard(ces).await;
}

#[tokio::test]
async fn a_rating_counts_if_the_shopper_leaves_before_sending() {
    let (collector, browser) = open(&CASES[1]).await;
    browser.click("[value='2']").await;
    browser.click("textarea").await;
    browser.type_text("too").await;
    browser.open("about:blank").await;
    let stored = collector.response("partial").await;
    assert_eq!(stored["answers"][0]["value"], 2);
    assert_eq!(stored["answers"][1]["value"], "too");
    assert_eq!(collector.scores()["scores"][0]["n"], 1);
}

#[tokio::test]
async fn questions_are_asked_one_after_the_other() {
    let collector = Collector::start();
    let surveys = r#"{ "format": 1, "surveys": [{ "key": "two", "version": 3, "questions": [
        { "kind": "csat", "text": { "en": "How was {shop}?", "de": "Wie war {shop}?" }, "comment": false },
        { "kind": "nps", "key": "loyal", "comment": false } ] }] }"#;
    let page =
        Page::with_tag(&collector, r#"data-survey="/surveys.json" data-locale="de" data-shop="A&lt;b&gt;""#);
    let shop = Shop::with_surveys(page, surveys).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    assert_eq!(browser.question().await, "Wie war A<b>?");
    // One tap answers, and goes on.
    browser.click("input[value='4']").await;
    browser.wait_for_heading("Wie wahrscheinlich").await;
    browser.click("input[value='0']").await;
    browser.wait_for_heading("Vielen Dank!").await;
    let stored = collector.response("complete").await;
    assert_eq!(
        (&stored["survey"], &stored["survey_version"], &stored["locale"]),
        (&json!("two"), &json!(3), &json!("de"))
    );
    assert_eq!(
        stored["answers"],
        json!([
            { "question": "csat", "kind": "csat", "value": 4, "scale": "csat-1-5" },
            { "question": "loyal", "kind": "nps", "value": 0, "scale": "nps-0-10" },
        ])
    );
}
