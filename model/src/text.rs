//! Texts with placeholders, and texts in several languages.

use crate::json::Json;
use crate::problem::Problem;
use crate::read::Reader;

/// The most characters a text of a survey file has.
pub const LONGEST: usize = 500;

/// A text a shop gives, in one language or in several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// Language tag and text. A text without language has the empty tag.
    versions: Vec<(String, String)>,
}

impl Text {
    /// The text for `locale`: exactly, else for its base language (`de` for `de-AT`), else the first there is.
    pub fn in_locale(&self, locale: &str) -> &str {
        let version = |tag: &str| self.versions.iter().find(|(have, _)| have.eq_ignore_ascii_case(tag));
        let base = &locale[..position(locale, b'-').unwrap_or(locale.len())];
        let version = version(locale).or_else(|| version(base)).or(self.versions.first());
        version.map_or("", |(_, text)| text)
    }

    /// Reads a text, or an object of language tags and texts, whose placeholders are all out of `placeholders`.
    pub fn read(reader: &Reader, placeholders: &[&'static str]) -> Option<Self> {
        let mut versions = Vec::new();
        let mut read = |tag: &str, reader: &Reader| {
            let text = reader.text(LONGEST)?;
            fill(text, &|name| {
                if !placeholders.contains(&name) {
                    reader.note(Problem::not_one_of(reader.path(), name, placeholders));
                }
                None
            });
            versions.push((tag.into(), text.into()));
            Some(())
        };
        match reader.json() {
            Some(Json::Object(members)) if members.is_empty() => {
                return reader.problem("no text", "at least one language with its text");
            }
            Some(Json::Object(_)) => {
                reader.each_member(&mut |tag, reader| read(tag, reader).unwrap_or_default());
            }
            _ => read("", reader)?,
        }
        Some(Self { versions })
    }
}

/// Puts values in the place of `{name}`. What has no value stays as it is written, so that a mistake is seen.
pub fn fill<'a>(template: &'a str, value: &dyn Fn(&str) -> Option<&'a str>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some(open) = position(rest, b'{') {
        let (before, after) = (&rest[..open], &rest[open + 1..]);
        filled.push_str(before);
        let close = position(after, b'}');
        match close.and_then(|close| Some((value(&after[..close])?, &after[close + 1..]))) {
            Some((value, after)) => {
                filled.push_str(value);
                rest = after;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

/// Texts one behind the other. The standard library's way is generic over what it joins, and twice the size.
pub fn concat(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// Bytes in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            digits.push(b"0123456789abcdef"[usize::from(nibble)].into());
        }
    }
    digits
}

/// Where an ASCII character stands first. Searching by `char` would bring a third of a kilobyte into the widget.
fn position(text: &str, ascii: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_placeholders_as_text() {
        let value = |name: &str| match name {
            "shop" => Some("Ha{n}s & <b>Söhne</b>"),
            "empty" => Some(""),
            _ => None,
        };
        for (template, filled) in [
            ("How do you like {shop}?", "How do you like Ha{n}s & <b>Söhne</b>?"),
            ("{shop}{shop}", "Ha{n}s & <b>Söhne</b>Ha{n}s & <b>Söhne</b>"),
            ("{empty}!", "!"),
            ("{unknown} stays", "{unknown} stays"),
            ("an open { brace", "an open { brace"),
            ("{{shop}}", "{Ha{n}s & <b>Söhne</b>}"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &value), filled, "{template}");
        }
    }

    #[test]
    fn falls_back_from_exact_to_base_to_first() {
        let text = Text {
            versions: [("en", "Hello"), ("de", "Hallo"), ("de-CH", "Grüezi")]
                .map(|(tag, text)| (tag.into(), text.into()))
                .into(),
        };
        for (locale, expected) in
            [("de-CH", "Grüezi"), ("de-ch", "Grüezi"), ("de-AT", "Hallo"), ("de", "Hallo"), ("fr", "Hello")]
        {
            assert_eq!(text.in_locale(locale), expected, "{locale}");
        }
    }
}
