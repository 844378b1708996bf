//! What the tests share: a collector without a socket on a database of its own.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use nachklang_collector::http::pages::survey::Hosting;
use nachklang_collector::{Limits, Options, router};
use nachklang_store::testing::TestStore;
use nachklang_store::{AdminToken, Digest, SqliteStore, Store};
use serde_json::Value;
use tower::ServiceExt;

/// The admin token of [`Collector::new`].
pub const TOKEN: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A collector on a database in a folder that goes away with it.
#[derive(Clone)]
pub struct Collector {
    pub store: SqliteStore,
    pub app: Router,
    database: TestStore,
}

impl Collector {
    /// A new one whose stored admin token is [`TOKEN`].
    pub async fn new() -> Self {
        Self::with_room(Limits::default().waiting).await
    }

    /// The same with room for so many requests that wait to be written.
    pub async fn with_room(max_waiting: usize) -> Self {
        let collector = Self::without_token(max_waiting).await;
        let token = AdminToken::parse(TOKEN.into()).unwrap();
        collector.store.set_admin_digest(&token.digest()).await.unwrap();
        collector
    }

    /// A new one with the admin token that its store has, which is none.
    pub async fn with_stored_token() -> Self {
        Self::without_token(Limits::default().waiting).await
    }

    async fn without_token(max_waiting: usize) -> Self {
        Self::on(TestStore::with_room(max_waiting).await)
    }

    /// One on this database.
    pub fn on(database: TestStore) -> Self {
        let pkg = database.folder().join("pkg");
        let app = router(Arc::new(database.store.clone()), Options { pkg, ..Options::default() });
        Self { store: database.store.clone(), app, database }
    }

    /// The same after a restart; its store has to be closed.
    pub async fn reopened(&self) -> Self {
        let store = SqliteStore::open(&self.data(), Limits::default().waiting).await.unwrap();
        let app = router(Arc::new(store.clone()), Options { pkg: self.pkg(), ..Options::default() });
        Self { store, app, database: self.database.clone() }
    }

    /// The same with [`TOKEN`] given on its command line.
    pub fn with_given_token(&self) -> Self {
        self.with(Options { admin: Some(Digest::of(TOKEN)), ..Options::default() })
    }

    /// The same with these settings of its survey pages.
    pub fn with_hosting(&self, hosting: Hosting) -> Self {
        self.with(Options { hosting, ..Options::default() })
    }

    /// The same with these options, but for the folder of the widget's files.
    pub fn with(&self, options: Options) -> Self {
        let app = router(Arc::new(self.store.clone()), Options { pkg: self.pkg(), ..options });
        Self { app, ..self.clone() }
    }

    pub fn data(&self) -> PathBuf {
        self.database.data()
    }

    pub fn pkg(&self) -> PathBuf {
        self.database.folder().join("pkg")
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
