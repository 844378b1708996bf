//! Texts that a shop writes: in one language or several, with placeholders.

use crate::field_error::{FieldError, quoted};
use crate::json::Json;
use crate::locale::Locale;
use crate::placeholder::fill;
use crate::read::Reader;
use crate::text::position;

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

/// Reports what is wrong with a text, or with an object of language tags and texts, whose placeholders are all out of
/// `placeholders`.
pub(crate) fn check_wording(reader: &Reader, placeholders: &[&str]) {
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

#[cfg(test)]
mod tests {
    use super::*;

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
}
