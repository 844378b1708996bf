//! What was answered becomes revisions of one response, and those are sent.

use std::rc::Rc;

use nachklang_model::context::Order;
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
use crate::page::data_layer::{DataLayer, ReportedOrder};
use crate::page::snapshot::PageSnapshot;
use crate::page::{notice, timer};
use crate::session::SurveySession;

/// How long the widget waits for another change before it sends an answer, in milliseconds. A shopper who walks through a scale
/// with the arrow keys gives one answer, not ten.
const DEBOUNCE_MS: u32 = 600;

/// Sends the first revision, which says that the survey was shown, and remembers that where nobody asked for it. First it drops
/// the surveys whose elements the page has removed. The id of an order among the `events` is hashed, which takes the browser a
/// moment; what was sent meanwhile is sent again with the order.
#[inline(never)]
pub fn begin(app: &App, session: Rc<SurveySession>, events: DataLayer, is_unasked: bool) {
    take_off(app, &|active| !active.is_connected());
    if session.settings.is_invalid.get() {
        return;
    }
    let page = session.probe.snapshot();
    journey::complete(&mut response(&session).borrow_mut(), &page, session.settings);
    if is_unasked {
        memory::shown(&session);
    }
    memory::sent(&session.probe, response(&session).borrow().id);
    let Some(order) = events.order() else { return report(&session, "shown") };
    spawn_local(async move {
        let site = response(&session).borrow().site.clone();
        let order = hashed(order, &site, &session.probe.snapshot()).await;
        response(&session).borrow_mut().order = Some(order);
        if response(&session).borrow().revision == 0 {
            report(&session, "shown");
        } else {
            send_revision(&session, "");
        }
    });
}

/// The order as it may leave the page: its id hashed with the site as salt. A proof beside the order wins over the tag's.
async fn hashed(order: ReportedOrder, site: &Key, page: &PageSnapshot) -> Order {
    let id_hash = match order.id() {
        Some(id) => page.sha256(&Order::to_hash(site, &id)).await,
        None => None,
    };
    order.with_hash(id_hash, order.proof().unwrap_or_else(|| page.text("proof")))
}

/// The ending that fits, if the survey has one.
pub fn ending(session: &SurveySession) -> Option<&Json> {
    session
        .survey
        .endings()
        .iter()
        .find(|ending| session.meets(&|situation| situation.meets(ending.get("when"))))
}

/// Records an answer, or takes it back. It is sent once the shopper has paused (debounce).
pub fn record_answer(session: &Rc<SurveySession>, question: &str, value: Option<AnswerValue>) {
    if value == session.given(question) {
        return;
    }
    let Some(question) = Key::new(question) else { return };
    {
        let mut given = session.given.borrow_mut();
        given.retain(|answer| answer.question != question);
        if let Some(value) = value {
            // Behind what it comments on.
            let at = if question.as_str().ends_with(".comment") { given.len() } else { 0 };
            given.insert(at, Answer { question, value });
        }
    }
    session.unsent.set(true);
    let weak = Rc::downgrade(session);
    session.debounce.replace(Some(timer::after(
        DEBOUNCE_MS,
        Box::new(move || {
            if let Some(session) = weak.upgrade() {
                flush(&session);
            }
        }),
    )));
}

/// Sends what no revision holds yet, as when the page is hidden.
pub fn flush(session: &SurveySession) {
    if session.unsent.get() && !is_over(session) {
        report(session, if session.answers().is_empty() { "" } else { "answered" });
    }
}

/// Sends how far the shopper has come, who is still there.
fn report(session: &SurveySession, event: &str) {
    set_progress(session, |answered| answered.map_or(Progress::Shown, Progress::Partial));
    send_revision(session, event);
}

/// The shopper has come to the end.
pub fn report_completed(session: &SurveySession) {
    set_progress(session, |answered| answered.map_or(Progress::Dismissed(None), Progress::Complete));
    send_revision(session, if is_complete(session) { "completed" } else { "dismissed" });
}

/// The shopper waved it away. After the last answer that means nothing, and twice no more than once.
pub fn report_dismissed(session: &SurveySession) {
    if !is_over(session) {
        set_progress(session, Progress::Dismissed);
        send_revision(session, "dismissed");
    }
}

fn is_complete(session: &SurveySession) -> bool {
    matches!(response(session).borrow().progress, Progress::Complete(_))
}

/// Whether nothing follows any more.
fn is_over(session: &SurveySession) -> bool {
    is_complete(session) || matches!(response(session).borrow().progress, Progress::Dismissed(_))
}

/// Tells the page, and remembers how it ended.
fn notify_page(session: &SurveySession, event: &str, response: &JsValue) {
    let outcome = match event {
        "answered" | "completed" => Some(Outcome::Answered),
        "dismissed" => Some(if session.later.get() { Outcome::Later } else { Outcome::Dismissed }),
        _ => None,
    };
    if let Some(outcome) = outcome {
        memory::ended(session, outcome);
    }
    notice::event(event, response);
    if session.settings.pushes {
        session.probe.snapshot().push(event, response);
    }
}

/// Sets how far the response has come, with the answers so far.
fn set_progress(session: &SurveySession, progress: fn(Option<Answered>) -> Progress) {
    session.debounce.take();
    session.unsent.set(false);
    let answered = Answered::new(session.answers(), session.probe.snapshot().time());
    response(session).borrow_mut().progress = progress(answered);
}

/// Sends the next revision, and tells the page of it by the event `nachklang:{event}`, if it has a name. Whatever the first
/// is, the page hears that the survey was shown. Nothing leaves a page whose settings or survey file are wrong.
fn send_revision(session: &SurveySession, event: &str) {
    if session.settings.is_invalid.get() {
        return;
    }
    let mut revision = response(session).borrow_mut();
    revision.revision += 1;
    let is_first = revision.revision == 1;
    let object = session.outbox.sender().submit(&revision);
    drop(revision);
    if is_first {
        notify_page(session, "shown", &object);
    }
    if !matches!(event, "" | "shown") {
        notify_page(session, event, &object);
    }
}
