//! What the fields of a question show, beside what is written in them: a former answer, the next question, the room that is
//! left, the name of the button.

use std::rc::Rc;

use leptos::prelude::{GetUntracked, Set};
use nachklang_model::kind::InputKind;
use nachklang_model::text::{concat, decimal};
use nachklang_model::{AnswerValue, Question, Rating};

use crate::view::Card;
use crate::view::state::{Fields, QuestionState};

/// Completes a question that has come on screen: with a former answer, and with what the button that leads on says. A rating
/// that an e-mail brought along is only an answer when the shopper does something: programs follow links in e-mails, too.
#[inline(never)]
pub fn prepare(card: &Rc<Card>) {
    if let Some((question, state)) = on_screen(card) {
        restore(card, question, &state.fields);
        refresh(card, question, &state);
        name_button(card, question, &state);
    }
}

/// The question on screen with its state.
pub fn on_screen(card: &Card) -> Option<(Question<'_>, Rc<QuestionState>)> {
    card.session.question().zip(card.question_state())
}

/// Brings up to date what stands around the fields: the question below a rating, and the room that is left.
pub fn refresh(card: &Rc<Card>, question: Question, state: &QuestionState) {
    ask_for_comment(card, question, state);
    count_room(question, state);
}

/// What the button that leads on says depends on what is answered, be it good enough or not.
pub fn name_button(card: &Card, question: Question, state: &QuestionState) {
    let fields = &state.fields;
    let is_statement = question.input_kind() == InputKind::Statement;
    let is_empty = fields.chosen().is_empty()
        && !fields.consent.is_checked()
        && fields.text.value().is_empty()
        && fields.comment.value().is_empty();
    let skips = !question.is_required() && !is_statement && is_empty;
    state.button.set(match (skips, card.session.is_last() && !is_statement) {
        (true, _) => "skip",
        (false, true) => "send",
        (false, false) => "next",
    });
}

/// Asks for a comment on the rating that is chosen.
fn ask_for_comment(card: &Rc<Card>, question: Question, state: &QuestionState) {
    if state.fields.comment.get().is_none() {
        return;
    }
    let Some(rating) = chosen_rating(question, &state.fields) else { return };
    let follow_up = card.texts.follow_up(rating.group());
    let before = state.follow_up.get_untracked();
    if before != follow_up {
        state.follow_up.set(follow_up.clone());
        // Once: who walks through the scale is not to be talked at.
        if before.is_empty() {
            card.announce(follow_up);
        }
    }
}

/// Counts the room that is left in the field, as the browser does for `maxlength`: in UTF-16.
fn count_room(question: Question, state: &QuestionState) {
    let used = state.fields.text.value().encode_utf16().count();
    state.room.set(question.max_length().saturating_sub(used));
}

/// The rating that is chosen on the scale.
pub fn chosen_rating(question: Question, fields: &Fields) -> Option<Rating> {
    let chosen = fields.chosen().first()?.value();
    question.scale().ratings().find(|rating| decimal(rating.value().into()) == chosen)
}

/// Puts a former answer, or the rating an e-mail brought along, into the fields of a question that comes on screen.
fn restore(card: &Card, question: Question, fields: &Fields) {
    let check = |value: &str| {
        if let Some(choice) = fields.choice(value) {
            choice.set_checked(true);
        }
    };
    match card.session.given(question.key()) {
        Some(AnswerValue::Rating(rating)) => check(&decimal(rating.value().into())),
        Some(AnswerValue::Choice(chosen)) => {
            for key in &chosen.keys {
                check(key.as_str());
            }
            fields.other.set_value(&chosen.other.unwrap_or_default());
        }
        Some(AnswerValue::Text(text)) => fields.text.set_value(&text),
        Some(AnswerValue::Contact(contact)) => {
            fields.text.set_value(&contact.address);
            if let Some(consent) = fields.consent.get() {
                consent.set_checked(true);
            }
        }
        None => {
            let score = card.score.take();
            // The shopper may have been faster.
            if !score.is_empty() && fields.chosen().is_empty() {
                check(&score);
            }
        }
    }
    if let Some(AnswerValue::Text(comment)) = card.session.given(&concat(&[question.key(), ".comment"])) {
        fields.comment.set_value(&comment);
    }
}
