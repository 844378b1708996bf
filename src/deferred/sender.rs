//! Getting responses to the endpoint.
//!
//! What waits, and when it is sent, is decided in the model ([`delivery::Outbox`]). Here is what that needs of the browser: its
//! storage, its clock, its requests, and what happens to the page.

use std::cell::{Cell, RefCell};

use gloo_timers::callback::Timeout;
use js_sys::Object;
use nachklang_model::delivery::{self, Entry, Format, Outcome, Outgoing};
use nachklang_model::json::{Json, Object as Members};
use nachklang_model::text::concat;
use nachklang_model::{Key, Response};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::post::{leave, post};
use super::storage::Storage;
use crate::outbox::Outbox;
use crate::page::listener::Listener;
use crate::page::snapshot::PageProbe;
use crate::page::{js, notice, timer};
use crate::settings::{NO_ENDPOINT, Settings};

/// The longest a timer runs, in milliseconds; then it is looked again.
const LONGEST_TIMER: f64 = 3_600_000.0;

/// Sends responses to an endpoint.
pub struct Sender {
    /// Where to; nowhere for a shop that only listens to events.
    address: Option<Address>,
    probe: PageProbe,
    /// Whether the page's data layer is told what happens.
    pushes: bool,
    waiting: RefCell<delivery::Outbox>,
    storage: Storage,
    /// Whether a request is under way. There is one at a time, so an older revision never overtakes a newer one.
    is_busy: Cell<bool>,
    timer: RefCell<Option<Timeout>>,
    listeners: RefCell<Vec<Listener>>,
}

/// Where responses are posted to, and how.
pub struct Address {
    pub endpoint: String,
    pub format: Format,
    pub headers: Option<Object>,
}

/// Opens the outbox, and sends what earlier pages have left.
pub fn open(outbox: &'static Outbox, settings: &Settings, tag: &Json, probe: &PageProbe) {
    // What has no right name is never sent.
    let site = settings.site.clone().or_else(|| Key::new("unknown")).expect("a key");
    let format = tag.text("format").and_then(Format::named).unwrap_or(Format::Plain);
    let at_once = tag.text("batch").map_or(1, |batch| js::number(batch) as usize);
    let headers = tag.text("headers").and_then(headers);
    let endpoint = settings.endpoint.clone();
    let sender = Sender {
        address: (endpoint != NO_ENDPOINT).then_some(Address { endpoint, format, headers }),
        probe: probe.clone(),
        pushes: settings.pushes,
        waiting: RefCell::new(delivery::Outbox::new(site, format, at_once)),
        storage: Storage(probe.clone()),
        is_busy: Cell::new(false),
        timer: RefCell::default(),
        listeners: RefCell::default(),
    };
    let sender = outbox.0.get_or_init(|| sender);
    if settings.is_invalid.get() {
        return;
    }
    for event in ["online", "pageshow"] {
        let again = Box::new(move |_| sender.wake(true));
        sender.listeners.borrow_mut().push(Listener::new(&js::window(), event, again));
    }
    // The page may call while it is told.
    let old = sender.waiting.borrow_mut().drop_expired(&sender.storage, sender.now());
    for entry in old {
        sender.failed(&entry, 0, "it had waited for 30 days", true);
    }
    sender.wake(true);
}

/// The additional headers of each request, as `data-headers` has them: a JSON object of texts that browsers take.
pub fn headers(text: &str) -> Option<Object> {
    let object = js_sys::JSON::parse(text).ok()?;
    let Json::Object(members) = js::json(&object) else { return None };
    let are_texts = members.iter().all(|(_, value)| value.as_str().is_some());
    let object = Object::from(object);
    let are_taken = web_sys::Headers::new_with_record_from_str_to_str(&object).is_ok();
    (are_texts && are_taken).then_some(object)
}

impl Sender {
    /// Sends a revision of a response, in place of an older one that still waits. Gives it as the page's own object.
    pub fn submit(&'static self, response: &Response) -> JsValue {
        let object = js::value(&Json::from(response));
        if self.address.is_some() {
            let text = js_sys::JSON::stringify(&object).map(String::from).unwrap_or_default();
            let is_answered = !response.progress.answers().is_empty();
            let mut waiting = self.waiting.borrow_mut();
            waiting.put(&self.storage, response.id, response.revision, is_answered, text, self.now());
            let is_all = waiting.has_only(&self.storage, response.id);
            drop(waiting);
            self.remember_waiting();
            // What was put there just now, no other tab is about to take. A page that is hidden hands it over at once.
            if !is_all || js::document().hidden() {
                self.wake(true);
            } else if self.takes_turn() {
                self.send_due(true);
            }
        }
        object
    }

