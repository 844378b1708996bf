//! The connections: how many there are, how long each may keep the collector waiting, and how they end.
//!
//! HTTP/1.1 alone. What a reverse proxy speaks to browsers is up to it; to the collector it speaks this.

use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use axum::serve::Listener;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::time::timeout;
use tokio_io_timeout::TimeoutStream;
use tower::ServiceExt;

use crate::limits::Limits;

/// The most bytes of a request's head.
const LARGEST_HEAD: usize = 32 * 1024;

/// Answers requests until `stop`, then takes no more and finishes those in flight. Gives whether all were finished in time;
/// what was not is cut off.
///
/// While more than half of the connections are taken, each is closed after its answer instead of being kept for the next
/// request, so that those who come find room.
pub async fn run(
    mut listener: TcpListener,
    app: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) -> bool {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(LARGEST_HEAD);
    let places = Arc::new(Semaphore::new(limits.connections));
    let many = limits.connections / 2;
    let stopping = GracefulShutdown::new();
    let (running, _) = watch::channel(());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let place = places.clone().acquire_owned().await.expect("it is never closed");
            (place, Listener::accept(&mut listener).await)
        };
        let (place, (stream, peer)) = tokio::select! {
            accepted = accepted => accepted,
            () = &mut stop => break,
        };
        // An answer is one small packet, which need not wait for another.
        let _ = stream.set_nodelay(true);
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.stalled));
        let free = places.clone();
        let all = limits.connections;
        let service = app
            .clone()
            .map_request(move |mut request: Request<_>| {
                request.extensions_mut().insert(ConnectInfo(peer));
                request
            })
            .map_response(move |mut response: Response| {
                // One place is kept for the connection that comes next.
                if all.saturating_sub(free.available_permits() + 1) > many {
                    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
                }
                response
            });
        let connection =
            http.serve_connection(TokioIo::new(Box::pin(stream)), TowerToHyperService::new(service));
        let connection = stopping.watch(connection);
        let mut cut_off = running.subscribe();
        tokio::spawn(async move {
            tokio::select! {
                // An error is that of a client that went away, was too slow, or does not speak HTTP.
                _ = connection => {}
                _ = cut_off.changed() => {}
            }
            drop(place);
        });
    }
    drop(listener);
    timeout(limits.grace, stopping.shutdown()).await.is_ok()
}

#[cfg(test)]
mod tests {
    use std::net::SocketAddr;
    use std::time::Duration;

    use axum::body::Body;
    use axum::routing::get;
    use futures_util::stream;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpStream;
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;

    use super::*;
    use crate::app::Options;
    use crate::testing::{Collector, example};

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
            let said = all(running.send(start).await).await;
            assert!(said.is_empty() || said.starts_with("HTTP/1.1 408"), "{said}");
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
        let half =
            "POST /v1/responses HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-length: 1000\r\n\r\n{";
        let said = all(running.send(half).await).await;
        assert!(
            said.starts_with("HTTP/1.1 408") && said.contains("urn:nachklang:problem:too-slow"),
            "{said}"
        );
        assert!(said.contains("access-control-allow-origin: *"), "the page may know: {said}");
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
        let request = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(10 * LARGEST_HEAD));
        let said = all(running.send(&request).await).await;
        assert!(said.is_empty() || said.starts_with("HTTP/1.1 431"), "{said}");
    }

    #[tokio::test]
    async fn what_the_store_has_taken_is_kept_although_nobody_is_told_any_more() {
        let collector = Collector::new().await;
        let running = start(collector.app.clone(), Limits { grace: short(), ..Limits::default() }).await;
        let held = collector.store.hold().await;
        let body = example(0).to_string();
        let head =
            format!("POST /v1/responses HTTP/1.1\r\nhost: a\r\ncontent-length: {}\r\n\r\n", body.len());
        let connection = running.send(&(head + &body)).await;
        collector.store.until_waiting(1).await;
        running.stop.send(()).unwrap();
        assert!(!running.done.await.unwrap(), "it is not finished in time");
        assert_eq!(all(connection).await, "", "not acknowledged");
        drop(held);
        collector.store.close().await;
        let store = crate::Store::open(&collector.data()).await.unwrap();
        assert_eq!(store.rows("SELECT 1 FROM responses").await.len(), 1);
    }
}
