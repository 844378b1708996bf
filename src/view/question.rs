//! A question with its scale, and below it, once it is rated, the comment.

use std::rc::Rc;

use nachklang_model::Rating;
use nachklang_model::answer::LONGEST_TEXT;
use nachklang_model::text::concat;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::element::{Element, element};
use super::{Card, scale};

/// The question at `index`. What comes after the rating is in the page from the start; the stylesheet shows it when a
/// rating is chosen.
pub fn view(card: &Rc<Card>, index: usize) -> Element {
    let question = &card.showing.questions()[index];
    let wording = card.showing.wording(&card.texts, index);
    let more = element("div", "more");
    if question.comment {
        comment(card, index, &more);
    }
    let is_last = index + 1 == card.showing.questions().len();
    more.child(element("button", "send").text(&card.text(if is_last { "send" } else { "next" })));

    let chosen = card.clone();
    let asks_comment = question.comment;
    let rate = move |rating: Rating| {
        let first = chosen.showing.rating(index).is_none();
        chosen.showing.rate(index, rating);
        let follow_up = chosen.texts.follow_up(rating.group());
        if let Some(label) = chosen.find("label b") {
            label.set_text_content(Some(&follow_up));
        }
        if asks_comment && first {
            chosen.say(follow_up);
        }
    };
    let submitted = card.clone();
    let form = element("form", "");
    form.on("submit", move |event| {
        event.prevent_default();
        if submitted.showing.rating(index).is_some() {
            submitted.go_on();
        }
    });
    form.child(element("h2", "").attribute("id", "question").attribute("tabindex", "-1").text(&wording));
    form.child(&scale::view(card, question.scale, rate)).child(&more);
    if index == 0 {
        card.say(wording);
    }
    form
}

/// The comment's label, which a rating gives its text, and its field.
fn comment(card: &Rc<Card>, index: usize, more: &Element) {
    let optional = concat(&[" (", &card.text("optional"), ")"]);
    let label = element("label", "follow-up");
    label.attribute("for", "comment").child(&element("b", "")).text(&optional);
    let field = element("textarea", "");
    field.attribute("id", "comment").attribute("rows", "2").attribute("maxlength", &LONGEST_TEXT.to_string());
    let card = card.clone();
    field.on("input", move |event| {
        if let Some(target) = event.target() {
            card.showing.comment(index, target.unchecked_into::<HtmlTextAreaElement>().value());
        }
    });
    more.child(&label).child(&field);
}
