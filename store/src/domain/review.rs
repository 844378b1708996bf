//! What a person decides about responses, whatever signs they bear.

use nachklang_model::{Key, ResponseId};

/// What a person decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// A human answered: the response counts.
    Genuine,
    /// The response does not count.
    Suspect,
}

impl Verdict {
    /// All verdicts.
    pub const ALL: [Self; 2] = [Self::Genuine, Self::Suspect];
    /// Their names, in the same order.
    pub const NAMES: [&str; 2] = ["genuine", "suspect"];

    /// The name as it is written and stored.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// A verdict on some responses.
#[derive(Debug)]
pub struct Review {
    /// The shop.
    pub site: Key,
    /// The responses, at least one.
    pub ids: Vec<ResponseId>,
    /// `None` takes back an earlier verdict.
    pub verdict: Option<Verdict>,
}

#[cfg(test)]
mod tests {
    use super::Verdict;

    #[test]
    fn every_verdict_has_its_name() {
        assert_eq!(Verdict::ALL.map(Verdict::name), Verdict::NAMES);
    }
}
