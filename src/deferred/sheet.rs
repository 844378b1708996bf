//! The grip of a sheet. Shoppers lower the sheet to it, to see what lies below, and raise it again: they drag the grip, tap it, or
//! press a key on it.

use std::rc::Rc;

use leptos::prelude::{Get, GetUntracked, Set};
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, PointerEvent};

use super::frame::append;
use crate::view::Card;
use crate::view::element::element;

/// How far the grip must be dragged to lower or to raise the sheet, in CSS pixels.
const DRAG_DISTANCE: i32 = 48;

/// How far a pointer moves in a tap at most, in CSS pixels.
const TAP_DISTANCE: i32 = 8;

/// Gives a card the grip, which the stylesheet shows on phones alone.
pub fn add_grip(card: &Rc<Card>) {
    let is_lowered = card.state.is_lowered.clone();
    let grip = element("button")
        .class("grip")
        .attr("type", "button")
        .attr("aria-expanded", move || if is_lowered.get() { "false" } else { "true" })
        .child(element("span").class("hidden").text(card.text("region")));
    let events = ["pointerdown", "pointermove", "pointerup", "pointercancel", "click"];
    let grip = events.into_iter().fold(grip, |grip, event| {
        let card = card.clone();
        grip.on(event, move |event| follow_pointer(&card, &event))
    });
    append(card, &grip);
}

/// Follows the pointer on the grip.
fn follow_pointer(card: &Card, event: &Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    let Some(grip) = event.current_target().map(JsCast::unchecked_into::<HtmlElement>) else { return };
    let is_lowered = card.state.is_lowered.get_untracked();
    // Towards the edge of the screen at which the sheet stands.
    let direction = if card.host.is_at_top() { -1 } else { 1 };
    let moved = card.drag_start.get().map_or(0, |from| (pointer.client_y() - from) * direction);
    let dragged = if is_lowered { moved.min(0) } else { moved.max(0) };
    match &*event.type_() {
        "pointerdown" => {
            card.drag_start.set(Some(pointer.client_y()));
            card.was_dragged.set(false);
            let _ = grip.set_pointer_capture(pointer.pointer_id());
        }
        "pointermove" => {
            if moved.abs() > TAP_DISTANCE {
                card.was_dragged.set(true);
            }
            drag(card, dragged * direction);
        }
        "click" => {
            if !card.was_dragged.take() {
                set_lowered(card, !is_lowered, &grip);
            }
        }
        ended => {
            card.drag_start.set(None);
            // No click follows what a finger has dragged.
            if pointer.pointer_type() == "touch" {
                card.was_dragged.set(false);
            }
            drag(card, 0);
            if ended == "pointerup" && dragged.abs() > DRAG_DISTANCE {
                set_lowered(card, !is_lowered, &grip);
            }
        }
    }
}

fn drag(card: &Card, distance: i32) {
    card.host.set_style("--drag", &concat(&[&decimal(distance), "px"]));
}

fn set_lowered(card: &Card, is_lowered: bool, grip: &HtmlElement) {
    // What goes out of sight cannot keep the focus.
    if card.host.has_focus() {
        let _ = grip.focus();
    }
    card.state.is_lowered.set(is_lowered);
}
