//! What the fields of a question hold, and what is wrong with it.

use std::rc::Rc;

use nachklang_model::kind::{Chosen, Contact, InputKind, written};
use nachklang_model::redact::{mask_found, redact};
use nachklang_model::text::{concat, decimal};
use nachklang_model::{AnswerValue, Key, Question, Rating};
use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use super::event::{count, follow_up};
use super::sending::give;
use super::trap;
use crate::showing::Showing;
use crate::texts::Texts;
use crate::view::Card;

/// Completes a question that has come on screen: with a former answer, and with what the button that leads on says. A rating
/// that an e-mail brought along is only an answer when the shopper does something: programs follow links in e-mails, too.
#[inline(never)]
pub fn prepare(card: &Rc<Card>) {
    if let Some(question) = card.showing.question() {
        restore(card, question);
        trap::set(card);
        follow_up(card);
        count(card);
        name_button(card);
    }
}

/// What the button that leads on says depends on what is answered, be it good enough or not.
fn name_button(card: &Rc<Card>) {
    let (Some(question), Some(button)) = (card.showing.question(), card.find(".send")) else { return };
    let is_statement = question.input_kind() == InputKind::Statement;
    let is_empty = card.find(":checked").is_none()
        && card.value("#field").is_empty()
        && card.value("#comment").is_empty();
    let skips = !question.is_required() && !is_statement && is_empty;
    let name = match (skips, card.showing.is_last() && !is_statement) {
        (true, _) => "skip",
        (false, true) => "send",
        (false, false) => "next",
    };
    button.set_class_name(if skips { "send skip" } else { "send" });
    button.set_text_content(Some(&card.text(name)));
}

/// Takes what the fields of the question on screen hold as the answer.
pub fn take(card: &Rc<Card>) {
    let Some(question) = card.showing.question() else { return };
    trap::look(card);
    let input_kind = question.input_kind();
    let value = match input_kind {
        InputKind::Scale => chosen_rating(card, question).map(AnswerValue::Rating),
        InputKind::Single | InputKind::Multiple => {
            let keys: Vec<Key> = checked(card).iter().filter_map(|value| Key::new(value)).collect();
            let other = clean(card, "#other").filter(|_| card.find(".other:checked").is_some());
            let multiple = input_kind == InputKind::Multiple;
            (!keys.is_empty()).then_some(AnswerValue::Choice(Chosen { multiple, keys, other }))
        }
        InputKind::Short | InputKind::Long => clean(card, "#field").map(AnswerValue::Text),
        InputKind::Contact => {
            let (by, address) = (question.channel(), card.value("#field"));
            let agreed = card.find("#consent:checked").and(question.text("consent"));
            agreed.zip(by.address(&address)).map(|(consent, address)| {
                let consent = card.showing.text(&card.texts, consent).text;
                AnswerValue::Contact(Contact { by, address, consent })
            })
        }
        InputKind::Statement => None,
    };
    give(&card.showing, question.key(), value);
    if question.asks_comment() {
        let comment = clean(card, "#comment").map(AnswerValue::Text);
        give(&card.showing, &concat(&[question.key(), ".comment"]), comment);
    }
    name_button(card);
}

/// What is written in a field, without what tells who wrote it: it never leaves the device.
fn clean(card: &Card, field: &str) -> Option<String> {
    let text = written(&card.value(field))?;
    let settings = &card.showing.settings;
    let redacted = redact(&text).text;
    let found = match settings.file.get("masks") {
        None => Vec::new(),
        Some(masks) => card.showing.gather.now().find(&redacted, masks),
    };
    Some(mask_found(&redacted, &found).text.into_owned())
}

/// Shows the shopper what was masked in the fields of the question on screen, if anything was, before it goes on.
pub fn show_masked(card: &Rc<Card>) -> bool {
    if card.showing.question().is_none_or(|question| question.input_kind() == InputKind::Contact) {
        return false;
    }
    let mut has_masked = false;
    for name in ["#field", "#comment", "#other"] {
        let field = card.find(name).map(JsCast::unchecked_into::<HtmlInputElement>);
        if let (Some(field), Some(text)) = (field, clean(card, name))
            && Some(&text) != written(&field.value()).as_ref()
        {
            field.set_value(&text);
            has_masked = true;
        }
    }
    if has_masked {
        let message = card.text("masked");
        card.set_text("#error", &message);
        card.say(message);
    }
    has_masked
}

