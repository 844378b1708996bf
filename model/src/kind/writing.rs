//! Questions that are answered by writing.

use crate::read::Reader;

/// The most characters a text has that somebody wrote.
pub const MAX_TEXT_LENGTH: usize = 2000;

/// What somebody wrote, as an answer: without white space around it, cut at [`MAX_TEXT_LENGTH`]; `None` where nothing is
/// left.
pub fn written(text: &str) -> Option<String> {
    let text: String = text.trim_ascii().chars().take(MAX_TEXT_LENGTH).collect();
    (!text.is_empty()).then_some(text)
}

/// Reads what somebody wrote.
pub(crate) fn read_written(value: &Reader) -> Option<String> {
    let text = value.text(MAX_TEXT_LENGTH)?;
    written(text).or_else(|| value.error("only white space", "a text that is not empty"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_text_between_characters() {
        assert_eq!(written(&"é".repeat(MAX_TEXT_LENGTH + 1)), Some("é".repeat(MAX_TEXT_LENGTH)));
        assert_eq!(written(" a b\n"), Some("a b".into()));
        assert_eq!(written(" \n\t"), None);
    }
}
