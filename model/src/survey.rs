//! Surveys: what is asked, and at which touchpoints.

use crate::json::Json;
use crate::key::Key;
use crate::problem::Problem;
use crate::read::{Notes, Reader};
use crate::scale::Scale;
use crate::text::{Text, unknown_placeholders};

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
        let version = match reader.member("version").optional() {
            Some(version) => version.whole(1, u32::MAX),
            None => Some(1),
        };
        let touchpoints = match reader.member("touchpoints").optional() {
            Some(touchpoints) => all(touchpoints.elements(MOST_TOUCHPOINTS)?, |touchpoint| touchpoint.key()),
            None => Some(Vec::new()),
        };
        let array = reader.member("questions");
        let elements = array.elements(MOST_QUESTIONS)?;
        if elements.is_empty() {
            return array.problem("no question", "at least one question");
        }
        let keys: Vec<_> = elements.iter().map(|question| question.member("key")).collect();
        let questions = all(elements, Question::read)?;
        unique(&keys, questions.iter().map(|question| &question.key));
        Some(Self { key: key?, version: version?, touchpoints: touchpoints?, questions })
    }
}

impl Question {
    fn read(reader: &Reader) -> Option<Self> {
        reader.only(&["key", "kind", "text", "comment"]);
        let scale = reader.member("kind").one_of(&Scale::KINDS).map(|index| Scale::ALL[index]);
        let key = match reader.member("key").optional() {
            Some(key) => key.key(),
            None => scale.and_then(|scale| Key::new(scale.kind())),
        };
        if key.as_ref().is_some_and(|key| Key::new(key.comment().as_str()).is_none()) {
            return reader
                .member("key")
                .expected("a key of at most 56 characters, so that \".comment\" fits behind it");
        }
        let text = match reader.member("text").optional() {
            Some(reader) => {
                let text = Text::read(&reader)?;
                for problem in unknown_placeholders(&reader, &text, &PLACEHOLDERS) {
                    reader.note(problem);
                }
                Some(text)
            }
            None => None,
        };
        let comment = match reader.member("comment").optional() {
            Some(comment) => comment.flag(),
            None => Some(true),
        };
        Some(Self { key: key?, scale: scale?, text, comment: comment? })
    }
}

/// Reads a survey file. `name` begins the paths in the problems.
pub fn read_file(json: &Json, name: &str) -> Result<Vec<Survey>, Vec<Problem>> {
    let notes = Notes::default();
    let surveys = read_surveys(&Reader::new(json, name, &notes));
    notes.conclude(surveys).map(|read| read.value)
}

fn read_surveys(reader: &Reader) -> Option<Vec<Survey>> {
    reader.only(&["$schema", "format", "surveys"]);
    reader.member("format").whole(FORMAT, FORMAT);
    let elements = reader.member("surveys").elements(MOST_SURVEYS)?;
    let keys: Vec<_> = elements.iter().map(|survey| survey.member("key")).collect();
    let surveys = all(elements, Survey::read)?;
    unique(&keys, surveys.iter().map(|survey| &survey.key));
    Some(surveys)
}

/// Reads every element before missing one, so that all mistakes are found.
fn all<T>(elements: Vec<Reader>, read: impl Fn(&Reader) -> Option<T>) -> Option<Vec<T>> {
    let read: Vec<Option<T>> = elements.iter().map(read).collect();
    read.into_iter().collect()
}

/// Notes a key that stands for a second time.
fn unique<'k>(readers: &[Reader], keys: impl Iterator<Item = &'k Key>) {
    let keys: Vec<&Key> = keys.collect();
    for (index, reader) in readers.iter().enumerate().skip(1) {
        if keys[..index].contains(&keys[index]) {
            reader.problem::<()>([keys[index].as_str(), " again"].concat(), "a key that no other has");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Result<Vec<Survey>, Vec<String>> {
        let json: Json = serde_json::from_str(json).unwrap();
        read_file(&json, "").map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn reads_the_shortest_survey_as_the_standard_one() {
        for scale in Scale::ALL {
            let kind = scale.kind();
            let file =
                format!(r#"{{"format":1,"surveys":[{{"key":"{kind}","questions":[{{"kind":"{kind}"}}]}}]}}"#);
            assert_eq!(read(&file), Ok(vec![Survey::standard(scale)]));
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
