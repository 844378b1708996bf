//! Questions that are answered on a scale: the standard metrics, emotion, ratings and yes or no.
//!
//! Everything that tells one scale from another is in one table, so that the widget has one code path for all.

use super::group::Group;
use super::look::Look;
use super::rating::Rating;
use super::scale_table::{Row, Rule, TABLE};

/// A question's answer scale. Its name carries the version, because CES 1.0 and 2.0 run in opposite directions and a
/// stored answer must stay readable when a metric changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u8);

impl Scale {
    /// Net promoter score: 0 not at all likely … 10 extremely likely. (Reichheld, "The One Number You Need to Grow",
    /// Harvard Business Review, December 2003.)
    pub const NPS: Self = Self(0);
    /// Customer satisfaction: 1 very dissatisfied … 5 very satisfied.
    pub const CSAT: Self = Self(1);
    /// Customer satisfaction by thumbs: 1 down, 2 up.
    pub const CSAT_THUMBS: Self = Self(2);
    /// Customer effort score 2.0: 1 strongly disagree … 7 strongly agree that it was made easy. (Dixon, Toman and
    /// DeLisi, "The Effortless Experience", 2013.)
    pub const CES: Self = Self(3);
    /// Customer effort score 2.0 on five points: 1 strongly disagree … 5 strongly agree.
    pub const CES_5: Self = Self(4);
    /// Emotion: five faces, −2 very bad … +2 very good.
    pub const EMOTION: Self = Self(5);
    /// 0 no, 1 yes.
    pub const YES_NO: Self = Self(6);

    /// Every scale.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..TABLE.len() as u8).map(Self)
    }

    /// A rating from 1 to `points`, of which there are 2 to 10.
    pub fn rating_of(points: u8) -> Option<Self> {
        matches!(points, 2..=10).then(|| Self(points + 5))
    }

    pub(super) fn row(self) -> &'static Row {
        &TABLE[usize::from(self.0)]
    }

    /// The kind of question asked on this scale: what `kind` says in a survey file and in an answer.
    pub fn kind(self) -> &'static str {
        self.row().kind
    }

    /// The name of the scale with its version.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The lowest rating.
    pub fn min(self) -> i8 {
        self.row().min
    }

    /// The highest rating.
    pub fn max(self) -> i8 {
        self.row().max
    }

    /// How the score is computed.
    pub fn rule(self) -> Rule {
        self.row().rule
    }

    /// The groups its ratings fall into, from worst to best; none on a rating.
    pub fn groups(self) -> impl Iterator<Item = Group> {
        self.row().groups.iter().map(|(_, group)| *group)
    }

    /// `value` as a rating on this scale, if the scale has it.
    pub fn rating(self, value: i8) -> Option<Rating> {
        (value >= self.min() && value <= self.max()).then(|| Rating::on(self, value))
    }

    /// Every rating there is, from lowest to highest.
    pub fn ratings(self) -> impl Iterator<Item = Rating> {
        (self.min()..=self.max()).map(move |value| Rating::on(self, value))
    }
}

impl Scale {
    /// What its points look like where a survey says nothing of it.
    pub fn look(self) -> Look {
        match self {
            Self::CSAT | Self::EMOTION => Look::Faces,
            Self::CSAT_THUMBS => Look::Thumbs,
            Self::YES_NO => Look::Words,
            _ => Look::Numbers,
        }
    }

    /// Whether a comment is asked for where a survey says nothing of it: with NPS, CSAT and CES.
    pub fn asks_comment(self) -> bool {
        self.0 < Self::EMOTION.0
    }

    /// The scale of a question of this kind with so many points and this look, where the survey names them.
    pub(crate) fn of(kind: &str, points: Option<f64>, look: Option<Look>) -> Self {
        match (kind, points, look) {
            ("csat", _, Some(Look::Thumbs)) => Self::CSAT_THUMBS,
            ("ces", Some(5.0), _) => Self::CES_5,
            ("rating", points, _) => Self::rating_of(points.unwrap_or(5.0) as u8).unwrap_or(Self::NPS),
            _ => Self::all().find(|scale| scale.kind() == kind).unwrap_or(Self::NPS),
        }
    }
}

#[cfg(test)]
mod tests;
