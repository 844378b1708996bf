//! Getting responses to the endpoint.
//!
//! Of each response only the newest revision waits. One request is under way at a time, so an older revision never
//! overtakes a newer one. What fails is tried again as long as the page lives; when the page is hidden, what waits is
//! handed to the browser as a beacon, which outlives the page.

use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{Math, Object};
use nachklang_model::Response;
use nachklang_model::delivery::{Verdict, pause, verdict};
use nachklang_model::json::Json;
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

use crate::outbox::{Outbox, Outgoing};
use crate::page::{js, notice, timer};

/// How long an endpoint may take to answer, in milliseconds.
const PATIENCE: u32 = 20_000;

/// Sends a revision of a response, in place of an older one that still waits. Gives it as the page's own object.
pub fn send(outbox: &Rc<Outbox>, response: &Response) -> JsValue {
    let object = js::value(&Json::from(response));
    let body = js_sys::JSON::stringify(&object).map(String::from).unwrap_or_default();
    let outgoing = Outgoing { id: response.id, revision: response.revision, object: object.clone(), body };
    take_off(outbox, &|older| older.id == response.id);
    outbox.waiting.borrow_mut().push(Rc::new(outgoing));
    if !outbox.running.replace(true) {
        run(outbox.clone());
    }
    object
}

/// Hands everything that waits to the browser, because the page may go away. It stays waiting: a beacon has no answer, and
/// the endpoint takes a revision that it has already for what it is.
pub fn hand_over(outbox: &Outbox) {
    for outgoing in &*outbox.waiting.borrow() {
        let navigator = js::window().navigator();
        let _ = navigator.send_beacon_with_opt_str(&outbox.endpoint, Some(&outgoing.body));
    }
}

/// Takes everything off that waits.
pub fn drop_all(outbox: &Outbox) {
    outbox.waiting.borrow_mut().clear();
}

/// Posts something that is no response: once, as a beacon, which outlives the page.
pub fn post_once(outbox: &Outbox, object: &JsValue) {
    let body = js_sys::JSON::stringify(object).map(String::from).unwrap_or_default();
    let _ = js::window().navigator().send_beacon_with_opt_str(&outbox.endpoint, Some(&body));
}

/// Sends until nothing waits.
fn run(outbox: Rc<Outbox>) {
    spawn_local(async move {
        loop {
            let Some(outgoing) = outbox.waiting.borrow().first().cloned() else { break };
            let answer = post(&outbox.endpoint, &outgoing.body).await;
            let verdict = verdict(answer.status);
            if verdict == Verdict::Again {
                failed(&outbox, &outgoing, &answer, false);
                return run_later(outbox, answer.retry_after);
            }
            outbox.failures.set(0);
            // A newer revision that came meanwhile stays.
            take_off(&outbox, &|waiting| waiting.id == outgoing.id && waiting.revision == outgoing.revision);
            if verdict == Verdict::Delivered {
                tell(&outbox, "delivered", &outgoing.object);
            } else {
                failed(&outbox, &outgoing, &answer, true);
            }
        }
        outbox.running.set(false);
    });
}

fn run_later(outbox: Rc<Outbox>, retry_after: Option<u32>) {
    let failures = outbox.failures.get() + 1;
    outbox.failures.set(failures);
    let pause = pause(failures, Math::random(), retry_after);
    timer::after(pause, Box::new(move || run(outbox))).forget();
}

fn take_off(outbox: &Outbox, which: &dyn Fn(&Outgoing) -> bool) {
    let mut waiting = outbox.waiting.borrow_mut();
    if let Some(index) = waiting.iter().position(|outgoing| which(outgoing)) {
        waiting.remove(index);
    }
}

/// Tells the page of a failure: the event `nachklang:failed` with `{response, status, reason, final}`.
fn failed(outbox: &Outbox, outgoing: &Outgoing, answer: &Answered, is_final: bool) {
    let detail = Object::new();
    js::set(&detail, "response", &outgoing.object);
    js::set(&detail, "status", &answer.status.into());
    js::set(&detail, "reason", &(&*answer.reason).into());
    js::set(&detail, "final", &is_final.into());
    tell(outbox, "failed", &detail);
    if is_final {
        notice::error("refused", &concat(&["the endpoint refused a response: ", &answer.reason]));
    }
}

fn tell(outbox: &Outbox, event: &str, detail: &JsValue) {
    notice::event(event, detail);
    if let Some(gather) = &outbox.pushes {
        gather.now().push(event, detail);
    }
}

/// What came of one request. The status is 0 where there was no answer at all.
struct Answered {
    status: u16,
    reason: String,
    retry_after: Option<u32>,
}

async fn post(endpoint: &str, body: &str) -> Answered {
    let mut answered = Answered { status: 0, reason: "no answer".into(), retry_after: None };
    let Ok(request) = request(endpoint, body) else {
        answered.reason = "the browser refused to make the request".into();
        return answered;
    };
    if let Ok(response) = Request::from(request).send().await {
        let response = web_sys::Response::from(response);
        answered.status = response.status();
        let retry_after = response.headers().get("retry-after").ok().flatten();
        answered.retry_after = retry_after.and_then(|seconds| seconds.parse().ok());
        if verdict(answered.status) != Verdict::Delivered {
            let text = match response.text() {
                Ok(text) => JsFuture::from(text).await.unwrap_or_default().as_string().unwrap_or_default(),
                Err(_) => String::new(),
            };
            answered.reason = concat(&["HTTP ", &decimal(answered.status.into()), " ", &text]);
        }
    }
    answered
}

/// A request that outlives the page and tells the endpoint neither cookies nor the page's path. A body that is a text goes
/// as `text/plain;charset=UTF-8`, which spares the browser asking the endpoint for leave first (a CORS preflight).
fn request(endpoint: &str, body: &str) -> Result<web_sys::Request, JsValue> {
    let init = Object::new();
    for (name, value) in
        [("method", "POST"), ("body", body), ("credentials", "omit"), ("referrerPolicy", "strict-origin")]
    {
        js::set(&init, name, &value.into());
    }
    js::set(&init, "signal", &AbortSignal::timeout_with_u32(PATIENCE));
    js::set(&init, "keepalive", &true.into());
    web_sys::Request::new_with_str_and_init(endpoint, init.unchecked_ref())
}
