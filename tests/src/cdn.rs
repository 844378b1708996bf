//! A content delivery network that delivers the deferred part of the widget late, broken, or not at all.

use std::fs;
use std::io::Error;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::{StreamExt, stream};
use tokio::sync::watch;
use xtask::engine::is_without_wasm;

use crate::shop::serve;

/// The reply to one request for a file of the deferred part.
#[derive(Clone, Copy, Debug)]
pub enum CdnReply {
    /// The whole file, at once.
    Complete,
    /// The whole file, once [`Cdn::release`] is called.
    Held,
    /// Half of the file, then the connection breaks.
    Truncated,
    /// This status instead.
    Status(u16),
}

/// A running network. It serves `pkg/`, and one file of the deferred part as told. The last reply is repeated.
pub struct Cdn {
    /// Its origin: `http://127.0.0.1:…`.
    pub origin: String,
    state: Arc<Mutex<Requests>>,
    released: watch::Sender<bool>,
}

struct Requests {
    /// The end of the file's name.
    file: &'static str,
    replies: Vec<CdnReply>,
    count: usize,
}

impl Cdn {
    /// Starts a network that replies like this to requests for the deferred program, one after the other.
    pub async fn start(replies: &[CdnReply]) -> Self {
        Self::for_file(".wasm", replies).await
    }

    /// The same for the file of the deferred part whose name ends with `file`.
    pub async fn for_file(file: &'static str, replies: &[CdnReply]) -> Self {
        let requests = Requests { file, replies: replies.iter().rev().copied().collect(), count: 0 };
        let state = Arc::new(Mutex::new(requests));
        let (released, held) = watch::channel(false);
        let router = Router::new().route("/{file}", get(serve_file)).with_state((state.clone(), held));
        Self { origin: serve("127.0.0.1", router).await, state, released }
    }

    /// Releases held replies, those of later requests too.
    pub fn release(&self) {
        self.released.send_replace(true);
    }

    /// How many times the file was requested.
    pub fn requests(&self) -> usize {
        self.state.lock().unwrap().count
    }
}

impl Requests {
    /// The reply to a request for this file.
    fn next_reply(&mut self, name: &str) -> CdnReply {
        let is_it = match self.file {
            ".wasm" if is_without_wasm() => name.starts_with("translated-deferred"),
            _ => name.starts_with("deferred") && name.ends_with(self.file),
        };
        if !is_it {
            return CdnReply::Complete;
        }
        self.count += 1;
        match self.replies[..] {
            [reply] => reply,
            _ => self.replies.pop().expect("a reply"),
        }
    }
}

type Shared = (Arc<Mutex<Requests>>, watch::Receiver<bool>);

async fn serve_file(Path(name): Path<String>, State((state, mut held)): State<Shared>) -> Response {
    let Ok(content) = fs::read(xtask::pkg().join(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let reply = state.lock().unwrap().next_reply(&name);
    let body = match reply {
        CdnReply::Status(status) => return StatusCode::from_u16(status).unwrap().into_response(),
        CdnReply::Truncated => {
            let half = Ok(content[..content.len() / 2].to_vec());
            // After the browser has received the half: a browser repeats a request by itself if nothing has arrived.
            let cut = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Err(Error::other("cut"))
            };
            Body::from_stream(stream::iter([half]).chain(stream::once(cut)))
        }
        CdnReply::Held => {
            // Fails if the network has been dropped.
            let _ = held.wait_for(|released| *released).await;
            content.into()
        }
        CdnReply::Complete => content.into(),
    };
    let media_type = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/json",
    };
    ([("content-type", media_type), ("access-control-allow-origin", "*")], body).into_response()
}
