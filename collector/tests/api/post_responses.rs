//! Sending responses.

use axum::body::Body;
use axum::http::{Request, StatusCode};
use futures_util::stream;
use nachklang_collector::limits::{MAX_BODY_BYTES, MAX_RESPONSES};
use nachklang_store::Store;
use nachklang_store::testing::{example, id, strip_times};
use serde_json::{Value, json};

use crate::support::{Answer, Collector};

#[tokio::test]
async fn acknowledges_what_it_kept() {
    let collector = Collector::new().await;
    for (count, media_type) in [
        Some("text/plain;charset=UTF-8"),
        Some("text/plain; charset=iso-8859-1"),
        Some("application/json"),
        Some("Application/JSON; charset=utf-8"),
        None,
    ]
    .into_iter()
    .enumerate()
    {
        let headers: Vec<_> = media_type.iter().map(|value| ("content-type", *value)).collect();
        let body = example(count).to_string();
        let answer = collector.send("POST", "/v1/responses", &headers, &body).await;
        assert_eq!(answer.status, StatusCode::ACCEPTED, "{media_type:?}");
        assert_eq!(
            answer.json(),
            json!({
                "kept": [
                    {"index": 0, "site": "shop.example", "id": id(count), "revision": 3, "unknown": []},
                ],
                "dropped": [],
                "refused": [],
            })
        );
        assert_eq!(collector.lines("").await.len(), count + 1);
    }
}

#[tokio::test]
async fn one_bad_element_loses_no_other() {
    let collector = Collector::new().await;
    let mut bad = example(2);
    bad["answers"][0]["value"] = json!(11);
    let mut newer = example(3);
    newer["page"]["noise"] = json!(1234.5);
    let answer = collector.post(&json!([example(1), bad, newer, 7])).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(
        answer.json(),
        json!({
            "kept": [
                {"index": 0, "site": "shop.example", "id": id(1), "revision": 3, "unknown": []},
                {"index": 2, "site": "shop.example", "id": id(3), "revision": 3, "unknown": ["page.noise"]},
            ],
            "dropped": [],
            "refused": [
                {"index": 1, "errors": [{
                    "field": "answers[0].value", "found": "11", "expected": "a whole number from 1 to 5",
                }]},
                {"index": 3, "errors": [{
                    "field": "", "found": "7", "expected": "a response, which is an object",
                }]},
            ],
        })
    );
    let ids: Vec<Value> = collector.lines("").await.iter().map(|line| line["id"].clone()).collect();
    assert_eq!(ids, [id(1), id(3)]);
}

