//! Means: CES, emotion and ratings.

use statrs::distribution::{ContinuousCDF, StudentsT};

use super::histogram::Histogram;
use super::interval::{Interval, LEVEL, Score, Z};

/// Customer effort, emotion and plain ratings: mean of the ratings, with Student's t interval on it. The second figure is
/// the share of the best group.
pub(super) fn score(histogram: &Histogram) -> Score {
    let n = histogram.n();
    let mean = histogram.mean();
    let scale = histogram.scale();
    let (least, most) = (f64::from(scale.min()), f64::from(scale.max()));
    Score {
        n,
        value: mean,
        interval: (n > 1).then(|| {
            let error = (histogram.sample_variance() / n as f64).sqrt();
            Interval::around(mean, quantile(n - 1) * error, least, most)
        }),
        secondary: scale.groups().last().map(|best| 100.0 * histogram.share(best)),
    }
}

/// The two-sided quantile of Student's t distribution that belongs to [`LEVEL`].
///
/// `statrs` inverts the distribution by bisection and loses digits where it is nearly normal; there the first term of
/// its expansion around the normal quantile is exact to six places (Abramowitz and Stegun, 26.7.5).
fn quantile(degrees_of_freedom: u64) -> f64 {
    let degrees_of_freedom = degrees_of_freedom as f64;
    if degrees_of_freedom > 10_000.0 {
        return Z + (Z.powi(3) + Z) / (4.0 * degrees_of_freedom);
    }
    let distribution = StudentsT::new(0.0, 1.0, degrees_of_freedom).expect("degrees of freedom above zero");
    distribution.inverse_cdf(0.5 + LEVEL / 2.0)
}

#[cfg(test)]
mod tests {
    use super::quantile;
    use crate::Scale;
    use crate::score::cases::check;

    #[test]
    fn quantiles_are_those_of_the_tables() {
        for (degrees_of_freedom, expected) in [
            (1, 12.706205),
            (2, 4.302653),
            (5, 2.570582),
            (30, 2.042272),
            (120, 1.979930),
            (1000, 1.962339),
            (10_000, 1.960201),
            (100_000, 1.959988),
            (1_000_000, 1.959966),
        ] {
            let found = quantile(degrees_of_freedom);
            assert!((found - expected).abs() < 5e-6, "{degrees_of_freedom}: {found} instead of {expected}");
        }
    }

    #[test]
    fn is_the_mean() {
        // 5, 6, 7: mean 6, standard deviation 1, error 1/√3, t 4.302653, reach 2.484138, cut at 7.
        check(Scale::CES, &[0, 0, 0, 0, 1, 1, 1], 6.0, Some((3.515862, 7.0)), 100.0);
        // 3, 3, 4, 4, 5, 5: mean 4, variance 0.8, error √(0.8/6), t 2.570582, reach 0.938644.
        check(Scale::CES, &[0, 0, 2, 2, 2, 0, 0], 4.0, Some((3.061356, 4.938644)), 100.0 / 3.0);
        check(Scale::CES, &[0, 0, 0, 0, 0, 0, 1], 7.0, None, 100.0);
        check(Scale::CES, &[0, 0, 0, 9, 0, 0, 0], 4.0, Some((4.0, 4.0)), 0.0);
    }

    #[test]
    fn ends_where_the_scale_ends() {
        // −2, −2, 1: mean −1, variance 3, error 1, t 4.302653, cut at −2 and 2.
        check(Scale::EMOTION, &[2, 0, 0, 1, 0], -1.0, Some((-2.0, 2.0)), 100.0 / 3.0);
        // 4, 4, 5, 5 of five: mean 4.5, variance 1/3, error √(1/12), t 3.182446, reach 0.918693.
        check(Scale::CES_5, &[0, 0, 0, 2, 2], 4.5, Some((3.581307, 5.0)), 100.0);
        check(Scale::rating_of(10).unwrap(), &[0, 0, 0, 0, 0, 0, 0, 0, 0, 3], 10.0, Some((10.0, 10.0)), None);
    }
}
