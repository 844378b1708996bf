//! Reading responses back.

use nachklang_model::Key;
use serde_json::{Value, json};

use super::{lines, revised, save};
use crate::domain::filter::Filter;
use crate::limits::PAGE_SIZE;
use crate::port::Store;
use crate::testing::{example, id, lines as filtered};

/// Over several pages, and none follows a full last one.
pub async fn every_response_comes_once_in_order(store: &dyn Store) {
    for (count, pages) in [(2 * PAGE_SIZE + 1, 3), (3 * PAGE_SIZE, 4)] {
        let before = lines(store).await.len();
        for first in (before..count).step_by(70) {
            save(store, &(first..count.min(first + 70)).map(example).collect()).await;
        }
        let ids: Vec<Value> = lines(store).await.iter().map(|line| line["id"].clone()).collect();
        assert_eq!(ids, (0..count).map(id).collect::<Vec<_>>());
        let (mut read, mut position) = (0, None);
        loop {
            let page = store.page(&Filter::default(), position.as_ref()).await.unwrap();
            read += 1;
            position = page.next;
            if position.is_none() {
                break;
            }
        }
        assert_eq!(read, pages);
    }
}

/// Each filter alone, and several together.
pub async fn filters_leave_what_is_asked_for(store: &dyn Store) {
    let variants = [
        ("/site", json!("other.example")),
        ("/survey", json!("nps")),
        ("/touchpoint/key", json!("cart")),
        ("/status", json!("dismissed")),
        ("/trap", json!(true)),
    ];
    for (index, (pointer, value)) in variants.into_iter().enumerate() {
        let mut response = example(index);
        response["trap"] = json!(false);
        *response.pointer_mut(pointer).unwrap() = value;
        save(store, &response).await;
    }
    let key = |text| Key::new(text);
    let third: String = lines(store).await[2]["received_at"].as_str().unwrap().into();
    for (filter, expected) in [
        (Filter::default(), &[0, 1, 2, 3, 4][..]),
        (Filter { site: key("other.example"), ..Filter::default() }, &[0]),
        (Filter { survey: key("nps"), ..Filter::default() }, &[1]),
        (Filter { touchpoint: key("cart"), ..Filter::default() }, &[2]),
        (Filter { status: Some("dismissed"), ..Filter::default() }, &[3]),
        (Filter { suspect: Some(true), ..Filter::default() }, &[4]),
        (Filter { suspect: Some(false), site: key("shop.example"), ..Filter::default() }, &[1, 2, 3]),
        (Filter { since: third.parse().ok(), ..Filter::default() }, &[2, 3, 4]),
        (Filter { since: third.parse().ok(), status: Some("complete"), ..Filter::default() }, &[2, 4]),
        (Filter { status: Some("shown"), ..Filter::default() }, &[]),
    ] {
        let found: Vec<Value> =
            filtered(store, &filter).await.iter().map(|line| line["id"].clone()).collect();
        assert_eq!(found, expected.iter().map(|index| id(*index)).collect::<Vec<_>>(), "{filter:?}");
    }
}

/// Asking again from the last time on gives what is new or has changed.
pub async fn a_new_revision_is_new_again(store: &dyn Store) {
    for index in 0..3 {
        save(store, &example(index)).await;
    }
    let last: String = lines(store).await[2]["received_at"].as_str().unwrap().into();
    save(store, &revised(example(0), 4)).await;
    let filter = Filter { since: last.parse().ok(), ..Filter::default() };
    let found = filtered(store, &filter).await;
    let found: Vec<_> = found.iter().map(|line| (line["id"].clone(), line["revision"].clone())).collect();
    assert_eq!(found, [(id(2), json!(3)), (id(0), json!(4))]);
}
