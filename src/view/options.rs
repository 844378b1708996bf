//! A list to choose from.

use std::rc::Rc;

use nachklang_model::Question;
use nachklang_model::kind::{InputKind, MAX_TEXT_LENGTH, OTHER, order};

use super::Card;
use super::element::{Element, element};
use super::state::{FieldName, QuestionState, validated};
use super::writing::text_field;
use crate::session::LocalizedText;

/// A radio button or tick box.
pub fn choice(state: &Rc<QuestionState>, kind: &str, value: &str) -> Element {
    let mut choices = state.fields.choices.borrow_mut();
    let choice = element("input").attr("type", kind).attr("name", "point").attr("value", value);
    // Where nothing is chosen, the first says so for all.
    let choice = if choices.is_empty() { validated(choice, state, FieldName::Choice, "") } else { choice };
    choices.push(choice.node());
    choice
}

/// The options, and the field that "other" opens.
pub fn options(card: &Card, question: Question, state: &Rc<QuestionState>) -> Vec<Element> {
    let is_multiple = question.input_kind() == InputKind::Multiple;
    let (role, kind) = if is_multiple { ("group", "checkbox") } else { ("radiogroup", "radio") };
    let option = |value: &str, text: &LocalizedText| {
        let input = choice(state, kind, value).class((value == OTHER).then_some(OTHER));
        element("label").class("option").child(input).child(element("span").localized(card, text))
    };
    let mut list = element("div")
        .class("options")
        .attr("role", role)
        .attr("aria-labelledby", "question")
        .attr("aria-describedby", is_multiple.then_some("several"));
    for (key, text) in in_shown_order(card, question) {
        list = list.child(option(&key, &text));
    }
    if question.has_other() {
        let name = card.text("other.text");
        let field = text_field("input", OTHER, MAX_TEXT_LENGTH)
            .attr("aria-label", &*name)
            .attr("placeholder", &*name)
            .node_ref(&state.fields.other);
        let text = LocalizedText { language: "", text: card.text(OTHER) };
        list = list.child(option(OTHER, &text)).child(field);
    }
    let hint =
        is_multiple.then(|| element("p").class("quiet").attr("id", "several").text(card.text("several")));
    hint.into_iter().chain([list]).collect()
}

/// The keys and texts of the options, shuffled where the survey says so.
fn in_shown_order<'a>(card: &Card, question: Question<'a>) -> Vec<(String, LocalizedText<'a>)> {
    let options = question.options();
    let order = question.is_shuffled().then(|| order(options, &js_sys::Math::random));
    let mut shown = Vec::new();
    for (index, written) in options.iter().enumerate() {
        let option = order.as_ref().map_or(written, |order| &options[order[index]]);
        if let (Some(key), Some(text)) = (option.text("key"), option.get("text")) {
            shown.push((key.to_owned(), card.session.text(&card.texts, text)));
        }
    }
    shown
}
