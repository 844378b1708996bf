//! A content delivery network from which the deferred part of the widget's program comes late, broken, or not at all.

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

/// What comes of one request for a file of the deferred part.
#[derive(Clone, Copy, Debug)]
pub enum Rest {
    /// It comes at once.
    Here,
    /// It comes when it is let go.
    Held,
    /// It breaks off in the middle.
    Cut,
    /// This status comes instead.
    Status(u16),
}

/// A running network. It serves what is in `pkg/`, and one file of the deferred part as told, the last way over and over.
pub struct Cdn {
    /// Its origin: `http://127.0.0.1:…`.
    pub origin: String,
    state: Arc<Mutex<Asked>>,
    go: watch::Sender<bool>,
}

struct Asked {
    /// How the name of the file ends.
    file: &'static str,
    ways: Vec<Rest>,
    times: usize,
}

impl Cdn {
    /// Starts a network that treats requests for the deferred part in these ways, one a request.
    pub async fn start(ways: &[Rest]) -> Self {
        Self::treating(".wasm", ways).await
    }

    /// Starts a network that treats requests for the file of the deferred part whose name ends so in these ways, one a request.
    pub async fn treating(file: &'static str, ways: &[Rest]) -> Self {
        let asked = Asked { file, ways: ways.iter().rev().copied().collect(), times: 0 };
        let state = Arc::new(Mutex::new(asked));
        let (go, held) = watch::channel(false);
        let router = Router::new().route("/{file}", get(serve_file)).with_state((state.clone(), held));
        Self { origin: serve("127.0.0.1", router).await, state, go }
    }

    /// Lets go what is held, now and later.
    pub fn let_go(&self) {
        self.go.send_replace(true);
    }

    /// How often the file was asked for.
    pub fn asked(&self) -> usize {
        self.state.lock().unwrap().times
    }
}

impl Asked {
    /// What comes of a request for this file.
    fn way(&mut self, name: &str) -> Rest {
        let is_it = match self.file {
            ".wasm" if is_without_wasm() => name.starts_with("translated-deferred"),
            _ => name.starts_with("deferred") && name.ends_with(self.file),
        };
        if !is_it {
            return Rest::Here;
        }
        self.times += 1;
        match self.ways[..] {
            [way] => way,
            _ => self.ways.pop().expect("a way"),
        }
    }
}

type Shared = (Arc<Mutex<Asked>>, watch::Receiver<bool>);

async fn serve_file(Path(name): Path<String>, State((state, mut held)): State<Shared>) -> Response {
    let Ok(content) = fs::read(xtask::pkg().join(&name)) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let way = state.lock().unwrap().way(&name);
    let body = match way {
        Rest::Status(status) => return StatusCode::from_u16(status).unwrap().into_response(),
        Rest::Cut => {
            let half = Ok(content[..content.len() / 2].to_vec());
            // Not before the browser has got the half: of a response without a beginning it asks for another by itself.
            let cut = async {
                tokio::time::sleep(Duration::from_millis(100)).await;
                Err(Error::other("cut"))
            };
            Body::from_stream(stream::iter([half]).chain(stream::once(cut)))
        }
        Rest::Held => {
            // Ends without it where the network has gone.
            let _ = held.wait_for(|go| *go).await;
            content.into()
        }
        Rest::Here => content.into(),
    };
    let media_type = match name.rsplit('.').next() {
        Some("js") => "text/javascript; charset=utf-8",
        Some("wasm") => "application/wasm",
        _ => "application/json",
    };
    ([("content-type", media_type), ("access-control-allow-origin", "*")], body).into_response()
}
