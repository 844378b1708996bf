//! The Nachklang widget: shows a micro-survey on a shop's page and sends the answer to the shop's endpoint.
//!
//! The loader (`loader/`) is on every page. It fetches this crate, compiled to WebAssembly, when a survey is due or may be due
//! at any moment. Four rules follow:
//!
//! - Shoppers wait for every byte. The widget formats no floating-point numbers, uses the browser's JSON parser, and has one
//!   code path for all scales.
//! - A panic ends the widget and never the page. The loader's shell removes the host element and reports the panic.
//! - Text stays text. No view is made from markup, so a page's Trusted Types policy has nothing to object to.
//! - Dropping a value releases what it acquired. Listeners, effects and mounted views end with their reactive owner.
//!
//! | module | what lives there |
//! |---|---|
//! | `app` | the page's calls, and the surveys on screen |
//! | `settings` | the script tag's attributes |
//! | `session` | one survey from its appearance to its last revision: path, answers, texts |
//! | `outbox` | the responses that wait to be sent |
//! | `page` | reads the page, and tells it what happens |
//! | `host` | the element that keeps page and widget apart |
//! | `theme` | the shop's brand colour, made readable |
//! | `view` | the components, and the state that they show |
//! | `texts` | the interface texts of one language |
//! | `deferred` | the deferred part, downloaded after the first question is on screen: answers, sending, checks |
//! | `defer` | runs a task once the deferred part is there |

mod app;
mod defer;
mod deferred;
mod host;
mod outbox;
mod page;
mod session;
mod settings;
mod texts;
mod theme;
mod view;

use js_sys::{Array, Function, Object};
use page::snapshot::PageProbe;
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
/// `snapshot` returns the state of the page, see `page::snapshot`.
///
/// Returns a function that takes the page's calls as arrays: `["show", "nps"]`.
#[wasm_bindgen]
pub fn start(tag: JsValue, texts: Object, surveys: JsValue, snapshot: Function) -> JsValue {
    let probe = PageProbe(snapshot);
    let wanted = page::js::text(&tag, "locale").unwrap_or_else(|| probe.snapshot().text("language"));
    let app = app::App::new(tag, texts::Texts::new(wanted, texts), surveys, probe);
    // Not `FnMut`: a listener of the page may call while a call of the page is being followed.
    Closure::<dyn Fn(Array)>::new(move |call: Array| app.call(call)).into_js_value()
}
