//! The phases of a customer journey.

use crate::read::Reader;

/// A phase of the customer journey.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum Phase {
    /// Interest is woken.
    Awareness,
    /// Weighing and informing.
    Consideration,
    /// Deciding and buying.
    Purchase,
    /// Receiving, unpacking, using: here the experience is made and judged.
    Delivery,
    /// Satisfied, tells others.
    Advocacy,
}

impl Phase {
    /// Every phase, in the order of the journey.
    pub const ALL: [Self; 5] =
        [Self::Awareness, Self::Consideration, Self::Purchase, Self::Delivery, Self::Advocacy];
    /// Their names, in the same order.
    pub const NAMES: [&str; 5] = ["awareness", "consideration", "purchase", "delivery", "advocacy"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.one_of(&Self::NAMES).map(|index| Self::ALL[index])
    }
}
