//! Requests to forget responses.

use axum::http::StatusCode;
use nachklang_store::testing::{example, id};
use nachklang_store::{SqliteStore, Store};
use serde_json::{Value, json};

use crate::support::{Answer, Collector};

async fn forget(collector: &Collector, site: &str, ids: Value) -> Answer {
    collector.post(&json!({"forget": {"site": site, "ids": ids}})).await
}

/// The ids of the responses that are there, in the order they came.
async fn left(collector: &Collector) -> Vec<Value> {
    collector.lines("").await.iter().map(|line| line["id"].clone()).collect()
}

#[tokio::test]
async fn what_a_device_asks_to_forget_is_gone_with_all_that_belongs_to_it() {
    let collector = Collector::new().await;
    let mut with_all = example(1);
    with_all["answers"] = json!([
        {"question": "csat", "kind": "csat", "value": 2, "scale": "csat-1-5"},
        {"question": "problem", "kind": "multiple-choice", "value": ["late", "other"], "other": "Wet"},
        {"question": "reply", "kind": "contact", "value": "jo@shop.example", "by": "email", "consent": "Yes."},
    ]);
    collector.post(&json!([example(0), with_all, example(2)])).await;
    let answer = forget(&collector, "shop.example", json!([id(1), id(2)])).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    assert_eq!(answer.json(), json!({"forgotten": 2}));
    assert_eq!(left(&collector).await, [id(0)]);
    for (table, rows) in [("responses", 1), ("answers", 2), ("choices", 0), ("contacts", 0), ("forgotten", 2)]
    {
        let found = collector.store.table(table).await;
        assert_eq!(found.len(), rows, "{table}");
    }
    let scores = collector.admin("/v1/scores").await.json();
    assert!(scores["scores"].as_array().unwrap().iter().all(|score| score["n"] == 1), "{scores}");
    assert_eq!(scores["choices"], json!([]));
}

#[tokio::test]
async fn asking_again_and_for_what_is_not_there_is_harmless() {
    let collector = Collector::new().await;
    collector.post(&json!([example(0), example(1)])).await;
    for (ids, forgotten) in [
        (json!([id(7)]), 0),
        (json!([id(1), id(7), id(1)]), 1),
        (json!([id(1)]), 0),
        ((100..200).map(id).collect(), 0),
    ] {
        let answer = forget(&collector, "shop.example", ids).await;
        assert_eq!((answer.status, answer.json()), (StatusCode::ACCEPTED, json!({ "forgotten": forgotten })));
        assert!(left(&collector).await.contains(&id(0)));
    }
    assert_eq!(left(&collector).await, [id(0)]);
}

#[tokio::test]
async fn the_responses_of_another_shop_stay() {
    let collector = Collector::new().await;
    let mut other = example(1);
    other["site"] = json!("other.example");
    collector.post(&json!([example(1), other])).await;
    let answer = forget(&collector, "third.example", json!([id(1)])).await;
    assert_eq!(answer.json(), json!({"forgotten": 0}));
    assert_eq!(collector.lines("").await.len(), 2);
    let answer = forget(&collector, "other.example", json!([id(1)])).await;
    assert_eq!(answer.json(), json!({"forgotten": 1}));
    let lines = collector.lines("").await;
    assert_eq!((lines.len(), &lines[0]["site"]), (1, &json!("shop.example")));
    // And the one that stayed takes revisions as before.
    let mut later = example(1);
    later["revision"] = json!(4);
    assert_eq!(collector.post(&later).await.json()["kept"][0]["revision"], 4);
}

