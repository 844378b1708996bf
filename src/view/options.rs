//! A list to choose from.

use std::rc::Rc;

use nachklang_model::Question;
use nachklang_model::kind::{InputKind, MAX_TEXT_LENGTH, OTHER, order};

use super::Card;
use super::element::{Element, element};
use super::writing::text_field;
use crate::showing::Words;

/// A radio button or tick box.
pub fn input(kind: &str, value: &str) -> Element {
    let input = element("input", "");
    input.attribute("type", kind).attribute("name", "point").attribute("value", value);
    input
}

/// The options, and the field that "other" opens.
pub fn list(card: &Rc<Card>, question: Question, form: &Element) {
    let list = element("div", "options");
    let multiple = question.input_kind() == InputKind::Multiple;
    let (role, kind) = if multiple { ("group", "checkbox") } else { ("radiogroup", "radio") };
    list.attribute("role", role).attribute("aria-labelledby", "question");
    if multiple {
        list.attribute("aria-describedby", "several");
        form.child(element("p", "quiet").attribute("id", "several").text(&card.text("several")));
    }
    let option = |value: &str, words: &Words| {
        let option = element("label", "option");
        let input = input(kind, value);
        if value == OTHER {
            input.attribute("class", OTHER);
        }
        list.child(option.child(&input).child(element("span", "").words(card, words)));
    };
    let options = question.options();
    let order = question.is_shuffled().then(|| order(options, &js_sys::Math::random));
    for (index, written) in options.iter().enumerate() {
        let shown = order.as_ref().map_or(written, |order| &options[order[index]]);
        if let (Some(key), Some(text)) = (shown.text("key"), shown.get("text")) {
            option(key, &card.showing.text(&card.texts, text));
        }
    }
    if question.has_other() {
        let name = card.text("other.text");
        option(OTHER, &Words { language: "", text: card.text(OTHER) });
        let field = text_field("input", OTHER, MAX_TEXT_LENGTH);
        list.child(field.attribute("aria-label", &name).attribute("placeholder", &name));
    }
    form.child(&list);
}
