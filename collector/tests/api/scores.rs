//! The scores of ratings.

use axum::http::StatusCode;
use nachklang_store::testing::example;
use serde_json::{Value, json};

use crate::support::Collector;

/// A response with one rating at a touchpoint.
fn rated(index: usize, status: &str, touchpoint: &str, kind: &str, value: u8) -> Value {
    let scale = match kind {
        "nps" => "nps-0-10",
        "csat" => "csat-1-5",
        _ => "ces-2.0-1-7",
    };
    let mut response = example(index);
    response["status"] = json!(status);
    response["touchpoint"]["key"] = json!(touchpoint);
    response["answers"] = json!([{"question": kind, "kind": kind, "value": value, "scale": scale}]);
    response
}

/// Four NPS ratings (10, 9 and 3 at the payment, 7 in the cart), three CES ratings and what does not count.
async fn filled() -> Collector {
    let mut shown = rated(20, "shown", "cart", "nps", 0);
    shown["answers"] = json!([]);
    shown.as_object_mut().unwrap().remove("answered_at");
    let mut other = rated(21, "complete", "cart", "csat", 4);
    other["site"] = json!("other.example");
    other["survey"] = json!("csat");
    let mut commented = rated(0, "complete", "checkout.payment", "nps", 10);
    let comment = json!({"question": "nps.comment", "kind": "text", "value": "10"});
    commented["answers"].as_array_mut().unwrap().push(comment);
    let collector = Collector::new().await;
    let answer = collector
        .post(&json!([
            commented,
            rated(1, "complete", "cart", "nps", 7),
            rated(2, "dismissed", "checkout.payment", "nps", 9),
            rated(3, "partial", "checkout.payment", "nps", 3),
            rated(10, "complete", "cart", "ces", 5),
            rated(11, "complete", "cart", "ces", 6),
            rated(12, "complete", "cart", "ces", 7),
            shown,
            other,
        ]))
        .await;
    assert_eq!(answer.json()["refused"], json!([]));
    collector
}

async fn scores(collector: &Collector, query: &str) -> Vec<Value> {
    let answer = collector.admin(&format!("/v1/scores{query}")).await;
    assert_eq!(answer.status, StatusCode::OK);
    answer.json()["scores"].as_array().unwrap().clone()
}

/// The place of a score in the list: site, question and touchpoint.
fn of(score: &Value) -> (&str, &str, Option<&str>) {
    let text = |name: &str| score[name].as_str();
    (text("site").unwrap(), text("question").unwrap(), text("touchpoint"))
}

