//! What is wrong with a survey file: every mistake, each with its path.

use super::aliases::ALIASES;
use super::flow::{check_branches, check_conditions, check_reachable};
use super::limits::{MAX_ENDINGS, MAX_QUESTIONS, MAX_SURVEYS};
use super::members::{ENDING, FILE, QUESTION, SURVEY};
use super::placeholders::{ANSWER, PLACEHOLDERS};
use super::targeting::check_targeting;
use crate::field_error::FieldError;
use crate::json::Json;
use crate::kind;
use crate::question::Question;
use crate::read::{FieldErrors, Reader};
use crate::shape::{check_members, check_unique, keys_of};
use crate::text::concat;

/// The version of the survey file's format.
pub const FORMAT: u32 = 1;

/// Everything that is wrong with a survey file. `name` begins the paths.
///
/// ```
/// use nachklang_model::json::Json;
/// use nachklang_model::survey_file;
///
/// let file = r#"{"format": 1, "surveys": [{"key": "s", "questions": [{"kind": "npx"}]}]}"#;
/// let json: Json = serde_json::from_str(file).unwrap();
/// let errors = survey_file::validate(&json, "surveys.json ");
/// assert_eq!(errors[0].path, "surveys.json surveys[0].questions[0].kind");
/// assert_eq!(errors[0].nearest.as_deref(), Some("nps"));
/// ```
pub fn validate(json: &Json, name: &str) -> Vec<FieldError> {
    let errors = FieldErrors::with_aliases(&ALIASES);
    check_file(&Reader::new(json, name, &errors));
    errors.into_errors()
}

fn check_file(reader: &Reader) {
    check_members(reader, &[FILE], &[]);
    if !reader.is_object() {
        return;
    }
    let format = reader.member("format");
    if !matches!(format.json(), Some(Json::Number(number)) if *number == f64::from(FORMAT)) {
        format.expected::<()>("1");
    }
    let touchpoints = reader.member("touchpoints");
    check_unique(&touchpoints, &keys_of(&touchpoints));
    let array = reader.member("surveys");
    for index in 0..array.length(MAX_SURVEYS).unwrap_or_default() {
        check_survey(&array.element(index));
    }
    check_unique(&array, &keys_of(&array));
}

fn check_survey(reader: &Reader) {
    check_members(reader, &[SURVEY], &[]);
    if !reader.is_object() {
        return;
    }
    check_targeting(reader);
    let array = reader.member("questions");
    let length = array.length(MAX_QUESTIONS);
    if length == Some(0) {
        array.error::<()>("no question", "at least one question");
    }
    let questions: Vec<Question> = array.json().map_or(&[][..], Json::items).iter().map(Question).collect();
    if length.is_none() {
        return;
    }
    let mut placeholders: Vec<String> = PLACEHOLDERS.map(String::from).to_vec();
    let mut comments = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        let element = array.element(index);
        check_question(&element, question, &names(&placeholders));
        check_conditions(&element, &questions[..index]);
        // A key that comes from a kind there is not is none.
        if question.json().text("key").is_some() || kind::named(question.kind()).is_some() {
            placeholders.push(concat(&[ANSWER, question.key()]));
        }
        if question.asks_comment() {
            comments.push(concat(&[question.key(), ".comment"]));
        }
    }
    // Branches lead to questions that stand later.
    for index in 0..questions.len() {
        check_branches(&array.element(index), index, &questions);
    }
    let keys: Vec<&str> = questions.iter().map(Question::key).collect();
    check_unique(&array, &keys);
    for (index, key) in keys.iter().enumerate() {
        // A response cannot have two answers of one name.
        if comments.iter().any(|comment| comment == key) {
            let found = concat(&[key, ", the key of a comment"]);
            array.element(index).member("key").error::<()>(found, "a key that no other has");
        }
    }
    check_reachable(&array, &questions);
    let endings = reader.member("endings");
    if endings.is_present() {
        for index in 0..endings.length(MAX_ENDINGS).unwrap_or_default() {
            let ending = endings.element(index);
            check_members(&ending, &[ENDING], &names(&placeholders));
            check_conditions(&ending, &questions);
            if ending.member("link").is_present() && ending.member("voucher").is_present() {
                ending.member("voucher").error::<()>("a voucher beside a link", "either of them");
            }
        }
    }
}

fn check_question(reader: &Reader, question: &Question, placeholders: &[&str]) {
    let kind = kind::named(question.kind());
    check_members(reader, &[QUESTION, kind.map_or(&[], |kind| kind.members)], placeholders);
    let points = reader.member("points");
    if question.kind() == "ces"
        && points.is_present()
        && !matches!(question.json().number("points"), Some(5.0 | 7.0))
    {
        points.expected::<()>("5 or 7");
    }
    if kind.is_some() && !question.has_wording() && !reader.member("text").is_present() {
        let expected = "a text: a question of this kind has no wording of its own";
        reader.member("text").expected::<()>(expected);
    }
    let options = reader.member("options");
    if let Some(Json::Array(items)) = options.json() {
        if items.len() + usize::from(question.has_other()) < 2 {
            options.error::<()>("too few options", "at least two options");
        }
        check_unique(&options, &keys_of(&options));
    }
}

fn names(placeholders: &[String]) -> Vec<&str> {
    placeholders.iter().map(String::as_str).collect()
}
