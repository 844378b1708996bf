//! The Nachklang widget: shows a micro-survey on a shop's page and sends the answer to the shop's endpoint.
//!
//! The loader (`loader/`) is always on the page; this crate, compiled to WebAssembly, is fetched when a survey is due,
//! or waits for a sign that may come at any moment.
//! What that means for the code:
//!
//! - Everything here pays for its bytes: no formatting of floating-point numbers, no JSON parser but the browser's,
//!   one code path for all scales.
//! - A panic ends the widget and never the page: the loader's shell removes the host element and reports it.
//! - Text is text: no view is made from markup, so that a page's Trusted Types policy has nothing to object to.
//! - What was acquired (listeners, timers, the mounted view) is released by drop.
//!
//! | module | what lives there |
//! |---|---|
//! | `app` | what the page asked for, and the surveys on screen |
//! | `settings` | the script tag's attributes |
//! | `showing` | one survey on screen: its way, its answers, its texts |
//! | `outbox` | the responses that wait to be sent |
//! | `page` | what is read from and told to the page |
//! | `host` | the element that keeps page and widget apart |
//! | `theme` | the shop's brand colour, made readable |
//! | `view` | the components |
//! | `texts` | the interface texts of one language |
//! | `deferred` | what is only downloaded when the first question is on screen: answers, sending, checks |
//! | `defer` | the way there |

mod app;
mod defer;
mod deferred;
mod host;
mod outbox;
mod page;
mod settings;
mod showing;
mod texts;
mod theme;
mod view;

use js_sys::{Array, Function, Object};
use page::facts::Gather;
use wasm_bindgen::prelude::*;

/// Half the size of the standard library's allocator for WebAssembly, and as fast at what little there is to allocate.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

/// Starts the widget. Called once, by the loader, when everything has come.
///
/// `tag` holds the script tag's `data-` attributes; `texts` the interface texts of a language; `surveys` the survey file as
/// `{text}`, or `{reason}` where it could not be had, or nothing where a preset is named.
///
/// `facts` gives what the page is at the moment, see `page::facts`.
///
/// Gives a function that takes the page's calls as arrays: `["show", "nps"]`.
#[wasm_bindgen]
pub fn start(tag: JsValue, texts: Object, surveys: JsValue, facts: Function) -> JsValue {
    let gather = Gather(facts);
    let wanted = page::js::text(&tag, "locale").unwrap_or_else(|| gather.now().text("language"));
    let app = app::App::new(&tag, texts::Texts::new(wanted, texts), surveys, gather);
    // Not `FnMut`: a listener of the page may call while a call of the page is being followed.
    Closure::<dyn Fn(Array)>::new(move |call: Array| app.call(call)).into_js_value()
}
