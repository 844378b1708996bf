//! `nachklang-collector check FILE…`: names every mistake in survey files, or lists what they hold.

use std::io::{self, Write};
use std::path::PathBuf;
use std::rc::Rc;

use nachklang_model::Survey;

use crate::survey_file::SurveyFile;

/// Writes a line for each mistake, with the file's name in front, or one that says what the file holds; at the end, how many
/// mistakes there are. Says whether there is none.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn check(files: &[PathBuf], mut out: impl Write) -> io::Result<bool> {
    let mut problems = 0;
    for path in files {
        let name = path.display();
        match SurveyFile::read(path) {
            Ok(file) => writeln!(out, "{name}: {}", contents(&file))?,
            Err(found) => {
                problems += found.len();
                for problem in found {
                    writeln!(out, "{name}: {problem}")?;
                }
            }
        }
    }
    let found = match problems {
        0 => "no problem".into(),
        problems => counted(problems, "problem"),
    };
    writeln!(out, "{found} in {}", counted(files.len(), "file"))?;
    Ok(problems == 0)
}

fn contents(file: &SurveyFile) -> String {
    let survey = |survey: &Rc<Survey>| format!("{} ({})", survey.key(), counted(survey.length(), "question"));
    let surveys: Vec<String> = file.surveys.iter().map(survey).collect();
    let colon = if surveys.is_empty() { "" } else { ": " };
    format!("{}{colon}{}", counted(surveys.len(), "survey"), surveys.join(", "))
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written about files of these contents, their folder left out.
    fn checked(contents: &[&str]) -> (bool, Vec<String>) {
        let folder = tempfile::tempdir().unwrap();
        let path = |index: usize| folder.path().join(format!("{index}.json"));
        for (index, content) in contents.iter().enumerate() {
            std::fs::write(path(index), content).unwrap();
        }
        let mut out = Vec::new();
        let files: Vec<PathBuf> = (0..contents.len()).map(path).collect();
        let good = check(&files, &mut out).unwrap();
        let start = format!("{}/", folder.path().display());
        (good, String::from_utf8(out).unwrap().lines().map(|line| line.replace(&start, "")).collect())
    }

    const TEN_MISTAKES: &str = r#"{
        "format": 2,
        "surveys": [
            {
                "key": "After Order",
                "version": 0,
                "touchpoint": ["order.confirmation"],
                "questions": [
                    {"kind": "npx"},
                    {"kind": "csat", "look": "smileys", "text": "How was {shpo}?"},
                    {"kind": "single-choice", "text": "Why?", "options": [{"key": "a", "text": "A"}]},
                    {"kind": "ces", "next": [{"when": {"question": "ces", "groups": ["happy"]}, "to": "csat"}]}
                ]
            }
        ]
    }"#;

    #[test]
    fn says_ten_mistakes_at_once() {
        let (good, lines) = checked(&[TEN_MISTAKES]);
        let starts = [
            "0.json: format: found 2, expected 1",
            "0.json: surveys[0].touchpoint: found \"touchpoint\", expected one of key, version, touchpoints, prefetch_at, \
             trigger, share, audience, frequency, questions, endings (did you mean touchpoints?)",
            "0.json: surveys[0].key: found \"After Order\", expected a key",
            "0.json: surveys[0].version: found 0, expected a whole number from 1 to",
            "0.json: surveys[0].questions[0].kind: found \"npx\", expected one of nps, csat,",
            "0.json: surveys[0].questions[1].text: found \"shpo\", expected one of shop, ",
            "0.json: surveys[0].questions[1].look: found \"smileys\", expected one of faces, stars, numbers, thumbs",
            "0.json: surveys[0].questions[2].options: found too few options, expected at least two options",
            "0.json: surveys[0].questions[3].next[0].when.groups[0]: found \"happy\", expected one of difficult, \
             undecided, easy",
            "0.json: surveys[0].questions[3].next[0].to: found \"csat\", expected a question that stands behind this one",
            "10 problems in 1 file",
        ];
        assert_eq!(lines.len(), starts.len(), "{lines:#?}");
        for (line, start) in lines.iter().zip(starts) {
            assert!(line.starts_with(start), "{line}");
        }
        assert!(!good);
    }

    #[test]
    fn says_what_good_files_hold() {
        let two = r#"{"format": 1, "surveys": [
            {"key": "after-order", "questions": [{"kind": "csat"}, {"kind": "nps"}]},
            {"key": "search", "questions": [{"kind": "yes-no", "text": "Did you find it?"}]}
        ]}"#;
        let none = r#"{"format": 1, "surveys": []}"#;
        let (good, lines) = checked(&[two, none]);
        assert!(good);
        assert_eq!(
            lines,
            [
                "0.json: 2 surveys: after-order (2 questions), search (1 question)",
                "1.json: 0 surveys",
                "no problem in 2 files",
            ]
        );
    }

    #[test]
    fn one_bad_file_hides_no_other() {
        let (good, lines) = checked(&["{", "[]", r#"{"format": 1, "surveys": []}"#]);
        assert!(!good);
        assert_eq!(
            lines,
            [
                "0.json: line 1 column 1: no JSON: EOF while parsing an object",
                "1.json: found an array, expected an object",
                "2.json: 0 surveys",
                "2 problems in 3 files",
            ]
        );
    }
}
