//! What the developers of a shop were told on this page, and what came of each response: for the debug panel.

use std::cell::RefCell;

use nachklang_model::delivery::Entry;
use nachklang_model::json::{Json, Object};
use nachklang_model::text::{concat, decimal};

use crate::page::js;

/// How many messages, and how many responses, are remembered: the newest.
const MOST: usize = 20;

thread_local! {
    static MESSAGES: RefCell<Vec<Message>> = const { RefCell::new(Vec::new()) };
    static DELIVERIES: RefCell<Vec<Delivery>> = const { RefCell::new(Vec::new()) };
}

/// What the console said.
#[derive(Clone, PartialEq)]
pub struct Message {
    /// `error` or `warning`.
    pub level: &'static str,
    pub text: String,
}

/// What came of the newest revision of a response.
#[derive(Clone, PartialEq)]
pub struct Delivery {
    id: String,
    pub survey: String,
    pub revision: u32,
    /// A phrase: `delivered, HTTP 202`.
    pub state: String,
}

/// Tells of what is probably a mistake, by one message on the console. The same is told once on a page.
pub fn warn(text: &str) {
    let is_known = MESSAGES.with_borrow(|messages| messages.iter().any(|message| message.text == text));
    if !is_known {
        web_sys::console::warn_1(&concat(&["Nachklang: ", text]).into());
        note("warning", text.into());
    }
}

/// Notes an error of which the page was told.
pub fn note_error(text: String) {
    note("error", text);
}

fn note(level: &'static str, text: String) {
    MESSAGES.with_borrow_mut(|messages| push(messages, Message { level, text }));
}

/// Notes what came of a response.
pub fn note_delivery(entry: &Entry, state: String) {
    let id = entry.id.text();
    DELIVERIES.with_borrow_mut(|deliveries| {
        if let Some(known) = deliveries.iter_mut().find(|known| known.id == id) {
            // What comes of an older revision says nothing of a newer one.
            if known.revision <= entry.revision {
                known.revision = entry.revision;
                known.state = state;
            }
            return;
        }
        let response = js::json(&js_sys::JSON::parse(&entry.response).unwrap_or_default());
        let survey = response.text("survey").unwrap_or_default().into();
        push(deliveries, Delivery { id, survey, revision: entry.revision, state });
    });
}

fn push<T>(list: &mut Vec<T>, item: T) {
    if list.len() >= MOST {
        list.remove(0);
    }
    list.push(item);
}

/// What the console said, in the order of time.
pub fn messages() -> Vec<Message> {
    MESSAGES.with_borrow(Vec::clone)
}

/// The responses of this page and those of earlier ones that waited.
pub fn deliveries() -> Vec<Delivery> {
    DELIVERIES.with_borrow(Vec::clone)
}

impl From<&Message> for Json {
    fn from(message: &Message) -> Self {
        let mut json = Object::default();
        json.put("level", message.level);
        json.put("text", &*message.text);
        json.into()
    }
}

impl From<&Delivery> for Json {
    fn from(delivery: &Delivery) -> Self {
        let mut json = Object::default();
        json.put("id", &*delivery.id);
        json.put("survey", &*delivery.survey);
        json.put("revision", Self::Number(delivery.revision.into()));
        json.put("state", &*delivery.state);
        json.into()
    }
}

impl Delivery {
    /// The response as a line: `nps, revision 2: delivered, HTTP 202`.
    pub fn line(&self) -> String {
        concat(&[&self.survey, ", revision ", &decimal(self.revision as i32), ": ", &self.state])
    }
}
