//! Surveys: what is asked, and at which touchpoints. `eligibility` decides when and whom.
//!
//! A survey stays the JSON it was written as, and its methods read from that. Types of their own for all of it would be
//! downloaded by every shopper. [`crate::survey_file`] reads and validates the files that surveys come from.

use crate::context::WokenBy;
use crate::json::{Json, Object};
use crate::key::Key;
use crate::kind::Scale;
use crate::question::Question;
use crate::touchpoint::covers;

/// A survey: one or a few questions, asked at some touchpoints or at all.
#[derive(Debug, Clone, PartialEq)]
pub struct Survey(pub(crate) Json);

impl Survey {
    /// The metric's standard survey: its question in its own wording, and a comment.
    pub fn standard(scale: Scale) -> Self {
        let mut question = Object::default();
        question.put("kind", scale.kind());
        let mut survey = Object::default();
        survey.put("key", scale.kind());
        survey.put("questions", Json::Array(vec![question.into()]));
        Self(survey.into())
    }

    /// Its stable name.
    pub fn key(&self) -> &str {
        self.0.text("key").unwrap_or_default()
    }

    /// Raised by the shop when a change makes answers incomparable.
    pub fn version(&self) -> u32 {
        self.0.number("version").map_or(1, |version| version as u32)
    }

    /// The conditions that must all hold before it is shown. Without them, the page must have loaded.
    pub fn trigger(&self) -> Option<&Json> {
        self.0.get("trigger")
    }

    /// For how many hours the shopper may put it off; `None` where that is not offered.
    pub fn later_hours(&self) -> Option<f64> {
        self.0.get("frequency")?.number("later_hours")
    }

    /// What wakes it: the last thing its trigger names.
    pub fn woken_by(&self) -> WokenBy {
        match self.trigger() {
            Some(Json::Object(members)) => members.last().and_then(|(name, _)| WokenBy::named(name)),
            _ => None,
        }
        .unwrap_or(WokenBy::Load)
    }

    /// Whether it is only for those who came through some channels.
    pub fn asks_channel(&self) -> bool {
        self.0.get("audience").is_some_and(|audience| audience.get("channels").is_some())
    }

    /// Whether it is asked at this touchpoint: at those it names and below them, or everywhere.
    pub fn is_asked_at(&self, touchpoint: &Key) -> bool {
        let touchpoints = self.0.list("touchpoints");
        let above = |key: &Json| covers(key.as_str().unwrap_or_default(), touchpoint.as_str());
        touchpoints.is_empty() || touchpoints.iter().any(above)
    }

    /// How many questions it has.
    pub fn length(&self) -> usize {
        self.0.list("questions").len()
    }

    /// The question at `index`, if it has that many.
    pub fn question(&self, index: usize) -> Option<Question<'_>> {
        self.0.list("questions").get(index).map(Question)
    }

    /// The question of this key.
    pub fn question_named(&self, key: &str) -> Option<Question<'_>> {
        self.0.list("questions").iter().map(Question).find(|question| question.key() == key)
    }

    /// What may stand at the end, each with `when`, `title`, `text`, and `link` (`url`, `text`) or `voucher`.
    pub fn endings(&self) -> &[Json] {
        self.0.list("endings")
    }
}
