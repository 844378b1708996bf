//! What stands after the last answer.

use std::rc::Rc;

use leptos::prelude::{ArcRwSignal, Get, Set};
use nachklang_model::json::Json;
use nachklang_model::survey_file::is_safe_url;
use nachklang_model::text::concat;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::Clipboard;

use super::revisions::ending;
use super::steps::close_when_unused;
use crate::page::js;
use crate::session::LocalizedText;
use crate::view::Card;
use crate::view::element::{Element, element};

/// The ending of the survey that fits, or the usual thanks. Where there is nothing to do, the card goes by itself.
#[inline(never)]
pub fn end(card: &Rc<Card>) -> Element {
    let ending = ending(&card.session);
    let own = |name: &str, standard: &str| match ending.and_then(|ending| ending.get(name)) {
        Some(text) => card.session.text(&card.texts, text),
        None => LocalizedText { language: "", text: card.text(standard) },
    };
    let (title, text) = (own("title", "thanks"), own("text", "thanks.more"));
    let link = ending.and_then(|ending| link(card, ending));
    let code = ending.and_then(|ending| ending.text("voucher"));
    if link.is_none() && code.is_none() {
        close_when_unused(card);
    }
    let view = element("div")
        .class("thanks")
        .attr("tabindex", "-1")
        .node_ref(&card.step_head)
        .child(element("div").class("mark"))
        .child(card.heading().localized(card, &title))
        .child(element("p").localized(card, &text))
        .children(link)
        .children(code.map(|code| voucher(card, code)).into_iter().flatten());
    card.announce(concat(&[&title.text, " ", &text.text]));
    view
}

/// Where the ending leads, if it does.
fn link(card: &Card, ending: &Json) -> Option<Element> {
    let link = ending.get("link")?;
    let url = link.text("url").filter(|url| is_safe_url(url))?;
    let mut action = element("a").class("send").attr("href", url);
    if let Some(text) = link.get("text") {
        action = action.localized(card, &card.session.text(&card.texts, text));
    }
    // Who writes a mail or calls stays on the page; all else opens beside it and learns nothing of it.
    if matches!(url.as_bytes(), [b'h' | b'/', ..]) {
        let hint = concat(&[" (", &card.text("new-tab"), ")"]);
        action = action
            .attr("target", "_blank")
            .attr("rel", "noopener noreferrer")
            .child(element("span").class("hidden").text(hint));
    }
    Some(action)
}

/// A voucher code, and the button that copies it.
fn voucher(card: &Rc<Card>, code: &str) -> [Element; 2] {
    let is_copied = ArcRwSignal::new(false);
    let (texts, copied) = (card.texts.clone(), is_copied.clone());
    let (card, copied_code) = (card.clone(), code.to_owned());
    let copy = element("button")
        .class("send")
        .attr("type", "button")
        .text(move || texts.get(if copied.get() { "copied" } else { "copy" }))
        .on("click", move |_| copy(&card, &copied_code, &is_copied));
    [element("output").class("code").text(code), copy]
}

/// Puts the voucher code on the clipboard, and says so when it is there. Where the browser does not let us, the code can be
/// marked by one tap.
fn copy(card: &Rc<Card>, code: &str, is_copied: &ArcRwSignal<bool>) {
    // There is none on pages without https.
    let clipboard = js::get(&js::window().navigator(), "clipboard");
    if !clipboard.is_object() {
        return;
    }
    let copying = clipboard.unchecked_into::<Clipboard>().write_text(code);
    let (card, is_copied) = (card.clone(), is_copied.clone());
    spawn_local(async move {
        if JsFuture::from(copying).await.is_ok() {
            is_copied.set(true);
            card.announce(card.text("copied"));
        }
    });
}
