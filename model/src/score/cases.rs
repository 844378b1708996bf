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
