//! From where responses are taken, and how many.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use nachklang_collector::{Limits, Options};
use nachklang_model::Key;
use nachklang_store::testing::{example, id};
use nachklang_store::{Origin, Site, SiteKey, Store};
use serde_json::{Value, json};

use crate::support::{Answer, Collector};

async fn register(collector: &Collector, site: &str, key: Option<&str>, origin: &str) {
    let key = key.map(|key| SiteKey::parse(key).unwrap());
    let origins = vec![Origin::parse(origin).unwrap()];
    collector.store.set_site(&Site { site: Key::new(site).unwrap(), key, origins }).await.unwrap();
}

/// One that takes responses for one site without and for one with a key.
async fn registered() -> Collector {
    let collector = Collector::new().await;
    register(&collector, "shop.example", None, "https://shop.example").await;
    register(&collector, "keyed.example", Some("k-1"), "https://keyed.example").await;
    collector
}

fn to(site: &str, index: usize) -> Value {
    let mut response = example(index);
    response["site"] = json!(site);
    response
}

async fn send(collector: &Collector, query: &str, origin: Option<&str>, body: &Value) -> Answer {
    let mut headers = vec![("content-type", "text/plain;charset=UTF-8"), ("host", "feedback.example")];
    headers.extend(origin.map(|origin| ("origin", origin)));
    collector.send("POST", &format!("/v1/responses{query}"), &headers, body.to_string()).await
}

const SHOP: Option<&str> = Some("https://shop.example");
const KEYED: Option<&str> = Some("https://keyed.example");

#[tokio::test]
async fn what_is_not_of_the_site_is_refused_by_name() {
    let collector = registered().await;
    for (site, query, origin, refused) in [
        ("shop.example", "", SHOP, None),
        ("shop.example", "?utm_source=x", SHOP, None),
        ("shop.example", "", Some("https://feedback.example"), None),
        ("keyed.example", "?key=k-1", KEYED, None),
        ("shop.example", "", KEYED, Some((StatusCode::FORBIDDEN, "origin-not-allowed"))),
        ("shop.example", "", None, Some((StatusCode::FORBIDDEN, "origin-not-allowed"))),
        ("third.example", "", SHOP, Some((StatusCode::FORBIDDEN, "unknown-site"))),
        ("keyed.example", "", KEYED, Some((StatusCode::UNAUTHORIZED, "wrong-site-key"))),
        ("keyed.example", "?key=k-2", KEYED, Some((StatusCode::UNAUTHORIZED, "wrong-site-key"))),
        ("keyed.example", "?key=k-1", SHOP, Some((StatusCode::FORBIDDEN, "origin-not-allowed"))),
    ] {
        let answer = send(&collector, query, origin, &to(site, 1)).await;
        assert_eq!(answer.header("access-control-allow-origin"), origin.map(|_| "*").or(Some("*")));
        match refused {
            None => assert_eq!(answer.status, StatusCode::ACCEPTED, "{site} {query} {origin:?}"),
            Some((status, name)) => {
                let problem = answer.is_problem(status, name);
                assert_eq!(problem["errors"].as_array().unwrap().len(), 1, "{problem}");
            }
        }
    }
    let problem = send(&collector, "", Some("https://evil.example"), &to("shop.example", 1)).await;
    let problem = problem.is_problem(StatusCode::FORBIDDEN, "origin-not-allowed");
    assert_eq!(
        problem["detail"],
        "origin: found \"https://evil.example\", expected an origin that is registered for shop.example"
    );
    let answer = send(&collector, "", KEYED, &to("keyed.example", 1)).await;
    assert_eq!(answer.header("www-authenticate"), Some("Nachklang-Site-Key"));
}

#[tokio::test]
async fn one_that_is_not_taken_loses_no_other() {
    let collector = registered().await;
    let batch = json!([to("third.example", 1), to("shop.example", 2), 7, to("keyed.example", 3)]);
    let answer = send(&collector, "", SHOP, &batch).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    let answer = answer.json();
    assert_eq!((&answer["kept"][0]["id"], answer["kept"].as_array().unwrap().len()), (&id(2), 1));
    let fields: Vec<_> =
        answer["refused"].as_array().unwrap().iter().map(|one| &one["errors"][0]["field"]).collect();
    assert_eq!(fields, ["site", "", "key"]);
    let answer = send(&collector, "", SHOP, &json!([7, to("third.example", 1)])).await;
    let problem = answer.is_problem(StatusCode::FORBIDDEN, "unknown-site");
    assert_eq!(
        (&problem["errors"][0]["field"], &problem["errors"][1]["field"]),
        (&json!("[0]"), &json!("[1].site"))
    );
}

