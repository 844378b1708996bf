//! Histograms, which triggers keep beside the responses.

use std::collections::{BTreeMap, HashMap};

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;

use crate::domain::review::Verdict;
use crate::domain::submission::SaveOutcome;
use crate::port::Store;
use crate::sqlite::SqliteStore;
use crate::testing::{TestStore, example, id};

type Cells = BTreeMap<String, u64>;

fn cell(parts: [&Value; 8]) -> String {
    json!(parts).to_string()
}

/// What the table says.
async fn stored(store: &SqliteStore) -> Cells {
    let rows = store.rows("SELECT * FROM histograms").await;
    let cells = rows.iter().map(|row| {
        let parts = ["site", "survey", "question", "scale", "touchpoint", "day", "segment", "value"];
        (cell(parts.map(|part| &row[part])), row["n"].as_u64().unwrap())
    });
    cells.collect()
}

/// What it should say: counted from the whole responses that are there, but for the suspect ones.
fn recounted(lines: &[Value]) -> Cells {
    let mut cells = Cells::new();
    for line in lines.iter().filter(|line| line["suspect"] != true) {
        let day = json!(line["made_at"].as_str().unwrap()[..10]);
        let segment = match &line["customer"]["segment"] {
            Value::Null => json!(""),
            segment => segment.clone(),
        };
        for answer in line["answers"].as_array().unwrap().iter().filter(|answer| !answer["scale"].is_null()) {
            let (site, survey, place) = (&line["site"], &line["survey"], &line["touchpoint"]["key"]);
            let (question, scale, value) = (&answer["question"], &answer["scale"], &answer["value"]);
            *cells.entry(cell([site, survey, question, scale, place, &day, &segment, value])).or_default() +=
                1;
        }
    }
    cells
}

async fn agree(test: &TestStore, after: &str) {
    let stored = stored(&test.store).await;
    assert_eq!(stored, recounted(&test.lines().await), "after {after}");
    assert!(stored.values().all(|n| *n > 0), "no empty cells: {stored:?}");
}

/// A response out of few that differ in all that a cell is made of.
fn response(random: &mut StdRng) -> Value {
    let mut response = example(random.random_range(0..6));
    response["site"] = json!(["a.example", "b.example"].choose(random));
    response["revision"] = json!(random.random_range(1..=4));
    response["survey"] = json!(["one", "two"].choose(random));
    response["touchpoint"]["key"] = json!(["cart", "order"].choose(random));
    response["customer"]["segment"] = json!([Some("gold"), Some("new"), None].choose(random));
    response["age"] = json!([0_u64, 86_400_000, 40 * 86_400_000].choose(random));
    response["trap"] = json!(random.random_ratio(1, 4));
    let all = [
        json!({"question": "q", "kind": "nps", "value": random.random_range(0..=10), "scale": "nps-0-10"}),
        json!({"question": "r", "kind": "emotion", "value": random.random_range(-2..=2), "scale": "emotion-minus-2-2"}),
        json!({"question": "why", "kind": "multiple-choice", "value": ["late"]}),
        json!({"question": "text", "kind": "text", "value": "Na ja"}),
    ];
    let answers: Vec<Value> = all.into_iter().filter(|_| random.random_ratio(2, 3)).collect();
    if answers.is_empty() {
        response["status"] = json!("dismissed");
        response["answered_at"] = Value::Null;
    }
    response["answers"] = json!(answers);
    response
}

async fn step(test: &TestStore, random: &mut StdRng) -> String {
    let ids = |random: &mut StdRng| json!([id(random.random_range(0..6)), id(random.random_range(0..6))]);
    let site = *["a.example", "b.example"].choose(random).unwrap();
    match random.random_range(0..10) {
        0..=5 => {
            let responses: Vec<Value> = (0..random.random_range(1..=3)).map(|_| response(random)).collect();
            let responses = json!(responses);
            let outcomes = test.save(&responses).await.unwrap();
            assert!(!outcomes.iter().any(|outcome| matches!(outcome, SaveOutcome::Refused(_))));
            responses.to_string()
        }
        6 => {
            // Now and then: what is forgotten takes nothing any more.
            let forgotten = ids(random)[0].clone();
            test.forget(site, json!([forgotten])).await.unwrap();
            format!("forget {site} {forgotten}")
        }
        7 | 8 => {
            let verdict = *[Some(Verdict::Genuine), Some(Verdict::Suspect), None].choose(random).unwrap();
            let ids = ids(random);
            test.review(site, ids.as_array().unwrap(), verdict).await.unwrap();
            format!("review {site} {ids} {verdict:?}")
        }
        _ => {
            // What an operator may do by hand.
            let statement = *[
                "DELETE FROM responses WHERE survey = 'two' AND touchpoint = 'cart'",
                "UPDATE responses SET customer_segment = 'silver', document = json_set(document, '$.customer.segment', 'silver') WHERE survey = 'one'",
                "DELETE FROM responses WHERE suspect",
            ]
            .choose(random)
            .unwrap();
            test.store.run(statement).await;
            statement.into()
        }
    }
}