#[tokio::test]
async fn nothing_that_comes_later_brings_a_response_back() {
    let collector = Collector::new().await;
    collector.post(&example(1)).await;
    // Of the second nothing has come yet.
    forget(&collector, "shop.example", json!([id(1), id(2)])).await;
    let dropped = |index: usize, response: usize| json!({"index": index, "site": "shop.example", "id": id(response), "reason": "forgotten"});
    for (response, revision) in [(1, 4), (1, 2), (2, 1), (2, 2)] {
        let mut late = example(response);
        late["revision"] = json!(revision);
        let answer = collector.post(&late).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED);
        assert_eq!(answer.json(), json!({"kept": [], "dropped": [dropped(0, response)], "refused": []}));
    }
    let answer = collector.post(&json!([example(1), example(3), 7, example(2)])).await.json();
    assert_eq!(
        answer["kept"],
        json!([{
            "index": 1, "site": "shop.example", "id": id(3), "revision": 3, "unknown": [],
        }])
    );
    assert_eq!(answer["dropped"], json!([dropped(0, 1), dropped(3, 2)]));
    assert_eq!(answer["refused"][0]["index"], 2);
    assert_eq!(left(&collector).await, [id(3)]);
    assert_eq!(collector.store.table("answers").await.len(), 2);
}

#[tokio::test]
async fn what_was_forgotten_stays_so_over_a_restart_and_is_not_in_the_file() {
    let collector = Collector::new().await;
    let mut response = example(1);
    response["answers"][1]["value"] = json!("Nobody is to read this. ".repeat(80));
    collector.post(&json!([example(0), response, example(2)])).await;
    forget(&collector, "shop.example", json!([id(1)])).await;
    collector.store.close().await;
    let file = std::fs::read(collector.data().join(SqliteStore::FILE)).unwrap();
    let holds = |text: &str| file.windows(text.len()).any(|bytes| bytes == text.as_bytes());
    assert!(holds("Zu ") && !holds("Nobody is to read"), "deleted pages are overwritten");

    let again = collector.reopened().await;
    let receipt = again.post(&example(1)).await.json();
    assert_eq!(receipt["dropped"][0]["reason"], "forgotten", "{receipt}");
}

#[tokio::test]
async fn says_what_is_wrong_with_a_request_and_deletes_nothing() {
    let collector = Collector::new().await;
    collector.post(&example(0)).await;
    let many: Vec<Value> = (0..101).map(id).collect();
    for (forget, fields) in [
        (json!({"site": "shop.example", "ids": many}), &["forget.ids"][..]),
        (json!({"site": "shop.example", "ids": []}), &["forget.ids"]),
        (json!({"site": "shop.example", "ids": [id(0), "1"]}), &["forget.ids[1]"]),
        (json!({"site": "Shop", "ids": [id(0)]}), &["forget.site"]),
        (json!({"ids": id(0)}), &["forget.site", "forget.ids"]),
        (json!(null), &["forget", "forget.site", "forget.ids"]),
    ] {
        let answer = collector.post(&json!({ "forget": forget })).await;
        let problem = answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-forget");
        let found: Vec<&str> = problem["errors"]
            .as_array()
            .unwrap()
            .iter()
            .map(|error| error["field"].as_str().unwrap())
            .collect();
        assert_eq!(found, fields, "{problem}");
    }
    // Not in an array: there are responses.
    let answer = collector.post(&json!([{"forget": {"site": "shop.example", "ids": [id(0)]}}])).await;
    answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
    assert_eq!(left(&collector).await, [id(0)]);
    assert!(collector.store.table("forgotten").await.is_empty());
}

#[tokio::test]
async fn the_rules_are_those_of_responses() {
    let collector = Collector::new().await;
    collector.post(&example(0)).await;
    let body = json!({"forget": {"site": "shop.example", "ids": [id(0)], "why": "moved"}}).to_string();
    let from_shop = ("origin", "https://shop.example");
    let html = [from_shop, ("content-type", "text/html")];
    let answer = collector.send("POST", "/v1/responses", &html, &body).await;
    answer.is_problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
    let text = [from_shop, ("content-type", "text/plain;charset=UTF-8")];
    let answer = collector.send("POST", "/v1/responses", &text, &body).await;
    assert_eq!(answer.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answer.json(), json!({"forgotten": 1, "unknown": ["forget.why"]}));
    collector.store.close().await;
    let answer = collector.send("POST", "/v1/responses", &text, &body).await;
    answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
    assert!(answer.header("retry-after").is_some());
}
