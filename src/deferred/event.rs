//! What happens on a card.

use std::rc::Rc;

use nachklang_model::kind::InputKind;
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent, Node};

use super::{answer, drag, keys, steps};
use crate::page::js;
use crate::settings::Mode;
use crate::view::{Card, Heard, room};

/// How far apart the clicks of one tap may be, in milliseconds.
const SAME_TAP: f64 = 50.0;

/// Follows an event on an element of the card. The form's come by their names, those of single elements by the element's.
#[inline(never)]
pub fn happened(card: &Rc<Card>, what: &'static str, event: &Event, heard: &Heard) {
    let is_of_a_question = matches!(what, "input" | "submit" | "click" | "keydown" | "back");
    // Of the question before this one: who presses twice because nothing happens means it once.
    if is_of_a_question && heard.step != card.showing.steps().0 {
        return;
    }
    let target = heard.target.as_ref().map(JsCast::unchecked_ref::<Node>);
    let on_input = target.is_some_and(|target| target.node_name() == "INPUT");
    match what {
        "input" => {
            steps::release(card);
            answer::take(card);
            answer::forgive(card);
            follow_up(card);
            count(card);
        }
        "submit" => {
            answer::take(card);
            if !answer::show_masked(card) && answer::complain(card) {
                steps::go_on(card);
            }
        }
        "click" => go_on_by_tap(card, event, on_input),
        "keydown" if on_input => keys::pressed(card, event.unchecked_ref()),
        "escape" => escape(card, event),
        "back" => steps::go_back(card),
        "copy" => super::end::copy(card),
        _ => drag::dragged(card, what, event),
    }
}

/// Where one tap answers, it also goes on. Keys walk through the options and do not.
fn go_on_by_tap(card: &Rc<Card>, event: &Event, on_input: bool) {
    let Some(question) = card.showing.question() else { return };
    let goes_on = match question.input_kind() {
        InputKind::Scale => !question.asks_comment(),
        input_kind => input_kind == InputKind::Single,
    };
    let click: &MouseEvent = event.unchecked_ref();
    // In WebKit the click that a label hands on to its button does not count as a tap, but the one on the label does.
    let now = event.time_stamp();
    if click.detail() > 0 {
        card.tapped.set(now);
    }
    let by_tap = now - card.tapped.get() < SAME_TAP;
    if goes_on && by_tap && on_input && card.find(".other:checked").is_none() {
        steps::go_on_soon(card);
    }
}

/// Names the comment's field after the rating that is chosen.
pub fn follow_up(card: &Rc<Card>) {
    let (Some(question), Some(label)) = (card.showing.question(), card.find("label b")) else { return };
    let Some(rating) = answer::chosen_rating(card, question) else { return };
    let follow_up = card.texts.follow_up(rating.group());
    let before = label.text_content().unwrap_or_default();
    if before != follow_up {
        label.set_text_content(Some(&follow_up));
        // Once: who walks through the scale is not to be talked at.
        if before.is_empty() {
            card.say(follow_up);
        }
    }
}

/// Counts the room that is left in the field.
pub fn count(card: &Rc<Card>) {
    if let Some(question) = card.showing.question() {
        // As the browser counts for maxlength: in UTF-16.
        let used = card.value("#field").encode_utf16().count();
        card.set_text("#left", &room(card, question.max_length().saturating_sub(used)));
    }
}

/// Escape closes a card that has the focus, and one over the page when the focus is nowhere in particular.
fn escape(card: &Rc<Card>, event: &Event) {
    let nowhere = || js::document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    if card.mode == Mode::Card
        && !card.leaving.get()
        && !event.default_prevented()
        && (card.host.has_focus() || nowhere())
    {
        event.prevent_default();
        card.leave();
    }
}
