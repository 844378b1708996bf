use super::histogram::Histogram;
use super::interval::Score;
use super::{mean, nps, share};
use crate::kind::Rule;

/// The score of a histogram by the metric of its scale; `None` where nothing was answered.
pub fn score(histogram: &Histogram) -> Option<Score> {
    (histogram.n() > 0).then(|| match histogram.scale().rule() {
        Rule::NetPromoter => nps::score(histogram),
        Rule::BestShare => share::score(histogram),
        Rule::Mean => mean::score(histogram),
    })
}
