//! A question: its wording, what it is answered with, and the way on and back.

use std::rc::Rc;

use leptos::prelude::{Get, With};
use nachklang_model::Question;
use nachklang_model::kind::InputKind;
use nachklang_model::text::concat;

use super::card::Card;
use super::element::{Element, element};
use super::event::EventKind;
use super::frame::progress;
use super::options::options;
use super::scale::scale;
use super::state::QuestionState;
use super::writing::{comment, contact, writing};
use crate::defer::defer;
use crate::deferred;
use crate::session::LocalizedText;

/// The question that is on screen.
///
/// What comes after a rating is in the page from the start; the stylesheet shows it when one is chosen.
pub fn question(card: &Rc<Card>, question: Question) -> Element {
    let state = Rc::new(QuestionState::new(question, card.session.steps().0));
    card.set_question_state(state.clone());
    let wording = card.session.wording(&card.texts, question);
    let has_comment = question.input_kind() == InputKind::Scale && question.asks_comment();
    let more = element("div")
        .class("more")
        .children(has_comment.then(|| comment(card, &state)).into_iter().flatten())
        .child(error(card, &state))
        .child(buttons(card, &state));
    let form = element("form")
        .class(is_one_tap(question).then_some("one-tap"))
        // Whatever happens to the listener, sending the form never leads the page anywhere.
        .attr("novalidate", "")
        .attr("method", "dialog")
        .children(progress(card))
        .child(heading(card, question, &wording))
        .children(answer_fields(card, question, &state))
        .child(more)
        .children(later_button(card))
        .on("input", card.handler(EventKind::Input))
        .on("click", card.handler(EventKind::Click))
        .on("submit", card.handler(EventKind::Submit))
        .on("keydown", card.handler(EventKind::KeyDown));
    card.announce_question(wording.text);
    let prepared = card.clone();
    defer(Box::new(move || deferred::prepare(&prepared)));
    form
}

/// Whether one tap may answer it, so that the way on is only shown afterwards.
pub fn is_one_tap(question: Question) -> bool {
    matches!(question.input_kind(), InputKind::Scale | InputKind::Single)
        && !question.has_other()
        && question.is_required()
}

fn heading(card: &Card, question: Question, wording: &LocalizedText) -> Element {
    let is_optional = !question.is_required() && question.input_kind() != InputKind::Statement;
    let optional = || element("small").text(concat(&[" (", &card.text("optional"), ")"]));
    card.heading()
        .attr("id", "question")
        .attr("tabindex", "-1")
        .node_ref(&card.step_head)
        .child(element("span").localized(card, wording))
        .children(is_optional.then(optional))
}

/// What the question is answered with.
fn answer_fields(card: &Rc<Card>, question: Question, state: &Rc<QuestionState>) -> Vec<Element> {
    match question.input_kind() {
        InputKind::Scale => vec![scale(card, question, state)],
        InputKind::Single | InputKind::Multiple => options(card, question, state),
        InputKind::Short | InputKind::Long => writing(card, question, state).into(),
        InputKind::Contact => contact(card, question, state).into(),
        InputKind::Statement => Vec::new(),
    }
}

/// What is wrong with the answer.
fn error(card: &Rc<Card>, state: &QuestionState) -> Element {
    let (card, error) = (card.clone(), state.error.clone());
    let message = move || error.get().map(|error| card.text(error.message));
    element("p").class("error").attr("id", "error").attr("role", "alert").text(message)
}

/// The buttons: back, where there is a way back, and on, which gets its name from what is answered.
fn buttons(card: &Rc<Card>, state: &QuestionState) -> Element {
    let back = || {
        element("button")
            .class("back")
            .attr("type", "button")
            .text(card.text("back"))
            .on("click", card.handler(EventKind::Back))
    };
    let (look, name) = (state.button.clone(), state.button.clone());
    let texts = card.texts.clone();
    let next = element("button")
        .class(move || look.with(|name| if *name == "skip" { "send skip" } else { "send" }))
        .text(move || texts.get(name.get()));
    element("div").class("way").children((card.session.steps().0 > 1).then(back)).child(next)
}

/// The button of who wants to be asked later, where the survey knows when that is.
fn later_button(card: &Rc<Card>) -> Option<Element> {
    let session = &card.session;
    if session.steps().0 > 1 || !card.can_be_closed() || session.survey.later_hours().is_none() {
        return None;
    }
    let later = element("button")
        .class("later")
        .attr("type", "button")
        .text(card.text("later"))
        .on("click", card.handler(EventKind::Later));
    Some(later)
}
