//! `nachklang-collector check FILE --explain CONTEXT`: explains for each survey of a file why it is shown or not in the
//! situation that CONTEXT describes.

use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use nachklang_model::eligibility::explain::explain;
use nachklang_model::eligibility::{Context, History, validate_context};
use nachklang_model::json::Json;

use crate::survey_file::{JsonFile, SurveyFile, one_line};

/// A situation in which surveys may be shown.
#[derive(Debug)]
struct Case {
    context: Context,
    history: History,
    now: f64,
}

impl Case {
    /// Reads the file at `path`: an object with the members of a [`Context`], and beside them `history` and `unix`, the time in
    /// milliseconds since 1970, which defaults to now.
    fn read(path: &Path) -> Result<Self, Vec<String>> {
        let JsonFile { json, repeated: mut problems, .. } = JsonFile::read(path)?;
        problems.extend(validate_context(&json, ""));
        if !problems.is_empty() {
            return Err(problems.iter().map(|problem| one_line(&problem.message())).collect());
        }
        let history = History(json.get("history").cloned().unwrap_or(Json::Null));
        let now = json.number("unix").unwrap_or_else(|| Timestamp::now().as_millisecond() as f64);
        Ok(Self { context: Context(json), history, now })
    }
}

/// Writes for each survey in `file` whether it is shown in the situation that `context` describes, and a line for each reason why
/// not; or all of it as one JSON array. If a file has mistakes, writes those instead, as `check` does. Says whether there is none.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn explain_all(file: &Path, context: &Path, as_json: bool, mut out: impl Write) -> io::Result<bool> {
    let (surveys, case) = (SurveyFile::read(file), Case::read(context));
    let (Ok(SurveyFile { surveys, .. }), Ok(case)) = (&surveys, &case) else {
        for (path, problems) in [(file, surveys.err()), (context, case.err())] {
            for problem in problems.into_iter().flatten() {
                writeln!(out, "{}: {problem}", path.display())?;
            }
        }
        return Ok(false);
    };
    let explained: Vec<Json> =
        surveys.iter().map(|survey| explain(survey, &case.context, &case.history, case.now)).collect();
    if as_json {
        serde_json::to_writer_pretty(&mut out, &explained)?;
        writeln!(out)?;
        return Ok(true);
    }
    for survey in &explained {
        let text = |json: &Json, name: &str| one_line(json.text(name).unwrap_or_default());
        let key = text(survey, "survey");
        match survey.list("reasons") {
            [] => writeln!(out, "{key}: shown")?,
            reasons => {
                writeln!(out, "{key}: not shown because")?;
                for reason in reasons {
                    writeln!(out, "  {}", text(reason, "message"))?;
                }
            }
        }
    }
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SURVEYS: &str = r#"{"format": 1, "surveys": [
        {"key": "everywhere", "questions": [{"kind": "nps"}]},
        {
            "key": "after-order",
            "touchpoints": ["order.confirmation"],
            "trigger": {"order": 14},
            "audience": {"devices": ["phone", "tablet"], "order_value": {"min": 50}},
            "frequency": {"max_times": 1},
            "questions": [{"kind": "csat"}]
        }
    ]}"#;

    /// What is written of files of these contents, their folder left out.
    fn explained(surveys: &str, context: &str, as_json: bool) -> (bool, String) {
        let folder = tempfile::tempdir().unwrap();
        let [file, case] = [("surveys.json", surveys), ("context.json", context)].map(|(name, content)| {
            let path = folder.path().join(name);
            std::fs::write(&path, content).unwrap();
            path
        });
        let mut out = Vec::new();
        let good = explain_all(&file, &case, as_json, &mut out).unwrap();
        let start = format!("{}/", folder.path().display());
        (good, String::from_utf8(out).unwrap().replace(&start, ""))
    }

    #[test]
    fn says_of_each_survey_why_it_is_not_shown() {
        let context = r#"{
            "touchpoint": "cart", "device": "desktop", "ready": ["everywhere"], "unix": 1000000000000,
            "history": {"surveys": {"after-order": {"count": 1, "at": 999950000000, "outcome": "dismissed"}}}
        }"#;
        let (good, text) = explained(SURVEYS, context, false);
        assert!(good);
        assert_eq!(
            text.lines().collect::<Vec<&str>>(),
            [
                "everywhere: shown",
                "after-order: not shown because",
                "  the trigger conditions do not hold: order 14",
                "  touchpoints: wants order.confirmation, this is cart",
                "  devices: wants phone or tablet, this is desktop",
                "  order_value: wants at least 50, which is not known",
                "  it was dismissed: cooldown for 30 more days",
                "  max_times: wants to be shown at most 1×, and was 1×",
                "  it was shown since the last order already",
            ]
        );
    }

    #[test]
    fn gives_explanations_as_json() {
        let (good, text) = explained(SURVEYS, r#"{"ready": ["everywhere"], "show": "everywhere"}"#, true);
        assert!(good);
        let json: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(json[0], serde_json::json!({"survey": "everywhere", "shown": true, "reasons": []}));
        assert_eq!(json[1]["shown"], serde_json::json!(false));
        assert_eq!(
            json[1]["reasons"][0],
            serde_json::json!({
                "reason": "other_survey", "wanted": "after-order", "found": "everywhere", "message": "only everywhere is meant",
            })
        );
    }

    #[test]
    fn without_a_time_it_is_now() {
        let hour_ago = Timestamp::now().as_millisecond() - 3_600_000;
        let context = format!(
            r#"{{"ready": ["everywhere"], "show": "everywhere", "history": {{"shown": {hour_ago}, "quiet": 7200000}}}}"#
        );
        let (_, text) = explained(SURVEYS, &context, false);
        assert!(
            text.contains(
                "everywhere: not shown because\n  a survey was shown not long ago: quiet for 1 more hour\n"
            ),
            "{text}"
        );
    }

    #[test]
    fn names_every_mistake_of_both_files() {
        let surveys = r#"{"format": 1, "surveys": [{"key": "a", "questions": []}]}"#;
        let context =
            r#"{"devices": "phone", "visits": "3", "visits": 3, "history": {"surveys": []}, "unix": "now"}"#;
        let (good, text) = explained(surveys, context, false);
        assert!(!good);
        let starts = [
            "surveys.json: surveys[0].questions: found no question, expected at least one question",
            "context.json: visits: found it again, expected each member once",
            "context.json: devices: found \"devices\", expected one of touchpoint, phase, path, device,",
            "context.json: visits: found \"3\", expected a whole number from 0 to 4294967295",
            "context.json: history.surveys: found an array, expected an object",
            "context.json: unix: found \"now\", expected a number that is not negative",
        ];
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines.len(), starts.len(), "{text}");
        for (line, start) in lines.iter().zip(starts) {
            assert!(line.starts_with(start), "{line}");
        }
        let (good, text) = explained(SURVEYS, "[]", true);
        assert_eq!((good, &*text), (false, "context.json: found an array, expected an object\n"));
    }
}
