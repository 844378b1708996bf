//! The task that writes.

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use crate::domain::submission::SaveOutcome;
use crate::port::{Store, StoreError};
use crate::sqlite::SqliteStore;
use crate::testing::{TestStore, example, id};

type Saved = Result<Vec<SaveOutcome>, StoreError>;

fn is_failure<T>(result: &Result<T, StoreError>) -> bool {
    matches!(result, Err(StoreError::Failed(_)))
}

fn save(test: &TestStore, responses: Value) -> JoinHandle<Saved> {
    let test = test.clone();
    tokio::spawn(async move { test.save(&responses).await })
}

/// How many responses are stored, for somebody who reads beside the writer.
async fn stored(test: &TestStore) -> usize {
    test.store.rows("SELECT 1 FROM responses").await.len()
}

#[tokio::test]
async fn what_gathers_is_committed_together_and_acknowledged_afterwards() {
    let test = TestStore::new().await;
    let held = test.store.hold().await;
    let sent: Vec<_> = (0..60).map(|index| save(&test, example(index))).collect();
    test.store.until_waiting(60).await;
    assert!(sent.iter().all(|sent| !sent.is_finished()));
    assert_eq!(stored(&test).await, 0);
    drop(held);
    for (index, sent) in sent.into_iter().enumerate() {
        assert_eq!(sent.await.unwrap().unwrap(), [SaveOutcome::Inserted { revision: 3 }]);
        let stored = format!("SELECT 1 FROM responses WHERE id = {}", sql(&id(index)));
        assert_eq!(test.store.rows(&stored).await.len(), 1);
    }
    // What the writer had taken before it was held up is one commit, and all that gathered meanwhile another.
    let commits = test.store.rows("SELECT DISTINCT received_at FROM responses").await.len();
    assert!(commits <= 2, "{commits} commits");
}

fn sql(text: &Value) -> String {
    text.to_string().replace('"', "'")
}

#[tokio::test]
async fn a_full_queue_is_said_and_what_was_taken_is_saved() {
    let test = TestStore::with_room(4).await;
    let held = test.store.hold().await;
    let taken: Vec<_> = (0..4).map(|index| save(&test, example(index))).collect();
    test.store.until_waiting(4).await;
    for index in 4..20 {
        let result = test.save(&example(index)).await;
        assert!(matches!(result, Err(StoreError::Overloaded)), "{result:?}");
    }
    assert!(taken.iter().all(|sent| !sent.is_finished()));
    drop(held);
    for sent in taken {
        sent.await.unwrap().unwrap();
    }
    let stored = test.store.rows("SELECT id FROM responses ORDER BY id").await;
    assert!(stored.iter().map(|row| &row["id"]).eq(&(0..4).map(id).collect::<Vec<_>>()), "{stored:?}");
    assert!(test.save(&example(20)).await.is_ok(), "there is room again");
}

#[tokio::test]
async fn what_was_taken_is_saved_although_the_client_goes_away() {
    let test = TestStore::new().await;
    let held = test.store.hold().await;
    let first = save(&test, example(0));
    let gone = save(&test, example(1));
    test.store.until_waiting(2).await;
    gone.abort();
    assert!(gone.await.unwrap_err().is_cancelled());
    drop(held);
    first.await.unwrap().unwrap();
    test.save(&example(2)).await.unwrap();
    assert_eq!(stored(&test).await, 3);
}

#[tokio::test]
async fn closing_makes_what_is_waiting_and_takes_no_more() {
    let test = TestStore::new().await;
    let held = test.store.hold().await;
    let sent: Vec<_> = (0..3).map(|index| save(&test, example(index))).collect();
    test.store.until_waiting(3).await;
    let store = test.store.clone();
    let closing = tokio::spawn(async move { store.close().await });
    drop(held);
    for sent in sent {
        sent.await.unwrap().unwrap();
    }
    closing.await.unwrap();
    assert!(is_failure(&test.save(&example(3)).await));
    let store = SqliteStore::open(&test.data(), 1).await.unwrap();
    assert_eq!(store.rows("SELECT 1 FROM responses").await.len(), 3);
    test.store.close().await;
}

