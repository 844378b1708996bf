//! Verdicts.

use nachklang_model::{Key, ResponseId};
use serde_json::{Value, json};

use super::{lines, revised, save};
use crate::domain::review::{Review, Verdict};
use crate::port::Store;
use crate::testing::{example, id};

/// Decides about responses of the example's site. Gives how many there are.
pub(super) async fn decide(store: &dyn Store, ids: &[Value], verdict: Option<Verdict>) -> u64 {
    let ids = ids.iter().map(|id| ResponseId::parse(id.as_str().unwrap()).unwrap()).collect();
    store.review(Review { site: Key::new("shop.example").unwrap(), ids, verdict }).await.unwrap()
}

async fn state(store: &dyn Store) -> Value {
    let line = lines(store).await.remove(0);
    json!([line["suspect"], line["suspicions"], line["verdict"]])
}

/// And can be taken back.
pub async fn a_verdict_counts_over_signs(store: &dyn Store) {
    let mut trapped = example(1);
    trapped["trap"] = json!(true);
    save(store, &trapped).await;
    for (verdict, expected) in [
        (None, json!([true, ["trap"], null])),
        (Some(Verdict::Genuine), json!([null, ["trap"], "genuine"])),
        (Some(Verdict::Suspect), json!([true, ["trap"], "suspect"])),
        (None, json!([true, ["trap"], null])),
    ] {
        assert_eq!(decide(store, &[id(1), id(7)], verdict).await, 1, "only what is there");
        assert_eq!(state(store).await, expected, "{verdict:?}");
    }
}

/// Which bring their own signs.
pub async fn a_verdict_stays_with_later_revisions(store: &dyn Store) {
    save(store, &example(1)).await;
    decide(store, &[id(1)], Some(Verdict::Suspect)).await;
    let mut trapped = revised(example(1), 4);
    trapped["trap"] = json!(true);
    save(store, &trapped).await;
    assert_eq!(state(store).await, json!([true, ["trap"], "suspect"]));
    save(store, &revised(example(1), 5)).await;
    assert_eq!(state(store).await, json!([true, null, "suspect"]));
}
