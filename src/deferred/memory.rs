//! What is remembered on this device: which surveys were shown and how they ended, and which responses were sent. The
//! loader's shell keeps it, in the browser's storage where that is there and allowed, else as long as the page lives.

use js_sys::Array;
use nachklang_model::channel::FirstTouch;
use nachklang_model::eligibility::{History, Outcome};
use nachklang_model::json::{Json, Object};
use nachklang_model::{Forget, ResponseId, survey_file};

use crate::app::App;
use crate::page::snapshot::{PageProbe, PageSnapshot};
use crate::page::{js, notice};
use crate::session::SurveySession;

/// How many responses are remembered at most.
const MOST_SENT: usize = 100;

/// Remembers that a survey was shown unasked.
pub fn shown(session: &SurveySession) {
    let (order, quiet) =
        (session.probe.snapshot().order(), survey_file::quiet_period(&session.settings.file));
    remember(&session.probe, &|history, now| {
        history.record_shown(session.survey.key(), now, quiet, order);
    });
}

/// Remembers how a survey ended.
pub fn ended(session: &SurveySession, outcome: Outcome) {
    remember(&session.probe, &|history, now| history.record_outcome(session.survey.key(), outcome, now));
}

/// Sets times in the future to now. They come from a clock that was set back, and would silence surveys for years.
pub fn settle(probe: &PageProbe) {
    let page = probe.snapshot();
    let mut history = page.history();
    if history.clamp_to(page.number("unix")) {
        keep(&page, &history);
    }
}

fn remember(probe: &PageProbe, change: &dyn Fn(&mut History, f64)) {
    let page = probe.snapshot();
    let mut history = page.history();
    change(&mut history, page.number("unix"));
    keep(&page, &history);
}

fn keep(page: &PageSnapshot, history: &History) {
    let mut changes = Object::default();
    for name in ["shown", "quiet", "surveys"] {
        changes.put_some(name, history.0.get(name).cloned());
    }
    page.remember(changes);
}

/// Remembers that a response was sent: the shopper may want it forgotten one day.
pub fn sent(probe: &PageProbe, id: ResponseId) {
    let page = probe.snapshot();
    let mut sent = page.history().0.list("sent").to_vec();
    if sent.len() >= MOST_SENT {
        sent.remove(0);
    }
    sent.push(Json::String(id.text()));
    let mut changes = Object::default();
    changes.put("sent", Json::Array(sent));
    page.remember(changes);
}

/// Forgets everything on the device, takes the surveys off the screen, and asks the endpoint to delete the responses.
pub fn forget(app: &'static App) {
    let page = app.probe.snapshot();
    let mut ids = Vec::new();
    for id in page.history().0.list("sent") {
        ids.extend(id.as_str().and_then(ResponseId::parse));
    }
    app.outbox.sender().clear();
    let _gone = app.active_surveys.take();
    page.forget();
    if let Some(site) = &app.settings.site {
        for request in Forget::requests(site, &ids) {
            app.outbox.sender().post_once(&js::value(&Json::from(&request)));
        }
    }
    notice::event("forgotten", &js::value(&Json::Null));
}

/// Finds the channel through which the shopper came, and then checks again whether a survey is due.
#[inline(never)]
pub fn detect_channel(app: &'static App, call: &Array) {
    let page = app.probe.snapshot();
    let mut changes = Object::default();
    let channel = first_touch(&page).map_or("direct", |touch| touch.channel.name());
    changes.put("channel", channel);
    page.remember(changes);
    app.retry_later(call);
}

/// How the shopper came to the shop, from what the loader has kept of the first page.
pub fn first_touch(page: &PageSnapshot) -> Option<FirstTouch> {
    let history = page.history();
    let first = history.0.list("first");
    let [query, referrer] = first else { return None };
    let query: Vec<_> = query.items().iter().filter_map(Json::as_str).collect();
    Some(FirstTouch::of(&query.join("&"), referrer.as_str().unwrap_or_default(), &page.text("host")))
}