    /// Hands what is not under way to the browser, because the page may go away.
    pub fn hand_over(&self) {
        let Some(address) = &self.address else { return };
        if self.has_lost_consent() {
            return;
        }
        for outgoing in self.waiting.borrow_mut().hand_over(&self.storage, self.now()) {
            leave(address, &outgoing);
        }
    }

    /// Takes everything off that waits.
    pub fn clear(&self) {
        self.waiting.borrow_mut().clear(&self.storage);
    }

    /// Posts something that is no response, once, however the page goes on.
    pub fn post_once(&self, object: &JsValue) {
        let Some(address) = &self.address else { return };
        let body = js_sys::JSON::stringify(object).map(String::from).unwrap_or_default();
        let plain = Address {
            endpoint: address.endpoint.clone(),
            format: Format::Plain,
            headers: address.headers.clone(),
        };
        leave(&plain, &Outgoing { entries: Vec::new(), body, keepalive: true });
    }

    /// Whether the shopper does not consent any more. Then nothing waits.
    fn has_lost_consent(&self) -> bool {
        let is_lost = !self.probe.snapshot().has_consent();
        if is_lost {
            self.clear();
        }
        is_lost
    }

    fn now(&self) -> f64 {
        js_sys::Date::now()
    }

    /// Sends what is due, one request after the other, and comes back when the next is. Where it `is_urgent`, even before its time.
    pub fn wake(&'static self, is_urgent: bool) {
        if self.takes_turn() {
            // So that two tabs do not take the same.
            self.probe.snapshot().alone(Box::new(move || self.send_due(is_urgent)));
        }
    }

    /// Takes the turn to look for something to send, if nobody has it. It ends when that has been sent, or there is nothing.
    fn takes_turn(&self) -> bool {
        let takes = self.address.is_some() && !self.has_lost_consent() && !self.is_busy.replace(true);
        if takes {
            self.timer.take();
        }
        takes
    }

    /// Sends what is due, or looks again when something is.
    fn send_due(&'static self, is_urgent: bool) {
        let next = self.waiting.borrow_mut().next(&self.storage, self.now(), is_urgent);
        match next {
            Some(outgoing) => spawn_local(self.send(outgoing)),
            None => self.wait(is_urgent),
        }
    }

    /// Looks again when there is something to send. A reason to try at once holds until then: what is left to another request, such as
    /// the beacon of the page before, is tried right after it.
    fn wait(&'static self, is_urgent: bool) {
        self.is_busy.set(false);
        let wait = self.waiting.borrow().time_until_due(&self.storage, self.now(), is_urgent);
        let again = |wait: f64| {
            timer::after(wait.min(LONGEST_TIMER) as u32 + 1, Box::new(move || self.wake(is_urgent)))
        };
        self.timer.replace(wait.map(again));
        self.remember_waiting();
    }

    async fn send(&'static self, outgoing: Outgoing) {
        let Some(address) = &self.address else { return };
        // The page may have had it forgotten when it was told of it.
        if !self.waiting.borrow().still_holds(&self.storage, &outgoing) {
            return self.wait(false);
        }
        let answer = post(address, &outgoing).await;
        let random = js_sys::Math::random();
        let outcomes =
            self.waiting.borrow_mut().handle_reply(&self.storage, outgoing, &answer, self.now(), random);
        for outcome in outcomes {
            match outcome {
                Outcome::Delivered(entry) => self.tell("delivered", &object(&entry)),
                Outcome::Refused(entry, reason) => self.failed(&entry, answer.status, &reason, true),
                Outcome::Failed(entry) => self.failed(&entry, answer.status, &answer.reason, false),
            }
        }
        self.is_busy.set(false);
        self.wake(false);
    }

    /// Has the loader of the next page know whether something waits.
    fn remember_waiting(&self) {
        let waits = !delivery::Storage::entries(&self.storage).is_empty();
        let page = self.probe.snapshot();
        // Other tabs note it, too.
        if page.history().0.flag("waits") != waits {
            let mut changes = Members::default();
            changes.put("waits", Json::Bool(waits));
            page.remember(changes);
        }
    }

    /// Tells the page of a failure: the event `nachklang:failed` with `{response, status, reason, final}`.
    fn failed(&self, entry: &Entry, status: u16, reason: &str, is_final: bool) {
        let detail = Object::new();
        js::set(&detail, "response", &object(entry));
        js::set(&detail, "status", &status.into());
        js::set(&detail, "reason", &reason.into());
        js::set(&detail, "final", &is_final.into());
        self.tell("failed", &detail);
        if is_final {
            notice::error("refused", &concat(&["a response will not arrive: ", reason]));
        }
    }

    fn tell(&self, event: &str, detail: &JsValue) {
        notice::event(event, detail);
        if self.pushes {
            self.probe.snapshot().push(event, detail);
        }
    }
}

/// The response of an entry as the page's own object.
fn object(entry: &Entry) -> JsValue {
    js_sys::JSON::parse(&entry.response).unwrap_or_default()
}
