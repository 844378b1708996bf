//! Questions of a survey: what each asks, and how it is answered.

use crate::answer::{Answer, AnswerValue};
use crate::json::Json;
use crate::kind::{self, Channel, InputKind, Look, MAX_TEXT_LENGTH, Scale};

/// One question of a survey.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Question<'a>(pub(crate) &'a Json);

impl<'a> Question<'a> {
    /// The question as it was written.
    pub(crate) fn json(&self) -> &'a Json {
        self.0
    }

    /// Its stable name within the survey.
    pub fn key(&self) -> &'a str {
        self.0.text("key").unwrap_or_else(|| self.kind())
    }

    /// Its kind.
    pub fn kind(&self) -> &'a str {
        self.0.text("kind").unwrap_or_default()
    }

    /// How it is answered.
    pub fn input_kind(&self) -> InputKind {
        kind::named(self.kind()).map_or(InputKind::Statement, |kind| kind.input_kind)
    }

    /// Whether its kind has a wording of its own.
    pub(crate) fn has_wording(&self) -> bool {
        self.input_kind() == InputKind::Scale && self.kind() != "yes-no"
    }

    /// The scale it is answered on, where it is answered on one.
    pub fn scale(&self) -> Scale {
        Scale::of(self.kind(), self.0.number("points"), self.own_look())
    }

    /// What the points of the scale look like.
    pub fn look(&self) -> Look {
        self.own_look().unwrap_or(self.scale().look())
    }

    fn own_look(&self) -> Option<Look> {
        self.0.text("look").and_then(Look::named)
    }

    /// Whether a comment is asked for after the rating.
    pub fn asks_comment(&self) -> bool {
        match self.0.get("comment") {
            Some(Json::Bool(flag)) => *flag,
            _ => self.input_kind() == InputKind::Scale && self.scale().asks_comment(),
        }
    }

    /// Whether an answer is needed to go on: where the survey says nothing of it, on scales and lists.
    pub fn is_required(&self) -> bool {
        match self.0.get("required") {
            Some(Json::Bool(flag)) => *flag,
            _ => matches!(self.input_kind(), InputKind::Scale | InputKind::Single | InputKind::Multiple),
        }
    }

    /// One of its texts, where the survey gives it: `text`, `low_label`, `high_label`, `consent`.
    pub fn text(&self, name: &str) -> Option<&'a Json> {
        self.0.get(name)
    }

    /// The options of a list, each with `key`, `text` and `fixed`.
    pub fn options(&self) -> &'a [Json] {
        self.0.list("options")
    }

    /// Whether each shopper sees the options in an order of their own.
    pub fn is_shuffled(&self) -> bool {
        self.0.flag("shuffle")
    }

    /// Whether there is one more option, always the last, with a text field.
    pub fn has_other(&self) -> bool {
        self.0.flag("other")
    }

    /// The most characters a text field takes, which the shopper sees count down.
    pub fn max_length(&self) -> usize {
        let standard = if self.input_kind() == InputKind::Long { MAX_TEXT_LENGTH / 2 } else { 100 };
        self.0.number("max_length").map_or(standard, |length| length as usize)
    }

    /// What a question for an address asks for.
    pub fn channel(&self) -> Channel {
        self.0.text("by").and_then(Channel::named).unwrap_or(Channel::Email)
    }

    /// When it is asked, see [`crate::flow`].
    pub(crate) fn when(&self) -> Option<&'a Json> {
        self.0.get("when")
    }

    /// Where it leads.
    pub(crate) fn branches(&self) -> &'a [Json] {
        self.0.list("next")
    }

    /// Whether `answer` is to this question or the comment below it.
    pub fn is_answered_by(&self, answer: &Answer) -> bool {
        let key = answer.question.as_str();
        key == self.key()
            || key.strip_suffix(".comment") == Some(self.key())
                && matches!(answer.value, AnswerValue::Text(_))
    }
}
