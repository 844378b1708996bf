//! Answers to questions.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::Reader;
use crate::scale::{Rating, Scale};

/// The most characters a comment has.
pub const LONGEST_TEXT: usize = 2000;

/// The answer to one question.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The key of the question.
    pub question: Key,
    /// What was answered.
    pub value: AnswerValue,
}

/// What was answered. Written as the members `kind`, `value` and, for ratings, `scale`.
#[derive(Debug, Clone, PartialEq)]
pub enum AnswerValue {
    /// A rating on the scale of a standard metric.
    Rating(Rating),
    /// What somebody wrote: `1..=`[`LONGEST_TEXT`] characters, not only white space.
    Text(String),
}

/// The kinds of answers: the kinds of ratings, then text.
const KINDS: [&str; 4] = [Scale::KINDS[0], Scale::KINDS[1], Scale::KINDS[2], "text"];

impl AnswerValue {
    /// Text as an answer: without white space around it, cut at [`LONGEST_TEXT`]; `None` where nothing is left.
    pub fn text(text: &str) -> Option<Self> {
        let text: String = text.trim_ascii().chars().take(LONGEST_TEXT).collect();
        (!text.is_empty()).then_some(Self::Text(text))
    }

    /// The kind as it is written.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Rating(rating) => rating.scale().kind(),
            Self::Text(_) => KINDS[3],
        }
    }
}

impl Answer {
    /// Reads an answer.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.known(&["question", "kind", "value", "scale"]);
        let question = reader.member("question").key();
        let kind = reader.member("kind").one_of(&KINDS);
        let value = match Scale::ALL.get(kind?) {
            Some(scale) => AnswerValue::Rating(read_rating(reader, *scale)?),
            None => {
                let value = reader.member("value");
                let text = value.text(LONGEST_TEXT)?;
                match AnswerValue::text(text) {
                    Some(text) => text,
                    None => return value.problem("only white space", "a text that is not empty"),
                }
            }
        };
        Some(Self { question: question?, value })
    }
}

/// Reads value and scale of a rating on `scale`.
fn read_rating(reader: &Reader, scale: Scale) -> Option<Rating> {
    let named = reader.member("scale").one_of(&[scale.name()]);
    let value = reader.member("value").whole(scale.least().into(), scale.most().into())?;
    named.and(scale.rating(value as u8))
}

impl From<&Answer> for Json {
    fn from(answer: &Answer) -> Self {
        let mut object = Object::default();
        object.put("question", answer.question.as_str());
        object.put("kind", answer.value.kind());
        match &answer.value {
            AnswerValue::Rating(rating) => {
                object.put("value", u32::from(rating.value()));
                object.put("scale", rating.scale().name());
            }
            AnswerValue::Text(text) => object.put("value", text.as_str()),
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Notes;

    fn read(json: &str) -> Result<Answer, Vec<String>> {
        let json: Json = serde_json::from_str(json).unwrap();
        let notes = Notes::default();
        let answer = Answer::read(&Reader::new(&json, "a", &notes));
        notes
            .conclude(answer)
            .map(|read| read.value)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_what_it_writes() {
        let question = Key::new("q").unwrap();
        let ratings = Scale::ALL.into_iter().flat_map(Scale::ratings).map(AnswerValue::Rating);
        for value in ratings.chain(AnswerValue::text("Gut – \"sehr\" gut <b>")) {
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
                "a.scale: found \"ces-1.0-1-7\", expected one of ces-2.0-1-7 (did you mean ces-2.0-1-7?)",
            ),
            (
                r#"{"question":"q","kind":"csta","value":3}"#,
                "a.kind: found \"csta\", expected one of nps, csat, ces, text (did you mean csat?)",
            ),
            (
                r#"{"question":"q","kind":"text","value":"  "}"#,
                "a.value: found only white space, expected a text that is not empty",
            ),
            (
                r#"{"kind":"text","value":"x"}"#,
                "a.question: found nothing, expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
            ),
        ] {
            assert_eq!(read(json), Err(vec![problem.to_owned()]), "{json}");
        }
    }

    #[test]
    fn cuts_text_between_characters() {
        let AnswerValue::Text(text) = AnswerValue::text(&"é".repeat(LONGEST_TEXT + 1)).unwrap() else {
            panic!()
        };
        assert_eq!(text.chars().count(), LONGEST_TEXT);
        assert_eq!(AnswerValue::text(" \n\t"), None);
    }
}
