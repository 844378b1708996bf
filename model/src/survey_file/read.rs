//! The surveys of a file.

use std::rc::Rc;

use super::aliases::rename_members;
use super::validate::validate;
use crate::duration::DAY;
use crate::field_error::FieldError;
use crate::json::Json;
use crate::survey::Survey;

/// The days of the quiet period where the file does not say.
pub(crate) const QUIET_DAYS: f64 = 7.0;

/// Takes the surveys out of a file as they stand there, right or wrong: all, or the one that is `only` meant. What is wrong,
/// [`validate`] says; until then a wrong survey is taken for something right: an unknown kind of question for a statement, a
/// missing key for nothing.
pub fn take_surveys(file: &mut Json, only: &str) -> Vec<Rc<Survey>> {
    let mut surveys = Vec::new();
    if let Json::Array(all) = file.take("surveys") {
        for mut survey in all {
            if only.is_empty() || survey.text("key") == Some(only) {
                rename_members(&mut survey, "");
                surveys.push(Rc::new(Survey(survey)));
            }
        }
    }
    surveys
}

/// For how many milliseconds no survey is shown unasked after one was, as a survey file says it.
pub fn quiet_period(file: &Json) -> f64 {
    file.number("quiet_days").unwrap_or(QUIET_DAYS) * DAY
}

/// Reads a survey file. `name` begins the paths of the errors.
///
/// ```
/// use nachklang_model::json::Json;
/// use nachklang_model::survey_file;
///
/// let file = r#"{"format": 1, "surveys": [{"key": "after-order", "questions": [{"kind": "nps"}]}]}"#;
/// let json: Json = serde_json::from_str(file).unwrap();
/// let surveys = survey_file::read(&json, "").unwrap();
/// assert_eq!(surveys[0].key(), "after-order");
/// assert_eq!(surveys[0].question(0).unwrap().kind(), "nps");
/// ```
pub fn read(json: &Json, name: &str) -> Result<Vec<Rc<Survey>>, Vec<FieldError>> {
    let problems = validate(json, name);
    if problems.is_empty() { Ok(take_surveys(&mut json.clone(), "")) } else { Err(problems) }
}
