//! Shares: CSAT, yes or no, and the options of lists.

use super::histogram::Histogram;
use super::interval::{Interval, Score, Z};

/// Satisfaction and the like: share of the best group in per cent, with the Wilson score interval.
pub(super) fn score(histogram: &Histogram) -> Score {
    let best = histogram.scale().groups().last();
    let share = best.map_or(0.0, |best| histogram.share(best));
    Score {
        n: histogram.n(),
        value: 100.0 * share,
        interval: Some(wilson(share, histogram.n())),
        secondary: Some(histogram.mean()),
    }
}

/// The share of those who chose an option of a list among the `n` who chose any, in per cent. `None` where nobody did.
pub fn option_share(chosen: u64, n: u64) -> Option<(f64, Interval)> {
    (n > 0).then(|| {
        let share = chosen as f64 / n as f64;
        (100.0 * share, wilson(share, n))
    })
}

/// The Wilson score interval of a share, in per cent. (Wilson, "Probable Inference, the Law of Succession, and Statistical
/// Inference", Journal of the American Statistical Association 22, 1927.)
fn wilson(share: f64, n: u64) -> Interval {
    let n = n as f64;
    let (z2, shrink) = (Z * Z, 1.0 + Z * Z / n);
    let centre = (share + z2 / (2.0 * n)) / shrink;
    let reach = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / shrink;
    Interval::around(100.0 * centre, 100.0 * reach, 0.0, 100.0)
}

#[cfg(test)]
mod tests {
    use super::option_share;
    use crate::Scale;
    use crate::score::cases::check;

    #[test]
    fn is_the_share_of_the_two_best() {
        // Wilson intervals of 81/263, 15/148 as in Newcombe, "Two-sided confidence intervals for the single
        // proportion", Statistics in Medicine 17, 1998, table I: 0.2553–0.3662 and 0.0624–0.1605.
        check(Scale::CSAT, &[100, 50, 32, 40, 41], 30.798479, Some((25.528852, 36.620958)), 2.513308);
        check(Scale::CSAT, &[100, 33, 0, 0, 15], 10.135135, Some((6.238640, 16.048724)), 1.628378);
        check(Scale::CSAT, &[0, 0, 0, 0, 1], 100.0, Some((20.654931, 100.0)), 5.0);
        check(Scale::CSAT, &[0, 0, 4, 0, 0], 0.0, Some((0.0, 48.989084)), 3.0);
    }

    #[test]
    fn is_the_share_of_thumbs_up_and_of_yes() {
        check(Scale::CSAT_THUMBS, &[182, 81], 30.798479, Some((25.528852, 36.620958)), 1.307985);
        check(Scale::YES_NO, &[133, 15], 10.135135, Some((6.238640, 16.048724)), 0.101351);
    }

    #[test]
    fn an_option_has_the_share_of_those_who_chose_it() {
        let (share, interval) = option_share(81, 263).unwrap();
        assert!((share - 30.798479).abs() < 1e-6 && (interval.low - 25.528852).abs() < 1e-6);
        assert_eq!(option_share(0, 0), None);
    }
}
