//! Makes the files of each language.
//!
//! `src/locales/LOCALE.json` holds all texts of a language. `LOCALE-x-informal.json` holds those that differ in the informal form
//! of address. Both go into one file with a two-letter name, because the loader has no room for longer names. The texts that no first
//! question needs ([`DEFERRED`]) go into a second file.
//!
//! `src/presets.json` is a survey file with the presets, except the metrics. Its texts are names (`"@search.found"`). Each language
//! gets a copy of every preset with the texts filled in.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result, ensure};
use serde_json::{Map, Value, json};

/// The prefix of the presets' texts.
const PRESET: &str = "preset.";

/// The texts that the card only shows after the first question. They come with the deferred part. A name with a dot at its end is a
/// prefix.
const DEFERRED: [&str; 11] = [
    "back",
    "send",
    "missing.",
    "wrong.",
    "masked",
    "copy",
    "copied",
    "new-tab",
    "thanks",
    "thanks.",
    "follow-up.",
];

/// The suffix of a file with informal texts.
const INFORMAL: &str = "-x-informal";

/// The files of one language.
pub struct Locale {
    /// Its two letters in the loader.
    pub code: String,
    /// The texts that the first question needs, as JSON. `informal` has the informal ones, `tag` the language tag.
    pub texts: String,
    /// The other texts, as JSON.
    pub deferred: String,
    /// The key of each preset, and its survey file.
    pub presets: Vec<(String, String)>,
}

/// The two letters of a language: the first part of its tag. Capitals stand for what the loader tells apart by more than that part.
/// `nn` and `no` get the texts of `nb`, the one written form of Norwegian that there is.
fn codes(tag: &str) -> Vec<&str> {
    match tag {
        "pt-BR" => vec!["BR"],
        "zh-Hans" => vec!["zh"],
        "zh-Hant" => vec!["TW"],
        "nb" => vec!["nb", "nn", "no"],
        _ => vec![tag],
    }
}

/// Reads all languages.
pub fn read() -> Result<Vec<Locale>> {
    let presets = presets()?;
    let all = sources()?;
    let mut locales = Vec::new();
    for (tag, source) in all.iter().filter(|(tag, _)| !tag.ends_with(INFORMAL)) {
        let informal = all.get(&format!("{tag}{INFORMAL}"));
        let mut preset_texts = source.clone();
        for (name, text) in informal.into_iter().flatten() {
            let formal = source.get(name).with_context(|| format!("{tag} lacks {name}"))?;
            preset_texts.insert(name.clone(), json!({ tag: formal, format!("{tag}{INFORMAL}"): text }));
        }
        let presets = filled(&presets, &preset_texts).with_context(|| format!("the presets in {tag}"))?;
        let texts = |deferred: bool| {
            let pick = |texts: &Map<String, Value>| -> Map<String, Value> {
                let wanted = |name: &str| !name.starts_with(PRESET) && is_deferred(name) == deferred;
                texts.clone().into_iter().filter(|(name, _)| wanted(name)).collect()
            };
            let mut texts = pick(source);
            if let Some(informal) = informal {
                texts.insert("informal".into(), pick(informal).into());
            }
            if !deferred {
                texts.insert("tag".into(), tag.clone().into());
            }
            json!(texts).to_string()
        };
        let (texts, deferred, presets) = (texts(false), texts(true), each(&presets)?);
        for code in codes(tag) {
            locales.push(Locale {
                code: code.into(),
                texts: texts.clone(),
                deferred: deferred.clone(),
                presets: presets.clone(),
            });
        }
    }
    Ok(locales)
}

/// Whether only the deferred part needs a text.
fn is_deferred(name: &str) -> bool {
    DEFERRED.iter().any(|deferred| *deferred == name || deferred.ends_with('.') && name.starts_with(deferred))
}

/// A survey file for each survey of a file, by its key.
fn each(file: &Value) -> Result<Vec<(String, String)>> {
    let surveys = file["surveys"].as_array().context("src/presets.json has no surveys")?;
    let alone = |survey: &Value| {
        let key = survey["key"].as_str().context("a preset without key")?.to_owned();
        let mut file = file.clone();
        file["surveys"] = json!([survey]);
        Ok((key, file.to_string()))
    };
    surveys.iter().map(alone).collect()
}

/// The keys of the presets that are files.
pub fn preset_keys() -> Result<Vec<String>> {
    Ok(each(&presets()?)?.into_iter().map(|(key, _)| key).collect())
}

fn presets() -> Result<Value> {
    let text = fs::read_to_string(crate::root().join("src/presets.json"))?;
    serde_json::from_str(&text).context("src/presets.json")
}

/// The files as translators write them, by their names.
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

/// The JSON with texts in the place of their names.
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

/// Checks that all languages have the same texts.
pub fn check() -> Result<()> {
    let all = sources()?;
    let english = all.get("en").context("English is missing")?;
    for (tag, texts) in &all {
        for name in english.keys() {
            ensure!(tag.ends_with(INFORMAL) || texts.contains_key(name), "{tag} lacks {name}");
        }
        for name in texts.keys() {
            ensure!(name == "digits" || english.contains_key(name), "{tag} has an unknown {name}");
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use nachklang_model::json::Json;
    use nachklang_model::{preset, survey_file};

    use super::*;

    #[test]
    fn every_language_has_the_same_texts() {
        check().unwrap();
        let locales = read().unwrap();
        assert!(locales.len() >= 39, "{} languages", locales.len());
        assert!(locales.iter().all(|locale| locale.code.len() == 2), "the loader takes two letters");
    }

    #[test]
    fn every_deferred_text_exists() {
        let english = &sources().unwrap()["en"];
        for name in DEFERRED {
            assert!(english.keys().any(|text| is_deferred(text) && text.starts_with(name)), "{name}");
        }
        assert!(english.contains_key("next") && !is_deferred("next"));
    }

    #[test]
    fn every_text_has_the_placeholders_it_needs_and_no_others() {
        let placeholders = |text: &Value| {
            let mut names: Vec<_> =
                text.as_str().unwrap().split('{').skip(1).map(|after| after.split('}').next()).collect();
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
            assert!(locale.presets.iter().map(|(key, _)| key).eq(&keys));
            for (key, file) in &locale.presets {
                let json: Json = serde_json::from_str(file).unwrap();
                let surveys = survey_file::read(&json, "")
                    .unwrap_or_else(|problems| panic!("{} {key}: {problems:?}", locale.code));
                assert!(surveys.len() == 1 && surveys[0].key() == key);
            }
        }
    }
}
