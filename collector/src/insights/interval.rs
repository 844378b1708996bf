use nachklang_model::score::{self, LEVEL};
use serde::Serialize;

/// A confidence interval.
#[derive(Debug, Serialize)]
pub struct Interval {
    low: f64,
    high: f64,
    /// The confidence level, 0…1.
    level: f64,
}

impl From<score::Interval> for Interval {
    fn from(interval: score::Interval) -> Self {
        Self { low: interval.low, high: interval.high, level: LEVEL }
    }
}
