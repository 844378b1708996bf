//! Texts with placeholders, and texts in several languages.

use crate::context::Locale;
use crate::field_error::{FieldError, quoted};
use crate::json::Json;
use crate::read::Reader;

/// The most characters a text of a survey file has.
pub const MAX_WORDING_LENGTH: usize = 500;

/// A text a shop gives, in the language that is `wanted`, behind the tag of its language, which is empty where the shop does
/// not say. It is a string, or an object of language tags and strings: then the version for exactly what is wanted, else for
/// the locale `ours` that stands in for it (`zh-Hant` for `zh-TW`), else for the base language (`de` for `de-AT`), else the
/// first there is. English stands in for everything, and so for nothing.
pub fn in_locale<'a>(text: &'a Json, wanted: &str, ours: &str) -> (&'a str, &'a str) {
    let Json::Object(versions) = text else { return ("", text.as_str().unwrap_or_default()) };
    let base = &wanted[..position(wanted, b'-').unwrap_or(wanted.len())];
    let ours = if ours == "en" { base } else { ours };
    let mut version = versions.first();
    for tag in [base, ours, wanted].as_slice() {
        version = versions.iter().find(|(have, _)| have.eq_ignore_ascii_case(tag)).or(version);
    }
    version.map_or(("", ""), |(tag, text)| (tag, text.as_str().unwrap_or_default()))
}

/// Notes what is wrong with a text, or with an object of language tags and texts, whose placeholders are all out of
/// `placeholders`.
pub(crate) fn check_text(reader: &Reader, placeholders: &[&str]) {
    let check = |reader: &Reader| {
        let Some(text) = reader.text(MAX_WORDING_LENGTH) else { return };
        fill(text, &|name| {
            if !placeholders.contains(&name) {
                reader.report(FieldError::not_one_of(reader.path(), name, placeholders));
            }
            None
        });
    };
    match reader.json() {
        Some(Json::Object(members)) if members.is_empty() => {
            reader.error::<()>("no text", "at least one language with its text");
        }
        Some(Json::Object(_)) => {
            reader.each_member(&mut |tag, reader| match Locale::new(tag) {
                Some(_) => check(reader),
                None => drop(reader.error::<()>(quoted(tag), Locale::EXPECTED)),
            });
        }
        _ => check(reader),
    }
}

/// Puts values in the place of `{name}`, and in the place of `{name|fallback}` the fallback where the value is empty. What
/// has no value stays as it is written, so that a mistake is seen. A brace that is not closed is a brace.
pub fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some(open) = position(rest, b'{') {
        let (before, after) = (&rest[..open], &rest[open + 1..]);
        filled.push_str(before);
        rest = after;
        let Some(close) = position(after, b'}') else {
            filled.push_str(BRACE);
            continue;
        };
        let (name, fallback) = match position(&after[..close], b'|') {
            Some(bar) => (&after[..bar], &after[bar + 1..close]),
            None => (&after[..close], ""),
        };
        match value(name) {
            Some(value) => {
                filled.push_str(if value.is_empty() { fallback } else { &value });
                rest = &after[close + 1..];
            }
            None => filled.push_str(BRACE),
        }
    }
    filled.push_str(rest);
    filled
}

/// Signs as texts: see [`digit`].
const BRACE: &str = "{";
const MINUS: &str = "-";

/// Texts one behind the other. The standard library's way is generic over what it joins, and twice the size.
pub fn concat(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// A whole number in decimal digits. The standard library's way brings its formatting along, which is half a kilobyte of
/// every shopper's download.
pub fn decimal(number: i32) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = String::new();
    loop {
        digits.insert_str(0, digit((rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.insert_str(0, MINUS);
    }
    digits
}

/// A number that is not negative without its fractions, in decimal digits: times in milliseconds, and what fits no [`decimal`].
pub fn whole(number: f64) -> String {
    let (high, low) = ((number / 1e9) as i32, (number % 1e9) as i32);
    if high == 0 {
        return decimal(low);
    }
    let low = decimal(1_000_000_000 + low);
    concat(&[&decimal(high), &low[1..]])
}

/// Whether there is a letter in the text that is written from right to left. Their first bytes are those of U+0580 to
/// U+07FF: Hebrew, Arabic, Syriac, Thaana and N'Ko, and the end of Armenian, which no locale is in.
pub fn has_right_to_left(text: &str) -> bool {
    text.bytes().any(|byte| (0xd6..=0xdf).contains(&byte))
}

/// Bytes in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            digits.push_str(digit(nibble));
        }
    }
    digits
}

/// A digit of at most 15. Pushing a `char` would bring the encoding of all of Unicode into the widget.
fn digit(digit: u8) -> &'static str {
    let at = usize::from(digit);
    "0123456789abcdef".get(at..=at).unwrap_or_default()
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
            "shop" => Some("Ha{n}s & <b>Söhne</b>".into()),
            "empty" => Some(String::new()),
            _ => None,
        };
        for (template, filled) in [
            ("How do you like {shop}?", "How do you like Ha{n}s & <b>Söhne</b>?"),
            ("{shop}{shop}", "Ha{n}s & <b>Söhne</b>Ha{n}s & <b>Söhne</b>"),
            ("{empty}!", "!"),
            ("Hello {empty|there}!", "Hello there!"),
            ("Hello {empty|}!", "Hello !"),
            ("{shop|the shop}", "Ha{n}s & <b>Söhne</b>"),
            ("{unknown|x} stays", "{unknown|x} stays"),
            ("{unknown} stays", "{unknown} stays"),
            ("an open { brace", "an open { brace"),
            ("{{shop}}", "{Ha{n}s & <b>Söhne</b>}"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &value), filled, "{template}");
        }
    }

    #[test]
    fn writes_numbers_as_the_standard_library_does() {
        for number in [0, 1, 9, 10, 2026, -2, i32::MAX, i32::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn falls_back_from_exact_to_ours_to_base_to_first() {
        let of =
            |tags: &[&str]| Json::Object(tags.iter().map(|tag| ((*tag).into(), (*tag).into())).collect());
        for (tags, wanted, ours, expected) in [
            (&["en", "de", "de-CH"][..], "de-CH", "de", "de-CH"),
            (&["en", "de", "de-CH"], "de-ch", "de", "de-CH"),
            (&["en", "de", "de-CH"], "de-AT", "de", "de"),
            (&["en", "de"], "de", "de", "de"),
            (&["de", "de-x-informal"], "de-x-informal", "de-x-informal", "de-x-informal"),
            (&["zh", "zh-Hant"], "zh-TW", "zh-Hant", "zh-Hant"),
            (&["en", "zh"], "zh-TW", "zh-Hant", "zh"),
            (&["en", "nb"], "no", "nb", "nb"),
            (&["en", "fo"], "fo-DK", "en", "fo"),
            (&["de", "en"], "fo", "en", "de"),
            (&["de", "en"], "en-GB", "en", "en"),
            (&["en", "de"], "fr", "fr", "en"),
        ] {
            assert_eq!(in_locale(&of(tags), wanted, ours), (expected, expected), "{wanted} of {tags:?}");
        }
    }

    #[test]
    fn writes_whole_numbers() {
        for (number, expected) in [
            (0.0, "0"),
            (7.9, "7"),
            (999_999_999.0, "999999999"),
            (1e9, "1000000000"),
            (1_795_000_000_123.4, "1795000000123"),
            (1_000_000_000_001.0, "1000000000001"),
        ] {
            assert_eq!(whole(number), expected);
        }
    }
}
