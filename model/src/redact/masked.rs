//! How much was masked.

use super::kind::Kind;

/// How much was masked, of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masked(pub(super) [u32; Kind::ALL.len()]);

impl Masked {
    /// How many of a kind.
    pub fn count(&self, kind: Kind) -> u32 {
        self.0[kind as usize]
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Counts what was masked elsewhere, too.
    pub fn add(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}
