//! What is probably a mistake in the settings or the survey file, although nothing is wrong with it: warnings on the console.

use nachklang_model::context::Locale;
use nachklang_model::field_error::quoted;
use nachklang_model::json::Json;
use nachklang_model::text::concat;
use nachklang_model::{FieldError, survey_file};
use wasm_bindgen::JsValue;

use super::call::hint_at_touchpoint;
use super::journal::warn;
use crate::app::App;
use crate::page::js;
use crate::settings::NAMES;

/// Warns of each, once on a page.
pub fn give(app: &App, tag: &Json, file: &JsValue) {
    hint_at_attributes(tag);
    hint_at_language(app, tag);
    if let Some(key) = tag.text("touchpoint") {
        hint_at_touchpoint(app, "data-touchpoint", key);
    }
    let text = js::text(file, "text").unwrap_or_default();
    let file = js::json(&js_sys::JSON::parse(&text).unwrap_or_default());
    for hint in survey_file::hints(&file, &concat(&[&app.settings.survey, " "])) {
        warn(&hint.message());
    }
}

/// A tag manager or the page may put attributes of its own on a script tag, so they change nothing. A near miss of ours is a typo.
fn hint_at_attributes(tag: &Json) {
    let Json::Object(members) = tag else { return };
    for (name, _) in members {
        if NAMES.contains(&&**name) {
            continue;
        }
        if let Some(nearest) = FieldError::not_one_of("", name, &NAMES).nearest {
            warn(&concat(&[
                "data-",
                name,
                ": no attribute of Nachklang, so it has no effect (did you mean data-",
                &nearest,
                "?)",
            ]));
        }
    }
}

/// English is shown in place of a language that there is not.
fn hint_at_language(app: &App, tag: &Json) {
    let of_page = js::document().document_element().and_then(|root| root.get_attribute("lang"));
    let (place, wanted) = match tag.text("locale").filter(|locale| !locale.is_empty()) {
        Some(locale) => ("data-locale", locale),
        None => ("the page's lang", of_page.as_deref().unwrap_or_default()),
    };
    let language = |tag: &str| tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let shown = &*app.texts.locale;
    // What is no language tag is an error elsewhere.
    if Locale::new(wanted).is_some() && language(shown) == "en" && language(wanted) != "en" {
        let found = FieldError::new(
            place,
            quoted(wanted),
            "one of the languages of Nachklang: see the list in its documentation. The texts of the widget are shown in English",
        );
        warn(&found.message());
    }
}
