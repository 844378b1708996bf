//! What happens on a card.

use std::rc::Rc;

use nachklang_model::kind::{InputKind, OTHER};
use wasm_bindgen::JsCast;
use web_sys::{Event, MouseEvent, Node};

use super::fields::{on_screen, refresh};
use super::validate::{clear_error, show_masked, validate};
use super::{answer, drag, keys, steps};
use crate::page::js;
use crate::settings::Mode;
use crate::view::{Card, CardEvent, EventKind, is_one_tap};

/// How far apart the clicks of one tap may be, in milliseconds.
const SAME_TAP_MS: f64 = 50.0;

/// Follows an event on a card.
#[inline(never)]
pub fn handle_event(card: &Rc<Card>, card_event: &CardEvent) {
    let CardEvent { kind, event, target, step } = card_event;
    let is_of_a_question = !matches!(kind, EventKind::Escape | EventKind::Grip);
    // Of the question before this one: who presses twice because nothing happens means it once.
    if is_of_a_question && *step != card.session.steps().0 {
        return;
    }
    let target = target.as_ref().map(JsCast::unchecked_ref::<Node>);
    let is_on_input = target.is_some_and(|target| target.node_name() == "INPUT");
    match kind {
        EventKind::Input => follow_input(card),
        EventKind::Submit => {
            answer::take(card);
            if !show_masked(card) && validate(card) {
                steps::go_on(card);
            }
        }
        EventKind::Click if is_on_input => go_on_by_tap(card, event),
        EventKind::Click => note_tap(card, event),
        EventKind::KeyDown if is_on_input => keys::handle_key(card, event.unchecked_ref()),
        EventKind::KeyDown => {}
        EventKind::Escape => escape(card, event),
        EventKind::Back => steps::go_back(card),
        EventKind::Grip => drag::follow_pointer(card, event),
        // These do not wait for the deferred part: see `Card::handle`.
        EventKind::Close | EventKind::Later => {}
    }
}

/// Something was written or chosen.
fn follow_input(card: &Rc<Card>) {
    steps::release_taps(card);
    answer::take(card);
    if let Some((question, state)) = on_screen(card) {
        clear_error(&state);
        refresh(card, question, &state);
    }
}

/// Notes when the card was tapped. In WebKit the click that a label hands on to its button does not count as a tap, but the one
/// on the label does.
fn note_tap(card: &Card, event: &Event) {
    let click: &MouseEvent = event.unchecked_ref();
    if click.detail() > 0 {
        card.tapped.set(event.time_stamp());
    }
}

/// Where one tap answers, it also goes on. Keys walk through the options and do not.
fn go_on_by_tap(card: &Rc<Card>, event: &Event) {
    note_tap(card, event);
    let Some((question, state)) = on_screen(card) else { return };
    let is_enough = match question.input_kind() {
        InputKind::Scale => !question.asks_comment(),
        input_kind => input_kind == InputKind::Single,
    };
    let is_tap = event.time_stamp() - card.tapped.get() < SAME_TAP_MS;
    let means_other = state.fields.choice(OTHER).is_some_and(|other| other.checked());
    if is_enough && is_tap && !means_other {
        steps::go_on_soon(card, !is_one_tap(question));
    }
}

/// Escape closes a card that has the focus, and one over the page when the focus is nowhere in particular.
fn escape(card: &Rc<Card>, event: &Event) {
    let is_nowhere = || js::document().active_element().is_none_or(|element| element.tag_name() == "BODY");
    if card.mode == Mode::Card
        && !card.is_dismissing.get()
        && !event.default_prevented()
        && (card.host.has_focus() || is_nowhere())
    {
        event.prevent_default();
        card.dismiss();
    }
}
