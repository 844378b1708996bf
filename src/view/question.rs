//! A question with its scale, and below it, once it is rated, the comment.

use std::rc::Rc;

use leptos::prelude::{ArcRwSignal, Get, GetUntracked, Set};
use nachklang_model::Rating;
use nachklang_model::answer::LONGEST_TEXT;
use wasm_bindgen::JsCast;
use web_sys::HtmlTextAreaElement;

use super::element::{Element, element};
use super::{Card, scale};

/// The question at `index`. What comes after the rating is in the page from the start; the stylesheet shows it when a
/// rating is chosen.
pub fn view(card: &Rc<Card>, index: usize) -> Element {
    let question = &card.showing.questions()[index];
    let wording = card.showing.wording(&card.texts, index);
    let follow_up = ArcRwSignal::new(String::new());
    let mut more = element("div", "more");
    if question.comment {
        let optional = [" (", &card.text("optional"), ")"].concat();
        let field = card.clone();
        let text = follow_up.clone();
        more = more
            .child(element("label", "follow-up").attribute("for", "comment").following(move || {
                element("span", "").text(&text.get()).child(element("i", "").text(&optional))
            }))
            .child(
                element("textarea", "")
                    .attribute("id", "comment")
                    .attribute("rows", "3")
                    .attribute("maxlength", &LONGEST_TEXT.to_string())
                    .on("input", move |event| {
                        if let Some(target) = event.target() {
                            field
                                .showing
                                .comment(index, target.unchecked_into::<HtmlTextAreaElement>().value());
                        }
                    }),
            );
    }
    let asks_comment = question.comment;
    let rated = card.clone();
    let rate = move |rating: Rating| {
        let text = rated.texts.follow_up(rating.group());
        if asks_comment && follow_up.get_untracked().is_empty() {
            rated.say(text.clone());
        }
        follow_up.set(text);
        rated.showing.rate(index, rating);
    };
    let submitted = card.clone();
    let form = element("form", "").on("submit", move |event| {
        event.prevent_default();
        if submitted.showing.is_rated(index) {
            submitted.go_on();
        }
    });
    let is_last = index + 1 == card.showing.questions().len();
    let next = card.text(if is_last { "send" } else { "next" });
    let form = form
        .child(element("h2", "").attribute("id", "question").attribute("tabindex", "-1").text(&wording))
        .child(scale::view(card, question.scale, rate))
        .child(more.child(element("button", "send").text(&next)));
    if index == 0 {
        card.say(wording);
    }
    form
}
