//! What the fields of a question hold, as an answer.

use std::rc::Rc;

use nachklang_model::kind::{Chosen, Contact, InputKind, OTHER, written};
use nachklang_model::redact::{mask_found, redact};
use nachklang_model::text::concat;
use nachklang_model::{AnswerValue, Key, Question};

use super::fields::{chosen_rating, name_button, on_screen};
use super::response::response;
use super::revisions::record_answer;
use crate::session::SurveySession;
use crate::texts::Texts;
use crate::view::Card;
use crate::view::state::Fields;

/// Takes what the fields of the question on screen hold as the answer.
pub fn take(card: &Rc<Card>) {
    let Some((question, state)) = on_screen(card) else { return };
    let fields = &state.fields;
    if !fields.honeypot.value().is_empty() {
        response(&card.session).borrow_mut().trap = true;
    }
    record_answer(&card.session, question.key(), held(card, question, fields));
    if question.asks_comment() {
        let comment = masked(card, &fields.comment.value()).map(AnswerValue::Text);
        record_answer(&card.session, &concat(&[question.key(), ".comment"]), comment);
    }
    name_button(card, question, &state);
}

/// The answer that the fields hold, if it is one.
fn held(card: &Card, question: Question, fields: &Fields) -> Option<AnswerValue> {
    let input_kind = question.input_kind();
    match input_kind {
        InputKind::Scale => chosen_rating(question, fields).map(AnswerValue::Rating),
        InputKind::Single | InputKind::Multiple => {
            let values: Vec<String> = fields.chosen().iter().map(|choice| choice.value()).collect();
            let keys: Vec<Key> = values.iter().filter_map(|value| Key::new(value)).collect();
            let means_other = values.iter().any(|value| value == OTHER);
            let other = if means_other { masked(card, &fields.other.value()) } else { None };
            let multiple = input_kind == InputKind::Multiple;
            (!keys.is_empty()).then_some(AnswerValue::Choice(Chosen { multiple, keys, other }))
        }
        InputKind::Short | InputKind::Long => masked(card, &fields.text.value()).map(AnswerValue::Text),
        InputKind::Contact => {
            let (by, consent) = (question.channel(), question.text("consent"));
            let address = by.address(&fields.text.value())?;
            let consent = consent.filter(|_| fields.consent.is_checked())?;
            let consent = card.session.text(&card.texts, consent).text;
            Some(AnswerValue::Contact(Contact { by, address, consent }))
        }
        InputKind::Statement => None,
    }
}

/// What is written in a field, without what tells who wrote it: it never leaves the device.
pub fn masked(card: &Card, text: &str) -> Option<String> {
    let text = written(text)?;
    let settings = &card.session.settings;
    let redacted = redact(&text).text;
    let found = match settings.file.get("masks") {
        None => Vec::new(),
        Some(masks) => card.session.probe.snapshot().find(&redacted, masks),
    };
    Some(mask_found(&redacted, &found).text.into_owned())
}

/// An earlier answer in words.
#[inline(never)]
pub fn answer_text(session: &SurveySession, texts: &Texts, question: &str) -> String {
    let given = session.given.borrow();
    let Some(answer) = given.iter().find(|answer| answer.question.as_str() == question) else {
        return String::new();
    };
    match &answer.value {
        AnswerValue::Rating(rating) => texts.number(rating.value().into()),
        AnswerValue::Text(text) => text.clone(),
        AnswerValue::Contact(contact) => contact.address.clone(),
        AnswerValue::Choice(chosen) => {
            let options = session.survey.question_named(question).map_or(&[][..], |asked| asked.options());
            let mut words = String::new();
            for key in &chosen.keys {
                if !words.is_empty() {
                    words.push_str(", ");
                }
                let option = options.iter().find(|option| option.text("key") == Some(key.as_str()));
                match option.and_then(|option| option.get("text")) {
                    Some(text) => words.push_str(texts.own(text).1),
                    None => words.push_str(chosen.other.as_deref().unwrap_or_default()),
                }
            }
            words
        }
    }
}
