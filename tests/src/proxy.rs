//! A proxy between a page and the collector that fails as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use nachklang_model::delivery::EndpointReply;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// How one request fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// The connection is reset before anything is read.
    Refuse,
    /// The connection is reset in the middle of the body. The collector receives nothing.
    ResetMidBody,
    /// The collector receives half of the request, and then the connection ends.
    CutRequest,
    /// The collector saves it, and its reply is lost.
    DropReply,
    /// The collector saves it, and half of its reply arrives.
    CutReply,
    /// The collector saves it, and its reply arrives after so many milliseconds.
    Delay(u64),
    /// The collector receives nothing, and the proxy replies this status, with `Retry-After` if seconds are given.
    Status(u16, Option<u32>),
}

/// A running proxy. It applies one fault a request, and forwards requests when no fault is left.
pub struct Proxy {
    /// Where it listens: `http://127.0.0.1:…`.
    pub origin: String,
    state: Arc<Mutex<State>>,
}

#[derive(Default)]
struct State {
    faults: VecDeque<Fault>,
    /// A fault for every request, which replaces the queue.
    always: Option<Fault>,
    target: String,
    /// The number of requests that the collector received completely.
    passed: usize,
}

impl Proxy {
    /// Starts a proxy before the program that listens at `origin`.
    pub async fn start(origin: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
        let own = format!("http://{}", listener.local_addr().unwrap());
        let state = Arc::new(Mutex::new(State { target: host(origin), ..State::default() }));
        let shared = state.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(pass(stream, shared.clone()));
            }
        });
        Self { origin: own, state }
    }

    /// Adds faults for the next requests.
    pub fn next(&self, faults: &[Fault]) {
        self.state.lock().unwrap().faults.extend(faults);
    }

    /// Sets a fault for every request from now on.
    pub fn always(&self, fault: Option<Fault>) {
        self.state.lock().unwrap().always = fault;
    }

    /// Posts through the proxy as a page does, and returns the reply.
    pub fn post(&self, path: &str, media_type: &str, body: &str) -> EndpointReply {
        let agent: ureq::Agent = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .max_idle_connections(0)
            .timeout_global(Some(Duration::from_secs(30)))
            .build()
            .into();
        let sent = agent.post(format!("{}{path}", self.origin)).header("content-type", media_type).send(body);
        let Ok(mut answer) = sent else { return EndpointReply::default() };
        let retry_after =
            answer.headers().get("retry-after").and_then(|text| text.to_str().ok()?.parse().ok());
        let Ok(text) = answer.body_mut().read_to_string() else { return EndpointReply::default() };
        let refused = serde_json::from_str(&text).map_or(Vec::new(), |receipt: Value| {
            let refused = receipt["refused"].as_array().cloned().unwrap_or_default();
            let one =
                |refused: &Value| Some((refused["index"].as_u64()? as usize, refused["errors"].to_string()));
            refused.iter().filter_map(one).collect()
        });
        EndpointReply { status: answer.status().as_u16(), reason: text, retry_after, refused }
    }

    /// Removes the faults that are left.
    pub fn clear_faults(&self) {
        self.state.lock().unwrap().faults.clear();
    }

    /// How many requests the collector received completely.
    pub fn passed(&self) -> usize {
        self.state.lock().unwrap().passed
    }
}

fn host(origin: &str) -> String {
    origin.trim_start_matches("http://").to_owned()
}

/// Serves one connection, which has one request.
async fn pass(mut client: TcpStream, state: Arc<Mutex<State>>) {
    let mut head = Vec::new();
    let Some(head_length) = read_head(&mut client, &mut head).await else { return };
    let text = String::from_utf8_lossy(&head[..head_length]).into_owned();
    // Preflights and files are always forwarded.
    let is_response = text.starts_with("POST ");
    let (fault, target) = {
        let mut state = state.lock().unwrap();
        let fault = match state.always {
            _ if !is_response => None,
            Some(fault) => Some(fault),
            None => state.faults.pop_front(),
        };
        (fault.unwrap_or(Fault::None), state.target.clone())
    };
    if fault == Fault::Refuse {
        return reset(client);
    }
    let length = header(&text, "content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = head.split_off(head_length);
    let wanted = if fault == Fault::ResetMidBody { length / 2 } else { length };
    while body.len() < wanted {
        let mut more = vec![0; 64 * 1024];
        match client.read(&mut more).await {
            Ok(read) if read > 0 => body.extend_from_slice(&more[..read]),
            _ => return,
        }
    }
    match fault {
        Fault::ResetMidBody => return reset(client),
        Fault::Status(status, retry_after) => {
            let retry_after =
                retry_after.map(|seconds| format!("retry-after: {seconds}\r\n")).unwrap_or_default();
            let said = "said the proxy";
            let answer = format!(
                "HTTP/1.1 {status} No\r\naccess-control-allow-origin: *\r\naccess-control-expose-headers: retry-after\r\n\
                 {retry_after}content-length: {}\r\nconnection: close\r\n\r\n{said}",
                said.len()
            );
            let _ = client.write_all(answer.as_bytes()).await;
            let _ = client.shutdown().await;
            return;
        }
        _ => {}
    }
    let Ok(mut server) = TcpStream::connect(&target).await else { return reset(client) };
    let one = |line: &&str| !line.to_ascii_lowercase().starts_with("connection:");
    let lines: Vec<&str> = text.trim_end().split("\r\n").filter(one).collect();
    let mut request = format!("{}\r\nconnection: close\r\n\r\n", lines.join("\r\n")).into_bytes();
    request.extend_from_slice(&body);
    let sent = if fault == Fault::CutRequest { request.len() - length / 2 - 1 } else { request.len() };
    if server.write_all(&request[..sent]).await.is_err() || fault == Fault::CutRequest {
        return reset(client);
    }
    let mut answer = Vec::new();
    let _ = server.read_to_end(&mut answer).await;
    if is_response && !answer.is_empty() {
        state.lock().unwrap().passed += 1;
    }
    match fault {
        _ if answer.is_empty() => return reset(client),
        Fault::DropReply => return reset(client),
        Fault::CutReply => answer.truncate(answer.len() / 2),
        Fault::Delay(milliseconds) => tokio::time::sleep(Duration::from_millis(milliseconds)).await,
        _ => {}
    }
    let _ = client.write_all(&answer).await;
    if fault == Fault::CutReply {
        return reset(client);
    }
    let _ = client.shutdown().await;
}

/// Reads until the end of the head, and returns its length. It may read more.
async fn read_head(client: &mut TcpStream, read: &mut Vec<u8>) -> Option<usize> {
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            return Some(end + 4);
        }
        let mut more = [0; 4096];
        let count = client.read(&mut more).await.ok().filter(|count| *count > 0)?;
        read.extend_from_slice(&more[..count]);
    }
}

fn header<'a>(head: &'a str, name: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then_some(value.trim())
    })
}

/// Resets a connection, as a broken network does.
fn reset(client: TcpStream) {
    let _ = client.set_zero_linger();
}
