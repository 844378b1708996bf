//! One log line for each request, where the operator asks for it.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use axum::http::StatusCode;
use nachklang_collector::Options;
use nachklang_store::testing::example;

use crate::support::{Collector, TOKEN};

#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Write for Lines {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What is logged while the admin and a page ask and send.
async fn logged(log_requests: bool) -> String {
    let lines = Lines::default();
    let writer = lines.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let collector = Collector::new().await.with(Options { log_requests, ..Options::default() });
    let forwarded = [("x-forwarded-for", "203.0.113.7"), ("content-type", "text/plain")];
    let body = example(1).to_string();
    let answer = collector.send("POST", "/v1/responses?key=k-4711", &forwarded, body).await;
    assert_eq!(answer.status, StatusCode::ACCEPTED);
    assert_eq!(collector.admin("/v1/scores").await.status, StatusCode::OK);
    let bytes = lines.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn each_request_is_one_line_without_address_token_or_query() {
    let text = logged(true).await;
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 2, "{text}");
    for (line, parts) in lines.iter().zip([
        ["method=POST", "path=\"/v1/responses\"", "status=202"],
        ["method=GET", "path=\"/v1/scores\"", "status=200"],
    ]) {
        for part in parts.iter().chain(&["milliseconds="]) {
            assert!(line.contains(part), "{part}: {line}");
        }
    }
    for secret in ["203.0.113.7", TOKEN, "k-4711", "shop.example"] {
        assert!(!text.contains(secret), "{text}");
    }
}

#[tokio::test]
async fn nothing_is_logged_unasked() {
    assert_eq!(logged(false).await, "");
}
