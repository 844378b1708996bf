//! Questions that are answered by writing.

use crate::read::Reader;

/// The most characters a text has that somebody wrote.
pub const LONGEST_TEXT: usize = 2000;

/// What somebody wrote, as an answer: without white space around it, cut at [`LONGEST_TEXT`]; `None` where nothing is
/// left.
pub fn written(text: &str) -> Option<String> {
    let text: String = text.trim_ascii().chars().take(LONGEST_TEXT).collect();
    (!text.is_empty()).then_some(text)
}

/// Reads what somebody wrote.
pub(crate) fn read_written(value: &Reader) -> Option<String> {
    let text = value.text(LONGEST_TEXT)?;
    written(text).or_else(|| value.error("only white space", "a text that is not empty"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_text_between_characters() {
        assert_eq!(written(&"é".repeat(LONGEST_TEXT + 1)), Some("é".repeat(LONGEST_TEXT)));
        assert_eq!(written(" a b\n"), Some("a b".into()));
        assert_eq!(written(" \n\t"), None);
    }
}
