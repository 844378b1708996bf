//! The score of a histogram.

use super::histogram::Histogram;
use super::interval::Score;
use super::{mean, nps, share};
use crate::kind::Rule;

/// The score of a histogram by the metric of its scale; `None` where nothing was answered.
///
/// ```
/// use nachklang_model::Scale;
/// use nachklang_model::score::{Histogram, score};
///
/// // How often 0, 1, … 10 were given: 20 detractors, 30 passives, 50 promoters.
/// let counts = [5, 0, 0, 5, 0, 0, 10, 10, 20, 20, 30];
/// let nps = score(&Histogram::from_counts(Scale::NPS, &counts).unwrap()).unwrap();
/// assert_eq!(nps.n, 100);
/// assert!((nps.value - 30.0).abs() < 1e-9);
/// assert!(nps.interval.is_some_and(|interval| interval.low < 30.0 && interval.high > 30.0));
/// ```
pub fn score(histogram: &Histogram) -> Option<Score> {
    (histogram.n() > 0).then(|| match histogram.scale().rule() {
        Rule::NetPromoter => nps::score(histogram),
        Rule::BestShare => share::score(histogram),
        Rule::Mean => mean::score(histogram),
    })
}
