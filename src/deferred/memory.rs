//! What is remembered on this device: which surveys were shown and how they ended, and which responses were sent. The
//! loader's shell keeps it, in the browser's storage where that is there and allowed, else as long as the page lives.

use js_sys::Array;
use nachklang_model::channel::FirstTouch;
use nachklang_model::eligibility::{History, Outcome};
use nachklang_model::json::{Json, Object};
use nachklang_model::{Forget, ResponseId, survey_file};

use crate::app::App;
use crate::page::facts::{Facts, Gather};
use crate::page::{js, notice};
use crate::showing::Showing;

/// The most responses that are remembered.
const MOST_SENT: usize = 100;

/// A survey was shown without being asked for by the shopper.
pub fn shown(showing: &Showing) {
    let (order, quiet) = (showing.gather.now().order(), survey_file::quiet_period(&showing.settings.file));
    remember(&showing.gather, &|history, now| {
        history.record_shown(showing.survey.key(), now, quiet, order);
    });
}

/// A survey has ended so.
pub fn ended(showing: &Showing, outcome: Outcome) {
    remember(&showing.gather, &|history, now| history.record_outcome(showing.survey.key(), outcome, now));
}

/// Times that lie ahead, because the clock was set back, become now: nothing is silent for years.
pub fn settle(gather: &Gather) {
    let facts = gather.now();
    let mut history = facts.history();
    if history.clamp_to(facts.number("unix")) {
        keep(&facts, &history);
    }
}

fn remember(gather: &Gather, change: &dyn Fn(&mut History, f64)) {
    let facts = gather.now();
    let mut history = facts.history();
    change(&mut history, facts.number("unix"));
    keep(&facts, &history);
}

fn keep(facts: &Facts, history: &History) {
    let mut changes = Object::default();
    for name in ["shown", "quiet", "surveys"] {
        changes.put_some(name, history.0.get(name).cloned());
    }
    facts.keep(changes);
}

/// A response is sent: the shopper may want it forgotten one day.
pub fn sent(gather: &Gather, id: ResponseId) {
    let facts = gather.now();
    let mut sent = facts.history().0.list("sent").to_vec();
    if sent.len() >= MOST_SENT {
        sent.remove(0);
    }
    sent.push(Json::String(id.text()));
    let mut changes = Object::default();
    changes.put("sent", Json::Array(sent));
    facts.keep(changes);
}

/// Forgets all that is remembered, takes what is on screen off, and asks the endpoint to delete what was sent.
pub fn forget(app: &'static App) {
    let facts = app.gather.now();
    let mut ids = Vec::new();
    for id in facts.history().0.list("sent") {
        ids.extend(id.as_str().and_then(ResponseId::parse));
    }
    app.outbox.courier().clear();
    let _gone = app.on_screen.take();
    facts.forget();
    if let Some(site) = &app.settings.site {
        for request in Forget::requests(site, &ids) {
            app.outbox.courier().post_once(&js::value(&Json::from(&request)));
        }
    }
    notice::event("forgotten", &js::value(&Json::Null));
}

/// Learns through which channel the shopper came, and then looks again whether a survey is due.
#[inline(never)]
pub fn know_channel(app: &'static App, call: &Array) {
    let facts = app.gather.now();
    let mut changes = Object::default();
    let channel = first_touch(&facts).map_or("direct", |touch| touch.channel.name());
    changes.put("channel", channel);
    facts.keep(changes);
    app.again(call);
}

/// How the shopper came to the shop, from what the loader has kept of the first page.
pub fn first_touch(facts: &Facts) -> Option<FirstTouch> {
    let history = facts.history();
    let first = history.0.list("first");
    let [query, referrer] = first else { return None };
    let query: Vec<_> = query.items().iter().filter_map(Json::as_str).collect();
    Some(FirstTouch::of(&query.join("&"), referrer.as_str().unwrap_or_default(), &facts.text("host")))
}
