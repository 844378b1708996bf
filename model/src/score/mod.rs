//! Scores: NPS, CSAT, CES and the like from the histogram of the ratings, each with its uncertainty.
//!
//! Everything is computed from how often each rating was given, so its cost does not depend on the number of answers.
//! Only answered questions are counted.

#[cfg(test)]
mod cases;
mod compute;
mod histogram;
mod interval;
mod mean;
mod nps;
mod share;

pub use compute::score;
pub use histogram::Histogram;
pub use interval::{Interval, LEVEL, Score};
pub use share::option_share;
