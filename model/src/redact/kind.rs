//! What is masked, and by what.

/// What is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The number of a bank account (ISO 13616).
    Iban,
    /// The number of a payment card (ISO/IEC 7812).
    Card,
    /// An e-mail address (RFC 5321).
    Email,
    /// A phone number (ITU-T E.164).
    Phone,
    /// What a pattern of the shop's own matched: see [`mask_found`](super::mask_found).
    Own,
}

impl Kind {
    /// Every kind, the more specific first.
    pub const ALL: [Self; 5] = [Self::Iban, Self::Card, Self::Email, Self::Phone, Self::Own];
    /// Their names, in the same order.
    pub const NAMES: [&str; 5] = ["iban", "card", "email", "phone", "own"];
    /// What stands in the place of each, in the same order: words that every language has borrowed, and the sign that
    /// something was left out. None holds a digit or an `@`, so nothing is ever found in a mask.
    pub const MASKS: [&str; 5] = ["[iban]", "[card]", "[e-mail]", "[phone]", "[…]"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// What stands in the place of what was found.
    pub fn mask(self) -> &'static str {
        Self::MASKS[self as usize]
    }
}
