//! How much is read at once.

use std::convert::Infallible;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use axum::http::{Request, StatusCode};
use futures_util::{StreamExt, stream};
use nachklang_collector::{Limits, Options};
use nachklang_store::testing::example;

use crate::support::Collector;

#[tokio::test]
async fn no_more_is_read_than_there_is_room_for() {
    const LENGTH: usize = 200 * 1024;
    let limits = Limits { in_flight: 5 * LENGTH + 1, ..Limits::default() };
    let collector = Collector::new().await.with(Options { limits, ..Options::default() });
    let held = collector.store.hold().await;
    let large = |index: usize| {
        let response = example(index).to_string();
        let spaces = " ".repeat(LENGTH - response.len());
        response + &spaces
    };
    let sent: Vec<_> = (0..5)
        .map(|index| {
            let collector = collector.clone();
            tokio::spawn(async move { collector.send("POST", "/v1/responses", &[], large(index)).await })
        })
        .collect();
    collector.store.until_waiting(5).await;

    let was_read = Arc::new(AtomicBool::new(false));
    let reading = was_read.clone();
    let chunks = stream::iter([" "]).map(move |chunk| {
        reading.store(true, Ordering::Relaxed);
        Ok::<_, Infallible>(chunk)
    });
    let body = axum::body::Body::from_stream(chunks);
    let answer = collector.call(Request::post("/v1/responses").body(body).unwrap()).await;
    answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");
    assert!(answer.header("retry-after").is_some());
    assert!(
        !was_read.load(Ordering::Relaxed),
        "one that does not say how long it is takes as much as the largest"
    );
    let answer = collector.post(&example(6)).await;
    answer.is_problem(StatusCode::SERVICE_UNAVAILABLE, "overloaded");

    drop(held);
    for sent in sent {
        assert_eq!(sent.await.unwrap().status, StatusCode::ACCEPTED);
    }
    let answer = collector.send("POST", "/v1/responses", &[], large(7)).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED, "there is room again");
}
