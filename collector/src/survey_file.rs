//! A survey file on the disk: reads it, or says everything that is wrong with it.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

use nachklang_model::json::Json;
use nachklang_model::{Problem, Survey, survey};

/// The most bytes a survey file has.
pub const LARGEST: usize = 1024 * 1024;

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
    /// All that is wrong with it, each in one line.
    pub fn read(path: &Path) -> Result<Self, Vec<String>> {
        let bytes = read_bytes(path).map_err(|error| vec![format!("cannot be read: {error}")])?;
        if bytes.len() > LARGEST {
            return Err(vec![format!("found more than {LARGEST} bytes, expected at most that many (1 MiB)")]);
        }
        let json = parse(&bytes).map_err(|problem| vec![one_line(&problem)])?;
        let mut problems = Vec::new();
        note_repeated(&json, String::new(), &mut problems);
        let surveys = survey::read_file(&json, "").unwrap_or_else(|found| {
            problems.extend(found);
            Vec::new()
        });
        match problems.is_empty() {
            true => Ok(Self { bytes, surveys }),
            false => Err(problems.iter().map(|problem| one_line(&problem.message())).collect()),
        }
    }
}

/// At most one byte more than a survey file may have.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Browsers pass over a byte order mark, which some editors write, and so is it here.
fn parse(bytes: &[u8]) -> Result<Json, String> {
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string();
        let reason = message.strip_suffix(&place).unwrap_or(&message);
        format!("line {} column {}: no JSON: {reason}", error.line(), error.column())
    })
}

/// Notes members that stand twice in one object: this reader takes the first of them and a browser the last.
fn note_repeated(json: &Json, path: String, problems: &mut Vec<Problem>) {
    match json {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                note_repeated(item, format!("{path}[{index}]"), problems);
            }
        }
        Json::Object(members) => {
            for (index, (name, member)) in members.iter().enumerate() {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                if members[..index].iter().any(|(before, _)| before == name) {
                    problems.push(Problem::new(&path, "it again", "each member once"));
                }
                note_repeated(member, path, problems);
            }
        }
        _ => {}
    }
}

/// The text without characters that would break the line or steer a terminal.
fn one_line(text: &str) -> String {
    let escaped = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    text.chars().map(escaped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

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
        assert!(read(padded(LARGEST)).is_ok());
        let too_much = "found more than 1048576 bytes, expected at most that many (1 MiB)";
        assert_eq!(read(padded(LARGEST + 1)).unwrap_err(), [too_much]);
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
