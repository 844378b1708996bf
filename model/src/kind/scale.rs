//! Questions that are answered on a scale: the standard metrics, emotion, ratings and yes or no.
//!
//! Everything that tells one scale from another is in one table, so that the widget has one code path for all.

use crate::read::Reader;

/// A question's answer scale. Its name carries the version, because CES 1.0 and 2.0 run in opposite directions and a
/// stored answer must stay readable when a metric changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Scale(u8);

/// How a rating is read. Which ratings fall into which group is part of the metric's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// NPS 0–6.
    Detractor,
    /// NPS 7–8.
    Passive,
    /// NPS 9–10.
    Promoter,
    /// CSAT 1–2 of five, and thumb down.
    Dissatisfied,
    /// CSAT 3 of five, emotion 0.
    Neutral,
    /// CSAT 4–5 of five, and thumb up.
    Satisfied,
    /// CES 1–3 of seven, 1–2 of five.
    Difficult,
    /// CES 4 of seven, 3 of five.
    Undecided,
    /// CES 5–7 of seven, 4–5 of five.
    Easy,
    /// Emotion −2 and −1.
    Negative,
    /// Emotion +1 and +2.
    Positive,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 13] = [
        Self::Detractor,
        Self::Passive,
        Self::Promoter,
        Self::Dissatisfied,
        Self::Neutral,
        Self::Satisfied,
        Self::Difficult,
        Self::Undecided,
        Self::Easy,
        Self::Negative,
        Self::Positive,
        Self::No,
        Self::Yes,
    ];
    /// Their names, in the same order.
    pub const NAMES: [&str; 13] = [
        "detractor",
        "passive",
        "promoter",
        "dissatisfied",
        "neutral",
        "satisfied",
        "difficult",
        "undecided",
        "easy",
        "negative",
        "positive",
        "no",
        "yes",
    ];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// How the score of a scale is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// Share of promoters minus share of detractors.
    NetPromoter,
    /// Share of the best group.
    BestShare,
    /// Mean of the ratings.
    Mean,
}

/// What tells one scale from another.
struct Row {
    kind: &'static str,
    name: &'static str,
    min: i8,
    max: i8,
    /// The groups from worst to best, each with its highest rating.
    groups: &'static [(i8, Group)],
    rule: Rule,
}

const CES: &str = "ces";

const TABLE: [Row; 16] = {
    use Group::*;
    const CSAT: &str = "csat";
    [
        Row {
            kind: "nps",
            name: "nps-0-10",
            min: 0,
            max: 10,
            groups: &[(6, Detractor), (8, Passive), (10, Promoter)],
            rule: Rule::NetPromoter,
        },
        Row {
            kind: CSAT,
            name: "csat-1-5",
            min: 1,
            max: 5,
            groups: &[(2, Dissatisfied), (3, Neutral), (5, Satisfied)],
            rule: Rule::BestShare,
        },
        Row {
            kind: CSAT,
            name: "csat-1-2",
            min: 1,
            max: 2,
            groups: &[(1, Dissatisfied), (2, Satisfied)],
            rule: Rule::BestShare,
        },
        Row {
            kind: CES,
            name: "ces-2.0-1-7",
            min: 1,
            max: 7,
            groups: &[(3, Difficult), (4, Undecided), (7, Easy)],
            rule: Rule::Mean,
        },
        Row {
            kind: CES,
            name: "ces-2.0-1-5",
            min: 1,
            max: 5,
            groups: &[(2, Difficult), (3, Undecided), (5, Easy)],
            rule: Rule::Mean,
        },
        Row {
            kind: "emotion",
            name: "emotion-minus-2-2",
            min: -2,
            max: 2,
            groups: &[(-1, Negative), (0, Neutral), (2, Positive)],
            rule: Rule::Mean,
        },
        Row {
            kind: "yes-no",
            name: "yes-no-0-1",
            min: 0,
            max: 1,
            groups: &[(0, No), (1, Yes)],
            rule: Rule::BestShare,
        },
        rating("rating-1-2", 2),
        rating("rating-1-3", 3),
        rating("rating-1-4", 4),
        rating("rating-1-5", 5),
        rating("rating-1-6", 6),
        rating("rating-1-7", 7),
        rating("rating-1-8", 8),
        rating("rating-1-9", 9),
        rating("rating-1-10", 10),
    ]
};

const fn rating(name: &'static str, max: i8) -> Row {
    Row { kind: "rating", name, min: 1, max, groups: &[], rule: Rule::Mean }
}

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

    fn row(self) -> &'static Row {
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
        (value >= self.min() && value <= self.max()).then_some(Rating { scale: self, value })
    }

    /// Every rating there is, from lowest to highest.
    pub fn ratings(self) -> impl Iterator<Item = Rating> {
        (self.min()..=self.max()).map(move |value| Rating { scale: self, value })
    }
}

