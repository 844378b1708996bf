//! Reads a survey file from the disk, or names every mistake in it.

mod json_file;

use std::path::Path;
use std::rc::Rc;

use nachklang_model::{Survey, survey_file};

pub(crate) use self::json_file::{JsonFile, one_line};

/// A survey file without a mistake.
#[derive(Debug)]
pub struct SurveyFile {
    /// The file as it is.
    pub bytes: Vec<u8>,
    /// The surveys in it.
    pub surveys: Vec<Rc<Survey>>,
}

impl SurveyFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// All mistakes, one line each.
    pub fn read(path: &Path) -> Result<Self, Vec<String>> {
        let JsonFile { bytes, json, repeated: mut problems } = JsonFile::read(path)?;
        let surveys = survey_file::read(&json, "").unwrap_or_else(|found| {
            problems.extend(found);
            Vec::new()
        });
        match problems.is_empty() {
            true => Ok(Self { bytes, surveys }),
            false => Err(problems.iter().map(|problem| one_line(&problem.message())).collect()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::limits::MAX_SURVEY_FILE_BYTES;

    const GOOD: &str = r#"{"format": 1, "surveys": [{"key": "a", "questions": [{"kind": "nps"}]}]}"#;

    fn read(content: impl AsRef<[u8]>) -> Result<SurveyFile, Vec<String>> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), content).unwrap();
        SurveyFile::read(file.path())
    }

    #[test]
    fn takes_a_file_as_an_editor_writes_it() {
        let marked = format!("\u{feff}{GOOD}\r\n");
        for content in [GOOD, &marked] {
            let file = read(content).unwrap();
            assert_eq!((file.bytes, file.surveys.len()), (content.into(), 1));
        }
    }

    #[test]
    fn takes_exactly_as_much_as_it_says() {
        let padded = |length: usize| format!("{GOOD}{}", " ".repeat(length - GOOD.len()));
        assert!(read(padded(MAX_SURVEY_FILE_BYTES)).is_ok());
        let too_much = "found more than 1048576 bytes, expected at most that many (1 MiB)";
        assert_eq!(read(padded(MAX_SURVEY_FILE_BYTES + 1)).unwrap_err(), [too_much]);
    }

    #[test]
    fn says_where_the_json_breaks() {
        for (content, problem) in [
            (&b"{\n  \"format\": 1,\n}"[..], "line 3 column 1: no JSON: trailing comma"),
            (b"", "line 1 column 0: no JSON: EOF while parsing a value"),
            (b"surveys: []", "line 1 column 1: no JSON: expected value"),
            (b"{\"format\": \"\xff\"}", "line 1 column 13: no JSON: invalid unicode code point"),
            (b"{} {}", "line 1 column 4: no JSON: trailing characters"),
        ] {
            assert_eq!(read(content).unwrap_err(), [problem]);
        }
        let nested = read("[".repeat(1000)).unwrap_err();
        assert!(nested[0].contains("no JSON: recursion limit exceeded"), "{nested:?}");
    }

    #[test]
    fn a_member_that_stands_twice_is_a_mistake() {
        let twice = r#"{"format": 1, "surveys": [{"key": "a", "key": "b", "questions": [{"kind": "nps"}]}]}"#;
        assert_eq!(read(twice).unwrap_err(), ["surveys[0].key: found it again, expected each member once"]);
    }

    #[test]
    fn what_cannot_be_read_is_said() {
        let folder = tempfile::tempdir().unwrap();
        for path in [folder.path().to_owned(), folder.path().join("missing.json")] {
            let problems = SurveyFile::read(&path).unwrap_err();
            assert!(problems.len() == 1 && problems[0].starts_with("cannot be read: "), "{problems:?}");
        }
    }

    #[test]
    fn a_problem_is_one_line() {
        let steering =
            r#"{"format": 1, "surveys": [{"key": "\u001b[2J\n", "questions": [{"kind": "nps"}]}]}"#;
        let problems = read(steering).unwrap_err();
        assert!(
            problems[0].starts_with(r#"surveys[0].key: found "\u{1b}[2J\n", expected a key"#),
            "{problems:?}"
        );
    }
}
