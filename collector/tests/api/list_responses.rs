//! Reading responses back.

use axum::http::StatusCode;
use nachklang_store::Store;
use nachklang_store::limits::PAGE_SIZE;
use nachklang_store::testing::{example, id, strip_times};
use serde_json::{Value, json};

use crate::support::Collector;

#[tokio::test]
async fn gives_back_what_was_sent() {
    let collector = Collector::new().await;
    let mut newer = example(2);
    newer["weather"] = json!({"sky": "rain"});
    collector.post(&json!([example(1), newer])).await;
    let answer = collector.admin("/v1/responses").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.header("content-type"), Some("application/x-ndjson"));
    assert_eq!(answer.header("cache-control"), Some("no-store"));
    let lines = collector.lines("").await;
    let times = |line: &Value| [line["made_at"].clone(), line["received_at"].clone()];
    let [made, received] = times(&lines[0]);
    assert_eq!(times(&lines[1]), [made.clone(), received.clone()]);
    assert!([&made, &received].iter().all(|time| time.as_str().unwrap().ends_with('Z')));
    assert!(made.as_str() < received.as_str(), "it had waited");
    let mut plain = example(1);
    let mut with_more = example(2);
    for line in [&mut plain, &mut with_more] {
        line["made_at"] = made.clone();
        line["received_at"] = received.clone();
    }
    with_more["unknown"] = json!({"weather": {"sky": "rain"}});
    assert_eq!(lines, [plain, with_more]);
}

#[tokio::test]
async fn gives_back_journey_customer_and_page_at_their_bounds() {
    let collector = Collector::new().await;
    let mut full = example(1);
    let mut trail = vec![json!({"key": "product", "seconds": 86_400}); 49];
    trail.push(json!({"key": "cart"}));
    full["journey"] = json!({
        "first_touch": full["journey"]["first_touch"], "trail": trail,
        "visits": 10_000, "orders": 10_000, "days_since_order": 36_500,
    });
    let attributes = (0..20).map(|index| (format!("a{index:02}"), json!("ä".repeat(100))));
    full["customer"]["attributes"] = attributes.collect::<serde_json::Map<_, _>>().into();
    full["page"]["lcp"] = json!(600_000);
    let mut bare = example(2);
    bare.as_object_mut().unwrap().retain(|name, _| !["journey", "customer"].contains(&name.as_str()));
    let answer = collector.post(&json!([full, bare])).await;
    assert_eq!(answer.json()["kept"][0]["unknown"], json!([]));
    for query in ["", "?site=shop.example", "?survey=after-checkout&status=complete"] {
        let mut lines = collector.lines(query).await;
        for line in &mut lines {
            strip_times(line);
        }
        assert_eq!(lines, [full.clone(), bare.clone()], "{query}");
    }
}

#[tokio::test]
async fn an_empty_store_gives_no_lines() {
    let answer = Collector::new().await.admin("/v1/responses").await;
    assert_eq!((answer.status, answer.text()), (StatusCode::OK, String::new()));
}

#[tokio::test]
async fn gives_every_response_once_over_many_pages() {
    let collector = Collector::new().await;
    let count = 2 * PAGE_SIZE + 1;
    for first in (0..count).step_by(70) {
        let some: Vec<Value> = (first..count.min(first + 70)).map(example).collect();
        collector.post(&json!(some)).await;
    }
    for site in ["", "?site=shop.example"] {
        let lines = collector.lines(site).await;
        assert!(lines.iter().map(|line| &line["id"]).eq(&(0..count).map(id).collect::<Vec<_>>()), "{site}");
    }
    // A full last page is followed by nothing.
    collector.post(&json!((count..3 * PAGE_SIZE).map(example).collect::<Vec<_>>())).await;
    assert_eq!(collector.lines("").await.len(), 3 * PAGE_SIZE);
}

#[tokio::test]
async fn filters_by_what_is_asked_for() {
    let collector = Collector::new().await;
    let variants = [
        ("/site", json!("other.example")),
        ("/survey", json!("nps")),
        ("/touchpoint/key", json!("cart")),
        ("/status", json!("dismissed")),
        ("/status", json!("partial")),
    ];
    for (index, (pointer, value)) in variants.into_iter().enumerate() {
        let mut response = example(index);
        *response.pointer_mut(pointer).unwrap() = value;
        collector.post(&response).await;
    }
    let third = collector.lines("").await[2]["received_at"].as_str().unwrap().to_owned();
    for (query, expected) in [
        ("", &[0, 1, 2, 3, 4][..]),
        ("?site=other.example", &[0]),
        ("?site=shop.example", &[1, 2, 3, 4]),
        ("?survey=nps", &[1]),
        ("?touchpoint=cart", &[2]),
        ("?status=dismissed", &[3]),
        ("?status=complete", &[0, 1, 2]),
        ("?status=shown", &[]),
        ("?site=shop.example&status=complete&survey=after-checkout", &[2]),
        (&format!("?since={third}"), &[2, 3, 4]),
        (&format!("?since={third}&status=complete"), &[2]),
        ("?since=2000-01-01T00:00:00%2B01:00", &[0, 1, 2, 3, 4]),
        ("?since=2999-01-01T00:00:00Z", &[]),
    ] {
        let ids: Vec<_> = collector.lines(query).await.iter().map(|line| line["id"].clone()).collect();
        assert_eq!(ids, expected.iter().map(|index| id(*index)).collect::<Vec<_>>(), "{query}");
    }
}

#[tokio::test]
async fn a_new_revision_is_new_again() {
    let collector = Collector::new().await;
    for index in 0..3 {
        collector.post(&example(index)).await;
    }
    let last = collector.lines("").await[2]["received_at"].as_str().unwrap().to_owned();
    let mut changed = example(0);
    changed["revision"] = json!(4);
    collector.post(&changed).await;
    let lines = collector.lines(&format!("?since={last}")).await;
    let found: Vec<_> = lines.iter().map(|line| (line["id"].clone(), line["revision"].clone())).collect();
    assert_eq!(found, [(id(2), json!(3)), (id(0), json!(4))]);
}

#[tokio::test]
async fn names_what_is_wrong_with_a_query() {
    let collector = Collector::new().await;
    for (query, field) in [
        ("sites=a", "sites"),
        ("site=", "site"),
        ("survey=Not%20a%20key", "survey"),
        ("touchpoint=a&touchpoint=b", "touchpoint"),
        ("status=completed", "status"),
        ("since=yesterday", "since"),
        ("since=2026-11-21T20:15:00", "since"),
        ("since=2026-11-21T20:15:00+01:00", "since"),
    ] {
        let answer = collector.admin(&format!("/v1/responses?{query}")).await;
        let problem = answer.is_problem(StatusCode::BAD_REQUEST, "bad-query");
        assert_eq!(problem["errors"][0]["field"], field, "{problem}");
        assert_eq!(problem["errors"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn a_store_that_fails_is_said() {
    let collector = Collector::new().await;
    let admin = collector.with_given_token();
    collector.store.close().await;
    for path in ["/v1/responses", "/v1/scores"] {
        let answer = admin.admin(path).await;
        answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
    }
}