/// An answer on a scale. There is none outside its scale: see [`Scale::rating`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rating {
    scale: Scale,
    value: i8,
}

impl Rating {
    /// The scale it was given on.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// The number that was chosen.
    pub fn value(self) -> i8 {
        self.value
    }

    /// Its place on the scale, from 0.
    pub fn index(self) -> usize {
        (self.value - self.scale.min()) as usize
    }

    /// The group the rating falls into, where the scale has groups.
    pub fn group(self) -> Option<Group> {
        let (_, group) = self.scale.row().groups.iter().find(|(highest, _)| self.value <= *highest)?;
        Some(*group)
    }

    /// Reads `value` and `scale` of an answer of this kind.
    pub(crate) fn read(answer: &Reader, kind: &str) -> Option<Self> {
        let scales: Vec<Scale> = Scale::all().filter(|scale| scale.kind() == kind).collect();
        let names: Vec<&str> = scales.iter().map(|scale| scale.name()).collect();
        let named = answer.member("scale").one_of(&names);
        let value = answer.member("value");
        match named {
            Some(named) => {
                let scale = scales[named];
                scale.rating(value.integer(scale.min().into(), scale.max().into())? as i8)
            }
            // Still says where there is no number at all.
            None => value.integer(-2, 10).and(None),
        }
    }
}

/// What the points of a scale look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Numbers in boxes.
    Numbers,
    /// Faces from sad to happy.
    Faces,
    /// Stars, filled up to the rating.
    Stars,
    /// Thumb down and up.
    Thumbs,
    /// The words of the points.
    Words,
}

impl Look {
    const ALL: [Self; 5] = [Self::Numbers, Self::Faces, Self::Stars, Self::Thumbs, Self::Words];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        ["numbers", "faces", "stars", "thumbs", "words"][self as usize]
    }

    /// The look of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.name() == name)
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
mod tests {
    use super::*;

    fn rating(points: u8) -> Scale {
        Scale::rating_of(points).unwrap()
    }

    #[test]
    fn the_named_scales_are_those_of_the_table() {
        for (scale, name) in [
            (Scale::NPS, "nps-0-10"),
            (Scale::CSAT, "csat-1-5"),
            (Scale::CSAT_THUMBS, "csat-1-2"),
            (Scale::CES, "ces-2.0-1-7"),
            (Scale::CES_5, "ces-2.0-1-5"),
            (Scale::EMOTION, "emotion-minus-2-2"),
            (Scale::YES_NO, "yes-no-0-1"),
            (rating(2), "rating-1-2"),
            (rating(10), "rating-1-10"),
        ] {
            assert_eq!(scale.name(), name);
            assert!(scale.name().starts_with(scale.kind()));
        }
        assert_eq!((Scale::rating_of(1), Scale::rating_of(11)), (None, None));
        assert_eq!(Group::ALL.map(|group| group.name()).to_vec(), Group::NAMES);
    }

    #[test]
    fn has_no_rating_out_of_range() {
        for (scale, valid) in [
            (Scale::NPS, 0..=10),
            (Scale::CSAT, 1..=5),
            (Scale::CSAT_THUMBS, 1..=2),
            (Scale::CES, 1..=7),
            (Scale::CES_5, 1..=5),
            (Scale::EMOTION, -2..=2),
            (Scale::YES_NO, 0..=1),
            (rating(10), 1..=10),
        ] {
            for value in i8::MIN..=i8::MAX {
                assert_eq!(scale.rating(value).is_some(), valid.contains(&value), "{scale:?} {value}");
            }
            assert!(scale.ratings().map(Rating::value).eq(valid), "{scale:?}");
            assert!(scale.ratings().map(Rating::index).eq(0..scale.ratings().count()), "{scale:?}");
        }
    }

    #[test]
    fn groups_ratings_as_the_metrics_define() {
        use Group::{
            Detractor as D, Difficult as H, Dissatisfied as B, Easy as E, Negative as G, Neutral as N, No,
            Passive as A, Positive as F, Promoter as P, Satisfied as S, Undecided as U, Yes,
        };
        for (scale, groups) in [
            (Scale::NPS, &[D, D, D, D, D, D, D, A, A, P, P][..]),
            (Scale::CSAT, &[B, B, N, S, S]),
            (Scale::CSAT_THUMBS, &[B, S]),
            (Scale::CES, &[H, H, H, U, E, E, E]),
            (Scale::CES_5, &[H, H, U, E, E]),
            (Scale::EMOTION, &[G, G, N, F, F]),
            (Scale::YES_NO, &[No, Yes]),
        ] {
            assert!(scale.ratings().map(Rating::group).eq(groups.iter().copied().map(Some)), "{scale:?}");
        }
        assert!(rating(7).ratings().all(|rating| rating.group().is_none()));
    }
}