/// Gives the database as many pages as it has and so many more, of 4096 bytes.
async fn limit_pages(test: &TestStore, more: i64) {
    let pages = test.store.rows("SELECT page_count FROM pragma_page_count").await;
    let most = pages[0]["page_count"].as_i64().unwrap() + more;
    test.store.run(&format!("PRAGMA max_page_count = {most}")).await;
}

#[tokio::test]
async fn a_full_disk_is_said_and_over_when_there_is_room_again() {
    let test = TestStore::new().await;
    test.save(&example(0)).await.unwrap();
    limit_pages(&test, 2).await;
    let mut saved = 1;
    while test.save(&example(saved)).await.is_ok() {
        saved += 1;
        assert!(saved < 1000, "two pages are not enough for so many");
    }
    for _ in 0..3 {
        assert!(is_failure(&test.save(&example(saved)).await));
    }
    assert_eq!(stored(&test).await, saved, "all that was acknowledged is there, and nothing else");
    assert!(test.store.check().await.is_ok(), "it can be read");
    test.store.run("PRAGMA max_page_count = 1000000").await;
    test.save(&example(saved)).await.unwrap();
    assert_eq!(stored(&test).await, saved + 1);
}

#[tokio::test]
async fn one_that_finds_no_room_takes_no_other_with_it() {
    let test = TestStore::new().await;
    test.save(&json!([example(0), example(1)])).await.unwrap();
    limit_pages(&test, 0).await;
    let held = test.store.hold().await;
    let forget = |index: usize| {
        let test = test.clone();
        tokio::spawn(async move { test.forget("shop.example", json!([id(index)])).await.is_ok() })
    };
    let mut large = example(2);
    large["answers"][1]["value"] = json!("x".repeat(2000));
    let large = json!(
        (2..50)
            .map(|index| {
                large["id"] = id(index);
                large.clone()
            })
            .collect::<Vec<_>>()
    );
    let large = save(&test, large);
    let large = tokio::spawn(async move { large.await.unwrap().is_ok() });
    let sent = [forget(100), forget(0), large, forget(1)];
    test.store.until_waiting(4).await;
    drop(held);
    let mut are_made = Vec::new();
    for sent in sent {
        are_made.push(sent.await.unwrap());
    }
    assert_eq!(are_made, [true, true, false, true]);
    assert_eq!(stored(&test).await, 0);
}

#[tokio::test]
async fn one_that_loses_the_whole_transaction_takes_no_other_with_it() {
    let test = TestStore::new().await;
    test.store
        .run(
            "CREATE TRIGGER lose AFTER INSERT ON responses WHEN NEW.survey = 'lost'
             BEGIN SELECT RAISE(ROLLBACK, 'all of it'); END",
        )
        .await;
    let mut lost = example(2);
    lost["survey"] = json!("lost");
    let held = test.store.hold().await;
    let sent = [example(0), example(1), lost, example(3)].map(|response| save(&test, response));
    test.store.until_waiting(4).await;
    drop(held);
    let mut are_made = Vec::new();
    for sent in sent {
        are_made.push(sent.await.unwrap().is_ok());
    }
    assert_eq!(are_made, [true, true, false, true]);
    assert_eq!(stored(&test).await, 3);
    test.save(&example(4)).await.unwrap();
}

#[tokio::test]
async fn a_database_that_another_program_locks_is_said_and_over_when_it_lets_go() {
    let test = TestStore::new().await;
    test.store.run("PRAGMA busy_timeout = 10").await;
    let other = SqliteStore::open(&test.data(), 1).await.unwrap();
    other.run("BEGIN IMMEDIATE").await;
    assert!(is_failure(&test.save(&example(0)).await));
    other.run("COMMIT").await;
    test.save(&example(0)).await.unwrap();
    other.close().await;
}
