//! Counting answers.

use nachklang_model::Key;
use serde_json::{Value, json};

use super::{revised, save};
use crate::domain::filter::Filter;
use crate::port::Store;
use crate::testing::{example, forget, id};

fn answering(index: usize, touchpoint: &str, answer: Value) -> Value {
    let mut response = example(index);
    response["touchpoint"]["key"] = json!(touchpoint);
    response["answers"] = json!([answer]);
    response
}

fn rated(index: usize, touchpoint: &str, value: u8) -> Value {
    answering(index, touchpoint, json!({"question": "q", "kind": "nps", "value": value, "scale": "nps-0-10"}))
}

fn chose(index: usize, options: Value) -> Value {
    answering(index, "cart", json!({"question": "why", "kind": "multiple-choice", "value": options}))
}

/// Touchpoint, rating and how often, sorted.
async fn ratings(store: &dyn Store, filter: &Filter) -> Vec<(String, i8, u64)> {
    let counts = store.rating_counts(filter).await.unwrap();
    let mut counts: Vec<_> =
        counts.into_iter().map(|count| (count.touchpoint, count.value, count.count)).collect();
    counts.sort();
    counts
}

/// Option and how often, sorted.
async fn choices(store: &dyn Store) -> Vec<(Option<String>, u64)> {
    let counts = store.choice_counts(&Filter::default()).await.unwrap();
    let mut counts: Vec<_> = counts.into_iter().map(|count| (count.option, count.count)).collect();
    counts.sort();
    counts
}

/// Of all surveys, or of what the filter leaves.
pub async fn ratings_count_by_touchpoint(store: &dyn Store) {
    let mut other = rated(3, "cart", 0);
    other["site"] = json!("other.example");
    save(store, &json!([rated(0, "cart", 9), rated(1, "cart", 9), rated(2, "order", 3), other])).await;
    let filter = Filter { site: Key::new("shop.example"), ..Filter::default() };
    let of = |touchpoint: &str, value, count| (touchpoint.to_owned(), value, count);
    assert_eq!(ratings(store, &filter).await, [of("cart", 9, 2), of("order", 3, 1)]);
    let filter = Filter { touchpoint: Key::new("order"), ..filter };
    assert_eq!(ratings(store, &filter).await, [of("order", 3, 1)]);
    let all = store.rating_counts(&Filter::default()).await.unwrap();
    assert_eq!(all.iter().map(|count| count.count).sum::<u64>(), 4);
    assert!(all.iter().all(|count| (&*count.question, &*count.scale) == ("q", "nps-0-10")), "{all:?}");
}

/// With how many answered at all.
pub async fn choices_count_by_option(store: &dyn Store) {
    save(store, &json!([chose(0, json!(["late", "wet"])), chose(1, json!(["late"])), example(2)])).await;
    let of = |option: Option<&str>, count| (option.map(str::to_owned), count);
    assert_eq!(choices(store).await, [of(None, 2), of(Some("late"), 2), of(Some("wet"), 1)]);
}

/// Its answers replace those of the revision before; those that are forgotten are taken off.
pub async fn a_revision_counts_once(store: &dyn Store) {
    save(store, &json!([rated(0, "cart", 9), chose(1, json!(["late"]))])).await;
    save(store, &json!([revised(rated(0, "order", 2), 4), revised(chose(1, json!(["wet"])), 4)])).await;
    save(store, &json!([rated(0, "cart", 9), chose(1, json!(["late"]))])).await;
    assert_eq!(ratings(store, &Filter::default()).await, [("order".to_owned(), 2, 1)]);
    assert_eq!(choices(store).await, [(None, 1), (Some("wet".to_owned()), 1)]);
    store.forget(forget("shop.example", json!([id(0), id(1)]))).await.unwrap();
    assert_eq!(ratings(store, &Filter::default()).await, []);
    assert_eq!(choices(store).await, []);
}

/// Until a person says that they are genuine.
pub async fn suspects_do_not_count(store: &dyn Store) {
    let [mut rating, mut choice] = [rated(0, "cart", 9), chose(1, json!(["late"]))];
    rating["trap"] = json!(true);
    choice["trap"] = json!(true);
    save(store, &json!([rating, choice])).await;
    assert_eq!((ratings(store, &Filter::default()).await, choices(store).await), (vec![], vec![]));
    super::review::decide(store, &[id(0), id(1)], Some(crate::Verdict::Genuine)).await;
    assert_eq!(ratings(store, &Filter::default()).await.len(), 1);
    assert_eq!(choices(store).await.len(), 2);
}
