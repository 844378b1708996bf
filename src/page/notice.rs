//! What the widget tells the page: DOM events and console messages.

use js_sys::Object;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CustomEvent;

use nachklang_model::text::concat;

use crate::page::js;

/// Tells of a mistake: one message on the console and the event `nachklang:error` with `{reason, message}`.
pub fn error(reason: &str, message: &str) {
    web_sys::console::error_1(&concat(&["Nachklang: ", message]).into());
    let detail = Object::new();
    js::set(&detail, "reason", &reason.into());
    js::set(&detail, "message", &message.into());
    event("error", &detail);
}

/// Raises the event `nachklang:{name}` on the document. What a listener of the page throws is the page's own.
pub fn event(name: &str, detail: &JsValue) {
    let init = Object::new();
    js::set(&init, "detail", detail);
    let name = concat(&["nachklang:", name]);
    if let Ok(event) = CustomEvent::new_with_event_init_dict(&name, init.unchecked_ref()) {
        let _ = js::document().dispatch_event(&event);
    }
}
