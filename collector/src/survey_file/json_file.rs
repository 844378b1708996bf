//! A JSON file on the disk that somebody wrote.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use nachklang_model::FieldError;
use nachklang_model::json::Json;

use crate::limits::MAX_SURVEY_FILE_BYTES;

/// The content of a file.
pub struct JsonFile {
    /// The file as it is.
    pub bytes: Vec<u8>,
    /// Its content.
    pub json: Json,
    /// The members that are in one object twice.
    pub repeated: Vec<FieldError>,
}

impl JsonFile {
    /// Reads the file at `path`.
    ///
    /// # Errors
    /// Why it cannot be read, or is no JSON.
    pub fn read(path: &Path) -> Result<Self, Vec<String>> {
        let bytes = read_bytes(path).map_err(|error| vec![format!("cannot be read: {error}")])?;
        if bytes.len() > MAX_SURVEY_FILE_BYTES {
            return Err(vec![format!(
                "found more than {MAX_SURVEY_FILE_BYTES} bytes, expected at most that many (1 MiB)"
            )]);
        }
        let json = parse(&bytes).map_err(|problem| vec![one_line(&problem)])?;
        let mut repeated = Vec::new();
        report_repeated(&json, String::new(), &mut repeated);
        Ok(Self { bytes, json, repeated })
    }
}

/// At most one byte more than a file may have.
fn read_bytes(path: &Path) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(MAX_SURVEY_FILE_BYTES as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Ignores a byte order mark, which some editors write, as browsers do.
fn parse(bytes: &[u8]) -> Result<Json, String> {
    serde_json::from_slice(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).map_err(|error| {
        let place = format!(" at line {} column {}", error.line(), error.column());
        let message = error.to_string();
        let reason = message.strip_suffix(&place).unwrap_or(&message);
        format!("line {} column {}: no JSON: {reason}", error.line(), error.column())
    })
}

/// Reports members that are in one object twice: this reader takes the first of them and a browser the last.
fn report_repeated(json: &Json, path: String, problems: &mut Vec<FieldError>) {
    match json {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                report_repeated(item, format!("{path}[{index}]"), problems);
            }
        }
        Json::Object(members) => {
            for (index, (name, member)) in members.iter().enumerate() {
                let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                if members[..index].iter().any(|(before, _)| before == name) {
                    problems.push(FieldError::new(&path, "it again", "each member once"));
                }
                report_repeated(member, path, problems);
            }
        }
        _ => {}
    }
}

/// The text without characters that would break the line or steer a terminal.
pub fn one_line(text: &str) -> String {
    let escaped = |c: char| match c.is_control() {
        true => c.escape_default().to_string(),
        false => c.to_string(),
    };
    text.chars().map(escaped).collect()
}