#[tokio::test]
async fn where_nothing_can_be_kept_every_mistake_is_named() {
    let collector = Collector::new().await;
    let mut bad = example(1);
    bad["answers"][0]["value"] = json!(11);
    bad["status"] = json!("completed");
    let errors = |prefix: &str| {
        json!([
            {
                "field": format!("{prefix}status"),
                "found": "\"completed\"",
                "expected": "one of shown, partial, complete, dismissed",
                "nearest": "complete",
            },
            {
                "field": format!("{prefix}answers[0].value"),
                "found": "11",
                "expected": "a whole number from 1 to 5",
            },
        ])
    };
    for (body, errors) in [(json!([bad]), errors("[0].")), (bad, errors(""))] {
        let answer = collector.post(&body).await;
        let problem = answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
        assert_eq!(problem["errors"], errors);
    }
    let answer = collector.post(&json!([null, 1])).await;
    let problem = answer.is_problem(StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses");
    assert_eq!(
        (&problem["errors"][0]["field"], &problem["errors"][1]["field"]),
        (&json!("[0]"), &json!("[1]"))
    );
    assert!(collector.lines("").await.is_empty());
}

#[tokio::test]
async fn says_what_is_wrong_with_a_body() {
    use StatusCode as S;
    let collector = Collector::new().await;
    let many: Vec<Value> = (0..=MAX_RESPONSES).map(example).collect();
    let many = json!(many).to_string();
    let deep = "[".repeat(1000);
    for (body, status, name, detail) in [
        (&b""[..], S::BAD_REQUEST, "empty-body", "expected one response"),
        (b"  ", S::BAD_REQUEST, "not-json", "line 1 column 2"),
        (b"{\n  \"id\": oops}", S::BAD_REQUEST, "not-json", "line 2 column 9"),
        (b"{\"id\": \"\xff\"}", S::BAD_REQUEST, "not-json", "line 1 column"),
        (b"\xff\xfe", S::BAD_REQUEST, "not-json", "line 1 column 1"),
        (b"{} {}", S::BAD_REQUEST, "not-json", "line 1 column 4"),
        (deep.as_bytes(), S::BAD_REQUEST, "not-json", "recursion limit"),
        (b"\"text\"", S::BAD_REQUEST, "not-a-response", "found \"text\""),
        (b"null", S::BAD_REQUEST, "not-a-response", "found null"),
        (b"[]", S::UNPROCESSABLE_ENTITY, "no-responses", "an empty array"),
        (b"{}", S::UNPROCESSABLE_ENTITY, "invalid-responses", "id: found nothing"),
        (many.as_bytes(), S::PAYLOAD_TOO_LARGE, "too-many-responses", "found 101, expected at most 100"),
        (&[b' '; MAX_BODY_BYTES + 1], S::PAYLOAD_TOO_LARGE, "body-too-large", "262144 bytes"),
    ] {
        let answer = collector.send("POST", "/v1/responses", &[], body).await;
        let problem = answer.is_problem(status, name);
        let found = problem["detail"].as_str().unwrap();
        assert!(found.contains(detail), "{name}: {found}");
        if name == "not-json" {
            assert!(problem["line"].is_u64() && problem["column"].is_u64(), "{problem}");
        }
    }
    assert!(collector.lines("").await.is_empty());
}

#[tokio::test]
async fn takes_exactly_as_much_as_it_says() {
    let collector = Collector::new().await;
    let many: Vec<Value> = (0..MAX_RESPONSES).map(example).collect();
    let mut body = json!(many).to_string();
    body.push_str(&" ".repeat(MAX_BODY_BYTES - body.len()));
    let answer = collector.send("POST", "/v1/responses", &[], body).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(answer.json()["kept"].as_array().unwrap().len(), MAX_RESPONSES);
}

#[tokio::test]
async fn the_limit_holds_for_a_body_of_unknown_length() {
    let collector = Collector::new().await;
    let chunks = (0..300).map(|_| Ok::<_, std::convert::Infallible>(vec![b' '; 1024]));
    let body = Body::from_stream(stream::iter(chunks));
    let request = Request::post("/v1/responses").body(body).unwrap();
    collector.call(request).await.is_problem(StatusCode::PAYLOAD_TOO_LARGE, "body-too-large");
}

fn event(index: usize) -> Value {
    json!({
        "specversion": "1.0", "type": "dev.nachklang.response.v1", "source": "https://shop.example/",
        "id": format!("{}/3", id(index).as_str().unwrap()), "subject": id(index),
        "time": "2026-11-21T20:15:09.456+01:00", "traceparent": "00-0af7-b7ad-01", "data": example(index),
    })
}

async fn send_events(collector: &Collector, media_type: &str, body: &Value) -> Answer {
    let headers = [("content-type", media_type), ("origin", "https://shop.example")];
    collector.send("POST", "/v1/responses", &headers, body.to_string()).await
}

const ONE: &str = "application/cloudevents+json; charset=UTF-8";
const SEVERAL: &str = "application/cloudevents-batch+json";

#[tokio::test]
async fn takes_cloud_events() {
    let collector = Collector::new().await;
    let mut newer = event(1);
    newer["data"]["weather"] = json!("rain");
    let answer = send_events(&collector, ONE, &newer).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(
        answer.json()["kept"][0]["unknown"],
        json!(["weather"]),
        "of the response; extensions are others'"
    );
    let mut bad = event(3);
    bad["data"]["answers"][0]["value"] = json!(11);
    bad.as_object_mut().unwrap().remove("source");
    let answer = send_events(&collector, SEVERAL, &json!([event(2), bad, 7])).await.json();
    assert_eq!(answer["kept"][0]["id"], id(2));
    let field = |index: usize, error: usize| &answer["refused"][index]["errors"][error]["field"];
    assert_eq!([field(0, 0), field(0, 1), field(1, 0)], ["source", "data.answers[0].value", ""]);
    let mut lines = collector.lines("").await;
    for line in &mut lines {
        strip_times(line);
    }
    let mut first = example(1);
    first["unknown"] = json!({"weather": "rain"});
    assert_eq!(lines, [first, example(2)]);
    // Again, and as it is: the same response.
    send_events(&collector, ONE, &event(2)).await;
    collector.post(&example(2)).await;
    assert_eq!(collector.lines("").await.len(), 2);
}

#[tokio::test]
async fn says_what_is_wrong_with_an_event() {
    let collector = Collector::new().await;
    let change = |name: &str, value: Value| {
        let mut event = event(1);
        event[name] = value;
        event
    };
    let unprocessable = StatusCode::UNPROCESSABLE_ENTITY;
    for (media_type, body, status, name, detail) in [
        (
            ONE,
            change("type", json!("order.created")),
            unprocessable,
            "invalid-responses",
            "type: found \"order.created\", expected one of dev.nachklang.response.v1",
        ),
        (
            ONE,
            change("id", json!("4711")),
            unprocessable,
            "invalid-responses",
            "id: found \"4711\", expected \"0192f1e0",
        ),
        (
            ONE,
            change("data", json!(null)),
            unprocessable,
            "invalid-responses",
            "data: found null, expected a response",
        ),
        (ONE, example(1), unprocessable, "invalid-responses", "specversion: found nothing, expected \"1.0\""),
        (
            SEVERAL,
            json!([change("time", json!(1))]),
            unprocessable,
            "invalid-responses",
            "[0].time: found 1, expected a time",
        ),
        (SEVERAL, json!([]), unprocessable, "no-responses", "an empty array"),
        (
            ONE,
            json!([event(1)]),
            StatusCode::BAD_REQUEST,
            "not-a-response",
            "found an array, expected one event as a JSON object",
        ),
        (
            SEVERAL,
            event(1),
            StatusCode::BAD_REQUEST,
            "not-a-response",
            "found an object, expected an array of events",
        ),
        (
            SEVERAL,
            json!(vec![event(1); 101]),
            StatusCode::PAYLOAD_TOO_LARGE,
            "too-many-responses",
            "found 101",
        ),
    ] {
        let answer = send_events(&collector, media_type, &body).await;
        let problem = answer.is_problem(status, name);
        let found = problem["detail"].as_str().unwrap();
        assert!(found.contains(detail), "{found}");
    }
    assert!(collector.lines("").await.is_empty());
}

#[tokio::test]
async fn takes_no_other_media_type() {
    let collector = Collector::new().await;
    for media_type in [
        "text/html",
        "application/x-www-form-urlencoded",
        "application/json+x",
        "json",
        "application/cloudevents",
    ] {
        let headers = [("content-type", media_type)];
        let body = example(1).to_string();
        let answer = collector.send("POST", "/v1/responses", &headers, &body).await;
        let problem = answer.is_problem(StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type");
        assert!(problem["detail"].as_str().unwrap().contains(media_type));
    }
    assert!(collector.lines("").await.is_empty());
}

#[tokio::test]
async fn asks_to_try_again_when_the_store_fails() {
    let collector = Collector::new().await;
    collector.store.close().await;
    let answer = collector.post(&example(1)).await;
    let problem = answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "store-failed");
    assert!(answer.header("retry-after").unwrap().parse::<u32>().unwrap() > 0);
    assert!(!problem.to_string().contains("pool"), "the client needs no internals: {problem}");
}

#[tokio::test]
async fn names_the_revision_that_is_stored_after_the_whole_request() {
    let collector = Collector::new().await;
    let revision = |revision: u32| {
        let mut value = example(1);
        value["revision"] = json!(revision);
        value
    };
    let answer = collector.post(&json!([revision(2), revision(5), revision(4)])).await;
    let kept = answer.json()["kept"].clone();
    let revisions: Vec<_> = kept.as_array().unwrap().iter().map(|kept| kept["revision"].clone()).collect();
    assert_eq!(revisions, [5, 5, 5]);
}
