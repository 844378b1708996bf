//! What the tests share: a collector without a socket on a database of its own.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use crate::app::{Options, router};
use crate::limits::Limits;
use crate::page::Hosting;
use crate::store::Store;
use crate::token::{Digest, Token};

/// The admin token of [`Collector::new`].
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// The id of the response number `index`; they sort by it.
pub fn id(index: usize) -> Value {
    json!(format!("0192f1e0-8c5a-7abc-8def-{index:012x}"))
}

/// A complete response with everything the contract has.
pub fn example(index: usize) -> Value {
    json!({
        "id": id(index),
        "revision": 3,
        "status": "complete",
        "site": "shop.example",
        "survey": "after-checkout",
        "survey_version": 2,
        "locale": "de",
        "answers": [
            {"question": "csat", "kind": "csat", "value": 2, "scale": "csat-1-5"},
            {"question": "csat.comment", "kind": "text", "value": "Zu \"langsam\" – leider\n😐"},
        ],
        "touchpoint": {
            "key": "checkout.payment", "label": "Payment", "phase": "purchase", "ownership": "owned",
            "path": "/checkout", "woken_by": "load",
        },
        "journey": {
            "first_touch": {
                "channel": "search", "ownership": "earned", "source": "google", "campaign": "autumn",
                "referrer_host": "www.google.com",
            },
            "trail": [
                {"key": "product", "seconds": 12}, {"key": "cart", "seconds": 40}, {"key": "checkout.payment"},
            ],
            "visits": 3, "orders": 2, "days_since_order": 5,
        },
        "order": {"id_hash": "0".repeat(64), "value": 49.9, "currency": "EUR", "items": 2},
        "customer": {
            "key": "c-4711", "segment": "gold", "visitor": "returning",
            "attributes": {"plan": "plus", "share": 0.5, "app": true},
        },
        "page": {
            "device": "phone", "viewport": {"width": 390, "height": 844}, "language": "de-AT",
            "lcp": 1234.5, "cls": 0.02, "inp": 48, "errors": 1,
        },
        "shown_at": "2026-11-21T20:15:00.123+01:00",
        "answered_at": "2026-11-21T20:15:09.456+01:00",
        "age": 86_400_000,
    })
}

/// Takes the collector's own times off a response that was read back.
pub fn strip_times(line: &mut Value) {
    for time in ["made_at", "received_at"] {
        assert!(line[time].is_string(), "{line}");
        line.as_object_mut().unwrap().remove(time);
    }
}

/// A collector on a database in a folder that goes away with it.
#[derive(Clone)]
pub struct Collector {
    pub store: Store,
    pub app: Router,
    folder: Arc<TempDir>,
}

impl Collector {
    /// A new one whose stored admin token is [`TOKEN`].
    pub async fn new() -> Self {
        Self::with_room(Limits::default().waiting).await
    }

    /// The same with room for so many requests that wait to be written.
    pub async fn with_room(room: usize) -> Self {
        let collector = Self::without_token(room).await;
        let token = Token::given(TOKEN.into()).unwrap();
        collector.store.set_token(&token.digest()).await.unwrap();
        collector
    }

    /// A new one with the admin token that its store has, which is none.
    pub async fn with_stored_token() -> Self {
        Self::without_token(Limits::default().waiting).await
    }

    async fn without_token(room: usize) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let store = Store::with_room(&folder.path().join("data"), room).await.unwrap();
        let app = router(store.clone(), Options { pkg: folder.path().join("pkg"), ..Options::default() });
        Self { store, app, folder }
    }

    /// The same with [`TOKEN`] given on its command line.
    pub fn with_given_token(&self) -> Self {
        self.with(Options { admin: Some(Digest::of(TOKEN)), ..Options::default() })
    }

    /// The same with this said of its hosted pages.
    pub fn with_hosting(&self, hosting: Hosting) -> Self {
        self.with(Options { hosting, ..Options::default() })
    }

    /// The same with these options, but for the folder of the widget's files.
    pub fn with(&self, options: Options) -> Self {
        let app = router(self.store.clone(), Options { pkg: self.pkg(), ..options });
        Self { app, ..self.clone() }
    }

    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    pub fn pkg(&self) -> PathBuf {
        self.folder.path().join("pkg")
    }

    pub async fn call(&self, request: Request<Body>) -> Answer {
        let response = self.app.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl AsRef<[u8]>,
    ) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.call(request.body(Body::from(body.as_ref().to_vec())).unwrap()).await
    }

    /// Sends responses as the widget does.
    pub async fn post(&self, body: &Value) -> Answer {
        let headers = [("content-type", "text/plain;charset=UTF-8")];
        self.send("POST", "/v1/responses", &headers, body.to_string()).await
    }

    /// Asks as the admin.
    pub async fn admin(&self, path: &str) -> Answer {
        self.admin_with(path, &[]).await
    }

    /// Asks as the admin with further headers.
    pub async fn admin_with(&self, path: &str, headers: &[(&str, &str)]) -> Answer {
        let authorization = format!("Bearer {TOKEN}");
        let headers = [&[("authorization", authorization.as_str())], headers].concat();
        self.send("GET", path, &headers, "").await
    }

    /// The stored responses that the query leaves.
    pub async fn lines(&self, query: &str) -> Vec<Value> {
        let answer = self.admin(&format!("/v1/responses{query}")).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let text = answer.text();
        assert!(text.is_empty() || text.ends_with('\n'));
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }
}

/// What was answered.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    body: Vec<u8>,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub fn json(&self) -> Value {
        assert_eq!(self.header("content-type"), Some("application/json"), "{}", self.text());
        serde_json::from_slice(&self.body).unwrap()
    }

    /// Checks that it is the problem of this kind, and gives it.
    #[track_caller]
    pub fn is_problem(&self, status: StatusCode, name: &str) -> Value {
        assert_eq!(self.status, status, "{}", self.text());
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem: Value = serde_json::from_slice(&self.body).unwrap();
        assert_eq!(problem["type"], format!("urn:nachklang:problem:{name}"));
        assert_eq!(problem["status"], status.as_u16());
        assert!(problem["title"].as_str().is_some_and(|title| !title.is_empty()));
        assert!(problem["detail"].as_str().is_some_and(|detail| !detail.is_empty()));
        problem
    }
}
