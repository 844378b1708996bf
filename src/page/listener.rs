//! Listening to events of the page.

use js_sys::Function;
use leptos::prelude::on_cleanup;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Event, EventTarget};

/// Calls `listener` with every event of this name, until the current owner is cleaned up.
pub fn listen(target: &EventTarget, event: &'static str, listener: Box<dyn FnMut(Event)>) {
    // A function of the browser's, which frees the listener once nothing refers to it: owners take nothing that is bound to a
    // thread, and what wraps such things costs 3 kB.
    let function: Function = Closure::wrap(listener).into_js_value().unchecked_into();
    let target = target.clone();
    let _ = target.add_event_listener_with_callback(event, &function);
    on_cleanup(move || drop(target.remove_event_listener_with_callback(event, &function)));
}

/// Listens as long as it lives.
pub struct Listener {
    target: EventTarget,
    event: &'static str,
    closure: Closure<dyn FnMut(Event)>,
}

impl Listener {
    /// Calls `listener` with every event of this name.
    pub fn new(target: &EventTarget, event: &'static str, listener: Box<dyn FnMut(Event)>) -> Self {
        let closure = Closure::wrap(listener);
        let _ = target.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self { target: target.clone(), event, closure }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let function = self.closure.as_ref().unchecked_ref();
        let _ = self.target.remove_event_listener_with_callback(self.event, function);
    }
}
