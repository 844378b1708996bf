//! Scores and confidence intervals.

/// The confidence level of all intervals.
pub const LEVEL: f64 = 0.95;

/// The quantile of the normal distribution that belongs to [`LEVEL`].
pub(super) const Z: f64 = 1.959_963_984_540_054;

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
    pub(super) fn around(centre: f64, reach: f64, min: f64, max: f64) -> Self {
        Self { low: (centre - reach).max(min), high: (centre + reach).min(max) }
    }
}
