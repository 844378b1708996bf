//! What was answered becomes revisions of one response, and those are sent.

use std::rc::Rc;

use nachklang_model::eligibility::Outcome;
use nachklang_model::json::Json;
use nachklang_model::response::Answered;
use nachklang_model::{Answer, AnswerValue, Key, Progress};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::response::response;
use super::steps::take_off;
use super::{journey, memory};
use crate::app::App;
use crate::page::data_layer::DataLayer;
use crate::page::{notice, timer};
use crate::showing::Showing;

/// How long an answer rests before it is sent, in milliseconds: who walks through a scale with the arrow keys gives one
/// answer, not ten.
const REST: u32 = 600;

/// Clears up what the page has thrown away meanwhile. Sends the first revision, which says that the survey was shown, and
/// remembers that where it came unasked. The id of an
/// order among the `events` is hashed before, which takes the browser a moment; what was sent meanwhile is sent once more, with the order.
#[inline(never)]
pub fn begin(app: &App, showing: Rc<Showing>, events: DataLayer, unasked: bool) {
    take_off(app, &|on_screen| !on_screen.is_there());
    if showing.settings.wrong.get() {
        return;
    }
    let facts = showing.gather.now();
    journey::complete(&mut response(&showing).borrow_mut(), &facts, showing.settings);
    if unasked {
        memory::shown(&showing);
    }
    memory::sent(&showing.gather, response(&showing).borrow().id);
    let Some(order) = events.order() else { return report(&showing, "shown") };
    spawn_local(async move {
        let site = response(&showing).borrow().site.clone();
        let order = order.hashed(&site, &showing.gather.now()).await;
        response(&showing).borrow_mut().order = Some(order);
        if response(&showing).borrow().revision == 0 {
            report(&showing, "shown");
        } else {
            revise(&showing, "");
        }
    });
}

/// The ending that fits, if the survey has one.
pub fn ending(showing: &Showing) -> Option<&Json> {
    showing
        .survey
        .endings()
        .iter()
        .find(|ending| showing.meets(&|situation| situation.meets(ending.get("when"))))
}

/// Takes an answer, or takes it back. It rests a moment before it is sent.
pub fn give(showing: &Rc<Showing>, question: &str, value: Option<AnswerValue>) {
    if value == showing.given(question) {
        return;
    }
    let Some(question) = Key::new(question) else { return };
    {
        let mut given = showing.given.borrow_mut();
        given.retain(|answer| answer.question != question);
        if let Some(value) = value {
            // Behind what it comments on.
            let at = if question.as_str().ends_with(".comment") { given.len() } else { 0 };
            given.insert(at, Answer { question, value });
        }
    }
    showing.unsent.set(true);
    let weak = Rc::downgrade(showing);
    showing.resting.replace(Some(timer::after(
        REST,
        Box::new(move || {
            if let Some(showing) = weak.upgrade() {
                flush(&showing);
            }
        }),
    )));
}

/// Sends what no revision holds yet, as when the page is hidden.
pub fn flush(showing: &Showing) {
    if showing.unsent.get() && !is_over(showing) {
        report(showing, if showing.answers().is_empty() { "" } else { "answered" });
    }
}

/// Sends how far the shopper has come, who is still there.
fn report(showing: &Showing, event: &str) {
    progress(showing, |answered| answered.map_or(Progress::Shown, Progress::Partial));
    revise(showing, event);
}

/// The shopper has come to the end.
pub fn complete(showing: &Showing) {
    progress(showing, |answered| answered.map_or(Progress::Dismissed(None), Progress::Complete));
    revise(showing, if is_complete(showing) { "completed" } else { "dismissed" });
}

/// The shopper waved it away. After the last answer that means nothing, and twice no more than once.
pub fn dismiss(showing: &Showing) {
    if !is_over(showing) {
        progress(showing, Progress::Dismissed);
        revise(showing, "dismissed");
    }
}

fn is_complete(showing: &Showing) -> bool {
    matches!(response(showing).borrow().progress, Progress::Complete(_))
}

/// Whether nothing follows any more.
fn is_over(showing: &Showing) -> bool {
    is_complete(showing) || matches!(response(showing).borrow().progress, Progress::Dismissed(_))
}

/// Tells the page, and remembers how it ended.
fn tell(showing: &Showing, event: &str, response: &JsValue) {
    let outcome = match event {
        "answered" | "completed" => Some(Outcome::Answered),
        "dismissed" => Some(if showing.later.get() { Outcome::Later } else { Outcome::Dismissed }),
        _ => None,
    };
    if let Some(outcome) = outcome {
        memory::ended(showing, outcome);
    }
    notice::event(event, response);
    if showing.settings.pushes {
        showing.gather.now().push(event, response);
    }
}

/// Brings the response up to what was given.
fn progress(showing: &Showing, progress: fn(Option<Answered>) -> Progress) {
    showing.resting.take();
    showing.unsent.set(false);
    let answered = Answered::new(showing.answers(), showing.gather.now().time());
    response(showing).borrow_mut().progress = progress(answered);
}

/// Sends the next revision, and tells the page of it by the event `nachklang:{event}`, if it has a name. Whatever the first
/// is, the page hears that the survey was shown. Nothing leaves a page whose settings or survey file are wrong.
fn revise(showing: &Showing, event: &str) {
    if showing.settings.wrong.get() {
        return;
    }
    let mut revision = response(showing).borrow_mut();
    revision.revision += 1;
    let is_first = revision.revision == 1;
    let object = showing.outbox.courier().send(&revision);
    drop(revision);
    if is_first {
        tell(showing, "shown", &object);
    }
    if !matches!(event, "" | "shown") {
        tell(showing, event, &object);
    }
}
