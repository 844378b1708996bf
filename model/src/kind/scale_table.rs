//! What tells one scale from another.

use super::group::Group;

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
pub(super) struct Row {
    pub kind: &'static str,
    pub name: &'static str,
    pub min: i8,
    pub max: i8,
    /// The groups from worst to best, each with its highest rating.
    pub groups: &'static [(i8, Group)],
    pub rule: Rule,
}

const CES: &str = "ces";

/// The scales, in the order of the constants of [`Scale`](super::scale::Scale).
pub(super) const TABLE: [Row; 16] = {
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