#[tokio::test]
async fn who_knows_an_id_may_have_it_forgotten_from_anywhere() {
    let collector = Collector::new().await;
    send(&collector, "", None, &to("left.example", 1)).await;
    register(&collector, "shop.example", None, "https://shop.example").await;
    let forget = json!({"forget": {"site": "left.example", "ids": [id(1)]}});
    let answer = send(&collector, "", Some("null"), &forget).await;
    assert_eq!(answer.json(), json!({"forgotten": 1}));
}

#[tokio::test]
async fn a_site_that_is_registered_while_it_runs_is_soon_in_force() {
    let collector = Collector::new().await;
    let status = async || send(&collector, "", SHOP, &to("third.example", 1)).await.status;
    assert_eq!(status().await, StatusCode::ACCEPTED, "as long as none is registered");
    register(&collector, "shop.example", None, "https://shop.example").await;
    while status().await != StatusCode::FORBIDDEN {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

/// Sends responses as from this address, by way of a proxy where it says for whom.
async fn from(collector: &Collector, peer: &str, forwarded: &str, body: &Value) -> Answer {
    let request = Request::post("/v1/responses").header("x-forwarded-for", forwarded);
    let mut request = request.body(Body::from(body.to_string())).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer.parse::<SocketAddr>().unwrap()));
    collector.call(request).await
}

fn slow(trust_forwarded_for: bool) -> Options {
    let limits = Limits { address_rate: 1, ..Limits::default() };
    Options { limits, trust_forwarded_for, ..Options::default() }
}

#[tokio::test]
async fn an_address_that_sends_too_much_is_asked_to_wait() {
    let collector = Collector::new().await.with(slow(false));
    let all: Value = (0..100).map(example).collect();
    let peer = "203.0.113.7:1000";
    assert_eq!(from(&collector, peer, "", &all).await.status, StatusCode::ACCEPTED);
    for body in [&all, &example(1), &json!({"forget": {"site": "shop.example", "ids": [id(1)]}})] {
        // From another port, and whatever it says for whom.
        let answer = from(&collector, "203.0.113.7:1001", "198.51.100.1", body).await;
        answer.is_problem(StatusCode::TOO_MANY_REQUESTS, "too-many-requests");
        assert!((1..=120).contains(&answer.header("retry-after").unwrap().parse().unwrap()));
        assert_eq!(answer.header("access-control-expose-headers"), Some("retry-after"));
        assert!(!answer.text().contains("203.0.113.7"), "the address is nowhere");
    }
    for peer in ["203.0.113.8:1000", "127.0.0.1:1000"] {
        assert_eq!(from(&collector, peer, "203.0.113.7", &all).await.status, StatusCode::ACCEPTED, "{peer}");
    }
}

#[tokio::test]
async fn behind_a_trusted_proxy_the_address_is_that_of_the_client() {
    let collector = Collector::new().await.with(slow(true));
    let all: Value = (0..100).map(example).collect();
    for (forwarded, status) in [
        ("203.0.113.7", StatusCode::ACCEPTED),
        ("203.0.113.7", StatusCode::TOO_MANY_REQUESTS),
        ("192.0.2.1, 203.0.113.7", StatusCode::TOO_MANY_REQUESTS),
        ("203.0.113.7, 192.0.2.1", StatusCode::ACCEPTED),
    ] {
        assert_eq!(from(&collector, "127.0.0.1:1000", forwarded, &all).await.status, status, "{forwarded}");
    }
}

#[tokio::test]
async fn a_site_that_gets_too_much_has_its_senders_wait() {
    let limits = Limits { site_rate: 1, ..Limits::default() };
    let collector = Collector::new().await.with(Options { limits, ..Options::default() });
    let all: Value = (0..100).map(example).collect();
    assert_eq!(collector.post(&all).await.status, StatusCode::ACCEPTED);
    let answer = collector.post(&json!([example(200), to("other.example", 201)])).await;
    let problem = answer.is_problem(StatusCode::TOO_MANY_REQUESTS, "too-many-requests");
    assert!(problem["detail"].as_str().unwrap().contains("for the site shop.example"), "{problem}");
    assert_eq!(collector.lines("").await.len(), 100, "nothing of it was saved");
    assert_eq!(collector.post(&to("other.example", 201)).await.status, StatusCode::ACCEPTED);
}
