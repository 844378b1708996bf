//! Answers to questions.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::kind::{Chosen, Contact, NAMES, Rating, read_written};
use crate::read::Reader;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The key of the question.
    pub question: Key,
    /// What was answered.
    pub value: AnswerValue,
}

/// What was answered. Written as the members `kind` and `value`, and what else the kind needs.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerValue {
    /// A rating. Beside it stands the `scale`.
    Rating(Rating),
    /// Options of a list. Beside them stands, under `other`, what was written.
    Choice(Chosen),
    /// What somebody wrote: `1..=`[`MAX_TEXT_LENGTH`](crate::kind::MAX_TEXT_LENGTH) characters, not only white space.
    Text(String),
    /// An address. Beside it stand what it is, `by`, and the `consent`.
    Contact(Contact),
}

/// The kinds of answers.
pub const KINDS: [&str; 10] =
    [NAMES[0], NAMES[1], NAMES[2], NAMES[3], NAMES[4], NAMES[5], NAMES[6], NAMES[7], "text", NAMES[10]];

impl AnswerValue {
    /// The kind as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rating(rating) => rating.scale().kind(),
            Self::Choice(chosen) => chosen.kind(),
            Self::Text(_) => "text",
            Self::Contact(_) => "contact",
        }
    }
}

impl Answer {
    /// Reads an answer.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["question", "kind", "value", "scale", "other", "by", "consent"]);
        let question = reader.member("question").key();
        let kind = KINDS[reader.member("kind").one_of(&KINDS)?];
        let value = match kind {
            "single-choice" | "multiple-choice" => {
                AnswerValue::Choice(Chosen::read(reader, kind == "multiple-choice")?)
            }
            "text" => AnswerValue::Text(read_written(&reader.member("value"))?),
            "contact" => AnswerValue::Contact(Contact::read(reader)?),
            _ => AnswerValue::Rating(Rating::read(reader, kind)?),
        };
        Some(Self { question: question?, value })
    }
}

impl From<&Answer> for Json {
    fn from(answer: &Answer) -> Self {
        let mut object = Object::default();
        object.put("question", answer.question.as_str());
        object.put("kind", answer.value.kind());
        match &answer.value {
            AnswerValue::Rating(rating) => {
                object.put("value", Self::Number(rating.value().into()));
                object.put("scale", rating.scale().name());
            }
            AnswerValue::Choice(chosen) => chosen.put(&mut object),
            AnswerValue::Text(text) => object.put("value", text.as_str()),
            AnswerValue::Contact(contact) => contact.put(&mut object),
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kind::{Channel, Scale};
    use crate::read::FieldErrors;

    fn read(json: &str) -> Result<Answer, Vec<String>> {
        let json: Json = serde_json::from_str(json).unwrap();
        let errors = FieldErrors::default();
        let answer = Answer::read(&Reader::new(&json, "a", &errors));
        errors
            .finish(answer)
            .map(|read| read.value)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_what_it_writes() {
        let question = Key::new("q").unwrap();
        let ratings = Scale::all().flat_map(Scale::ratings).map(AnswerValue::Rating);
        let chosen = |multiple, keys: &[&str], other: Option<&str>| {
            let keys = keys.iter().map(|key| Key::new(key).unwrap()).collect();
            AnswerValue::Choice(Chosen { multiple, keys, other: other.map(Into::into) })
        };
        let contact = |by, address: &str| {
            AnswerValue::Contact(Contact { by, address: address.into(), consent: "Yes, call me.".into() })
        };
        for value in ratings.chain([
            AnswerValue::Text("Gut – \"sehr\" gut <b>".into()),
            chosen(false, &["friends"], None),
            chosen(false, &["other"], Some("a podcast")),
            chosen(true, &["late"], None),
            chosen(true, &["late", "other"], Some("wet")),
            contact(Channel::Email, "jo@shop.example"),
            contact(Channel::Phone, "+49 30 123456"),
        ]) {
            let answer = Answer { question: question.clone(), value };
            assert_eq!(read(&serde_json::to_string(&Json::from(&answer)).unwrap()), Ok(answer));
        }
    }

    #[test]
    fn says_what_is_wrong_with_an_answer() {
        for (json, problem) in [
            (
                r#"{"question":"q","kind":"nps","value":11,"scale":"nps-0-10"}"#,
                "a.value: found 11, expected a whole number from 0 to 10",
            ),
            (
                r#"{"question":"q","kind":"csat","value":4.5,"scale":"csat-1-5"}"#,
                "a.value: found 4.5, expected a whole number from 1 to 5",
            ),
            (
                r#"{"question":"q","kind":"ces","value":3,"scale":"ces-1.0-1-7"}"#,
                "a.scale: found \"ces-1.0-1-7\", expected one of ces-2.0-1-7, ces-2.0-1-5 (did you mean ces-2.0-1-7?)",
            ),
            (
                r#"{"question":"q","kind":"csta","value":3}"#,
                "a.kind: found \"csta\", expected one of nps, csat, ces, emotion, rating, yes-no, single-choice, multiple-choice, text, contact (did you mean csat?)",
            ),
            (
                r#"{"question":"q","kind":"text","value":"  "}"#,
                "a.value: found only white space, expected a text that is not empty",
            ),
            (
                r#"{"question":"q","kind":"single-choice","value":"other","other":" "}"#,
                "a.other: found only white space, expected a text that is not empty",
            ),
            (
                r#"{"question":"q","kind":"multiple-choice","value":["a","b","a"]}"#,
                "a.value: found an option twice, expected each option once",
            ),
            (
                r#"{"question":"q","kind":"contact","value":"jo","by":"email","consent":"Yes"}"#,
                "a.value: found \"jo\", expected an e-mail address or a phone number, as \"by\" says",
            ),
            (
                r#"{"kind":"text","value":"x"}"#,
                "a.question: found nothing, expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
            ),
        ] {
            assert_eq!(read(json), Err(vec![problem.to_owned()]), "{json}");
        }
    }
}
