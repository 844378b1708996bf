//! The interface texts of one language, and the standard wordings of the metrics.

use std::rc::Rc;

use js_sys::Object;
use nachklang_model::context::Asked;
use nachklang_model::text::concat;
use nachklang_model::{Group, Question, Scale, text};

use crate::page::js;

/// The texts of one language. They stay in the browser's object and are looked up when they are needed.
#[derive(Clone)]
pub struct Texts {
    locale: Rc<str>,
    texts: Object,
}

impl Texts {
    /// The texts of a locale file.
    pub fn new(locale: String, texts: Object) -> Self {
        Self { locale: locale.into(), texts }
    }

    /// The language of the texts.
    pub fn locale(&self) -> &str {
        &self.locale
    }

    /// The text called `name`. A missing one shows its name: a mistake of ours that a test of the locale files finds.
    pub fn get(&self, name: &str) -> String {
        self.find(name).unwrap_or_else(|| name.into())
    }

    fn find(&self, name: &str) -> Option<String> {
        js::text(&self.texts, name)
    }

    /// The wording of a question: the shop's own, or the metric's.
    pub fn question(&self, question: &Question, asked: &Asked, shop: &str) -> String {
        let touchpoint = self.touchpoint(question.scale, asked);
        let wording = match &question.text {
            Some(text) => text.in_locale(&self.locale).into(),
            // A wording that names the touchpoint needs a name for it.
            None if touchpoint.is_empty() => self.get(&concat(&[question.scale.kind(), ".anywhere"])),
            None => self.get(question.scale.kind()),
        };
        text::fill(&wording, &|name| match name {
            "shop" => Some(shop),
            "touchpoint" => Some(&touchpoint),
            _ => None,
        })
    }

    /// A touchpoint as the wording of a question on this scale names it: "the checkout" for satisfaction, "place my order"
    /// for effort. A touchpoint of the shop's own goes by its label, in quotation marks, which every grammar takes.
    fn touchpoint(&self, scale: Scale, asked: &Asked) -> String {
        let of_scale = concat(&[scale.kind(), ".at.", asked.key.as_str()]);
        match (self.find(&of_scale), &asked.label) {
            (Some(text), _) => text,
            (None, Some(label)) if scale == Scale::Csat => text::fill(&self.get("quoted"), &|_| Some(label)),
            _ => String::new(),
        }
    }

    /// What is asked after a rating of this group.
    pub fn follow_up(&self, group: Group) -> String {
        self.get(match group {
            Group::Detractor => "follow-up.detractor",
            Group::Passive => "follow-up.passive",
            Group::Promoter => "follow-up.promoter",
            Group::Dissatisfied => "follow-up.dissatisfied",
            Group::Difficult => "follow-up.difficult",
            Group::Satisfied => "follow-up.satisfied",
            Group::Neutral | Group::Undecided | Group::Easy => "follow-up.neutral",
        })
    }

    /// What the ends of a scale mean.
    pub fn ends(&self, scale: Scale) -> (String, String) {
        (self.get(&concat(&[scale.kind(), ".least"])), self.get(&concat(&[scale.kind(), ".most"])))
    }
}