#[tokio::test]
async fn are_those_computed_by_hand() {
    let collector = filled().await;
    let scores = scores(&collector, "").await;
    let near = |found: &Value, expected: f64| {
        let found = found.as_f64().unwrap();
        assert!((found - expected).abs() < 1e-5, "{found} instead of {expected}");
    };
    assert_eq!(
        scores.iter().map(of).collect::<Vec<_>>(),
        [
            ("other.example", "csat", None),
            ("other.example", "csat", Some("cart")),
            ("shop.example", "ces", None),
            ("shop.example", "ces", Some("cart")),
            ("shop.example", "nps", None),
            ("shop.example", "nps", Some("cart")),
            ("shop.example", "nps", Some("checkout.payment")),
        ]
    );

    // Two promoters, one passive, one detractor of four: (2 − 1) / 4, variance 3/4 − 1/16 = 11/16, reach
    // 1.959964 · √(11/64) = 0.812558; the upper end is cut at 100. Mean (10 + 7 + 9 + 3) / 4.
    let nps = &scores[4];
    assert_eq!(
        (&nps["metric"], &nps["scale"], &nps["survey"], &nps["n"]),
        (&json!("nps"), &json!("nps-0-10"), &json!("after-checkout"), &json!(4))
    );
    near(&nps["score"], 25.0);
    near(&nps["interval"]["low"], -56.255814);
    near(&nps["interval"]["high"], 100.0);
    near(&nps["interval"]["level"], 0.95);
    near(&nps["mean"], 7.25);
    assert!(nps.get("share_easy").is_none());
    let counts: Vec<_> =
        nps["histogram"].as_array().unwrap().iter().map(|bar| bar["count"].clone()).collect();
    assert_eq!(counts, [0, 0, 0, 1, 0, 0, 0, 1, 0, 1, 1]);
    assert_eq!(nps["histogram"][3], json!({"value": 3, "count": 1}));

    // A single passive: no interval.
    assert_eq!((&scores[5]["score"], &scores[5]["interval"]), (&json!(0.0), &Value::Null));
    // Two promoters and one detractor of three.
    near(&scores[6]["score"], 100.0 / 3.0);

    // 5, 6, 7: mean 6, t interval 3.515862…7 (as in the model), all of them easy.
    let ces = &scores[2];
    near(&ces["score"], 6.0);
    near(&ces["mean"], 6.0);
    near(&ces["share_easy"], 100.0);
    near(&ces["interval"]["low"], 3.515862);

    // One satisfied of one: Wilson interval 20.654931…100 (as in the model).
    let csat = &scores[0];
    assert_eq!((&csat["score"], &csat["mean"], &csat["n"]), (&json!(100.0), &json!(4.0), &json!(1)));
    near(&csat["interval"]["low"], 20.654931);
    assert_eq!(csat["histogram"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn every_scale_has_its_figures() {
    let collector = Collector::new().await;
    let mut index = 0;
    for (kind, scale, ratings) in [
        // −2, −2, 1: mean −1, reach 4.302653, cut at −2 and 2 (as in the model); one of three is positive.
        ("emotion", "emotion-minus-2-2", &[-2, -2, 1][..]),
        // 4, 4, 5, 5 of five: mean 4.5, 3.581307…5 (as in the model), all of them easy.
        ("ces", "ces-2.0-1-5", &[4, 4, 5, 5]),
        // 10, 10, 10 of ten: mean 10, no spread; a rating has no groups.
        ("rating", "rating-1-10", &[10, 10, 10]),
        // Two thumbs up of three, Wilson 20.765960…93.850806.
        ("csat", "csat-1-2", &[1, 2, 2]),
        // One yes of four, Wilson 4.558726…69.935816.
        ("yes-no", "yes-no-0-1", &[0, 0, 0, 1]),
    ] {
        for value in ratings {
            let mut response = rated(index, "complete", "cart", kind, 0);
            response["answers"][0]["scale"] = json!(scale);
            response["answers"][0]["value"] = json!(value);
            let answer = collector.post(&response).await;
            assert_eq!(answer.status, StatusCode::ACCEPTED, "{}", answer.text());
            index += 1;
        }
    }
    let scores = scores(&collector, "?touchpoint=cart").await;
    let rounded = |value: &Value| value.as_f64().map(|value| (value * 1e4).round() / 1e4);
    let figures = scores.iter().map(|score| {
        let interval = &score["interval"];
        assert!(score.get("share").is_none());
        (
            score["scale"].as_str().unwrap(),
            [&score["score"], &interval["low"], &interval["high"], &score["mean"]].map(rounded),
            ["share_easy", "share_positive"].map(|name| score.get(name).and_then(rounded)),
        )
    });
    assert_eq!(
        figures.collect::<Vec<_>>(),
        [
            ("ces-2.0-1-5", [4.5, 3.5813, 5.0, 4.5].map(Some), [Some(100.0), None]),
            ("csat-1-2", [66.6667, 20.766, 93.8508, 1.6667].map(Some), [None, None]),
            ("emotion-minus-2-2", [-1.0, -2.0, 2.0, -1.0].map(Some), [None, Some(33.3333)]),
            ("rating-1-10", [10.0, 10.0, 10.0, 10.0].map(Some), [None, None]),
            ("yes-no-0-1", [25.0, 4.5587, 69.9358, 0.25].map(Some), [None, None]),
        ]
    );
    assert_eq!(scores[2]["histogram"][0], json!({"value": -2, "count": 2}));
}

#[tokio::test]
async fn a_revision_counts_once() {
    let collector = filled().await;
    let mut changed = rated(1, "complete", "cart", "nps", 10);
    changed["revision"] = json!(9);
    for _ in 0..2 {
        collector.post(&changed).await;
    }
    let nps = scores(&collector, "?site=shop.example").await[2].clone();
    assert_eq!(
        (of(&nps), &nps["n"], &nps["score"]),
        (("shop.example", "nps", None), &json!(4), &json!(50.0))
    );
}

#[tokio::test]
async fn filters_leave_what_is_asked_for() {
    let collector = filled().await;
    for (query, expected) in [
        (
            "?site=other.example",
            &[("other.example", "csat", None), ("other.example", "csat", Some("cart"))][..],
        ),
        ("?survey=csat&touchpoint=cart", &[("other.example", "csat", Some("cart"))]),
        ("?touchpoint=checkout.payment", &[("shop.example", "nps", Some("checkout.payment"))]),
        ("?survey=none", &[]),
    ] {
        assert_eq!(scores(&collector, query).await.iter().map(of).collect::<Vec<_>>(), expected, "{query}");
    }
    let answer = collector.admin("/v1/scores?status=complete&site=A").await;
    let problem = answer.is_problem(StatusCode::BAD_REQUEST, "bad-query");
    assert_eq!(problem["errors"].as_array().unwrap().len(), 2);
}
