//! The grip of a sheet: who drags it down waves the survey away, as the button does.

use std::rc::Rc;

use leptos::prelude::Set;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use crate::view::Card;

/// How far it must be dragged to be waved away, in CSS pixels.
const DISMISS_DISTANCE: i32 = 72;

/// Follows the pointer on the grip.
pub fn follow_pointer(card: &Rc<Card>, event: &Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    let dragged = card.drag_start.get().map_or(0, |from| (pointer.client_y() - from).max(0));
    match &*event.type_() {
        "pointerdown" => {
            card.drag_start.set(Some(pointer.client_y()));
            if let Some(grip) = event.target() {
                let _ = grip.unchecked_into::<Element>().set_pointer_capture(pointer.pointer_id());
            }
        }
        "pointermove" => card.state.drag.set(dragged),
        ended => {
            card.drag_start.set(None);
            if ended == "pointerup" && dragged > DISMISS_DISTANCE {
                card.dismiss();
            } else {
                card.state.drag.set(0);
            }
        }
    }
}
