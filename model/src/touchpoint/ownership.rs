//! Who owns a touchpoint.

use crate::read::Reader;

/// Who owns the ground a touchpoint stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum Ownership {
    /// The shop's own pages, app, newsletter.
    Owned,
    /// Advertisements.
    Paid,
    /// Reviews, press, recommendations.
    Earned,
    /// Social networks.
    Shared,
    /// Marketplace shops and partner pages the shop runs on ground it does not own.
    Managed,
}

impl Ownership {
    /// Every ownership class.
    pub const ALL: [Self; 5] = [Self::Owned, Self::Paid, Self::Earned, Self::Shared, Self::Managed];
    /// Their names, in the same order.
    pub const NAMES: [&str; 5] = ["owned", "paid", "earned", "shared", "managed"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.one_of(&Self::NAMES).map(|index| Self::ALL[index])
    }
}
