//! What is wrong with an input, in a form its author can act on.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

use crate::text::concat;

/// One mistake in a setting, a survey file or a response: where it is, what was found and what was expected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// Where: `surveys[0].questions[1].kind`, or the name of a setting.
    #[serde(rename = "field")]
    pub path: String,
    /// What stands there, shortened where it is long; `nothing` where something is missing.
    pub found: String,
    /// What should stand there, as a phrase: `a whole number from 0 to 10`.
    pub expected: Cow<'static, str>,
    /// The valid name that looks most like what was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nearest: Option<String>,
}

impl FieldError {
    /// A problem without a near valid name.
    pub fn new(
        path: impl Into<String>,
        found: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self { path: path.into(), found: found.into(), expected: expected.into(), nearest: None }
    }

    /// A name that is none of `valid`. Says all of them and which is the nearest.
    pub fn not_one_of(path: impl Into<String>, found: &str, valid: &[&str]) -> Self {
        Self {
            path: path.into(),
            found: quoted(found),
            expected: one_of(valid),
            nearest: nearest(found, valid),
        }
    }
}

impl FieldError {
    /// The problem as a sentence.
    pub fn message(&self) -> String {
        let (open, nearest, close) =
            self.nearest.as_deref().map_or(("", "", ""), |nearest| (" (did you mean ", nearest, "?)"));
        let colon = if self.path.is_empty() { "" } else { ": " };
        let found = concat(&[&*self.path, colon, "found ", &self.found, ", expected ", &self.expected]);
        concat(&[&found, open, nearest, close])
    }
}

impl fmt::Display for FieldError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message())
    }
}

/// That one of these names is expected.
pub(crate) fn one_of(valid: &[&str]) -> Cow<'static, str> {
    let mut expected = String::from("one of ");
    for (index, name) in valid.iter().enumerate() {
        if index > 0 {
            expected.push_str(", ");
        }
        expected.push_str(name);
    }
    Cow::Owned(expected)
}

/// The text in quotes, cut to a length that fits a message.
pub fn quoted(text: &str) -> String {
    const MAX_LENGTH: usize = 60;
    let shown: String = text.chars().take(MAX_LENGTH).collect();
    let ellipsis = if shown.len() < text.len() { "…" } else { "" };
    concat(&["\"", &shown, ellipsis, "\""])
}

/// The name out of `valid` that is most likely meant, if any is near: at most two edits, and fewer than its length.
fn nearest(found: &str, valid: &[&str]) -> Option<String> {
    let mut nearest = None;
    let mut fewest = 2;
    for name in valid {
        let edits = edits(found, name);
        if edits <= fewest && edits < name.len() {
            fewest = edits;
            nearest = Some(String::from(*name));
        }
    }
    nearest
}

/// Levenshtein distance of two short names, in bytes.
fn edits(a: &str, b: &str) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.bytes().take(64).enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, y) in b.bytes().enumerate() {
            let substituted = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = substituted.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

/// All problems as one message, a line each, for a console.
pub fn listed(problems: &[FieldError]) -> String {
    let mut list = String::new();
    for problem in problems {
        list.push_str("\n  ");
        list.push_str(&problem.message());
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_nearest_valid_name() {
        for (found, expected) in [
            ("nsp", Some("nps")),
            ("csats", Some("csat")),
            ("cse", Some("ces")),
            ("satisfaction", None),
            ("", None),
        ] {
            let problem = FieldError::not_one_of("kind", found, &["nps", "csat", "ces"]);
            assert_eq!(problem.nearest.as_deref(), expected, "{found}");
        }
    }

    #[test]
    fn reads_as_a_sentence() {
        let problem = FieldError::not_one_of("data-survey", "npx", &["nps", "csat"]);
        assert_eq!(
            problem.to_string(),
            "data-survey: found \"npx\", expected one of nps, csat (did you mean nps?)"
        );
        let whole = FieldError::new("", "an array", "an object");
        assert_eq!(whole.to_string(), "found an array, expected an object");
    }

    #[test]
    fn shortens_what_is_long_between_characters() {
        assert_eq!(quoted(&"ü".repeat(61)), format!("\"{}…\"", "ü".repeat(60)));
        assert_eq!(quoted(&"ü".repeat(60)), format!("\"{}\"", "ü".repeat(60)));
    }
}
