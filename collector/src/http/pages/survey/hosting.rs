//! The operator's settings for survey pages.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::{Context, bail};
use axum::body::Bytes;
use nachklang_model::{Key, preset};

use super::html::Attribute;
use crate::config::SiteSetting;
use crate::survey_file::SurveyFile;

/// The operator's survey file, and the names and colours of shops.
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

impl Hosting {
    /// Reads the survey file and takes the settings of each site.
    ///
    /// # Errors
    /// Every mistake in the file; a site that is named twice.
    pub fn new(
        surveys: Option<&Path>,
        shops: Vec<SiteSetting>,
        accents: Vec<SiteSetting>,
    ) -> anyhow::Result<Self> {
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

fn each_once(given: Vec<SiteSetting>) -> anyhow::Result<BTreeMap<Key, String>> {
    let mut all = BTreeMap::new();
    for setting in given {
        let SiteSetting { site, value } = setting;
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
    fn a_site_has_one_name() {
        let shops = || vec![SiteSetting::shop("a=A").unwrap(), SiteSetting::shop("b=B").unwrap()];
        assert!(Hosting::new(None, shops(), Vec::new()).is_ok());
        let twice = [shops(), shops()].concat();
        let error = Hosting::new(None, twice, Vec::new()).unwrap_err();
        assert_eq!(format!("{error:#}"), "--shop: a is given twice");
    }
}
