//! Verdicts on suspect responses.

use axum::http::StatusCode;
use nachklang_store::testing::{example, id};
use serde_json::{Value, json};

use crate::support::{Answer, Collector, TOKEN};

async fn review(collector: &Collector, body: &Value) -> Answer {
    let authorization = format!("Bearer {TOKEN}");
    let headers = [("authorization", &*authorization), ("content-type", "application/json")];
    collector.send("POST", "/v1/review", &headers, body.to_string()).await
}

fn verdict(index: usize, verdict: Value) -> Value {
    json!({"site": "shop.example", "ids": [id(index)], "verdict": verdict})
}

/// One that nobody doubts, one with a field filled in that no human sees, and one that came too fast.
async fn filled() -> Collector {
    let collector = Collector::new().await;
    let (mut trapped, mut hasty) = (example(1), example(2));
    trapped["trap"] = json!(true);
    hasty["answered_at"] = hasty["shown_at"].clone();
    for response in [example(0), trapped, hasty] {
        collector.post(&response).await;
    }
    collector
}

/// The indexes of the responses that the query leaves, each with its signs and verdict.
async fn reviewed_as(collector: &Collector, query: &str) -> Vec<Value> {
    let lines = collector.lines(query).await;
    let index = |line: &Value| (0..9).find(|index| line["id"] == id(*index));
    lines
        .iter()
        .map(|line| json!([index(line), line["suspect"], line["suspicions"], line["verdict"]]))
        .collect()
}

/// How many answers count.
async fn counted(collector: &Collector) -> Value {
    collector.admin("/v1/scores").await.json()["scores"][0]["n"].clone()
}

#[tokio::test]
async fn what_is_suspect_is_kept_and_does_not_count() {
    let collector = filled().await;
    let doubted = [json!([1, true, ["trap"], null]), json!([2, true, ["pace"], null])];
    assert_eq!(reviewed_as(&collector, "?suspect=true").await, doubted);
    assert_eq!(reviewed_as(&collector, "?suspect=false").await, [json!([0, null, null, null])]);
    assert_eq!(reviewed_as(&collector, "").await.len(), 3);
    assert_eq!(counted(&collector).await, 1);
    let answer = collector.admin("/v1/responses?suspect=yes").await;
    answer.is_problem(StatusCode::BAD_REQUEST, "bad-query");
}

#[tokio::test]
async fn choices_of_the_suspect_do_not_count_either() {
    let collector = Collector::new().await;
    let mut response = example(0);
    response["answers"] = json!([{"question": "why", "kind": "multiple-choice", "value": ["late", "wet"]}]);
    response["trap"] = json!(true);
    collector.post(&response).await;
    assert_eq!(collector.admin("/v1/scores").await.json()["choices"], json!([]));
    review(&collector, &verdict(0, json!("genuine"))).await;
    assert_eq!(collector.admin("/v1/scores").await.json()["choices"][0]["n"], 1);
}

#[tokio::test]
async fn a_person_has_the_last_word() {
    let collector = filled().await;
    let reviewed = async |index: usize, decided: Value| {
        let answer = review(&collector, &verdict(index, decided)).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::OK, json!({"reviewed": 1})));
    };
    reviewed(1, json!("genuine")).await;
    reviewed(0, json!("suspect")).await;
    assert_eq!(
        reviewed_as(&collector, "").await,
        [
            json!([0, true, null, "suspect"]),
            json!([1, null, ["trap"], "genuine"]),
            json!([2, true, ["pace"], null]),
        ]
    );
    assert_eq!(counted(&collector).await, 1);
    reviewed(0, json!(null)).await;
    assert_eq!(reviewed_as(&collector, "?suspect=false").await.len(), 2);
    assert_eq!(counted(&collector).await, 2);
    reviewed(1, json!(null)).await;
    assert_eq!(counted(&collector).await, 1, "its signs count again");
}

#[tokio::test]
async fn a_later_revision_brings_its_own_signs_and_leaves_the_verdict() {
    let collector = filled().await;
    let later = |index: usize, revision: u32| {
        let mut response = example(index);
        response["revision"] = json!(revision);
        response
    };
    collector.post(&later(2, 4)).await;
    assert_eq!(reviewed_as(&collector, "?suspect=true").await, [json!([1, true, ["trap"], null])]);
    review(&collector, &verdict(2, json!("suspect"))).await;
    collector.post(&later(2, 5)).await;
    assert_eq!(
        reviewed_as(&collector, "?suspect=true").await.last(),
        Some(&json!([2, true, null, "suspect"]))
    );
    assert_eq!(counted(&collector).await, 1);
}

#[tokio::test]
async fn only_what_is_there_is_reviewed() {
    let collector = filled().await;
    let mut other = verdict(0, json!("suspect"));
    other["ids"] = json!([id(0), id(7)]);
    assert_eq!(review(&collector, &other).await.json(), json!({"reviewed": 1}));
    other["site"] = json!("other.example");
    assert_eq!(review(&collector, &other).await.json(), json!({"reviewed": 0}));
}

#[tokio::test]
async fn says_what_is_wrong_and_changes_nothing() {
    let collector = filled().await;
    for (body, fields) in [
        (json!({"site": "shop.example", "ids": [id(0)], "verdict": "bad"}), &["verdict"][..]),
        (json!({"site": "shop.example", "ids": [id(0)]}), &["verdict"]),
        (json!({"site": "Shop", "ids": [], "verdict": null}), &["site", "ids"]),
        (json!({"site": "a", "ids": [id(0), 7], "verdict": "suspect", "why": 1}), &["why", "ids[1]"]),
        (json!([]), &[""]),
    ] {
        let problem = review(&collector, &body).await;
        let problem = problem.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-review");
        let found: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(found, fields, "{problem}");
    }
    let headers = [("content-type", "application/json")];
    let answer =
        collector.send("POST", "/v1/review", &headers, verdict(0, json!("suspect")).to_string()).await;
    answer.is_problem(StatusCode::UNAUTHORIZED, "unauthorized");
    assert_eq!(reviewed_as(&collector, "?suspect=true").await.len(), 2);
}
