//! Proofs of purchase, from the request to the table.

use axum::http::StatusCode;
use nachklang_model::Key;
use nachklang_store::testing::proofs::{
    SECRET, SITE, claims, ed25519, hs256, id_hash, jwt, proof, public_pem,
};
use nachklang_store::testing::{example, id};
use nachklang_store::{Algorithm, SqliteStore, Store};
use serde_json::{Value, json};

use crate::support::Collector;

fn key(text: &str) -> Key {
    Key::new(text).unwrap()
}

/// A collector with which this site has registered [`SECRET`].
async fn collector() -> Collector {
    let collector = Collector::new().await;
    add(&collector, "first", Algorithm::Hs256, SECRET).await;
    collector
}

async fn add(collector: &Collector, id: &str, algorithm: Algorithm, text: &str) {
    assert!(collector.store.add_proof_key(&key(SITE), &key(id), algorithm, text).await.unwrap());
}

/// A response about this order with this proof.
fn about(index: usize, order: &str, proof: &str) -> Value {
    let mut response = example(index);
    response["order"]["id_hash"] = json!(id_hash(order));
    response["order"]["proof"] = json!(proof);
    response
}

/// The same before anything is answered.
fn shown(mut response: Value) -> Value {
    response["revision"] = json!(1);
    response["status"] = json!("shown");
    response["answers"] = json!([]);
    response.as_object_mut().unwrap().remove("answered_at");
    response
}

fn revision(mut response: Value, revision: u32) -> Value {
    response["revision"] = json!(revision);
    response
}

/// What came of sending it: `kept`, or the name by which the proof was refused.
async fn send(collector: &Collector, response: &Value) -> String {
    let answer = collector.post(response).await;
    if answer.status == StatusCode::ACCEPTED {
        assert_eq!(answer.json()["refused"], json!([]));
        return "kept".into();
    }
    let problem = answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
    let errors = problem["errors"].as_array().unwrap();
    assert_eq!((errors.len(), &errors[0]["field"]), (1, &json!("order.proof")), "{problem}");
    let token = response["order"]["proof"].as_str().unwrap();
    assert!(!problem.to_string().contains(token) || token.len() < 10, "it is not repeated");
    errors[0]["found"].as_str().unwrap().split(": ").next().unwrap().to_owned()
}

/// Of each response that is stored, whether its buyer is verified.
async fn verified(collector: &Collector) -> Vec<bool> {
    let rows = collector.store.table("responses").await;
    let column: Vec<bool> = rows.iter().map(|row| row["verified_buyer"] == 1).collect();
    let mut lines = collector.lines("").await;
    lines.sort_by_key(|line| line["id"].to_string());
    let member: Vec<bool> =
        lines.iter().map(|line| line.get("verified_buyer") == Some(&json!(true))).collect();
    assert_eq!(column, member);
    column
}

#[tokio::test]
async fn who_bought_is_known_and_the_proof_is_nowhere() {
    let collector = collector().await;
    let proof = proof("T-1");
    assert_eq!(send(&collector, &about(1, "T-1", &proof)).await, "kept");
    collector.post(&example(2)).await;
    assert_eq!(verified(&collector).await, [true, false]);
    let mut plain = about(1, "T-1", &proof);
    plain["order"].as_object_mut().unwrap().remove("proof");
    let row = collector.store.table("responses").await.remove(0);
    let document: Value = serde_json::from_str(row["document"].as_str().unwrap()).unwrap();
    assert_eq!((document, &row["unknown"]), (plain, &Value::Null));
    assert!(collector.lines("").await[1].get("verified_buyer").is_none());
    collector.store.close().await;
    let signature = proof.rsplit('.').next().unwrap();
    let file = std::fs::read(collector.data().join(SqliteStore::FILE)).unwrap();
    assert!(!file.windows(signature.len()).any(|bytes| bytes == signature.as_bytes()));
}

#[tokio::test]
async fn a_proof_that_expires_while_its_response_waits_verifies_it() {
    let collector = collector().await;
    let mut claims = claims("T-1");
    claims["exp"] = json!(claims["iat"].as_i64().unwrap() - 60 * 60);
    let mut response = about(1, "T-1", &jwt(&json!({"alg": "HS256"}), &claims, hs256(SECRET)));
    for (minutes, expected) in [(59, "expired"), (61, "kept")] {
        response["age"] = json!(minutes * 60 * 1000);
        assert_eq!(send(&collector, &response).await, expected, "{minutes} minutes");
    }
}

