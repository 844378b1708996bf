//! What the page asks for after the first question is there, and what is wrong with what it asks.

use std::rc::Rc;

use js_sys::Array;
use nachklang_model::problem::listed;
use nachklang_model::read::{Notes, Reader};
use nachklang_model::text::concat;
use nachklang_model::{Problem, Touchpoint, preset};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::delivery::hand_over;
use super::sending::flush;
use super::steps::close as close_card;
use crate::app::{CALLS, Ready};
use crate::page::{js, notice};
use crate::settings::Mode;
use crate::view::Card;

/// Says what is wrong with a call, and closes where that is what it asks for.
#[inline(never)]
pub fn call_of_page(ready: &Ready, call: &Array) {
    let notes = Notes::default();
    let json = js::json(call);
    let reader = Reader::new(&json, "nachklang", &notes);
    let argument = reader.element(1);
    let Some(index) = reader.element(0).one_of(&CALLS) else { return report(notes) };
    match CALLS[index] {
        "close" => close(ready),
        "inline" => {
            let named = call.get(1).unchecked_into::<Element>().get_attribute("survey");
            if let Some(name) = named.filter(|name| !is_known(ready, name)) {
                reader.note(Problem::not_one_of("<nachklang-survey>", &name, &preset::NAMES));
            }
        }
        "touchpoint" => drop(Touchpoint::read(&argument)),
        "show" if argument.is_present() || ready.surveys.is_empty() => {
            let is_right = argument.key().is_none_or(|key| is_known(ready, key.as_str()));
            if !is_right {
                argument.expected::<()>("the key of a survey in the survey file, or the name of a preset");
            }
        }
        _ => {}
    }
    report(notes);
}

fn is_known(ready: &Ready, name: &str) -> bool {
    ready.survey_named(name).is_some() || preset::NAMES.contains(&name)
}

fn report(notes: Notes) {
    let problems = notes.into_problems();
    if !problems.is_empty() {
        notice::error("call", &concat(&["a call that cannot be followed:", &listed(&problems)]));
    }
}

fn close(ready: &Ready) {
    let over_page = |card: &Rc<Card>| card.mode == Mode::Card;
    // Closing tells the page, which may call again.
    let card = ready.on_screen.borrow().iter().map(|on_screen| on_screen.card.clone()).find(over_page);
    if let Some(card) = card {
        close_card(&card);
    }
}

/// The page is hidden and may go away: hands over what is not sent yet.
pub fn hidden(ready: &Ready) {
    for on_screen in &*ready.on_screen.borrow() {
        flush(&on_screen.card.showing);
    }
    hand_over(&ready.outbox);
}
