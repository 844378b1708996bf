//! Ratings.

use super::group::Group;
use super::scale::Scale;
use crate::read::Reader;

/// An answer on a scale. There is none outside its scale: see [`Scale::rating`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rating {
    scale: Scale,
    value: i8,
}

impl Rating {
    /// The rating `value` of a scale that has it.
    pub(super) fn on(scale: Scale, value: i8) -> Self {
        Self { scale, value }
    }

    /// The scale it was given on.
    pub fn scale(self) -> Scale {
        self.scale
    }

    /// The number that was chosen.
    pub fn value(self) -> i8 {
        self.value
    }

    /// Its place on the scale, from 0.
    pub fn index(self) -> usize {
        (self.value - self.scale.min()) as usize
    }

    /// The group the rating falls into, where the scale has groups.
    pub fn group(self) -> Option<Group> {
        let (_, group) = self.scale.row().groups.iter().find(|(highest, _)| self.value <= *highest)?;
        Some(*group)
    }

    /// Reads `value` and `scale` of an answer of this kind.
    pub(crate) fn read(answer: &Reader, kind: &str) -> Option<Self> {
        let scales: Vec<Scale> = Scale::all().filter(|scale| scale.kind() == kind).collect();
        let names: Vec<&str> = scales.iter().map(|scale| scale.name()).collect();
        let named = answer.member("scale").one_of(&names);
        let value = answer.member("value");
        match named {
            Some(named) => {
                let scale = scales[named];
                scale.rating(value.integer(scale.min().into(), scale.max().into())? as i8)
            }
            // Still says where there is no number at all.
            None => value.integer(-2, 10).and(None),
        }
    }
}
