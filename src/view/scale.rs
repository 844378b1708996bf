//! A scale as a group of radio buttons, with what its ends mean.

use std::rc::Rc;

use nachklang_model::kind::Look;
use nachklang_model::text::{concat, decimal};
use nachklang_model::{Question, Rating, Scale};

use super::Card;
use super::element::{Element, element};
use super::icon::icon;
use super::options::choice;
use super::state::QuestionState;
use crate::session::LocalizedText;

/// The scale. The radio buttons are the browser's own, which know arrows and space; digits, Home and End come on top.
pub fn scale(card: &Card, question: Question, state: &Rc<QuestionState>) -> Element {
    let (scale, look) = (question.scale(), question.look());
    let mut points = element("div")
        .class(concat(&["points ", look.name()]))
        .attr("role", "radiogroup")
        .attr("aria-labelledby", "question");
    let mut ends = element("p").class("ends").attr("aria-hidden", "true");
    for value in scale.min()..=scale.max() {
        // As people say it: yes or no.
        let value = if scale == Scale::YES_NO { 1 - value } else { value };
        let Some(rating) = scale.rating(value) else { continue };
        let end = end_of(rating);
        let meaning = match question.text(end) {
            Some(text) => card.session.text(&card.texts, text),
            None => LocalizedText { language: "", text: card.texts.meaning(rating).unwrap_or_default() },
        };
        points = points.child(point(card, look, rating, &meaning, state));
        if !end.is_empty() {
            ends = ends.child(element("span").localized(card, &meaning));
        }
    }
    let scale = element("div").class("scale").child(points);
    if look == Look::Words { scale } else { scale.child(ends) }
}

/// Which end of its scale a rating is, by the name of its label in a survey file; empty where it is none.
fn end_of(rating: Rating) -> &'static str {
    let (scale, value) = (rating.scale(), rating.value());
    match value {
        _ if value == scale.min() => "low_label",
        _ if value == scale.max() => "high_label",
        _ => "",
    }
}

/// A point: its radio button, and what stands for it in sight.
fn point(
    card: &Card,
    look: Look,
    rating: Rating,
    meaning: &LocalizedText,
    state: &Rc<QuestionState>,
) -> Element {
    let number = card.texts.number(rating.value().into());
    let face = element("span").class("face");
    let (face, is_drawn) = match look {
        Look::Numbers => (face.text(&*number), false),
        Look::Words => (face.localized(card, meaning), false),
        _ => (face.child(icon(look, rating)), true),
    };
    let point = element("label").class("point");
    let input = choice(state, "radio", &decimal(rating.value().into()));
    // What is only drawn, or says less than it means, has a name for screen readers.
    let is_named = is_drawn || look == Look::Numbers && !meaning.text.is_empty();
    if !is_named {
        return point.child(input).child(face);
    }
    let name = match look {
        Look::Faces | Look::Thumbs => meaning.text.clone(),
        _ if meaning.text.is_empty() => number,
        _ => concat(&[&number, " – ", &meaning.text]),
    };
    point
        .attr("title", is_drawn.then_some(&*name))
        .child(input)
        .child(element("span").class("hidden").text(&*name))
        .child(face.attr("aria-hidden", "true"))
}
