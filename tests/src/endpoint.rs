//! An endpoint that really fails.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::any;
use serde_json::Value;
use tokio::net::TcpListener;

use crate::shop::serve;

/// An endpoint's reply to one request.
#[derive(Clone, Copy, Debug)]
pub enum Reply {
    /// This status, at once. Redirects lead to an existing page.
    Status(u16),
    /// None, as long as the browser waits.
    Never,
}

/// A running endpoint. It replies as told, and repeats the last reply.
pub struct Endpoint {
    /// Where it listens.
    pub url: String,
    state: Arc<Mutex<Received>>,
}

#[derive(Default)]
struct Received {
    replies: Vec<Reply>,
    requests: Vec<(String, HeaderMap, String)>,
}

impl Endpoint {
    /// Starts an endpoint with these replies, one a request.
    pub async fn start(replies: &[Reply]) -> Self {
        let received = Received { replies: replies.iter().rev().copied().collect(), requests: Vec::new() };
        let state = Arc::new(Mutex::new(received));
        let page = any(async || ([("access-control-allow-origin", "*")], "another page"));
        let router = Router::new().route("/responses", any(receive)).route("/page", page);
        let router = router.with_state(state.clone());
        let origin = serve("127.0.0.1", router).await;
        Self { url: format!("{origin}/responses"), state }
    }

    /// The address of an endpoint that does not exist.
    pub async fn unreachable() -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        format!("http://{}/responses", listener.local_addr().unwrap())
    }

    /// The methods of all requests so far.
    pub fn methods(&self) -> Vec<String> {
        self.state.lock().unwrap().requests.iter().map(|(method, ..)| method.clone()).collect()
    }

    /// A header of each request so far.
    pub fn headers(&self, name: &str) -> Vec<Option<String>> {
        let header = |headers: &HeaderMap| headers.get(name).map(|value| value.to_str().unwrap().to_owned());
        self.state.lock().unwrap().requests.iter().map(|(_, headers, _)| header(headers)).collect()
    }

    /// The responses received so far.
    pub fn responses(&self) -> Vec<Value> {
        let requests = &self.state.lock().unwrap().requests;
        let posts = requests.iter().filter(|(method, ..)| method == "POST");
        posts.map(|(.., body)| serde_json::from_str(body).expect("JSON")).collect()
    }
}

async fn receive(
    State(state): State<Arc<Mutex<Received>>>,
    method: axum::http::Method,
    headers: HeaderMap,
    body: String,
) -> Response {
    let reply = {
        let mut received = state.lock().unwrap();
        received.requests.push((method.to_string(), headers, body));
        match received.replies.len() {
            1 => received.replies[0],
            _ => received.replies.pop().expect("a reply"),
        }
    };
    match reply {
        Reply::Status(status) => {
            let headers = [
                ("access-control-allow-origin", "*"),
                ("access-control-allow-headers", "*"),
                ("location", "/page"),
            ];
            (StatusCode::from_u16(status).unwrap(), headers, "said the endpoint").into_response()
        }
        Reply::Never => {
            tokio::time::sleep(Duration::from_secs(600)).await;
            StatusCode::OK.into_response()
        }
    }
}
