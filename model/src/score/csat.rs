use super::{Histogram, Interval, Score, Z};
use crate::scale::Group;

/// Customer satisfaction: share of 4 and 5 in per cent, with the Wilson score interval. (Wilson, "Probable Inference,
/// the Law of Succession, and Statistical Inference", Journal of the American Statistical Association 22, 1927.)
pub(super) fn score(histogram: &Histogram) -> Score {
    let n = histogram.n() as f64;
    let share = histogram.share(Group::Satisfied);
    let (z2, shrink) = (Z * Z, 1.0 + Z * Z / n);
    let centre = (share + z2 / (2.0 * n)) / shrink;
    let reach = Z * (share * (1.0 - share) / n + z2 / (4.0 * n * n)).sqrt() / shrink;
    Score {
        n: histogram.n(),
        value: 100.0 * share,
        interval: Some(Interval::around(100.0 * centre, 100.0 * reach, 0.0, 100.0)),
        secondary: histogram.mean(),
    }
}

#[cfg(test)]
mod tests {
    use crate::Scale::Csat;
    use crate::score::cases::check;

    #[test]
    fn is_the_share_of_the_two_best() {
        // Wilson intervals of 81/263, 15/148 as in Newcombe, "Two-sided confidence intervals for the single
        // proportion", Statistics in Medicine 17, 1998, table I: 0.2553–0.3662 and 0.0624–0.1605.
        check(Csat, &[100, 50, 32, 40, 41], 30.798479, Some((25.528852, 36.620958)), 2.513308);
        check(Csat, &[100, 33, 0, 0, 15], 10.135135, Some((6.238640, 16.048724)), 1.628378);
        check(Csat, &[0, 0, 0, 0, 1], 100.0, Some((20.654931, 100.0)), 5.0);
        check(Csat, &[0, 0, 4, 0, 0], 0.0, Some((0.0, 48.989084)), 3.0);
    }
}
