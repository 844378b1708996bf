//! The grip of a sheet: who drags it down waves the survey away, as the button does.

use std::rc::Rc;

use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, PointerEvent};

use crate::view::Card;

/// How far it must be dragged, in CSS pixels.
const FAR: i32 = 72;

/// Where the drag that is under way began.
pub type Drag = Option<i32>;

/// Follows the pointer on the grip.
pub fn dragged(card: &Rc<Card>, what: &str, event: &Event) {
    let pointer: &PointerEvent = event.unchecked_ref();
    let dragged = card.drag.get().map_or(0, |from| (pointer.client_y() - from).max(0));
    match what {
        "pointerdown" => {
            card.drag.set(Some(pointer.client_y()));
            if let Some(grip) = event.target() {
                let _ = grip.unchecked_into::<Element>().set_pointer_capture(pointer.pointer_id());
            }
        }
        "pointermove" => card.host.set_style("--drag", &concat(&[&decimal(dragged), "px"])),
        _ => {
            card.drag.set(None);
            if what == "pointerup" && dragged > FAR {
                card.leave();
            } else {
                card.host.set_style("--drag", "0px");
            }
        }
    }
}
