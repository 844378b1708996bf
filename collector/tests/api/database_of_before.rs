//! A database that an earlier collector made is read as before.

use nachklang_model::Key;
use nachklang_store::Store;
use nachklang_store::testing::{TestStore, id};
use serde_json::{Value, json};

use crate::support::Collector;

const DATABASE: &str = include_str!("before/database.sql");
const RESPONSES: &str = include_str!("before/responses.jsonl");
const SCORES: &str = include_str!("before/scores.json");

async fn opened() -> Collector {
    Collector::on(TestStore::restored(DATABASE).await)
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn responses_and_scores_are_read_as_before() {
    let collector = opened().await;
    assert_eq!(collector.admin("/v1/responses").await.text(), RESPONSES);
    let scores: Value = serde_json::from_str(SCORES).unwrap();
    assert_eq!(collector.admin("/v1/scores").await.json(), scores);
    let before = lines(RESPONSES);
    let with = |name: &str| before.iter().filter(|line| line.get(name).is_some()).count();
    for (member, responses) in
        [("unknown", 1), ("suspicions", 3), ("suspect", 3), ("verdict", 2), ("verified_buyer", 1)]
    {
        assert_eq!(with(member), responses, "{member}");
    }
}

#[tokio::test]
async fn what_was_decided_before_still_holds() {
    let collector = opened().await;
    let site = Key::new("shop.example").unwrap();
    assert!(collector.store.sites().await.unwrap().get(&site).is_some());
    assert_eq!(collector.store.proof_keys(&site).await.unwrap().len(), 1);
    let mut forgotten = lines(RESPONSES).remove(0);
    for member in ["made_at", "received_at"] {
        forgotten.as_object_mut().unwrap().remove(member);
    }
    for index in [30, 99] {
        forgotten["id"] = id(index);
        let headers = [("origin", "https://shop.example")];
        let answer = collector.send("POST", "/v1/responses", &headers, forgotten.to_string()).await;
        assert_eq!(answer.json()["dropped"][0]["reason"], "forgotten", "{}", answer.text());
    }
}

#[tokio::test]
async fn it_takes_what_comes_next() {
    let collector = opened().await;
    let mut later = lines(RESPONSES).remove(0);
    for member in ["made_at", "received_at"] {
        later.as_object_mut().unwrap().remove(member);
    }
    later["revision"] = json!(9);
    let headers = [("origin", "https://shop.example")];
    let answer = collector.send("POST", "/v1/responses", &headers, later.to_string()).await;
    assert_eq!(answer.json()["kept"][0]["revision"], 9, "{}", answer.text());
    assert_eq!(collector.lines("").await.len(), lines(RESPONSES).len());
}
