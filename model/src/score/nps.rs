//! The net promoter score.

use super::histogram::Histogram;
use super::interval::{Interval, Score, Z};
use crate::kind::Group;

/// Net promoter score: share of promoters minus share of detractors, times 100. One answer counts +1, 0 or −1, with
/// the variance p + d − (p − d)²; the interval is the normal one, ± z · √(variance / n).
pub(super) fn score(histogram: &Histogram) -> Score {
    let n = histogram.n();
    let (promoters, detractors) = (histogram.share(Group::Promoter), histogram.share(Group::Detractor));
    let difference = promoters - detractors;
    let variance = promoters + detractors - difference * difference;
    let reach = Z * (variance / n as f64).sqrt();
    let value = 100.0 * difference;
    Score {
        n,
        value,
        // The variance of a single answer is always 0 by this formula, which says nothing.
        interval: (n > 1).then(|| Interval::around(value, 100.0 * reach, -100.0, 100.0)),
        secondary: Some(histogram.mean()),
    }
}

#[cfg(test)]
mod tests {
    use crate::Scale;
    use crate::score::cases::check;

    #[test]
    fn is_promoters_minus_detractors() {
        // 50 promoters, 30 passives, 20 detractors of 100: variance 0.7 − 0.09 = 0.61, reach 15.307808.
        check(Scale::NPS, &[5, 0, 0, 5, 0, 0, 10, 10, 20, 20, 30], 30.0, Some((14.692192, 45.307808)), 7.85);
        check(Scale::NPS, &[0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 100.0, None, 10.0);
        check(Scale::NPS, &[10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0], -100.0, Some((-100.0, -100.0)), 0.0);
        check(Scale::NPS, &[0, 0, 0, 0, 0, 0, 0, 4, 4, 0, 0], 0.0, Some((0.0, 0.0)), 7.5);
        // Two answers, one of each side: the interval is cut at the ends of the scale.
        check(Scale::NPS, &[1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1], 0.0, Some((-100.0, 100.0)), 5.0);
    }
}
