//! A question: its wording, what it is answered with, and the way on and back.

use std::rc::Rc;

use nachklang_model::Question;
use nachklang_model::kind::InputKind;

use super::element::{Element, element};
use super::{Card, options, scale, writing};

/// The question that is on screen.
///
/// What comes after a rating is in the page from the start; the stylesheet shows it when one is chosen.
pub fn view(card: &Rc<Card>, question: Question) -> Element {
    let wording = card.showing.wording(&card.texts, question);
    let input_kind = question.input_kind();
    let is_one_tap = matches!(input_kind, InputKind::Scale | InputKind::Single)
        && !question.has_other()
        && question.is_required();
    let form = element("form", if is_one_tap { "one-tap" } else { "" });
    // Whatever happens to the listener, sending the form never leads the page anywhere.
    form.attribute("novalidate", "").attribute("method", "dialog");
    if let Some(progress) = card.progress() {
        form.child(&progress);
    }
    let head = card.heading();
    head.attribute("id", "question").attribute("tabindex", "-1");
    head.child(element("span", "").words(card, &wording));
    if !question.is_required() && input_kind != InputKind::Statement {
        head.child(element("small", "").text(" (").text(&card.text("optional")).text(")"));
    }
    form.child(&head);
    let more = element("div", "more");
    match input_kind {
        InputKind::Scale => scale::view(card, question, &form, &more),
        InputKind::Single | InputKind::Multiple => options::list(card, question, &form),
        InputKind::Short | InputKind::Long => writing::field(card, question, &form),
        InputKind::Contact => writing::contact(card, question, &form),
        InputKind::Statement => {}
    }
    more.child(element("p", "error").attribute("id", "error").attribute("role", "alert"));
    more.child(&buttons(card, question));
    form.child(&more);
    if card.showing.steps().0 == 1 && card.can_be_closed() && card.showing.survey.later_hours().is_some() {
        let later = element("button", "later");
        later.attribute("type", "button").text(&card.text("later")).hear(card, "click", "later");
        form.child(&later);
    }
    for event in &["input", "click", "submit", "keydown"] {
        form.hear(card, event, event);
    }
    card.say(wording.text);
    form
}

/// The buttons: back, where there is a way back, and on, which gets its name from what is answered.
fn buttons(card: &Rc<Card>, question: Question) -> Element {
    let buttons = element("div", "way");
    if card.showing.steps().0 > 1 {
        let back = element("button", "back");
        back.attribute("type", "button").text(&card.text("back")).hear(card, "click", "back");
        buttons.child(&back);
    }
    let skips = !question.is_required() && question.input_kind() != InputKind::Statement;
    let (class, name) = if skips { ("send skip", "skip") } else { ("send", "next") };
    buttons.child(element("button", class).text(&card.text(name)));
    buttons
}
