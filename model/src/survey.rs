//! Surveys: what is asked, and at which touchpoints.

use std::rc::Rc;

use crate::json::Json;
use crate::key::Key;
use crate::problem::Problem;
use crate::read::{Notes, Reader, optional};
use crate::scale::Scale;
use crate::text::Text;
use crate::text::concat;

/// The placeholders that a survey's texts may hold.
pub const PLACEHOLDERS: [&str; 2] = ["shop", "touchpoint"];

/// The version of the survey file's format.
pub const FORMAT: u32 = 1;

const MOST_SURVEYS: usize = 100;
const MOST_QUESTIONS: usize = 10;
const MOST_TOUCHPOINTS: usize = 500;

/// A survey: one or a few questions, asked at some touchpoints or at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey {
    /// Its stable name.
    pub key: Key,
    /// Raised by the shop when a change makes answers incomparable.
    pub version: u32,
    /// The touchpoints it is asked at, each with those below it; empty for everywhere.
    pub touchpoints: Vec<Key>,
    /// The questions in their order, at least one.
    pub questions: Vec<Question>,
}

/// One question on a scale, with room for a comment.
#[derive(Debug, Clone, PartialEq)]
pub struct Question {
    /// Its stable name within the survey.
    pub key: Key,
    /// The scale it is answered on.
    pub scale: Scale,
    /// The wording, where it is not the metric's own.
    pub text: Option<Text>,
    /// Whether a comment is asked for after the rating.
    pub comment: bool,
}

impl Survey {
    /// The metric's standard survey: its question in its own wording, and a comment.
    pub fn standard(scale: Scale) -> Self {
        let key = Key::new(scale.kind()).expect("kinds are keys");
        let question = Question { key: key.clone(), scale, text: None, comment: true };
        Self { key, version: 1, touchpoints: Vec::new(), questions: vec![question] }
    }

    fn read(reader: &Reader) -> Option<Self> {
        reader.only(&["key", "version", "touchpoints", "questions"]);
        let key = reader.member("key").key();
        let version = optional(reader.member("version"), |version| version.whole(1, u32::MAX));
        let touchpoints = optional(reader.member("touchpoints"), |touchpoints| {
            touchpoints.all(MOST_TOUCHPOINTS, |key| key.key())
        });
        let array = reader.member("questions");
        let questions = array.all(MOST_QUESTIONS, Question::read)?;
        if questions.is_empty() {
            return array.problem("no question", "at least one question");
        }
        unique(&array, questions.iter().map(|question| &question.key).collect());
        Some(Self {
            key: key?,
            version: version?.unwrap_or(1),
            touchpoints: touchpoints?.unwrap_or_default(),
            questions,
        })
    }
}

impl Question {
    fn read(reader: &Reader) -> Option<Self> {
        reader.only(&["key", "kind", "text", "comment"]);
        let scale = reader.member("kind").one_of(&Scale::KINDS).map(|index| Scale::ALL[index]);
        let key = match optional(reader.member("key"), |key| key.key())? {
            Some(key) if Key::new(key.comment().as_str()).is_none() => {
                let expected = "a key of at most 56 characters, so that \".comment\" fits behind it";
                return reader.member("key").expected(expected);
            }
            Some(key) => Some(key),
            None => scale.and_then(|scale| Key::new(scale.kind())),
        };
        let text = optional(reader.member("text"), |text| Text::read(text, &PLACEHOLDERS));
        let comment = optional(reader.member("comment"), |flag| flag.flag());
        Some(Self { key: key?, scale: scale?, text: text?, comment: comment?.unwrap_or(true) })
    }
}

/// Reads a survey file. `name` begins the paths in the problems.
pub fn read_file(json: &Json, name: &str) -> Result<Vec<Rc<Survey>>, Vec<Problem>> {
    let notes = Notes::default();
    let surveys = read_surveys(&Reader::new(json, name, &notes));
    notes.conclude(surveys).map(|read| read.value)
}

fn read_surveys(reader: &Reader) -> Option<Vec<Rc<Survey>>> {
    reader.only(&["$schema", "format", "surveys"]);
    reader.member("format").whole(FORMAT, FORMAT);
    let array = reader.member("surveys");
    let surveys = array.all(MOST_SURVEYS, |survey| Survey::read(survey).map(Rc::new))?;
    unique(&array, surveys.iter().map(|survey| &survey.key).collect());
    Some(surveys)
}

/// Notes a key that stands for a second time.
fn unique(array: &Reader, keys: Vec<&Key>) {
    for (index, key) in keys.iter().enumerate() {
        if keys[..index].contains(key) {
            let found = concat(&[key.as_str(), " again"]);
            array.element(index).member("key").problem::<()>(found, "a key that no other has");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Vec<Rc<Survey>>, Vec<String>> {
        let json: Json = serde_json::from_str(json).unwrap();
        read_file(&json, "").map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_the_shortest_survey_as_the_standard_one() {
        for scale in Scale::ALL {
            let kind = scale.kind();
            let file =
                format!(r#"{{"format":1,"surveys":[{{"key":"{kind}","questions":[{{"kind":"{kind}"}}]}}]}}"#);
            assert_eq!(read(&file), Ok(vec![Rc::new(Survey::standard(scale))]));
        }
    }

    #[test]
    fn says_every_mistake_of_a_file_at_once() {
        let file = r#"{
            "format": 2,
            "survey": [],
            "surveys": [
                {"key": "Checkout", "touchpoint": ["checkout"], "questions": [{"kind": "csta"}]},
                {"key": "a", "version": 0, "touchpoints": ["ok", "not ok"], "questions": []},
                {"key": "b", "questions": [{"kind": "nps", "text": {"en": ""}, "comment": "yes"}]},
                {"key": "c", "questions": [{"kind": "nps", "text": "Do you like {shpo}?"}, {"kind": "nps"}]}
            ]
        }"#;
        assert_eq!(
            read(file).unwrap_err(),
            [
                "survey: found \"survey\", expected one of $schema, format, surveys (did you mean surveys?)",
                "format: found 2, expected a whole number from 1 to 1",
                "surveys[0].touchpoint: found \"touchpoint\", expected one of key, version, touchpoints, questions (did you mean touchpoints?)",
                "surveys[0].key: found \"Checkout\", expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
                "surveys[0].questions[0].kind: found \"csta\", expected one of nps, csat, ces (did you mean csat?)",
                "surveys[1].version: found 0, expected a whole number from 1 to 4294967295",
                "surveys[1].touchpoints[1]: found \"not ok\", expected a key: lower-case letters and digits, in parts joined by '.', '-' or '_', at most 64 characters",
                "surveys[1].questions: found no question, expected at least one question",
                "surveys[2].questions[0].text.en: found \"\", expected a text that is not empty",
                "surveys[2].questions[0].comment: found \"yes\", expected true or false",
                "surveys[3].questions[0].text: found \"shpo\", expected one of shop, touchpoint (did you mean shop?)",
                "surveys[3].questions[1].key: found nps again, expected a key that no other has",
            ]
        );
    }

    #[test]
    fn what_is_no_survey_file_is_said_plainly() {
        for (file, problem) in [
            ("[]", "expected an object"),
            ("null", "expected an object"),
            (r#"{"format":1}"#, "surveys: found nothing, expected an array"),
        ] {
            let problems = read(file).unwrap_err();
            assert!(problems.iter().any(|found| found.contains(problem)), "{file}: {problems:?}");
        }
    }
}
