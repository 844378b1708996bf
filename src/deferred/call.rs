//! What the page asks for after the first question is there, and what is wrong with what it asks.

use js_sys::{Array, Function};
use nachklang_model::context::Customer;
use nachklang_model::field_error::{listed, one_of};
use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Reader};
use nachklang_model::text::concat;
use nachklang_model::{FieldError, Touchpoint, preset, survey_file};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::revisions::flush;
use super::{explain, journal, memory, panel, removal};
use crate::app::App;
use crate::page::{js, notice};

/// The commands of pages. `destroy` is the loader's.
const COMMANDS: [&str; 10] =
    ["show", "close", "touchpoint", "event", "customer", "consent", "explain", "debug", "forget", "destroy"];

/// The events that a page can listen to.
const EVENTS: [&str; 8] =
    ["shown", "answered", "completed", "dismissed", "delivered", "failed", "error", "forgotten"];

/// The most characters of an event's name.
const LONGEST_EVENT: usize = 200;

/// Does what is asked for beside showing and closing, says what is wrong with the call, and answers it.
#[inline(never)]
pub fn finish_call(app: &'static App, call: &Array) {
    let name = call.get(0).as_string().unwrap_or_default();
    // The loader's own calls wait for no answer.
    let Ok(answer) = call.get(3).dyn_into::<Function>() else { return follow_own(app, &name, call) };
    let answered = follow(app, &name, call);
    let _ = answer.call1(&JsValue::NULL, &answered);
}

/// Follows a call of the loader's own.
fn follow_own(app: &'static App, name: &str, call: &Array) {
    let notes = FieldErrors::default();
    let json = js::json(call);
    let reader = Reader::new(&json, "", &notes);
    match name {
        "debug" => panel::open(app),
        // Meanwhile the shopper may consent again.
        "withdraw" if !app.probe.snapshot().has_consent() => memory::withdraw(app),
        "send" => app.outbox.sender().wake(true),
        "release" => removal::release(app),
        // What the page listens to: the event, and the type of the listener.
        "on" => {
            let heard = reader.element(1);
            let event = heard.element(0).json().and_then(Json::as_str).unwrap_or_default();
            if !EVENTS.contains(&event) {
                reader.report(FieldError::not_one_of("nachklang.on", event, &EVENTS));
            } else if !heard.element(1).is_text("function") {
                let path = concat(&["nachklang.on('", event, "')"]);
                reader.report(FieldError::new(path, "no function", "a function as the second argument"));
            }
        }
        "inline" => check_element(app, &call.get(1).unchecked_into(), &reader),
        _ => {}
    }
    report(notes);
}

/// Checks what `<nachklang-survey>` names.
fn check_element(app: &App, element: &Element, reader: &Reader) {
    if let Some(name) = element.get_attribute("survey").filter(|name| !is_known(app, name)) {
        reader.report(FieldError::not_one_of("<nachklang-survey survey>", &name, &known(app)));
    }
    if let Some(key) = element.get_attribute("touchpoint") {
        hint_at_touchpoint(app, "<nachklang-survey touchpoint>", &key);
    }
}

/// Follows a command of the page, and gives its answer.
fn follow(app: &'static App, name: &str, call: &Array) -> JsValue {
    let notes = FieldErrors::default();
    let mut answer = JsValue::UNDEFINED;
    let json = js::json(call);
    let given = json.items().get(1).unwrap_or(&Json::Null);
    let path = concat(&["nachklang('", name, "')"]);
    let argument = Reader::new(given, &path, &notes);
    match name {
        "close" => {}
        "explain" => answer = js::value(&explain::all(app)),
        "debug" => panel::open(app),
        "forget" => memory::forget(app),
        "destroy" => destroy(app),
        "show" if argument.is_present() || app.surveys.is_empty() => check_shown(app, &argument),
        "show" => {}
        // These only come here when the loader does not take the value.
        "touchpoint" => drop(Touchpoint::read(&argument)),
        "customer" => Customer::check(&argument),
        "consent" => {
            argument.flag();
        }
        "event" => {
            argument.text(LONGEST_EVENT);
        }
        _ => {
            let found = json.items().first().map_or("nothing".into(), Json::described);
            let mut error = FieldError::not_one_of("nachklang(command)", name, &COMMANDS);
            error.found = found.into_owned();
            argument.report(error);
        }
    }
    report(notes);
    check_statements(app);
    answer
}

/// Checks the key of the survey to show.
fn check_shown(app: &App, argument: &Reader) {
    match argument.json().and_then(Json::as_str) {
        Some(name) if is_known(app, name) => {}
        Some(name) => argument.report(FieldError::not_one_of(argument.path(), name, &known(app))),
        None => {
            argument.expected::<()>(one_of(&known(app)));
        }
    }
}

/// Takes the widget off the page, with all that listens and repeats. What was answered is sent, or stays in the outbox.
fn destroy(app: &'static App) {
    // Nothing is waited for any more, so what is left goes by beacon, as from a page that is hidden.
    app.outbox.sender().close();
    hidden(app);
    app.tab.take();
    app.listeners.take();
    let _gone = app.active_surveys.take();
}

/// Reports what is wrong with the page's statements about touchpoint and customer, once for each: the loader takes them unchecked.
pub fn check_statements(app: &App) {
    let said = js::json(&app.probe.snapshot().said());
    if app.checked_statements.replace(said.clone()) == said {
        return;
    }
    let notes = FieldErrors::default();
    let reader = Reader::new(&said, "", &notes);
    let (touchpoint, customer) =
        (reader.member("nachklang('touchpoint')"), reader.member("nachklang('customer')"));
    if touchpoint.is_present()
        && let Some(touchpoint) = Touchpoint::read(&touchpoint)
    {
        hint_at_touchpoint(app, "nachklang('touchpoint')", touchpoint.key.as_str());
    }
    if customer.is_present() {
        Customer::check(&customer);
    }
    report(notes);
}

/// Warns of a touchpoint that is probably a misspelling of a standard one.
pub fn hint_at_touchpoint(app: &App, path: &str, key: &str) {
    if let Some(hint) = survey_file::unknown_touchpoint(path, key, app.settings.places()) {
        journal::warn(&hint.message());
    }
}

fn is_known(app: &App, name: &str) -> bool {
    app.survey_named(name).is_some() || preset::NAMES.contains(&name)
}

/// The keys of all surveys that can be named.
fn known(app: &App) -> Vec<&str> {
    let mut known: Vec<&str> = app.surveys.iter().map(|survey| survey.key()).collect();
    for preset in preset::NAMES {
        if !known.contains(&preset) {
            known.push(preset);
        }
    }
    known
}

fn report(notes: FieldErrors) {
    let problems = notes.into_errors();
    if !problems.is_empty() {
        notice::error("call", &concat(&["a call that cannot be followed:", &listed(&problems)]));
    }
}

/// The page is hidden and may go away: hands over what is not sent yet.
pub fn hidden(app: &'static App) {
    // The page is told, and may call.
    let all: Vec<_> = app.active_surveys.borrow().iter().map(|active| active.card.clone()).collect();
    for card in all {
        flush(&card.session);
    }
    app.outbox.sender().hand_over();
}
