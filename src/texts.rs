//! The interface texts of one language, and the standard wordings of the kinds of questions.

use std::rc::Rc;

use js_sys::Object;
use nachklang_model::json::Json;
use nachklang_model::placeholder::fill;
use nachklang_model::text::{concat, decimal};
use nachklang_model::wording::in_locale;
use nachklang_model::{Group, Question, Rating, Scale, Touchpoint};

use crate::page::js;

/// The texts of one language. They stay in the browser's object and are looked up when they are needed. Those for what comes after
/// the first question the shell puts there with the deferred part; which they are stands in `xtask/src/build/locales.rs`.
#[derive(Clone)]
pub struct Texts {
    /// Their language.
    pub locale: Rc<str>,
    /// The language that was asked for.
    wanted: Rc<str>,
    texts: Object,
}

impl Texts {
    /// The texts of a locale file, which may be another than what is wanted.
    pub fn new(wanted: String, texts: Object) -> Self {
        let locale = js::text(&texts, "tag").unwrap_or_default();
        Self { locale: locale.into(), wanted: wanted.into(), texts }
    }

    /// A text of the shop's own, which may be in a language that we do not have: see [`in_locale`]. An informal form of it is
    /// better than any other.
    pub fn own<'a>(&self, text: &'a Json) -> (&'a str, &'a str) {
        let (mut first, mut second) = (&self.wanted, &self.locale);
        if second.ends_with("-informal") {
            (first, second) = (second, first);
        }
        in_locale(text, first, second)
    }

    /// The text called `name`. A missing one shows its name: a mistake of ours that a test of the locale files finds.
    pub fn get(&self, name: &str) -> String {
        self.find(name).unwrap_or_else(|| name.into())
    }

    fn find(&self, name: &str) -> Option<String> {
        js::text(&self.texts, name)
    }

    /// The wording of a question of this kind where the survey gives none. `touchpoint` is its name in the wording; one that
    /// names the touchpoint needs it.
    pub fn question(&self, kind: &str, touchpoint: &str) -> String {
        let anywhere = if touchpoint.is_empty() { self.find(&concat(&[kind, ".anywhere"])) } else { None };
        anywhere.or_else(|| self.find(kind)).unwrap_or_default()
    }

    /// A touchpoint as the wording of a question names it: "the checkout" for satisfaction, "place my order" for effort. A
    /// touchpoint of the shop's own goes by its label, in quotation marks, which every grammar takes.
    pub fn touchpoint(&self, question: Question, touchpoint: &Touchpoint) -> String {
        let kind = question.kind();
        let known = self.find(&concat(&[kind, ".at.", touchpoint.key.as_str()]));
        let label = touchpoint.label.clone().unwrap_or_default();
        known.unwrap_or_else(|| match kind {
            _ if label.is_empty() => label,
            "csat" => fill(&self.get("quoted"), &|_| Some(label.clone())),
            "ces" => String::new(),
            _ => label,
        })
    }

    /// What is asked after a rating of this group.
    pub fn follow_up(&self, group: Option<Group>) -> String {
        let own = group.and_then(|group| self.find(&concat(&["follow-up.", group.name()])));
        own.unwrap_or_else(|| self.get("follow-up.neutral"))
    }

    /// What a point of a scale means, where the language has a word for it.
    pub fn meaning(&self, rating: Rating) -> Option<String> {
        let scale = rating.scale();
        let (kind, value) = (scale.kind(), rating.value());
        let name = match scale {
            Scale::YES_NO => ["no", "yes"][rating.index()].into(),
            // Thumb down is dissatisfied, thumb up satisfied.
            Scale::CSAT_THUMBS => concat(&[kind, [".2", ".4"][rating.index()]]),
            Scale::CSAT | Scale::EMOTION => concat(&[kind, ".", &decimal(rating.index() as i32 + 1)]),
            _ if value == scale.min() => concat(&[kind, ".least"]),
            _ if value == scale.max() => concat(&[kind, ".most"]),
            _ => return None,
        };
        self.find(&name)
    }

    /// A number in the digits of the language.
    pub fn number(&self, number: i32) -> String {
        let written = decimal(number);
        let Some(digits) = self.find("digits") else { return written };
        // All ten take as many bytes.
        let width = digits.len() / 10;
        let mut number = String::new();
        for byte in written.bytes() {
            let at = usize::from(byte.wrapping_sub(b'0')) * width;
            number.push_str(digits.get(at..at + width).unwrap_or("-"));
        }
        number
    }
}
