//! Getting responses to the endpoint.
//!
//! Of each response only the newest revision waits. One request is under way at a time, so an older revision never
//! overtakes a newer one. What fails is tried again as long as the page lives; when the page is hidden, what waits is
//! handed to the browser as a beacon, which outlives the page.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_net::http::Request;
use js_sys::{Math, Object};
use nachklang_model::delivery::{Verdict, pause, verdict};
use nachklang_model::json::Json;
use nachklang_model::text::concat;
use nachklang_model::{Response, ResponseId};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortSignal;

use crate::page::{js, notice, timer};

/// How long an endpoint may take to answer, in milliseconds.
const PATIENCE: u32 = 20_000;

/// Sends responses to one endpoint.
#[derive(Clone)]
pub struct Delivery(Rc<Queue>);

struct Queue {
    endpoint: String,
    waiting: RefCell<Vec<Rc<Outgoing>>>,
    /// Whether something is being sent, or a timer runs to try again.
    running: Cell<bool>,
    /// How many attempts failed since one succeeded.
    failures: Cell<u32>,
}

/// The newest revision of a response.
struct Outgoing {
    id: ResponseId,
    revision: u32,
    object: JsValue,
    body: String,
}

impl Delivery {
    /// Delivery to this address.
    pub fn to(endpoint: &str) -> Self {
        Self(Rc::new(Queue {
            endpoint: endpoint.into(),
            waiting: RefCell::default(),
            running: Cell::new(false),
            failures: Cell::new(0),
        }))
    }

    /// Sends a revision of a response, in place of an older one that still waits. Gives it as the page's own object.
    pub fn send(&self, response: &Response) -> JsValue {
        let object = js::value(&Json::from(response));
        let body = js_sys::JSON::stringify(&object).map(String::from).unwrap_or_default();
        let outgoing =
            Outgoing { id: response.id, revision: response.revision, object: object.clone(), body };
        self.0.take_off(|older| older.id == response.id);
        self.0.waiting.borrow_mut().push(Rc::new(outgoing));
        if !self.0.running.replace(true) {
            self.0.clone().run();
        }
        object
    }

    /// Hands everything that waits to the browser, because the page may go away. It stays waiting: a beacon has no
    /// answer, and the endpoint takes a revision that it has already for what it is.
    pub fn hand_over(&self) {
        for outgoing in &*self.0.waiting.borrow() {
            let navigator = js::window().navigator();
            let _ = navigator.send_beacon_with_opt_str(&self.0.endpoint, Some(&outgoing.body));
        }
    }
}

impl Queue {
    /// Sends until nothing waits.
    fn run(self: Rc<Self>) {
        spawn_local(async move {
            loop {
                let Some(outgoing) = self.waiting.borrow().first().cloned() else { break };
                let answer = post(&self.endpoint, &outgoing.body).await;
                let verdict = verdict(answer.status);
                if verdict == Verdict::Again {
                    self.failed(&outgoing, &answer, false);
                    return self.run_later(answer.retry_after);
                }
                self.failures.set(0);
                // A newer revision that came meanwhile stays.
                self.take_off(|waiting| waiting.id == outgoing.id && waiting.revision == outgoing.revision);
                if verdict == Verdict::Delivered {
                    notice::event("delivered", &outgoing.object);
                } else {
                    self.failed(&outgoing, &answer, true);
                }
            }
            self.running.set(false);
        });
    }

    fn run_later(self: Rc<Self>, retry_after: Option<u32>) {
        let failures = self.failures.get() + 1;
        self.failures.set(failures);
        let pause = pause(failures, Math::random(), retry_after);
        timer::after(pause, Box::new(move || self.run())).forget();
    }

    fn take_off(&self, which: impl Fn(&Outgoing) -> bool) {
        let mut waiting = self.waiting.borrow_mut();
        if let Some(index) = waiting.iter().position(|outgoing| which(outgoing)) {
            waiting.remove(index);
        }
    }

    /// Tells the page of a failure: the event `nachklang:failed` with `{response, status, reason, final}`.
    fn failed(&self, outgoing: &Outgoing, answer: &Answered, is_final: bool) {
        let detail = Object::new();
        js::set(&detail, "response", &outgoing.object);
        js::set(&detail, "status", &answer.status.into());
        js::set(&detail, "reason", &(&*answer.reason).into());
        js::set(&detail, "final", &is_final.into());
        notice::event("failed", &detail);
        if is_final {
            notice::error("refused", &concat(&["the endpoint refused a response: ", &answer.reason]));
        }
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
            answered.reason = concat(&["HTTP ", &answered.status.to_string(), " ", &text]);
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
