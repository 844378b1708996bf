use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use axum::body::Bytes;
use nachklang_model::{Key, preset};

use super::html::Attribute;
use crate::survey_file::SurveyFile;

/// The most characters a shop's name has.
const LONGEST_NAME: usize = 120;
/// The most characters a colour has.
const LONGEST_COLOUR: usize = 60;

/// What the operator says of hosted pages.
#[derive(Debug, Default)]
pub struct Hosting {
    surveys: Option<Surveys>,
    shops: BTreeMap<Key, String>,
    accents: BTreeMap<Key, String>,
}

/// The operator's survey file: as it is, and the keys of the surveys in it.
#[derive(Debug)]
struct Surveys {
    file: Bytes,
    keys: Vec<Key>,
}

/// Where a survey comes from.
#[derive(Debug, PartialEq, Eq)]
pub enum Source<'a> {
    /// The operator's file, in which it has this key.
    File(&'a Key),
    /// The widget, which holds it under this name.
    Preset(&'static str),
}

/// What the operator says of one site, on the command line as `SITE=VALUE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSite {
    site: Key,
    value: String,
}

impl OfSite {
    /// Reads `SITE=NAME`, the shop's name.
    ///
    /// # Errors
    /// What was expected.
    pub fn shop(text: &str) -> Result<Self, String> {
        let fits = |name: &str| (1..=LONGEST_NAME).contains(&name.chars().count());
        Self::read(
            text,
            fits,
            &format!("a name of 1 to {LONGEST_NAME} characters, as in shop.example=The Shop"),
        )
    }

    /// Reads `SITE=COLOUR`, a colour as CSS writes it.
    ///
    /// # Errors
    /// What was expected.
    pub fn accent(text: &str) -> Result<Self, String> {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"#(),.%/ -".contains(&byte);
        let fits = |colour: &str| (1..=LONGEST_COLOUR).contains(&colour.len()) && colour.bytes().all(plain);
        Self::read(text, fits, "a colour as CSS writes it, as in shop.example=#0a7d5c")
    }

    fn read(text: &str, fits: impl Fn(&str) -> bool, expected: &str) -> Result<Self, String> {
        let (site, value) = text.split_once('=').ok_or_else(|| format!("expected SITE=VALUE: {expected}"))?;
        let site =
            Key::new(site.trim()).ok_or_else(|| format!("expected in front of '=' {}", Key::EXPECTED))?;
        let value = Some(value.trim()).filter(|value| fits(value));
        let value = value.ok_or_else(|| format!("expected behind '=' {expected}"))?;
        Ok(Self { site, value: value.into() })
    }
}

impl Hosting {
    /// Reads the survey file and takes what is said of each site.
    ///
    /// # Errors
    /// Everything that is wrong with the file; a site that is named twice.
    pub fn new(surveys: Option<&Path>, shops: Vec<OfSite>, accents: Vec<OfSite>) -> anyhow::Result<Self> {
        Ok(Self {
            surveys: surveys.map(Surveys::read).transpose()?,
            shops: each_once(shops).context("--shop")?,
            accents: each_once(accents).context("--accent")?,
        })
    }

    /// The operator's survey file, if there is one.
    pub fn file(&self) -> Option<Bytes> {
        self.surveys.as_ref().map(|surveys| surveys.file.clone())
    }

    fn keys(&self) -> &[Key] {
        self.surveys.as_ref().map_or(&[], |surveys| &surveys.keys)
    }

    /// Where the survey of this name comes from; `None` where there is none.
    pub fn source(&self, name: &str) -> Option<Source<'_>> {
        let file = self.keys().iter().find(|key| key.as_str() == name).map(Source::File);
        file.or_else(|| preset::NAMES.into_iter().find(|preset| *preset == name).map(Source::Preset))
    }

    /// The names of all surveys, those of the file first.
    pub fn names(&self) -> Vec<&str> {
        let keys = self.keys().iter().map(Key::as_str);
        let presets = preset::NAMES.into_iter();
        let presets = presets.filter(|name| !matches!(self.source(name), Some(Source::File(_))));
        keys.chain(presets).collect()
    }

    /// The shop's name, where the operator gave one.
    pub fn shop(&self, site: &Key) -> Option<&str> {
        self.shops.get(site).map(String::as_str)
    }

    /// The attributes of the script tag that the operator sets for this site.
    pub(super) fn attributes(&self, site: &Key) -> impl Iterator<Item = Attribute> {
        [("data-shop", self.shops.get(site)), ("data-accent", self.accents.get(site))]
            .into_iter()
            .filter_map(|(name, value)| Some((name, value?.clone())))
    }
}

impl Surveys {
    fn read(path: &Path) -> anyhow::Result<Self> {
        match SurveyFile::read(path) {
            Ok(SurveyFile { bytes, surveys }) => {
                let keys = surveys
                    .iter()
                    .map(|survey| Key::new(survey.key()).expect("a survey's key was checked"))
                    .collect();
                Ok(Self { file: bytes.into(), keys })
            }
            Err(problems) => {
                bail!("the survey file {} cannot be used:\n  {}", path.display(), problems.join("\n  "))
            }
        }
    }
}

fn each_once(given: Vec<OfSite>) -> anyhow::Result<BTreeMap<Key, String>> {
    let mut all = BTreeMap::new();
    for OfSite { site, value } in given {
        if all.contains_key(&site) {
            bail!("{site} is given twice");
        }
        all.insert(site, value);
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_is_said_of_a_site() {
        for (text, shop) in [
            ("shop.example=The = Shop", Ok(("shop.example", "The = Shop"))),
            (" shop.example = Hans & Söhne ", Ok(("shop.example", "Hans & Söhne"))),
            ("The Shop", Err("expected SITE=VALUE: ")),
            ("Shop=The Shop", Err("expected in front of '=' a key: ")),
            ("shop.example=", Err("expected behind '=' a name of 1 to 120 characters")),
        ] {
            check(OfSite::shop(text), shop, text);
        }
        for (text, accent) in [
            ("shop.example=#0a7d5c", Ok(("shop.example", "#0a7d5c"))),
            ("shop.example=oklch(0.5 0.1 160 / 90%)", Ok(("shop.example", "oklch(0.5 0.1 160 / 90%)"))),
            ("shop.example=red;background:url(x)", Err("expected behind '=' a colour as CSS writes it")),
            ("shop.example=\"><script>", Err("expected behind '=' a colour as CSS writes it")),
            (&format!("shop.example={}", "a".repeat(61)), Err("expected behind '=' a colour")),
        ] {
            check(OfSite::accent(text), accent, text);
        }
    }

    #[track_caller]
    fn check(read: Result<OfSite, String>, expected: Result<(&str, &str), &str>, text: &str) {
        match (read, expected) {
            (Ok(OfSite { site, value }), Ok(expected)) => assert_eq!((site.as_str(), &*value), expected),
            (Err(message), Err(start)) => assert!(message.starts_with(start), "{text}: {message}"),
            (read, _) => panic!("{text}: {read:?}"),
        }
    }

    #[test]
    fn a_site_has_one_name() {
        let shops = || vec![OfSite::shop("a=A").unwrap(), OfSite::shop("b=B").unwrap()];
        assert!(Hosting::new(None, shops(), Vec::new()).is_ok());
        let twice = [shops(), shops()].concat();
        let error = Hosting::new(None, twice, Vec::new()).unwrap_err();
        assert_eq!(format!("{error:#}"), "--shop: a is given twice");
    }
}