/// Puts a former answer, or the rating an e-mail brought along, into the fields of a question that comes on screen.
fn restore(card: &Card, question: Question) {
    let find = |selector: &str| card.find(selector).map(JsCast::unchecked_into::<HtmlInputElement>);
    let check = |value: &str| {
        if let Some(input) = find(&concat(&["input[value='", value, "']"])) {
            input.set_checked(true);
        }
    };
    let fill = |id: &str, text: &str| {
        // A text area's value is set by the same name.
        if let Some(field) = find(id) {
            field.set_value(text);
        }
    };
    match card.showing.given(question.key()) {
        Some(AnswerValue::Rating(rating)) => check(&decimal(rating.value().into())),
        Some(AnswerValue::Choice(chosen)) => {
            for key in &chosen.keys {
                check(key.as_str());
            }
            fill("#other", &chosen.other.unwrap_or_default());
        }
        Some(AnswerValue::Text(text)) => fill("#field", &text),
        Some(AnswerValue::Contact(contact)) => {
            fill("#field", &contact.address);
            check("on");
        }
        None => {
            let score = card.score.take();
            // The shopper may have been faster.
            if !score.is_empty() && card.find(":checked").is_none() {
                check(&score);
            }
        }
    }
    if let Some(AnswerValue::Text(comment)) = card.showing.given(&concat(&[question.key(), ".comment"])) {
        fill("#comment", &comment);
    }
}

/// Whether the answer is good enough to go on. What is not is said beside the field, which gets the focus.
pub fn complain(card: &Rc<Card>) -> bool {
    let Some(question) = card.showing.question() else { return true };
    let input_kind = question.input_kind();
    let written = card.value("#field");
    let (problem, at) = match input_kind {
        _ if card.showing.given(question.key()).is_some() => return true,
        // An address without a consent is none, and the other way round.
        InputKind::Contact if !written.is_empty() || card.find("#consent:checked").is_some() => {
            match question.channel().address(&written) {
                Some(_) => ("missing.consent", "#consent"),
                None => (["wrong.email", "wrong.phone"][question.channel() as usize], "#field"),
            }
        }
        _ if !question.is_required() || input_kind == InputKind::Statement => return true,
        InputKind::Scale | InputKind::Single | InputKind::Multiple => ("missing.choice", "input"),
        _ => ("missing.text", "#field"),
    };
    card.set_text("#error", &card.text(problem));
    if let Some(field) = card.find(at) {
        let _ = field.set_attribute("aria-invalid", "true");
        let described_by = field.get_attribute("aria-describedby").unwrap_or_default();
        if !described_by.contains("error") {
            let _ = field.set_attribute("aria-describedby", concat(&["error ", &described_by]).trim_ascii());
        }
        let _ = field.focus();
    }
    false
}

/// Takes a complaint back once the shopper changes something.
pub fn forgive(card: &Card) {
    if let Some(field) = card.find("[aria-invalid]") {
        let _ = field.remove_attribute("aria-invalid");
        card.set_text("#error", "");
    }
}

/// The rating that is chosen on the scale of the question on screen.
pub fn chosen_rating(card: &Card, question: Question) -> Option<Rating> {
    let chosen = card.value(".points :checked");
    question.scale().ratings().find(|rating| decimal(rating.value().into()) == chosen)
}

/// The values of the options that are chosen.
fn checked(card: &Card) -> Vec<String> {
    let mut values = Vec::new();
    if let Ok(inputs) = card.host.root.query_selector_all(":checked") {
        for index in 0..inputs.length() {
            if let Some(input) = inputs.get(index) {
                values.push(input.unchecked_into::<HtmlInputElement>().value());
            }
        }
    }
    values
}

/// An earlier answer in words.
#[inline(never)]
pub fn answer_text(showing: &Showing, texts: &Texts, question: &str) -> String {
    let given = showing.given.borrow();
    let Some(answer) = given.iter().find(|answer| answer.question.as_str() == question) else {
        return String::new();
    };
    match &answer.value {
        AnswerValue::Rating(rating) => texts.number(rating.value().into()),
        AnswerValue::Text(text) => text.clone(),
        AnswerValue::Contact(contact) => contact.address.clone(),
        AnswerValue::Choice(chosen) => {
            let options = showing.survey.question_named(question).map_or(&[][..], |asked| asked.options());
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
