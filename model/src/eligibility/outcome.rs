//! What becomes of a survey on screen.

/// What became of a survey that was shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Nothing: it is there, or the page went away, or it went by itself.
    Ignored,
    /// At least one question was answered.
    Answered,
    /// The shopper closed it.
    Dismissed,
    /// The shopper put it off.
    Later,
}

impl Outcome {
    /// Their names.
    pub const NAMES: [&str; 4] = ["ignored", "answered", "dismissed", "later"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}
