//! The scales of the standard metrics and ratings on them.

/// A question's answer scale. Its name carries the version, because CES 1.0 and 2.0 run in opposite directions and a
/// stored answer must stay readable when a metric changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scale {
    /// Net promoter score: 0 not at all likely … 10 extremely likely. (Reichheld, "The One Number You Need to Grow",
    /// Harvard Business Review, December 2003.)
    Nps,
    /// Customer satisfaction: 1 very dissatisfied … 5 very satisfied.
    Csat,
    /// Customer effort score 2.0: 1 strongly disagree … 7 strongly agree that it was made easy. (Dixon, Toman and
    /// DeLisi, "The Effortless Experience", 2013.)
    Ces,
}

/// How a rating is read. Which ratings fall into which group is part of the metric's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// NPS 0–6.
    Detractor,
    /// NPS 7–8.
    Passive,
    /// NPS 9–10.
    Promoter,
    /// CSAT 1–2.
    Dissatisfied,
    /// CSAT 3.
    Neutral,
    /// CSAT 4–5.
    Satisfied,
    /// CES 1–3.
    Difficult,
    /// CES 4.
    Undecided,
    /// CES 5–7.
    Easy,
}

impl Scale {
    /// Every scale.
    pub const ALL: [Self; 3] = [Self::Nps, Self::Csat, Self::Ces];
    /// The kinds of questions asked on the scales, in the order of [`Self::ALL`]: what `kind` says in a survey file and
    /// in an answer.
    pub const KINDS: [&str; 3] = ["nps", "csat", "ces"];
    /// The names of the scales with their versions, in the order of [`Self::ALL`].
    pub const NAMES: [&str; 3] = ["nps-0-10", "csat-1-5", "ces-2.0-1-7"];

    /// The kind of question asked on this scale.
    pub fn kind(self) -> &'static str {
        Self::KINDS[self as usize]
    }

    /// The name of the scale with its version.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The least rating.
    pub fn least(self) -> u8 {
        match self {
            Self::Nps => 0,
            Self::Csat | Self::Ces => 1,
        }
    }

    /// The highest rating.
    pub fn most(self) -> u8 {
        match self {
            Self::Nps => 10,
            Self::Csat => 5,
            Self::Ces => 7,
        }
    }

    /// `value` as a rating on this scale, if the scale has it.
    pub fn rating(self, value: u8) -> Option<Rating> {
        (value >= self.least() && value <= self.most()).then_some(Rating { scale: self, value })
    }

    /// Every rating there is, from least to most.
    pub fn ratings(self) -> impl Iterator<Item = Rating> {
        (self.least()..=self.most()).map(move |value| Rating { scale: self, value })
    }
}

/// An answer on a scale. There is none outside its scale: see [`Scale::rating`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rating {
    scale: Scale,
    value: u8,
}

impl Rating {
    /// The scale it was given on.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// The number that was chosen.
    pub fn value(self) -> u8 {
        self.value
    }

    /// The group the rating falls into.
    pub fn group(self) -> Group {
        match (self.scale, self.value) {
            (Scale::Nps, 0..=6) => Group::Detractor,
            (Scale::Nps, 7..=8) => Group::Passive,
            (Scale::Nps, _) => Group::Promoter,
            (Scale::Csat, ..=2) => Group::Dissatisfied,
            (Scale::Csat, 3) => Group::Neutral,
            (Scale::Csat, _) => Group::Satisfied,
            (Scale::Ces, ..=3) => Group::Difficult,
            (Scale::Ces, 4) => Group::Undecided,
            (Scale::Ces, _) => Group::Easy,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn has_no_rating_out_of_range() {
        for (scale, valid) in [(Scale::Nps, 0..=10), (Scale::Csat, 1..=5), (Scale::Ces, 1..=7)] {
            for value in 0..=255 {
                assert_eq!(scale.rating(value).is_some(), valid.contains(&value), "{scale:?} {value}");
            }
            assert!(scale.ratings().map(Rating::value).eq(valid), "{scale:?}");
        }
    }

    #[test]
    fn groups_ratings_as_the_metrics_define() {
        use Group::{
            Detractor as D, Difficult as H, Dissatisfied as B, Easy as E, Neutral as N, Passive as A,
            Promoter as P, Satisfied as S, Undecided as U,
        };
        for (scale, groups) in [
            (Scale::Nps, &[D, D, D, D, D, D, D, A, A, P, P][..]),
            (Scale::Csat, &[B, B, N, S, S]),
            (Scale::Ces, &[H, H, H, U, E, E, E]),
        ] {
            assert!(scale.ratings().map(Rating::group).eq(groups.iter().copied()), "{scale:?}");
        }
    }
}
