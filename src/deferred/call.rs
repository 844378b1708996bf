//! What the page asks for after the first question is there, and what is wrong with what it asks.

use js_sys::{Array, Function};
use nachklang_model::context::Customer;
use nachklang_model::field_error::listed;
use nachklang_model::read::{FieldErrors, Reader};
use nachklang_model::text::concat;
use nachklang_model::{FieldError, Touchpoint, preset};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use super::revisions::flush;
use super::{explain, memory, panel};
use crate::app::{App, CALLS};
use crate::page::{js, notice};

/// Does what is asked for beside showing and closing, says what is wrong with the call, and answers it.
#[inline(never)]
pub fn finish_call(app: &'static App, call: &Array) {
    let notes = FieldErrors::default();
    let json = js::json(call);
    let reader = Reader::new(&json, "nachklang", &notes);
    let argument = reader.element(1);
    let Some(index) = reader.element(0).one_of(&CALLS) else { return report(notes) };
    let mut answer = JsValue::UNDEFINED;
    match CALLS[index] {
        "explain" => answer = js::value(&explain::all(app)),
        "debug" => panel::open(app),
        "forget" => memory::forget(app),
        "send" => app.outbox.sender().wake(true),
        "inline" => {
            let named = call.get(1).unchecked_into::<Element>().get_attribute("survey");
            if let Some(name) = named.filter(|name| !is_known(app, name)) {
                reader.report(FieldError::not_one_of("<nachklang-survey>", &name, &preset::NAMES));
            }
        }
        "show" if argument.is_present() || app.surveys.is_empty() => {
            let is_right = argument.key().is_none_or(|key| is_known(app, key.as_str()));
            if !is_right {
                argument.expected::<()>("the key of a survey in the survey file, or the name of a preset");
            }
        }
        _ => {}
    }
    report(notes);
    check_statements(app);
    if let Ok(answered) = call.get(3).dyn_into::<Function>() {
        let _ = answered.call1(&JsValue::NULL, &answer);
    }
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
    if touchpoint.is_present() {
        let _ = Touchpoint::read(&touchpoint);
    }
    if customer.is_present() {
        Customer::check(&customer);
    }
    report(notes);
}

fn is_known(app: &App, name: &str) -> bool {
    app.survey_named(name).is_some() || preset::NAMES.contains(&name)
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
