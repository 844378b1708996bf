//! Connections: how many there are, and how long each may keep the collector waiting.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::routing::get;
use futures_util::stream;
use nachklang_collector::http::server::run;
use nachklang_collector::limits::MAX_HEAD_BYTES;
use nachklang_collector::{Limits, Options};
use nachklang_store::Store;
use nachklang_store::testing::example;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::support::Collector;

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    done: JoinHandle<bool>,
}

async fn start(app: Router, limits: Limits) -> Running {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (stop, stopped) = oneshot::channel();
    let done = tokio::spawn(async move {
        let stopped = async { stopped.await.unwrap_or_default() };
        run(listener, app, &limits, stopped).await
    });
    Running { address, stop, done }
}

impl Running {
    async fn send(&self, request: &str) -> TcpStream {
        let mut connection = TcpStream::connect(self.address).await.unwrap();
        connection.write_all(request.as_bytes()).await.unwrap();
        connection
    }
}

/// What comes until the connection is closed.
async fn all(mut connection: TcpStream) -> String {
    let mut answer = Vec::new();
    // Being cut off is an end, too.
    let _ = connection.read_to_end(&mut answer).await;
    String::from_utf8(answer).unwrap()
}

/// The next answer, of which the body is "ok".
async fn answer(connection: &mut TcpStream) -> String {
    let mut answer = String::new();
    while !answer.ends_with("\r\n\r\nok") {
        answer.push(connection.read_u8().await.unwrap().into());
    }
    answer
}

const ASK: &str = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";

fn ok() -> Router {
    let large =
        async || Body::from_stream(stream::repeat(Ok::<_, std::convert::Infallible>(vec![b'x'; 65536])));
    Router::new().route("/", get(async || "ok")).route("/large", get(large))
}

fn short() -> Duration {
    Duration::from_millis(200)
}

#[tokio::test]
async fn a_connection_that_is_idle_or_slow_with_its_head_is_closed() {
    let running = start(ok(), Limits { head: short(), ..Limits::default() }).await;
    for start in ["", "GET / HTT", "GET / HTTP/1.1\r\nhost: a\r\nx: "] {
        let answer = all(running.send(start).await).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    let mut connection = running.send(ASK).await;
    answer(&mut connection).await;
    assert_eq!(all(connection).await, "", "after an answer, too");
}

#[tokio::test]
async fn a_body_that_comes_too_slowly_is_refused() {
    let collector = Collector::new().await;
    let limits = Limits { body: short(), ..Limits::default() };
    let app = collector.with(Options { limits: limits.clone(), ..Options::default() }).app;
    let running = start(app, limits).await;
    let half = "POST /v1/responses HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n{";
    let answer = all(running.send(half).await).await;
    assert!(
        answer.starts_with("HTTP/1.1 408") && answer.contains("urn:nachklang:problem:too-slow"),
        "{answer}"
    );
    assert!(answer.contains("access-control-allow-origin: *"), "the page may know: {answer}");
}

#[tokio::test]
async fn a_client_that_does_not_take_its_answer_is_cut_off() {
    let limits = Limits { connections: 1, stalled: short(), ..Limits::default() };
    let running = start(ok(), limits).await;
    let stalled = running.send("GET /large HTTP/1.1\r\nhost: a\r\n\r\n").await;
    // There is one place, so the next is only answered when it is free.
    answer(&mut running.send(ASK).await).await;
    drop(stalled);
}

#[tokio::test]
async fn there_are_no_more_connections_than_places() {
    let running = start(ok(), Limits { connections: 2, ..Limits::default() }).await;
    let [first, _second] = [running.send("").await, running.send("").await];
    let mut third = running.send(ASK).await;
    let waited = timeout(short(), third.read_u8()).await;
    assert!(waited.is_err(), "it waits for a place: {waited:?}");
    drop(first);
    assert!(answer(&mut third).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn connections_are_not_kept_while_most_places_are_taken() {
    let running = start(ok(), Limits { connections: 4, ..Limits::default() }).await;
    let closes = async |connection: &mut TcpStream| {
        connection.write_all(ASK.as_bytes()).await.unwrap();
        answer(connection).await.contains("connection: close")
    };
    let mut connections = Vec::new();
    for expected in [false, false, true] {
        connections.push(running.send("").await);
        assert_eq!(closes(connections.last_mut().unwrap()).await, expected, "{}", connections.len());
    }
    assert_eq!(all(connections.pop().unwrap()).await, "");
}

#[tokio::test]
async fn a_head_that_is_too_large_is_refused() {
    let running = start(ok(), Limits::default()).await;
    let request = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(10 * MAX_HEAD_BYTES));
    let answer = all(running.send(&request).await).await;
    assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{answer}");
}

#[tokio::test]
async fn what_the_store_has_taken_is_kept_although_nobody_is_told_any_more() {
    let collector = Collector::new().await;
    let running = start(collector.app.clone(), Limits { grace: short(), ..Limits::default() }).await;
    let held = collector.store.hold().await;
    let body = example(0).to_string();
    let head = format!("POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
    let connection = running.send(&(head + &body)).await;
    collector.store.until_waiting(1).await;
    running.stop.send(()).unwrap();
    assert!(!running.done.await.unwrap(), "it is not finished in time");
    assert_eq!(all(connection).await, "", "not acknowledged");
    drop(held);
    collector.store.close().await;
    let again = collector.reopened().await;
    assert_eq!(again.store.table("responses").await.len(), 1);
}