#[tokio::test]
async fn are_what_a_recount_gives_whatever_happens() {
    for seed in 0..12 {
        let mut random = StdRng::seed_from_u64(seed);
        let test = TestStore::new().await;
        let mut done = format!("seed {seed}");
        let mut most = 0;
        for _ in 0..50 {
            done += "\n";
            done += &step(&test, &mut random).await;
            agree(&test, &done).await;
            most = most.max(stored(&test.store).await.len());
        }
        assert!(most > 2, "something is counted: {done}");
    }
}

#[tokio::test]
async fn count_each_rating_once_on_the_day_it_was_made() {
    let test = TestStore::new().await;
    let mut waited = example(0);
    waited["age"] = json!(3 * 86_400_000_u64);
    test.save(&waited).await.unwrap();
    test.save(&waited).await.unwrap();
    let line = test.lines().await.remove(0);
    let [made, received] =
        ["made_at", "received_at"].map(|time| line[time].as_str().unwrap()[..10].to_owned());
    assert_ne!(made, received);
    let rows = test.store.rows("SELECT * FROM histograms").await;
    assert_eq!(
        rows,
        [json!({
            "site": "shop.example", "survey": "after-checkout", "question": "csat", "scale": "csat-1-5",
            "touchpoint": "checkout.payment", "day": made, "segment": "gold", "value": 2, "n": 1,
        })]
    );
}

#[tokio::test]
async fn stay_right_where_answers_are_left_behind() {
    let test = TestStore::new().await;
    test.save(&json!([example(0), example(1)])).await.unwrap();
    // As the sqlite3 shell deletes.
    test.store.run("PRAGMA foreign_keys = OFF; DELETE FROM responses; PRAGMA foreign_keys = ON").await;
    assert_eq!(test.store.rows("SELECT * FROM answers").await.len(), 4);
    agree(&test, "a deletion").await;
    test.save(&example(0)).await.unwrap();
    agree(&test, "coming back").await;
    assert_eq!(stored(&test.store).await.len(), 1);
}

#[tokio::test]
async fn of_a_database_from_before_are_filled() {
    let test = TestStore::new().await;
    let mut random = StdRng::seed_from_u64(1);
    let sent: Vec<Value> = (0..40)
        .map(|index| {
            let mut response = response(&mut random);
            response["id"] = id(index);
            response
        })
        .collect();
    test.save(&json!(sent)).await.unwrap();
    let expected = stored(&test.store).await;
    assert!(expected.len() > 10);
    // As it was before there were histograms.
    let objects = test
        .store
        .rows(
            "SELECT type, name FROM sqlite_schema WHERE type IN ('view', 'trigger') OR name = 'histograms'
             ORDER BY type = 'table', type",
        )
        .await;
    let kinds = objects.iter().fold(HashMap::<&str, usize>::new(), |mut kinds, object| {
        *kinds.entry(object["type"].as_str().unwrap()).or_default() += 1;
        kinds
    });
    assert_eq!(kinds, HashMap::from([("table", 1), ("view", 2), ("trigger", 9)]));
    let mut before = String::from("DROP TRIGGER histogram_change;");
    for object in objects.iter().filter(|object| object["name"] != "histogram_change") {
        let [kind, name] = ["type", "name"].map(|part| object[part].as_str().unwrap());
        before += &format!("DROP {kind} {name};");
    }
    before += "DELETE FROM _sqlx_migrations WHERE version = 8";
    test.store.run(&before).await;
    test.store.close().await;

    let store = SqliteStore::open(&test.data(), 1).await.unwrap();
    assert_eq!(stored(&store).await, expected);
    store.close().await;
    let options = SqliteConnectOptions::new().filename(test.data().join(SqliteStore::FILE));
    let again = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let check: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check").fetch_all(&again).await.unwrap();
    assert_eq!(check, ["ok"]);
}