#[tokio::test]
async fn a_wrong_proof_is_refused_by_name_and_its_response_not_kept() {
    let collector = collector().await;
    let signed = |claims: &Value, secret: &str| jwt(&json!({"alg": "HS256"}), claims, hs256(secret));
    let mut other_site = claims("T-1");
    other_site["iss"] = json!("other.example");
    let (mut expired, mut early) = (claims("T-1"), claims("T-1"));
    // Longer ago than any response may have waited.
    expired["exp"] = json!(claims("T-1")["iat"].as_i64().unwrap() - 31 * 24 * 60 * 60);
    early["iat"] = json!(claims("T-1")["exp"].as_i64().unwrap() + 24 * 60 * 60);
    for (proof, expected) in [
        ("nonsense", "unreadable"),
        (&*signed(&claims("T-1"), &SECRET.to_uppercase()), "forged"),
        (&signed(&expired, SECRET), "expired"),
        (&signed(&early, SECRET), "not yet valid"),
        (&signed(&other_site, SECRET), "of another site"),
        (&proof("T-2"), "of another order"),
    ] {
        assert_eq!(send(&collector, &about(1, "T-1", proof)).await, expected);
    }
    // A text that is too long, or is none, is no member of the contract, whatever the site.
    for proof in [json!("a".repeat(1025)), json!(""), json!(7)] {
        let mut response = about(1, "T-1", "");
        response["order"]["proof"] = proof;
        let problem = collector.post(&response).await;
        let problem = problem.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
        assert_eq!(problem["errors"][0]["field"], "order.proof");
    }
    assert!(collector.lines("").await.is_empty());
}

#[tokio::test]
async fn without_a_key_nothing_is_checked() {
    let collector = Collector::new().await;
    for (index, proof) in [&proof("T-1"), "nonsense", &proof("T-2")].into_iter().enumerate() {
        assert_eq!(send(&collector, &about(index, "T-1", proof)).await, "kept");
    }
    // A key of another site is none.
    collector.store.add_proof_key(&key("other.example"), &key("a"), Algorithm::Hs256, SECRET).await.unwrap();
    assert_eq!(send(&collector, &about(3, "T-1", "nonsense")).await, "kept");
    assert_eq!(verified(&collector).await, [false; 4]);
    let rows = collector.store.table("responses").await;
    assert!(rows.iter().all(|row| !row["document"].as_str().unwrap().contains("proof")));
}

#[tokio::test]
async fn an_order_verifies_one_answer_to_each_survey() {
    let collector = collector().await;
    // The shop may sign the order anew whenever it shows it.
    let (first, second) =
        (proof("T-1"), jwt(&json!({"alg": "HS256", "kid": "first"}), &claims("T-1"), hs256(SECRET)));
    assert_ne!(first, second);
    assert_eq!(send(&collector, &about(1, "T-1", &first)).await, "kept");
    for proof in [&first, &second] {
        assert_eq!(send(&collector, &about(2, "T-1", proof)).await, "replayed");
        // Who sees the question again has not answered twice.
        assert_eq!(send(&collector, &shown(about(3, "T-1", proof))).await, "kept");
        assert_eq!(send(&collector, &revision(about(3, "T-1", proof), 2)).await, "replayed");
    }
    let mut other_survey = about(4, "T-1", &first);
    other_survey["survey"] = json!("delivery");
    assert_eq!(send(&collector, &other_survey).await, "kept");
    assert_eq!(send(&collector, &about(5, "T-2", &proof("T-2"))).await, "kept");
    assert_eq!(verified(&collector).await, [true; 4]);
}

#[tokio::test]
async fn who_opened_the_page_twice_may_answer_on_either() {
    let collector = collector().await;
    let proof = proof("T-1");
    for index in [1, 2] {
        assert_eq!(send(&collector, &shown(about(index, "T-1", &proof))).await, "kept");
    }
    assert_eq!(send(&collector, &revision(about(2, "T-1", &proof), 2)).await, "kept");
    assert_eq!(send(&collector, &revision(about(1, "T-1", &proof), 2)).await, "replayed");
    // Its answer taken back, or forgotten, the order is free again.
    let forget = json!({"forget": {"site": SITE, "ids": [id(2)]}});
    assert_eq!(collector.post(&forget).await.json()["forgotten"], 1);
    assert_eq!(send(&collector, &revision(about(1, "T-1", &proof), 2)).await, "kept");
}

