//! Saving responses.

use std::sync::Arc;

use nachklang_model::ResponseId;
use serde_json::json;
use tokio::task::JoinSet;

use super::{lines, revised, save};
use crate::domain::submission::SaveOutcome::{Forgotten, Inserted, Unchanged, Updated};
use crate::port::{Store, StoreError};
use crate::testing::{example, forget, id, strip_times, submissions};

/// Each outcome, and the revision that stays after the whole call.
pub async fn says_what_happened(store: &dyn Store) {
    let revisions = json!([revised(example(1), 2), revised(example(1), 5), revised(example(1), 4)]);
    let outcomes = save(store, &revisions).await;
    assert_eq!(outcomes, [Inserted { revision: 5 }, Updated { revision: 5 }, Unchanged { revision: 5 }]);
    assert_eq!(save(store, &revised(example(1), 5)).await, [Unchanged { revision: 5 }]);
    store.forget(forget("shop.example", json!([id(1), id(2)]))).await.unwrap();
    let outcomes = save(store, &json!([example(1), example(2), example(3)])).await;
    assert_eq!(outcomes, [Forgotten, Forgotten, Inserted { revision: 3 }]);
}

/// A revision that is not higher changes nothing, not even the time received.
pub async fn only_a_higher_revision_replaces(store: &dyn Store) {
    let at = |revision: u32| {
        let mut value = revised(example(1), revision);
        value["touchpoint"]["key"] = json!(format!("step-{revision}"));
        value
    };
    for (sent, stored) in [(2, 2), (1, 2), (2, 2), (4, 4), (3, 4)] {
        let before = lines(store).await;
        save(store, &at(sent)).await;
        let after = lines(store).await;
        assert_eq!(after.len(), 1);
        assert_eq!(after[0]["touchpoint"]["key"], format!("step-{stored}"));
        let is_same = before.first().is_some_and(|before| before["revision"] == stored);
        assert!(!is_same || after == before, "{before:?} {after:?}");
    }
}

/// An id names a response within its site.
pub async fn the_same_id_of_another_site_is_another(store: &dyn Store) {
    let mut other = revised(example(1), 1);
    other["site"] = json!("other.example");
    save(store, &json!([example(1), other])).await;
    let mut lines = lines(store).await;
    lines.iter_mut().for_each(strip_times);
    assert_eq!(lines.len(), 2);
    assert!(lines.contains(&other) && lines.contains(&example(1)), "{lines:?}");
}

/// Also where several tasks save at once.
pub async fn the_highest_revision_wins_whatever_the_order<S: Store + Clone + 'static>(store: &S) {
    let store = Arc::new(store.clone());
    let mut saving = JoinSet::new();
    // 37 and 40 have no common divisor, so that each revision from 1 to 40 is saved in a wild order; and each twice, as by a
    // widget that heard no answer.
    for step in 0..40 {
        let revision = step * 37 % 40 + 1;
        for response in [0, 1, 2, 0, 1, 2] {
            let mut value = revised(example(response), revision);
            value["answers"][1]["value"] = json!(format!("revision {revision}"));
            let store = store.clone();
            saving.spawn(async move { (revision, save(&*store, &value).await) });
        }
    }
    while let Some(saved) = saving.join_next().await {
        let (sent, outcomes) = saved.unwrap();
        let (Inserted { revision } | Updated { revision } | Unchanged { revision }) = outcomes[0] else {
            panic!("{outcomes:?}")
        };
        assert!(revision >= sent, "acknowledged {sent} and stored {revision}");
    }
    let lines = lines(&*store).await;
    assert_eq!(lines.len(), 3);
    for line in lines {
        assert_eq!((&line["revision"], &line["answers"][1]["value"]), (&json!(40), &json!("revision 40")));
    }
}

/// The whole response, what was not known beside it, and the collector's own times.
pub async fn reads_back_what_was_saved(store: &dyn Store) {
    let mut newer = example(2);
    newer["weather"] = json!({"sky": "rain"});
    save(store, &json!([example(1), newer])).await;
    let mut lines = lines(store).await;
    let time = |line: &serde_json::Value, name: &str| line[name].as_str().unwrap().parse::<jiff::Timestamp>();
    let [made, received] = ["made_at", "received_at"].map(|name| time(&lines[0], name).unwrap());
    assert_eq!(made.duration_until(received).as_millis(), 86_400_000, "it had waited for a day");
    lines.iter_mut().for_each(strip_times);
    let mut expected = example(2);
    expected["unknown"] = json!({"weather": {"sky": "rain"}});
    assert_eq!(lines, [example(1), expected]);
    let ids: Vec<_> = lines.iter().map(|line| ResponseId::parse(line["id"].as_str().unwrap())).collect();
    assert!(ids.iter().all(Option::is_some), "{ids:?}");
}

/// Nothing is taken any more, and nothing read.
pub async fn a_closed_store_says_so(store: &dyn Store) {
    assert!(store.check().await.is_ok());
    store.close().await;
    let failed = |error: StoreError| assert!(matches!(error, StoreError::Failed(_)), "{error}");
    failed(store.check().await.unwrap_err());
    failed(store.save(submissions(&[example(1)]).into()).await.unwrap_err());
    failed(store.sites().await.unwrap_err());
}
