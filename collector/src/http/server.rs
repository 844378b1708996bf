//! Accepts connections: bounds how many there are and how long each may keep the collector waiting, and ends them.
//!
//! It speaks HTTP/1.1 alone. A reverse proxy in front may speak whatever it likes to browsers.

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

use crate::limits::{Limits, MAX_HEAD_BYTES};

/// Answers requests until `stop`, then takes no more and finishes those in flight. Says whether all were finished in time; the
/// others are cut off.
///
/// While more than half of the connections are taken, each is closed after its answer instead of waiting for the
/// next request, so that new clients find room.
pub async fn run(
    mut listener: TcpListener,
    app: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) -> bool {
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(limits.head).max_buf_size(MAX_HEAD_BYTES);
    let places = Arc::new(Semaphore::new(limits.connections));
    let half = limits.connections / 2;
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
                // One place stays free for the next connection.
                if all.saturating_sub(free.available_permits() + 1) > half {
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
