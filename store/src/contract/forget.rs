//! Forgetting responses.

use serde_json::{Value, json};

use super::{lines, revised, save};
use crate::domain::submission::SaveOutcome::{Forgotten, Updated};
use crate::port::Store;
use crate::testing::{example, forget, id};

async fn ids(store: &dyn Store) -> Vec<Value> {
    lines(store).await.iter().map(|line| line["id"].clone()).collect()
}

/// No later revision brings it back, nor a first one that was still on its way.
pub async fn what_is_forgotten_is_gone_and_stays_so(store: &dyn Store) {
    save(store, &json!([example(0), example(1)])).await;
    assert_eq!(store.forget(forget("shop.example", json!([id(1), id(2)]))).await.unwrap(), 1);
    for (response, revision) in [(1, 4), (1, 2), (2, 1), (2, 2)] {
        assert_eq!(save(store, &revised(example(response), revision)).await, [Forgotten]);
    }
    assert_eq!(ids(store).await, [id(0)]);
}

/// So is asking for what is not there.
pub async fn forgetting_again_is_harmless(store: &dyn Store) {
    save(store, &json!([example(0), example(1)])).await;
    for (ids, deleted) in [
        (json!([id(7)]), 0),
        (json!([id(1), id(7), id(1)]), 1),
        (json!([id(1)]), 0),
        ((100..200).map(id).collect(), 0),
    ] {
        assert_eq!(store.forget(forget("shop.example", ids)).await.unwrap(), deleted);
    }
    assert_eq!(ids(store).await, [id(0)]);
}

/// And take revisions as before.
pub async fn other_sites_stay(store: &dyn Store) {
    let mut other = example(1);
    other["site"] = json!("other.example");
    save(store, &json!([example(1), other])).await;
    for (site, deleted) in [("third.example", 0), ("other.example", 1)] {
        assert_eq!(store.forget(forget(site, json!([id(1)]))).await.unwrap(), deleted, "{site}");
    }
    assert_eq!(lines(store).await[0]["site"], "shop.example");
    assert_eq!(save(store, &revised(example(1), 4)).await, [Updated { revision: 4 }]);
}
