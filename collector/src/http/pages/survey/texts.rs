//! The texts around a survey, in every language of the widget.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use nachklang_model::context::Locale;

/// By the tag of the language: title and text for a link that leads nowhere, the names of the links to legal and privacy notice, and
/// what stands there without JavaScript.
static TEXTS: LazyLock<BTreeMap<String, [String; 5]>> =
    LazyLock::new(|| serde_json::from_str(include_str!("texts.json")).expect("a test reads it"));

/// The texts in one language.
pub(super) struct PageTexts {
    /// The value of `dir`.
    pub direction: &'static str,
    pub title: &'static str,
    pub text: &'static str,
    pub imprint: &'static str,
    pub privacy: &'static str,
    pub no_script: &'static str,
}

impl PageTexts {
    /// The texts in this language, or else in English.
    pub(super) fn of(language: Option<&Locale>) -> Self {
        let tag = tag_of(language.map_or("en", Locale::as_str));
        let [title, text, imprint, privacy, no_script] = &TEXTS[tag];
        let direction = if ["ar", "he"].contains(&tag) { "rtl" } else { "ltr" };
        Self { direction, title, text, imprint, privacy, no_script }
    }
}

/// The tag under which the texts of a language stand. The widget's loader finds its own in the same way.
fn tag_of(language: &str) -> &'static str {
    let language = language.to_ascii_lowercase();
    let is = |start: &str| language.starts_with(start);
    let tag = match language.split('-').next().unwrap_or_default() {
        "pt" if is("pt-br") => "pt-BR",
        "zh" if ["zh-hant", "zh-tw", "zh-hk", "zh-mo"].into_iter().any(is) => "zh-Hant",
        "zh" => "zh-Hans",
        "no" | "nn" => "nb",
        tag => tag,
    };
    TEXTS.get_key_value(tag).map_or("en", |(tag, _)| tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_has_its_texts() {
        for (language, tag) in [
            ("de-AT", "de"),
            ("pt", "pt"),
            ("pt-PT", "pt"),
            ("pt-BR", "pt-BR"),
            ("zh", "zh-Hans"),
            ("zh-TW", "zh-Hant"),
            ("zh-Hant-HK", "zh-Hant"),
            ("nn", "nb"),
            ("tlh", "en"),
        ] {
            assert_eq!(tag_of(language), tag, "{language}");
        }
        assert_eq!(PageTexts::of(Locale::new("ar-EG").as_ref()).direction, "rtl");
        assert_eq!(PageTexts::of(None).privacy, "Privacy");
    }

    /// The widget's languages are those of its files in `src/locales/`.
    #[test]
    fn every_language_of_the_widget_has_texts() {
        let locales = concat!(env!("CARGO_MANIFEST_DIR"), "/../src/locales");
        let names = std::fs::read_dir(locales).unwrap();
        let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let tags = names.filter_map(|name| name.strip_suffix(".json").map(String::from));
        let mut tags: Vec<String> = tags.filter(|tag| !tag.ends_with("-x-informal")).collect();
        tags.sort();
        assert_eq!(TEXTS.keys().cloned().collect::<Vec<_>>(), tags);
        assert!(TEXTS.values().flatten().all(|text| !text.is_empty()));
    }
}
