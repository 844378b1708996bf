//! How often each rating was given.

use crate::kind::{Group, Rating, Scale};

/// How often each rating of a scale was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Histogram {
    scale: Scale,
    counts: Vec<u64>,
}

impl Histogram {
    /// A histogram without answers.
    pub fn new(scale: Scale) -> Self {
        Self { scale, counts: vec![0; scale.ratings().count()] }
    }

    /// A histogram from the counts of all ratings, from least to most; `None` where it is not one count for each.
    pub fn from_counts(scale: Scale, counts: &[u64]) -> Option<Self> {
        (counts.len() == scale.ratings().count()).then(|| Self { scale, counts: counts.into() })
    }

    /// Adds `count` times this rating. A rating on another scale belongs into another histogram and is an error of the
    /// caller.
    ///
    /// # Panics
    /// Where the rating is on another scale.
    pub fn add(&mut self, rating: Rating, count: u64) {
        assert_eq!(rating.scale(), self.scale, "a rating on another scale");
        self.counts[rating.index()] += count;
    }

    /// The scale of the ratings.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// The counts of all ratings, from least to most.
    pub fn counts(&self) -> &[u64] {
        &self.counts
    }

    /// How many ratings there are.
    pub fn n(&self) -> u64 {
        self.counts.iter().sum()
    }

    /// Share of the ratings in `group`, 0…1.
    pub(super) fn share(&self, group: Group) -> f64 {
        let count: u64 =
            self.weighted().filter(|(rating, _)| rating.group() == Some(group)).map(|(_, n)| n).sum();
        count as f64 / self.n() as f64
    }

    /// Mean rating.
    pub(super) fn mean(&self) -> f64 {
        self.weighted().map(|(rating, n)| f64::from(rating.value()) * n as f64).sum::<f64>() / self.n() as f64
    }

    /// Variance of the ratings as a sample, with n − 1.
    pub(super) fn sample_variance(&self) -> f64 {
        let mean = self.mean();
        let squares: f64 =
            self.weighted().map(|(rating, n)| (f64::from(rating.value()) - mean).powi(2) * n as f64).sum();
        squares / (self.n() as f64 - 1.0)
    }

    fn weighted(&self) -> impl Iterator<Item = (Rating, u64)> {
        self.scale.ratings().zip(self.counts.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_was_added() {
        let mut histogram = Histogram::new(Scale::CES);
        for value in [1, 7, 7, 4] {
            histogram.add(Scale::CES.rating(value).unwrap(), 2);
        }
        assert_eq!(histogram.counts(), [2, 0, 0, 2, 0, 0, 4]);
        assert_eq!(histogram.n(), 8);
        assert_eq!(Histogram::from_counts(Scale::CES, histogram.counts()), Some(histogram));
        assert_eq!(Histogram::from_counts(Scale::NPS, &[1, 2, 3]), None);
    }
}
