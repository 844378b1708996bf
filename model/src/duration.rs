//! Lengths of time in milliseconds, as clocks of browsers count.

/// An hour.
pub(crate) const HOUR: f64 = 3_600_000.0;
/// A day.
pub(crate) const DAY: f64 = 24.0 * HOUR;
