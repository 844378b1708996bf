//! What stands after the last answer.

use std::rc::Rc;

use nachklang_model::survey_file::is_safe_url;
use nachklang_model::text::concat;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Clipboard;

use super::sending::ending;
use crate::page::js;
use crate::showing::Words;
use crate::view::Card;
use crate::view::element::{Element, element};

/// The ending of the survey that fits, or the usual thanks.
#[inline(never)]
pub fn end(card: &Rc<Card>) -> Element {
    let ending = ending(&card.showing);
    let own = |name: &str, standard: &str| match ending.and_then(|ending| ending.get(name)) {
        Some(text) => card.showing.text(&card.texts, text),
        None => Words { language: "", text: card.text(standard) },
    };
    let (title, text) = (own("title", "thanks"), own("text", "thanks.more"));
    let view = element("div", "thanks");
    view.attribute("tabindex", "-1").child(&element("div", "mark"));
    view.child(card.heading().words(card, &title)).child(element("p", "").words(card, &text));
    if let Some((link, url)) = ending
        .and_then(|ending| ending.get("link"))
        .and_then(|link| Some((link, link.text("url").filter(|url| is_safe_url(url))?)))
    {
        let action = element("a", "send");
        action.attribute("href", url);
        if let Some(text) = link.get("text") {
            action.words(card, &card.showing.text(&card.texts, text));
        }
        // Who writes a mail or calls stays on the page; all else opens beside it and learns nothing of it.
        if matches!(url.as_bytes(), [b'h' | b'/', ..]) {
            action.attribute("target", "_blank").attribute("rel", "noopener noreferrer");
            action.child(element("span", "hidden").text(&concat(&[" (", &card.text("new-tab"), ")"])));
        }
        view.child(&action);
    }
    if let Some(code) = ending.and_then(|ending| ending.text("voucher")) {
        let copy = element("button", "send");
        copy.attribute("type", "button").text(&card.text("copy"));
        copy.hear(card, "click", "copy");
        view.child(element("output", "code").text(code)).child(&copy);
    }
    card.say(concat(&[&title.text, " ", &text.text]));
    view
}

/// Puts the voucher code on the clipboard, and says so when it is there. Where the browser does not let us, the code can be
/// marked by one tap.
pub fn copy(card: &Rc<Card>) {
    let code = card.find(".code").and_then(|code| code.text_content()).unwrap_or_default();
    // There is none on pages without https.
    let clipboard = js::get(&js::window().navigator(), "clipboard");
    if !clipboard.is_object() {
        return;
    }
    let copied = clipboard.unchecked_into::<Clipboard>().write_text(&code);
    let card = card.clone();
    spawn_local(async move {
        if JsFuture::from(copied).await.is_ok() {
            let done = card.text("copied");
            card.set_text(".send", &done);
            card.say(done);
        }
    });
}
