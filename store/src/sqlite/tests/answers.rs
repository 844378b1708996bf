//! Answers in their tables.

use serde_json::{Value, json};

use crate::testing::{TestStore, example, id, strip_times};

/// A response with an answer of every kind.
fn of_every_kind(revision: u32) -> Value {
    let mut response = example(1);
    response["revision"] = json!(revision);
    response["answers"] = json!([
        {"question": "feeling", "kind": "emotion", "value": -2, "scale": "emotion-minus-2-2"},
        {"question": "source", "kind": "single-choice", "value": "friends"},
        {"question": "problem", "kind": "multiple-choice", "value": ["late", "other"], "other": "Wet"},
        {"question": "more", "kind": "text", "value": "Na ja"},
        {"question": "reply", "kind": "contact", "value": "jo@shop.example", "by": "email", "consent": "Yes."},
    ]);
    response
}

async fn tables(test: &TestStore) -> [Vec<Value>; 3] {
    [
        test.store.rows("SELECT question, kind, scale, value, text FROM answers ORDER BY question").await,
        test.store.rows("SELECT * FROM choices ORDER BY question, option").await,
        test.store.rows("SELECT * FROM contacts").await,
    ]
}

#[tokio::test]
async fn every_kind_has_its_place() {
    let test = TestStore::new().await;
    test.save(&of_every_kind(1)).await.unwrap();
    let [answers, choices, contacts] = tables(&test).await;
    let of = |question: &str, kind: &str, scale: Value, value: Value, text: Value| json!({"question": question, "kind": kind, "scale": scale, "value": value, "text": text});
    let none = || Value::Null;
    assert_eq!(
        answers,
        [
            of("feeling", "emotion", json!("emotion-minus-2-2"), json!(-2), none()),
            of("more", "text", none(), none(), json!("Na ja")),
            of("problem", "multiple-choice", none(), none(), json!("Wet")),
            of("reply", "contact", none(), none(), none()),
            of("source", "single-choice", none(), none(), none()),
        ]
    );
    let chosen = |question: &str, option: &str| json!({"site": "shop.example", "response_id": id(1), "question": question, "option": option});
    assert_eq!(choices, [chosen("problem", "late"), chosen("problem", "other"), chosen("source", "friends")]);
    assert_eq!(
        contacts,
        [json!({
            "site": "shop.example", "response_id": id(1), "question": "reply", "channel": "email",
            "address": "jo@shop.example", "consent": "Yes.",
        })]
    );
    let mut line = test.lines().await.remove(0);
    strip_times(&mut line);
    assert_eq!(line, of_every_kind(1), "the full response has it all");
}

#[tokio::test]
async fn a_later_revision_replaces_choices_and_contacts() {
    let test = TestStore::new().await;
    test.save(&of_every_kind(2)).await.unwrap();
    let mut later = of_every_kind(3);
    later["answers"][1]["value"] = json!("press");
    later["answers"][2] = json!({"question": "problem", "kind": "multiple-choice", "value": ["wrong"]});
    later["answers"].as_array_mut().unwrap().truncate(3);
    for sent in [of_every_kind(1), later, of_every_kind(2)] {
        test.save(&sent).await.unwrap();
    }
    let [answers, choices, contacts] = tables(&test).await;
    let of = |rows: &[Value], column: &str| rows.iter().map(|row| row[column].clone()).collect::<Value>();
    assert_eq!(of(&answers, "question"), json!(["feeling", "problem", "source"]));
    assert_eq!(of(&choices, "option"), json!(["wrong", "press"]));
    assert_eq!((&answers[1]["text"], contacts), (&Value::Null, vec![]));
}

#[tokio::test]
async fn what_belongs_to_a_response_goes_with_it() {
    let test = TestStore::new().await;
    let mut other = of_every_kind(1);
    other["site"] = json!("other.example");
    test.save(&json!([of_every_kind(1), other])).await.unwrap();
    test.store.run("DELETE FROM responses WHERE site = 'shop.example'").await;
    for (table, left) in tables(&test).await.iter().zip([5, 3, 1]) {
        assert_eq!(table.len(), left, "{table:?}");
    }
}

#[tokio::test]
async fn answers_hold_no_address() {
    let test = TestStore::new().await;
    test.save(&of_every_kind(1)).await.unwrap();
    let answers = json!(test.store.rows("SELECT * FROM answers").await).to_string();
    assert!(answers.contains("emotion") && !answers.contains("jo@shop.example"), "{answers}");
}
