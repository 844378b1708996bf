//! Scores: NPS, CSAT, CES and the like from the histogram of the ratings, each with its uncertainty.
//!
//! Everything is computed from how often each rating was given, so its cost does not depend on the number of answers.
//! Only answered questions are counted.

mod histogram;
mod mean;
mod nps;
mod share;

pub use histogram::Histogram;
pub use share::option_share;

use crate::kind::Rule;

/// The confidence level of all intervals.
pub const LEVEL: f64 = 0.95;

/// The quantile of the normal distribution that belongs to [`LEVEL`].
const Z: f64 = 1.959_963_984_540_054;

/// A score with its uncertainty.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// How many ratings it was computed from.
    pub n: u64,
    /// NPS: −100…+100. CSAT and yes or no: share of satisfied, of yes, in per cent, 0…100. All others: mean.
    pub value: f64,
    /// Where the true value lies at [`LEVEL`]; `None` where there are too few ratings to say.
    pub interval: Option<Interval>,
    /// The second figure: where the score is a mean, the share of the best group in per cent, if the scale has groups; else
    /// the mean rating.
    pub secondary: Option<f64>,
}

/// A confidence interval.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Interval {
    /// Its lower end.
    pub low: f64,
    /// Its upper end.
    pub high: f64,
}

impl Interval {
    /// `centre` ± `reach`, cut at the ends of the scale that the score lives on.
    fn around(centre: f64, reach: f64, least: f64, most: f64) -> Self {
        Self { low: (centre - reach).max(least), high: (centre + reach).min(most) }
    }
}

/// The score of a histogram by the metric of its scale; `None` where nothing was answered.
pub fn score(histogram: &Histogram) -> Option<Score> {
    (histogram.n() > 0).then(|| match histogram.scale().rule() {
        Rule::NetPromoter => nps::score(histogram),
        Rule::BestShare => share::score(histogram),
        Rule::Mean => mean::score(histogram),
    })
}

#[cfg(test)]
mod cases {
    use super::*;
    use crate::kind::Scale;

    /// Whether two figures are the same to six decimal places.
    pub fn close(a: f64, b: f64) -> bool {
        (a - b).abs() < 1e-6
    }

    /// Checks a score against the expected value, interval and second figure.
    pub fn check(
        scale: Scale,
        counts: &[u64],
        value: f64,
        interval: Option<(f64, f64)>,
        secondary: impl Into<Option<f64>>,
    ) {
        let secondary: Option<f64> = secondary.into();
        let histogram = Histogram::from_counts(scale, counts).expect("one count for each rating");
        let score = score(&histogram).expect("answers");
        assert_eq!(score.n, counts.iter().sum::<u64>());
        assert!(close(score.value, value), "{counts:?}: value {} instead of {value}", score.value);
        match (score.secondary, secondary) {
            (None, None) => {}
            (Some(found), Some(secondary)) if close(found, secondary) => {}
            (found, secondary) => panic!("{counts:?}: {found:?} instead of {secondary:?}"),
        }
        match (score.interval, interval) {
            (None, None) => {}
            (Some(found), Some((low, high))) if close(found.low, low) && close(found.high, high) => {}
            (found, expected) => panic!("{counts:?}: interval {found:?} instead of {expected:?}"),
        }
    }

    #[test]
    fn no_score_without_answers() {
        for scale in Scale::all() {
            assert_eq!(score(&Histogram::new(scale)), None);
        }
    }
}
