//! Responses in their columns.

use serde_json::{Value, json};

use crate::testing::{TestStore, example, id};

/// A response of the same id with nothing but what it must have, and all of that different.
fn bare(index: usize) -> Value {
    json!({
        "id": id(index),
        "revision": 1,
        "status": "shown",
        "site": "shop.example",
        "survey": "nps",
        "survey_version": 1,
        "locale": "en",
        "answers": [],
        "touchpoint": {"key": "cart", "ownership": "managed", "path": "/cart", "woken_by": "call"},
        "page": {"device": "desktop", "viewport": {"width": 1920, "height": 1080}, "language": "en"},
        "shown_at": "2026-11-20T10:00:00Z",
    })
}

#[tokio::test]
async fn every_field_has_its_column() {
    let test = TestStore::new().await;
    let mut sent = example(1);
    sent["trap"] = json!(true);
    let document_sent = sent.clone();
    sent["page"]["noise"] = json!(1234.5);
    test.save(&sent).await.unwrap();
    let mut row = test.store.rows("SELECT * FROM responses").await.remove(0);
    let received: jiff::Timestamp = row["received_at"].as_str().unwrap().parse().unwrap();
    assert!(received.duration_until(jiff::Timestamp::now()).as_secs() < 60);
    let made: jiff::Timestamp = row["made_at"].as_str().unwrap().parse().unwrap();
    assert_eq!(made.duration_until(received).as_millis(), 86_400_000, "a day of waiting is taken off");
    let document: Value = serde_json::from_str(row["document"].as_str().unwrap()).unwrap();
    assert_eq!(document, document_sent);
    let members = row.as_object_mut().unwrap();
    members.retain(|name, _| !["received_at", "made_at", "document"].contains(&name.as_str()));
    assert_eq!(
        row,
        json!({
            "site": "shop.example",
            "id": id(1),
            "revision": 3,
            "status": "complete",
            "survey": "after-checkout",
            "survey_version": 2,
            "locale": "de",
            "touchpoint": "checkout.payment",
            "phase": "purchase",
            "ownership": "owned",
            "path": "/checkout",
            "woken_by": "load",
            "first_touch_channel": "search",
            "first_touch_source": "google",
            "first_touch_campaign": "autumn",
            "visits": 3,
            "orders": 2,
            "days_since_order": 5,
            "order_id_hash": "0".repeat(64),
            "order_value": 49.9,
            "order_currency": "EUR",
            "order_items": 2,
            "customer_key": "c-4711",
            "customer_segment": "gold",
            "customer_visitor": "returning",
            "device": "phone",
            "lcp": 1234.5,
            "cls": 0.02,
            "inp": 48.0,
            "errors": 1,
            "shown_at": "2026-11-21T20:15:00.123+01:00",
            "answered_at": "2026-11-21T20:15:09.456+01:00",
            "age": 86_400_000,
            "suspicions": r#"["trap"]"#,
            "verdict": null,
            "suspect": 1,
            "unknown": r#"{"page.noise":1234.5}"#,
            "proof_sha256": null,
            "verified_buyer": null,
        })
    );
    let answers = test.store.rows("SELECT * FROM answers ORDER BY question").await;
    let of = |question: &str, kind, scale: Value, value: Value, text: Value| {
        json!({
            "site": "shop.example", "response_id": id(1), "question": question, "kind": kind,
            "scale": scale, "value": value, "text": text,
        })
    };
    assert_eq!(
        answers,
        [
            of("csat", "csat", json!("csat-1-5"), json!(2), Value::Null),
            of("csat.comment", "text", Value::Null, Value::Null, json!("Zu \"langsam\" – leider\n😐")),
        ]
    );
}

#[tokio::test]
async fn what_is_missing_is_null() {
    let test = TestStore::new().await;
    let mut sent = example(1);
    let members = sent.as_object_mut().unwrap();
    for name in ["order", "journey", "customer"] {
        members.remove(name);
    }
    members.remove("answered_at");
    members.remove("age");
    members.insert("status".into(), json!("shown"));
    members.insert("answers".into(), json!([]));
    for name in ["lcp", "cls", "inp", "errors"] {
        members["page"].as_object_mut().unwrap().remove(name);
    }
    members["touchpoint"].as_object_mut().unwrap().retain(|name, _| name != "phase" && name != "label");
    test.save(&sent).await.unwrap();
    let row = test.store.rows("SELECT * FROM responses").await.remove(0);
    for column in [
        "phase",
        "first_touch_channel",
        "first_touch_source",
        "first_touch_campaign",
        "visits",
        "orders",
        "days_since_order",
        "customer_key",
        "customer_segment",
        "customer_visitor",
        "lcp",
        "cls",
        "inp",
        "errors",
        "order_id_hash",
        "order_value",
        "order_currency",
        "order_items",
        "answered_at",
        "age",
        "suspicions",
        "verdict",
        "unknown",
    ] {
        assert_eq!(row[column], Value::Null, "{column}");
    }
    assert_eq!(row["made_at"], row["received_at"], "what did not say that it waited was made just then");
    assert_eq!(test.lines().await[0]["answers"], json!([]));
}

#[tokio::test]
async fn a_higher_revision_replaces_every_column() {
    let mut rich = example(1);
    rich["weather"] = json!("rain");
    for (mut first, mut second) in [(bare(1), rich.clone()), (rich, bare(1))] {
        first["revision"] = json!(1);
        second["revision"] = json!(2);
        let state = async |sent: &[&Value]| {
            let test = TestStore::new().await;
            for sent in sent {
                test.save(sent).await.unwrap();
            }
            let mut row = test.store.rows("SELECT * FROM responses").await.remove(0);
            for time in ["received_at", "made_at"] {
                row[time].take();
            }
            (row, test.store.rows("SELECT * FROM answers ORDER BY question").await)
        };
        assert_eq!(state(&[&first, &second]).await, state(&[&second]).await);
    }
}
