//! A panel on the page that shows a shop's developer where the shopper is, which surveys are due and why the others are not,
//! and what would be sent: `?nachklang=debug`.

use leptos::prelude::{ArcRwSignal, Get, GetUntracked, Owner, Set, Track};
use nachklang_model::json::Json;
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::explain;
use super::response::response;
use crate::app::App;
use crate::page::{js, timer};
use crate::session::SurveySession;
use crate::view::element::{Element, element};
use crate::view::mount;

/// The name of the panel's element.
const NAME: &str = "nachklang-debug";

/// How often it looks, in milliseconds.
const LOOK_AGAIN_MS: u32 = 500;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/panel.css"));

/// What the panel shows.
#[derive(Clone, PartialEq)]
struct Report {
    touchpoint: String,
    trail: String,
    consent: &'static str,
    surveys: Vec<Explained>,
    /// The surveys on screen: a headline, and the response as it stands.
    responses: Vec<(String, String)>,
}

/// Why a survey is shown here and now, or is not.
#[derive(Clone, PartialEq)]
struct Explained {
    is_due: bool,
    survey: String,
    reasons: Vec<String>,
}

/// Puts the panel on the page, once.
pub fn open(app: &'static App) {
    let document = js::document();
    if document.query_selector(NAME).ok().flatten().is_some() {
        return;
    }
    let (Ok(host), Some(body)) = (document.create_element(NAME), document.body()) else { return };
    let Ok(shadow) = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)) else { return };
    if let Ok(style) = CssStyleSheet::new() {
        let _ = style.replace_sync(STYLE);
        shadow.set_adopted_style_sheets(&js_sys::Array::of1(&style));
    }
    let Ok(root) = document.create_element("div") else { return };
    let _ = shadow.append_child(&root);
    let _ = body.append_child(&host);
    let host: HtmlElement = host.unchecked_into();
    let _ = host.set_popover(Some("manual"));
    let _ = host.show_popover();
    let report = ArcRwSignal::new(report(app));
    let owner = Owner::new();
    let shown = report.clone();
    owner.with(|| mount(root.unchecked_ref(), move || panel(shown)));
    refresh(app, shadow, report, owner);
}

/// Looks again, as long as the panel is on the page. What has not changed stays untouched, so that it can be marked and copied.
fn refresh(app: &'static App, shadow: ShadowRoot, shown: ArcRwSignal<Report>, owner: Owner) {
    let look_again = move || {
        if !shadow.host().is_connected() {
            return owner.cleanup();
        }
        let report = report(app);
        if report != shown.get_untracked() {
            shown.set(report);
        }
        refresh(app, shadow, shown, owner);
    };
    timer::after(LOOK_AGAIN_MS, Box::new(look_again)).forget();
}

/// How things are.
fn report(app: &App) -> Report {
    let page = app.probe.snapshot();
    let touchpoint = page.touchpoint(app.settings.places());
    let phase = touchpoint.phase.map_or("", |phase| phase.name());
    let history = page.history().0;
    let mut trail = String::from("trail: ");
    for (index, row) in history.list("trail").iter().enumerate() {
        if index > 0 {
            trail.push_str(" › ");
        }
        trail.push_str(row.items().first().and_then(Json::as_str).unwrap_or_default());
    }
    Report {
        touchpoint: concat(&[touchpoint.key.as_str(), " · ", phase, " · ", touchpoint.ownership.name()]),
        trail,
        consent: if page.has_consent() {
            "consent: yes"
        } else {
            "consent: no, nothing is shown, kept or sent"
        },
        surveys: explain::all(app).items().iter().map(explained).collect(),
        responses: app.active_surveys.borrow().iter().map(|active| sent(&active.card.session)).collect(),
    }
}

fn explained(survey: &Json) -> Explained {
    let message = |reason: &Json| reason.text("message").unwrap_or_default().to_owned();
    Explained {
        is_due: survey.flag("shown"),
        survey: survey.text("survey").unwrap_or_default().into(),
        reasons: survey.list("reasons").iter().map(message).collect(),
    }
}

/// What would be sent of a survey on screen.
fn sent(session: &SurveySession) -> (String, String) {
    let response = response(session).borrow();
    let object = js::value(&Json::from(&*response));
    let printed = js_sys::JSON::stringify_with_replacer_and_space(&object, &JsValue::NULL, &2.into());
    let revision = decimal(response.revision as i32);
    let headline = concat(&["on screen: ", session.survey.key(), ", revision ", &revision]);
    (headline, printed.map(String::from).unwrap_or_default())
}

fn panel(report: ArcRwSignal<Report>) -> Element {
    let tracked = report.clone();
    element("section")
        .class("panel")
        .attr("aria-label", "Nachklang")
        .attr("lang", "en")
        .attr("dir", "ltr")
        .child_from(move || tracked.track(), move || content(&report.get()))
}

fn content(report: &Report) -> Element {
    let line = |tag: &str, class: &str, text: &str| element(tag).class(class).text(text);
    let content = element("div")
        .child(element("h2").text("Nachklang"))
        .child(line("p", "at", &report.touchpoint))
        .child(line("p", "trail", &report.trail))
        .child(line("p", "consent", report.consent))
        .children(report.surveys.iter().map(explanation));
    report.responses.iter().fold(content, |content, (headline, response)| {
        content.child(element("h3").text(&**headline)).child(element("pre").text(&**response))
    })
}

fn explanation(explained: &Explained) -> Element {
    let (class, sign) = if explained.is_due { ("due", "✓ ") } else { ("not", "✗ ") };
    element("article")
        .class(class)
        .child(element("h3").text(concat(&[sign, &explained.survey])))
        .children(explained.reasons.iter().map(|reason| element("p").text(&**reason)))
}
