//! What a host only needs after the first question: the rest of its looks, and what keeps page and widget apart while it is used.

use web_sys::Event;

use crate::host::Host;
use crate::page::js;
use crate::page::listener::listen;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/deferred.css"));

/// Completes a host, until the current owner is cleaned up. A browser that cannot adopt the looks has shown nothing so far.
pub fn complete(host: &Host) {
    let _ = host.adopt(STYLE);
    for event in ["keydown", "keypress", "keyup"] {
        listen(host.element(), event, Box::new(keep_key));
    }
    for (event, is_there) in [("pointermove", true), ("pointerleave", false)] {
        let is_pointed_at = host.is_pointed_at.clone();
        listen(host.element(), event, Box::new(move |_| is_pointed_at.set(is_there)));
    }
}

/// A key that is meant for the widget is none of the page's shortcuts. Escape and Tab lead out of the widget, so the page sees them.
fn keep_key(event: Event) {
    if !matches!(js::text(&event, "key").as_deref(), Some("Escape" | "Tab")) {
        event.stop_propagation();
    }
}
