//! Whether an answer is good enough to go on.

use std::rc::Rc;

use leptos::prelude::{GetUntracked, Set};
use nachklang_model::Question;
use nachklang_model::kind::{InputKind, written};
use web_sys::HtmlInputElement;

use super::answer::masked;
use super::fields::on_screen;
use crate::view::Card;
use crate::view::state::{FieldName, Fields, QuestionState, ValidationError};

/// Whether the answer is good enough to go on. If not, the card says why beside the field, which gets the focus.
pub fn validate(card: &Rc<Card>) -> bool {
    let Some((question, state)) = on_screen(card) else { return true };
    if card.session.given(question.key()).is_some() {
        return true;
    }
    let Some(error) = mistake(question, &state.fields) else { return true };
    state.error.set(Some(error));
    if let Some(field) = error.field.and_then(|name| field(&state.fields, name)) {
        let _ = field.focus();
    }
    false
}

/// What is wrong with fields that hold no answer, if anything is.
fn mistake(question: Question, fields: &Fields) -> Option<ValidationError> {
    let address = fields.text.value();
    let (message, field) = match question.input_kind() {
        // An address without a consent is none, and the other way round.
        InputKind::Contact if !address.is_empty() || fields.consent.is_checked() => {
            match question.channel().address(&address) {
                Some(_) => ("missing.consent", FieldName::Consent),
                None => (["wrong.email", "wrong.phone"][question.channel() as usize], FieldName::Text),
            }
        }
        input_kind if !question.is_required() || input_kind == InputKind::Statement => return None,
        InputKind::Scale | InputKind::Single | InputKind::Multiple => ("missing.choice", FieldName::Choice),
        _ => ("missing.text", FieldName::Text),
    };
    Some(ValidationError { message, field: Some(field) })
}

fn field(fields: &Fields, name: FieldName) -> Option<HtmlInputElement> {
    match name {
        FieldName::Choice => fields.choices.borrow().first().cloned(),
        FieldName::Text => fields.text.get(),
        FieldName::Consent => fields.consent.get(),
    }
}

/// Shows the shopper what was masked in the fields of the question on screen, if anything was, before it goes on.
pub fn show_masked(card: &Rc<Card>) -> bool {
    let Some((question, state)) = on_screen(card) else { return false };
    if question.input_kind() == InputKind::Contact {
        return false;
    }
    let mut has_masked = false;
    for field in [&state.fields.text, &state.fields.comment, &state.fields.other] {
        let value = field.value();
        if let Some(text) = masked(card, &value)
            && Some(&text) != written(&value).as_ref()
        {
            field.set_value(&text);
            has_masked = true;
        }
    }
    if has_masked {
        let message = "masked";
        state.error.set(Some(ValidationError { message, field: None }));
        card.announce(card.text(message));
    }
    has_masked
}

/// Takes back what was said of a field once the shopper changes something.
pub fn clear_error(state: &QuestionState) {
    if state.error.get_untracked().is_some_and(|error| error.field.is_some()) {
        state.error.set(None);
    }
}
