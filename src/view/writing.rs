//! Fields to write into.

use std::rc::Rc;

use leptos::prelude::Get;
use nachklang_model::Question;
use nachklang_model::kind::{InputKind, MAX_TEXT_LENGTH};
use nachklang_model::placeholder::fill;
use nachklang_model::text::{concat, decimal};

use super::Card;
use super::element::{Element, element};
use super::honeypot::honeypot;
use super::state::{FieldName, QuestionState, validated};

/// The longest an e-mail address is.
const MAX_ADDRESS_LENGTH: usize = 254;

/// The comment's label, which a rating gives its text, and its field.
pub fn comment(card: &Card, state: &Rc<QuestionState>) -> [Element; 3] {
    let follow_up = state.follow_up.clone();
    let label = element("label")
        .class("follow-up")
        .attr("for", "comment")
        .child(element("b").text(move || follow_up.get()))
        .text(concat(&[" (", &card.text("optional"), ")"]));
    let field = text_field("textarea", "comment", MAX_TEXT_LENGTH).node_ref(&state.fields.comment);
    [label, field, honeypot(state)]
}

/// The field of a question that is answered by writing, with the room that is left below it.
pub fn writing(card: &Rc<Card>, question: Question, state: &Rc<QuestionState>) -> [Element; 3] {
    let tag = if question.input_kind() == InputKind::Long { "textarea" } else { "input" };
    let field = text_field(tag, "field", question.max_length())
        .attr("aria-labelledby", "question")
        .node_ref(&state.fields.text);
    let (card, room) = (card.clone(), state.room.clone());
    let left = element("p").class("quiet left").attr("id", "left").text(move || {
        let number = card.texts.number(room.get() as i32);
        fill(&card.text("left"), &|_| Some(number.clone()))
    });
    [validated(field, state, FieldName::Text, "left"), honeypot(state), left]
}

/// The field for an address, and the box that says yes to what it is used for.
pub fn contact(card: &Card, question: Question, state: &Rc<QuestionState>) -> [Element; 4] {
    let name = question.channel().name();
    let kind = if name == "phone" { "tel" } else { name };
    let label = element("label").class("follow-up").attr("for", "field").text(card.text(name));
    let field = text_field("input", "field", MAX_ADDRESS_LENGTH)
        .attr("type", kind)
        .attr("autocomplete", kind)
        .node_ref(&state.fields.text);
    let tick = element("input")
        .attr("type", "checkbox")
        .attr("id", "consent")
        .attr("value", "on")
        .node_ref(&state.fields.consent);
    let consent_text = question.text("consent").map(|text| card.session.text(&card.texts, text));
    let consent = element("label")
        .class("option")
        .child(validated(tick, state, FieldName::Consent, ""))
        .children(consent_text.map(|text| element("span").localized(card, &text)));
    [label, validated(field, state, FieldName::Text, ""), honeypot(state), consent]
}

/// A field to write into.
pub fn text_field(tag: &str, id: &str, max_length: usize) -> Element {
    element(tag).attr("id", id).attr("rows", "2").attr("maxlength", decimal(max_length as i32))
}
