//! What the panel shows: how things are at this moment.

use nachklang_model::FieldError;
use nachklang_model::data_layer::DataLayer;
use nachklang_model::json::{Json, Object};
use nachklang_model::report::{without_query, without_secrets};
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsValue;

use crate::app::App;
use crate::deferred::explain;
use crate::deferred::journal::{self, Delivery, Message};
use crate::deferred::response::response;
use crate::page::js;
use crate::session::SurveySession;
use crate::settings::NO_ENDPOINT;
use crate::view::ActiveSurvey;

/// What the panel shows.
#[derive(Clone, PartialEq)]
pub struct Report {
    pub touchpoint: String,
    pub trail: String,
    pub consent: &'static str,
    pub endpoint: String,
    /// What the data layer tells, and what was left out of it.
    pub data_layer: Vec<String>,
    /// What the console said.
    pub messages: Vec<Message>,
    /// The surveys of `data-survey`, in their order.
    pub surveys: Vec<Explained>,
    /// What came of each response.
    pub deliveries: Vec<Delivery>,
    /// The surveys on screen: a headline, and the response as it stands.
    pub responses: Vec<(String, String)>,
}

/// Why a survey is shown here and now, or is not.
#[derive(Clone, PartialEq)]
pub struct Explained {
    pub survey: String,
    pub state: State,
    pub reasons: Vec<String>,
}

/// How things are with a survey.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum State {
    OnScreen,
    Due,
    NotDue,
}

impl State {
    /// The class, and what stands before the survey's key and behind it.
    pub fn signs(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::OnScreen => ("on-screen", "● ", ", on screen"),
            Self::Due => ("due", "✓ ", ", due"),
            Self::NotDue => ("not", "✗ ", ""),
        }
    }
}

/// How things are.
pub fn report(app: &App) -> Report {
    let page = app.probe.snapshot();
    let touchpoint = page.touchpoint(app.settings.places());
    let (dot, phase) = touchpoint.phase.map_or(("", ""), |phase| (" · ", phase.name()));
    let endpoint = match &*app.settings.endpoint {
        NO_ENDPOINT => "endpoint: none, nothing is sent".into(),
        endpoint => concat(&["endpoint: ", &without_query(endpoint)]),
    };
    let on_screen = app.active_surveys.borrow();
    let shown = || on_screen.iter().filter(|active| is_on_screen(active)).map(|active| &active.card.session);
    let keys: Vec<&str> = shown().map(|session| session.survey.key()).collect();
    Report {
        touchpoint: concat(&[touchpoint.key.as_str(), dot, phase, " · ", touchpoint.ownership.name()]),
        trail: concat(&["trail: ", &trail(app).join(" › ")]),
        consent: if page.has_consent() {
            "consent: yes"
        } else {
            "consent: no, nothing is shown, kept or sent"
        },
        endpoint,
        data_layer: data_layer(&page.data_layer()),
        messages: journal::messages(),
        surveys: explain::all(app).items().iter().map(|survey| explained(survey, &keys)).collect(),
        deliveries: journal::deliveries(),
        responses: shown().map(|session| sent(session)).collect(),
    }
}

/// What the data layer tells of an order, and a line for each field that was left out.
fn data_layer(read: &DataLayer) -> Vec<String> {
    let order = match &read.order {
        None => "no order".into(),
        Some(order) => {
            let id = if order.id.is_some() { "an order with an id" } else { "an order without an id" };
            let value = order.value.map(|value| Json::Number(value).described()).unwrap_or_default();
            let currency = order.currency.as_deref().unwrap_or_default();
            [id, &value, currency].join(" ").trim_end().to_owned()
        }
    };
    let left_out = |problem: &FieldError| concat(&["left out of it: ", &problem.message()]);
    let mut lines = vec![concat(&["data layer: ", &order])];
    lines.extend(read.left_out.iter().map(left_out));
    lines
}

fn is_on_screen(active: &ActiveSurvey) -> bool {
    active.is_connected() && !active.card.is_dismissing.get()
}

/// The touchpoints where the shopper was.
fn trail(app: &App) -> Vec<String> {
    let history = app.probe.snapshot().history().0;
    let key = |row: &Json| row.items().first().and_then(Json::as_str).unwrap_or_default().to_owned();
    history.list("trail").iter().map(key).collect()
}

fn explained(survey: &Json, on_screen: &[&str]) -> Explained {
    let message = |reason: &Json| reason.text("message").unwrap_or_default().to_owned();
    let key = survey.text("survey").unwrap_or_default();
    let is_on_screen = on_screen.contains(&key);
    let state = match survey.flag("shown") {
        _ if is_on_screen => State::OnScreen,
        true => State::Due,
        false => State::NotDue,
    };
    // That it was shown not long ago is no news of what is on screen.
    let reasons: &[Json] = if is_on_screen { &[] } else { survey.list("reasons") };
    Explained { survey: key.into(), state, reasons: reasons.iter().map(message).collect() }
}

/// What would be sent of a survey on screen.
fn sent(session: &SurveySession) -> (String, String) {
    let response = response(session).borrow();
    let revision = decimal(response.revision as i32);
    let headline = concat(&["on screen: ", session.survey.key(), ", revision ", &revision]);
    (headline, printed(without_secrets(Json::from(&*response))))
}

/// All that is known of this page, as JSON to copy into a report. Secrets are left out.
pub fn to_copy(app: &App, tag: &Json) -> String {
    let shown = report(app);
    let window = js::window();
    let mut json = Object::default();
    json.put("nachklang", env!("CARGO_PKG_VERSION"));
    json.put("browser", window.navigator().user_agent().unwrap_or_default().as_str());
    let snapshot = app.probe.snapshot();
    let mut page = Object::default();
    for name in ["host", "path", "language", "now"] {
        page.put(name, &*snapshot.text(name));
    }
    for name in ["width", "height"] {
        page.put(name, Json::Number(snapshot.number(name)));
    }
    json.put("page", Json::from(page));
    json.put("settings", tag.clone());
    json.put("touchpoint", &*shown.touchpoint);
    json.put("trail", Json::Array(trail(app).iter().map(|key| Json::from(&**key)).collect()));
    json.put("consent", Json::Bool(snapshot.has_consent()));
    json.put("data_layer", Json::Array(shown.data_layer.iter().map(|line| Json::from(&**line)).collect()));
    json.put("messages", Json::Array(shown.messages.iter().map(Json::from).collect()));
    json.put("surveys", explain::all(app));
    json.put("deliveries", Json::Array(shown.deliveries.iter().map(Json::from).collect()));
    let active = app.active_surveys.borrow();
    let on_screen = active.iter().filter(|active| is_on_screen(active));
    let responses = on_screen.map(|active| Json::from(&*response(&active.card.session).borrow()));
    json.put("on_screen", Json::Array(responses.collect()));
    printed(without_secrets(json.into()))
}

fn printed(json: Json) -> String {
    let printed =
        js_sys::JSON::stringify_with_replacer_and_space(&js::value(&json), &JsValue::NULL, &2.into());
    printed.map(String::from).unwrap_or_default()
}
