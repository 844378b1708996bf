//! Groups of ratings: promoters, satisfied and so on.

/// How a rating is read. Which ratings fall into which group is part of the metric's definition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Group {
    /// NPS 0–6.
    Detractor,
    /// NPS 7–8.
    Passive,
    /// NPS 9–10.
    Promoter,
    /// CSAT 1–2 of five, and thumb down.
    Dissatisfied,
    /// CSAT 3 of five, emotion 0.
    Neutral,
    /// CSAT 4–5 of five, and thumb up.
    Satisfied,
    /// CES 1–3 of seven, 1–2 of five.
    Difficult,
    /// CES 4 of seven, 3 of five.
    Undecided,
    /// CES 5–7 of seven, 4–5 of five.
    Easy,
    /// Emotion −2 and −1.
    Negative,
    /// Emotion +1 and +2.
    Positive,
    /// No.
    No,
    /// Yes.
    Yes,
}

impl Group {
    /// Every group.
    pub const ALL: [Self; 13] = [
        Self::Detractor,
        Self::Passive,
        Self::Promoter,
        Self::Dissatisfied,
        Self::Neutral,
        Self::Satisfied,
        Self::Difficult,
        Self::Undecided,
        Self::Easy,
        Self::Negative,
        Self::Positive,
        Self::No,
        Self::Yes,
    ];
    /// Their names, in the same order.
    pub const NAMES: [&str; 13] = [
        "detractor",
        "passive",
        "promoter",
        "dissatisfied",
        "neutral",
        "satisfied",
        "difficult",
        "undecided",
        "easy",
        "negative",
        "positive",
        "no",
        "yes",
    ];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}
