//! One log line for each request: method, path, status and how long it took.
//!
//! The line holds no query, which may have a site's key or a shopper's name in it, no header and no address.

use std::time::Duration;

use axum::body::Body;
use axum::http::Response;
use axum::{Router, extract};
use tower_http::trace::TraceLayer;
use tracing::{Span, info, info_span};

/// Has a router log its requests.
pub fn log_requests(router: Router) -> Router {
    let span = |request: &extract::Request| -> Span {
        info_span!("request", method = %request.method(), path = request.uri().path())
    };
    let response = |response: &Response<Body>, latency: Duration, _: &Span| {
        info!(status = response.status().as_u16(), milliseconds = latency.as_millis() as u64, "answered");
    };
    router.layer(
        TraceLayer::new_for_http()
            .make_span_with(span)
            .on_request(())
            .on_response(response)
            .on_body_chunk(())
            .on_eos(())
            .on_failure(()),
    )
}
