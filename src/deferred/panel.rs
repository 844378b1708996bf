//! A panel on the page that shows a shop's developer where the shopper is, which surveys are due and why the others are not,
//! and what would be sent: `?nachklang=debug`.

use nachklang_model::json::Json;
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use super::explain;
use super::response::response;
use crate::app::App;
use crate::page::{js, timer};
use crate::view::element::{Element, element};

/// How often it looks, in milliseconds.
const LOOK_AGAIN: u32 = 500;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/panel.css"));

/// Puts the panel on the page, once.
pub fn open(app: &'static App) {
    let document = js::document();
    let name = "nachklang-debug";
    if document.query_selector(name).ok().flatten().is_some() {
        return;
    }
    let (Ok(host), Some(body)) = (document.create_element(name), document.body()) else { return };
    let Ok(root) = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)) else { return };
    if let Ok(style) = CssStyleSheet::new() {
        let _ = style.replace_sync(STYLE);
        root.set_adopted_style_sheets(&js_sys::Array::of1(&style));
    }
    let _ = body.append_child(&host);
    let host: HtmlElement = host.unchecked_into();
    let _ = host.set_popover(Some("manual"));
    let _ = host.show_popover();
    refresh(app, root, String::new());
}

/// Shows how things are, and looks again, as long as the panel is on the page. What has not changed stays untouched, so that
/// it can be marked and copied.
fn refresh(app: &'static App, root: ShadowRoot, before: String) {
    if !root.host().is_connected() {
        return;
    }
    let (shown, view) = view(app);
    if shown != before {
        root.set_text_content(None);
        let _ = root.append_child(view.node());
    }
    timer::after(LOOK_AGAIN, Box::new(move || refresh(app, root, shown))).forget();
}

/// The panel, and a text that is another whenever the panel is.
fn view(app: &'static App) -> (String, Element) {
    let facts = app.gather.now();
    let touchpoint = facts.touchpoint(app.settings.places());
    let history = facts.history().0;
    let mut all = String::new();
    let panel = element("section", "panel");
    panel.attribute("aria-label", "Nachklang").attribute("lang", "en").attribute("dir", "ltr");
    let mut line = |parent: &Element, tag: &'static str, class: &'static str, text: &str| {
        all.push_str(text);
        all.push('\n');
        parent.child(element(tag, class).text(text));
    };
    line(&panel, "h2", "", "Nachklang");
    let phase = touchpoint.phase.map_or("", |phase| phase.name());
    line(
        &panel,
        "p",
        "at",
        &concat(&[touchpoint.key.as_str(), " · ", phase, " · ", touchpoint.ownership.name()]),
    );
    let mut trail = String::from("trail: ");
    for row in history.list("trail") {
        trail.push_str(row.items().first().and_then(Json::as_str).unwrap_or_default());
        trail.push_str(" › ");
    }
    line(&panel, "p", "trail", trail.trim_end_matches(" › "));
    let consent =
        if facts.has_consent() { "consent: yes" } else { "consent: no, nothing is shown, kept or sent" };
    line(&panel, "p", "consent", consent);
    for survey in explain::all(app).items() {
        let is_shown = survey.flag("shown");
        let entry = element("article", if is_shown { "due" } else { "not" });
        let sign = if is_shown { "✓ " } else { "✗ " };
        line(&entry, "h3", "", &concat(&[sign, survey.text("survey").unwrap_or_default()]));
        for reason in survey.list("reasons") {
            line(&entry, "p", "", reason.text("message").unwrap_or_default());
        }
        panel.child(&entry);
    }
    for on_screen in &*app.on_screen.borrow() {
        let showing = &on_screen.card.showing;
        let object = js::value(&Json::from(&*response(showing).borrow()));
        let printed =
            js_sys::JSON::stringify_with_replacer_and_space(&object, &wasm_bindgen::JsValue::NULL, &2.into());
        let revision = decimal(response(showing).borrow().revision as i32);
        line(&panel, "h3", "", &concat(&["on screen: ", showing.survey.key(), ", revision ", &revision]));
        line(&panel, "pre", "", &printed.map(String::from).unwrap_or_default());
    }
    (all, panel)
}
