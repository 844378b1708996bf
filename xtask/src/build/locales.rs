//! The texts of each language, as the widget fetches them.
//!
//! `src/locales/LOCALE.json` holds all texts of a language, `LOCALE-x-informal.json` those that differ in the informal form of
//! address. What a preset beyond the metrics' is made of stands in `src/presets.json`, a survey file whose texts are names
//! (`"@search.found"`); it goes out once for each language with the texts in their place.
//!
//! What is only needed when the first question is on screen ([`LATER`]) goes out in a file of its own, too.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value};

/// What begins the names of the presets' texts.
const PRESET: &str = "preset.";

/// The texts that only stand on the card after the first question: their names, or with a dot at the end what those begin with.
/// They come with the rest of the program.
const LATER: [&str; 10] =
    ["back", "send", "missing.", "wrong.", "copy", "copied", "new-tab", "thanks", "thanks.", "follow-up."];

/// The files of one language.
pub struct Locale {
    /// Its language tag.
    pub tag: String,
    /// The interface texts that are needed for the first question.
    pub texts: Map<String, Value>,
    /// The other interface texts.
    pub later: Map<String, Value>,
    /// The presets, as a survey file.
    pub presets: Value,
}

/// All languages there are.
pub fn read() -> Result<Vec<Locale>> {
    let presets = presets()?;
    let all = sources()?;
    let mut locales = Vec::new();
    for (tag, source) in &all {
        let mut texts = source.clone();
        if let Some((base, _)) = tag.split_once("-x-") {
            texts = all.get(base).with_context(|| format!("{tag} has no {base}"))?.clone();
            texts.extend(source.clone());
        }
        let presets = filled(&presets, &texts).with_context(|| format!("the presets in {tag}"))?;
        texts.retain(|name, _| !name.starts_with(PRESET));
        let (later, texts) = texts.into_iter().partition(|(name, _)| is_later(name));
        locales.push(Locale { tag: tag.clone(), texts, later, presets });
    }
    Ok(locales)
}

/// Whether a text is only needed after the first question.
fn is_later(name: &str) -> bool {
    LATER.iter().any(|later| *later == name || later.ends_with('.') && name.starts_with(later))
}

/// The keys of the presets that come as a file.
pub fn preset_keys() -> Result<Vec<String>> {
    let file = presets()?;
    let surveys = file["surveys"].as_array().context("src/presets.json has no surveys")?;
    surveys
        .iter()
        .map(|survey| Ok(survey["key"].as_str().context("a preset without key")?.to_owned()))
        .collect()
}

fn presets() -> Result<Value> {
    let text = fs::read_to_string(crate::root().join("src/presets.json"))?;
    serde_json::from_str(&text).context("src/presets.json")
}

/// The files as translators write them.
fn sources() -> Result<BTreeMap<String, Map<String, Value>>> {
    let mut sources = BTreeMap::new();
    for entry in fs::read_dir(crate::root().join("src/locales"))? {
        let path = entry?.path();
        let tag = path.file_stem().context("a locale file without name")?.to_string_lossy().into_owned();
        let text = fs::read_to_string(&path)?;
        let texts = serde_json::from_str(&text).with_context(|| path.display().to_string())?;
        sources.insert(tag, texts);
    }
    Ok(sources)
}

/// The same JSON with texts in the place of their names.
fn filled(json: &Value, texts: &Map<String, Value>) -> Result<Value> {
    Ok(match json {
        Value::String(text) => match text.strip_prefix('@') {
            Some(name) => {
                texts.get(&format!("{PRESET}{name}")).with_context(|| format!("no text {name}"))?.clone()
            }
            None => json.clone(),
        },
        Value::Array(items) => items.iter().map(|item| filled(item, texts)).collect::<Result<_>>()?,
        Value::Object(members) => {
            let members = members.iter().map(|(name, member)| Ok((name.clone(), filled(member, texts)?)));
            Value::Object(members.collect::<Result<_>>()?)
        }
        _ => json.clone(),
    })
}

/// Says what is wrong with the languages taken together.
pub fn check(locales: &[Locale]) -> Result<()> {
    let english = locales.iter().find(|locale| locale.tag == "en").context("English is missing")?;
    for locale in locales {
        for (texts, english) in [(&locale.texts, &english.texts), (&locale.later, &english.later)] {
            for name in english.keys() {
                ensure!(texts.contains_key(name), "{} lacks {name}", locale.tag);
            }
            for name in texts.keys().filter(|name| *name != "digits") {
                ensure!(english.contains_key(name), "{} has an unknown {name}", locale.tag);
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use nachklang_model::json::Json;
    use nachklang_model::{preset, survey};

    use super::*;

    #[test]
    fn every_language_has_the_same_texts() {
        let locales = read().unwrap();
        check(&locales).unwrap();
        assert!(locales.len() >= 39, "{} languages", locales.len());
    }

    #[test]
    fn what_comes_later_is_there() {
        let locales = read().unwrap();
        let english = locales.iter().find(|locale| locale.tag == "en").unwrap();
        for name in LATER {
            assert!(english.later.keys().any(|text| text == name || text.starts_with(name)), "{name}");
        }
        assert!(english.texts.contains_key("next") && !english.later.contains_key("next"));
    }

    #[test]
    fn every_text_has_the_placeholders_it_needs_and_no_others() {
        let placeholders = |text: &Value| {
            let mut names: Vec<_> =
                text.as_str().unwrap().split('{').skip(1).map(|rest| rest.split('}').next()).collect();
            names.sort();
            names.into_iter().map(|name| name.unwrap().to_owned()).collect::<Vec<_>>()
        };
        let all = sources().unwrap();
        for (tag, texts) in &all {
            for (name, text) in texts.iter().filter(|(name, _)| *name != "digits") {
                assert_eq!(placeholders(text), placeholders(&all["en"][name]), "{tag} {name}");
                let text = text.as_str().unwrap();
                assert!(
                    !text.contains(['<', '>']) && text.trim() == text && !text.is_empty(),
                    "{tag} {name}: {text}"
                );
            }
        }
    }

    #[test]
    fn the_presets_are_surveys_in_every_language() {
        let keys = preset_keys().unwrap();
        assert_eq!(keys, preset::NAMES[preset::METRICS.len()..]);
        for locale in read().unwrap() {
            let json: Json = serde_json::from_value(locale.presets).unwrap();
            let surveys = survey::read_file(&json, "")
                .unwrap_or_else(|problems| panic!("{}: {problems:?}", locale.tag));
            assert!(surveys.iter().map(|survey| survey.key()).eq(keys.iter().map(String::as_str)));
        }
    }
}
