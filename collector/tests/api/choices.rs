//! What was chosen from lists, in the scores.

use axum::http::StatusCode;
use nachklang_store::testing::example;
use serde_json::{Value, json};

use crate::support::Collector;

/// A response with one choice at a touchpoint.
fn chose(index: usize, status: &str, touchpoint: &str, kind: &str, value: Value) -> Value {
    let mut response = example(index);
    response["status"] = json!(status);
    response["touchpoint"]["key"] = json!(touchpoint);
    response["answers"] = json!([{"question": "why", "kind": kind, "value": value}]);
    response
}

/// Four answers to one list, two of them in the cart, one to another list, and what does not count.
async fn filled() -> Collector {
    let several = "multiple-choice";
    let mut other = chose(4, "complete", "cart", "single-choice", json!("friends"));
    other["site"] = json!("other.example");
    let mut with_text = chose(2, "partial", "order", several, json!(["late", "other"]));
    with_text["answers"][0]["other"] = json!("late");
    let collector = Collector::new().await;
    let sent = json!([
        chose(0, "complete", "cart", several, json!(["late", "wet"])),
        chose(1, "complete", "cart", several, json!(["late"])),
        with_text,
        chose(3, "dismissed", "order", several, json!(["wrong"])),
        other,
        example(5),
    ]);
    assert_eq!(collector.post(&sent).await.json()["refused"], json!([]));
    collector
}

/// Site, touchpoint and n of a question, and of each option its key, count, and share and interval to four places.
fn figures(choices: &Value) -> Value {
    let rounded = |value: &Value| json!((value.as_f64().unwrap() * 1e4).round() / 1e4);
    let option = |option: &Value| {
        let interval = &option["interval"];
        assert_eq!(interval["level"], 0.95);
        let [share, low, high] = [&option["share"], &interval["low"], &interval["high"]].map(rounded);
        json!([option["option"], option["count"], share, low, high])
    };
    let options: Value = choices["options"].as_array().unwrap().iter().map(option).collect();
    json!([choices["site"], choices["touchpoint"], choices["n"], options])
}

async fn choices(collector: &Collector, query: &str) -> Vec<Value> {
    let answer = collector.admin(&format!("/v1/scores{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()["choices"].as_array().unwrap().clone()
}

#[tokio::test]
async fn are_those_computed_by_hand() {
    let collector = filled().await;
    let choices = choices(&collector, "").await;
    // Wilson intervals with z = 1.959964. Of four, z²/4 = 0.960365: 3/4 has the centre (0.75 + 0.480182) / 1.960365
    // and the reach 1.959964 · √(0.1875/4 + 0.240091/4) / 1.960365.
    assert_eq!(
        choices.iter().map(figures).collect::<Vec<_>>(),
        [
            json!(["other.example", null, 1, [["friends", 1, 100.0, 20.6549, 100.0]]]),
            json!(["other.example", "cart", 1, [["friends", 1, 100.0, 20.6549, 100.0]]]),
            json!([
                "shop.example",
                null,
                4,
                [
                    ["late", 3, 75.0, 30.0642, 95.4413],
                    ["other", 1, 25.0, 4.5587, 69.9358],
                    ["wet", 1, 25.0, 4.5587, 69.9358],
                    ["wrong", 1, 25.0, 4.5587, 69.9358],
                ]
            ]),
            json!([
                "shop.example",
                "cart",
                2,
                [["late", 2, 100.0, 34.238, 100.0], ["wet", 1, 50.0, 9.4531, 90.5469],]
            ]),
            json!([
                "shop.example",
                "order",
                2,
                [
                    ["late", 1, 50.0, 9.4531, 90.5469],
                    ["other", 1, 50.0, 9.4531, 90.5469],
                    ["wrong", 1, 50.0, 9.4531, 90.5469],
                ]
            ]),
        ]
    );
    let overall = &choices[2];
    assert_eq!(
        [&overall["survey"], &overall["question"], &overall["kind"]],
        ["after-checkout", "why", "multiple-choice"]
    );
}

#[tokio::test]
async fn a_revision_counts_once() {
    let collector = filled().await;
    let mut changed = chose(1, "complete", "cart", "multiple-choice", json!(["wrong"]));
    changed["revision"] = json!(9);
    for _ in 0..2 {
        collector.post(&changed).await;
    }
    let cart = choices(&collector, "?site=shop.example&touchpoint=cart").await;
    let share = |option: &str| json!([option, 1, 50.0, 9.4531, 90.5469]);
    let options = json!([share("late"), share("wet"), share("wrong")]);
    assert_eq!(cart.iter().map(figures).collect::<Vec<_>>(), [json!(["shop.example", "cart", 2, options])]);
}
