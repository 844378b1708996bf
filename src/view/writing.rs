//! Fields to write into.

use std::rc::Rc;

use nachklang_model::Question;
use nachklang_model::kind::{InputKind, MAX_TEXT_LENGTH};
use nachklang_model::placeholder::fill;
use nachklang_model::text::{concat, decimal};

use super::Card;
use super::element::{Element, element};

/// The comment's label, which a rating gives its text, and its field.
pub fn comment(card: &Rc<Card>, more: &Element) {
    let optional = concat(&[" (", &card.text("optional"), ")"]);
    let label = element("label", "follow-up");
    label.attribute("for", "comment").child(&element("b", "")).text(&optional);
    more.child(&label).child(&text_field("textarea", "comment", MAX_TEXT_LENGTH));
}

/// The field of a question that is answered by writing, with the room that is left below it.
pub fn field(card: &Rc<Card>, question: Question, form: &Element) {
    let longest = question.max_length();
    let field = text_field(
        if question.input_kind() == InputKind::Long { "textarea" } else { "input" },
        "field",
        longest,
    );
    field.attribute("aria-labelledby", "question").attribute("aria-describedby", "left");
    let left = element("p", "quiet left");
    left.attribute("id", "left").text(&room(card, longest));
    form.child(&field).child(&left);
}

/// How much room is left, in words.
pub fn room(card: &Card, left: usize) -> String {
    fill(&card.text("left"), &|_| Some(card.texts.number(left as i32)))
}

/// The field for an address, and the box that says yes to what it is used for.
pub fn contact(card: &Rc<Card>, question: Question, form: &Element) {
    let name = question.channel().name();
    let kind = if name == "phone" { "tel" } else { name };
    let field = text_field("input", "field", 254);
    field.attribute("type", kind).attribute("autocomplete", kind);
    let consent = element("label", "option");
    let tick = element("input", "");
    consent.child(tick.attribute("type", "checkbox").attribute("id", "consent").attribute("value", "on"));
    if let Some(text) = question.text("consent") {
        consent.child(element("span", "").words(card, &card.showing.text(&card.texts, text)));
    }
    form.child(element("label", "follow-up").attribute("for", "field").text(&card.text(name)));
    form.child(&field).child(&consent);
}

/// A field to write into.
pub fn text_field(tag: &str, id: &str, longest: usize) -> Element {
    let field = element(tag, "");
    field.attribute("id", id).attribute("rows", "2").attribute("maxlength", &decimal(longest as i32));
    field
}