#[tokio::test]
async fn revisions_and_retries_of_a_verified_response_are_kept_for_ever() {
    let collector = collector().await;
    let first = proof("T-1");
    assert_eq!(send(&collector, &shown(about(1, "T-1", &first))).await, "kept");
    // The shop changed over to another key meanwhile.
    add(&collector, "second", Algorithm::Ed25519, &public_pem()).await;
    assert!(collector.store.remove_proof_key(&key(SITE), &key("first")).await.unwrap());
    for number in [2, 2, 3, 1] {
        assert_eq!(send(&collector, &revision(about(1, "T-1", &first), number)).await, "kept");
    }
    assert_eq!(verified(&collector).await, [true]);
    // Another response has to bring a proof of now, and this one cannot change its order.
    assert_eq!(send(&collector, &about(2, "T-1", &first)).await, "forged");
    assert_eq!(send(&collector, &revision(about(1, "T-2", &first), 4)).await, "forged");
    let second = jwt(&json!({"alg": "EdDSA", "kid": "second"}), &claims("T-3"), ed25519);
    assert_eq!(send(&collector, &about(2, "T-3", &second)).await, "kept");
    assert_eq!(verified(&collector).await, [true, true]);
}

#[tokio::test]
async fn what_is_verified_stays_so_when_the_last_key_is_gone() {
    let collector = collector().await;
    let proof = proof("T-1");
    assert_eq!(send(&collector, &shown(about(1, "T-1", &proof))).await, "kept");
    assert!(collector.store.remove_proof_key(&key(SITE), &key("first")).await.unwrap());
    assert_eq!(send(&collector, &revision(about(1, "T-1", &proof), 2)).await, "kept");
    assert_eq!(verified(&collector).await, [true]);
    // Without a key, others are saved and not verified.
    assert_eq!(send(&collector, &about(2, "T-1", "nonsense")).await, "kept");
    assert_eq!(send(&collector, &about(3, "T-1", &proof)).await, "kept");
    assert_eq!(verified(&collector).await, [true, false, false]);
}

#[tokio::test]
async fn a_page_without_a_hash_has_the_order_from_the_proof() {
    let collector = collector().await;
    let without = |index| {
        let mut response = about(index, "T-1", &proof("T-1"));
        response["order"].as_object_mut().unwrap().remove("id_hash");
        response
    };
    assert_eq!(send(&collector, &without(1)).await, "kept");
    let rows = collector.store.table("responses").await;
    assert_eq!(rows[0]["order_id_hash"], id_hash("T-1"));
    assert_eq!(send(&collector, &without(2)).await, "replayed");
}

#[tokio::test]
async fn a_wrong_proof_loses_no_other_response() {
    let collector = collector().await;
    let good = proof("T-1");
    let batch = json!([
        about(1, "T-1", &good),
        about(2, "T-1", &good),
        about(3, "T-2", &good),
        example(4),
        about(5, "T-5", &proof("T-5")),
    ]);
    let answer = collector.post(&batch).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let receipt = answer.json();
    let indexes = |list: &str| -> Vec<u64> {
        receipt[list].as_array().unwrap().iter().map(|one| one["index"].as_u64().unwrap()).collect()
    };
    assert_eq!((indexes("kept"), indexes("refused")), (vec![0, 3, 4], vec![1, 2]));
    let found = |at: usize| receipt["refused"][at]["errors"][0]["found"].as_str().unwrap().to_owned();
    assert!(found(0).starts_with("replayed: "), "{receipt}");
    assert!(found(1).starts_with("of another order: "), "{receipt}");
    assert_eq!(verified(&collector).await, [true, false, true]);
    // Where each of an array is refused, the index is named.
    let answer = collector.post(&json!([about(6, "T-1", &good), about(7, "T-2", &good)])).await;
    let problem = answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
    let fields: Vec<&Value> =
        problem["errors"].as_array().unwrap().iter().map(|error| &error["field"]).collect();
    assert_eq!(fields, ["[0].order.proof", "[1].order.proof"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_that_come_at_once_one_is_verified() {
    let collector = collector().await;
    let proof = proof("T-1");
    let mut sending = tokio::task::JoinSet::new();
    for index in 0..20 {
        let (collector, response) = (collector.clone(), about(index, "T-1", &proof));
        sending.spawn(async move { send(&collector, &response).await });
    }
    let mut outcomes = sending.join_all().await;
    outcomes.sort();
    assert_eq!((&*outcomes[0], &*outcomes[1], &*outcomes[19]), ("kept", "replayed", "replayed"));
    assert_eq!(verified(&collector).await, [true]);
}

#[tokio::test]
async fn a_later_revision_without_a_proof_is_not_verified() {
    let collector = collector().await;
    assert_eq!(send(&collector, &about(1, "T-1", &proof("T-1"))).await, "kept");
    collector.post(&revision(example(1), 4)).await;
    assert_eq!(verified(&collector).await, [false]);
}
