//! The reasons why a survey is not shown.

/// Why a survey is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The shop waits for a consent that is not given.
    Consent,
    /// Another survey is meant.
    OtherSurvey,
    /// Its trigger conditions do not hold.
    Trigger,
    /// It is asked at other touchpoints.
    Touchpoint,
    /// … in other phases of the journey.
    Phase,
    /// … on pages with other paths.
    Path,
    /// … on other devices.
    Device,
    /// … in other languages.
    Language,
    /// … on the first visit only, or only on a later one.
    Visitor,
    /// The shopper was there too often, or not often enough.
    Visits,
    /// The shopper placed too many orders, or too few.
    Orders,
    /// The last order is too long ago, or not long enough.
    DaysSinceOrder,
    /// The last order was worth too much, or too little.
    OrderValue,
    /// What is in the cart is worth too much, or too little.
    CartValue,
    /// The shopper came through another channel.
    Channel,
    /// The shopper is in another segment, or in none.
    Segment,
    /// The shop says something else of the shopper.
    Attributes,
    /// It is too early, or too late.
    Dates,
    /// It is the wrong time of day.
    Hours,
    /// The shopper is not in the share of those who are asked.
    Share,
    /// A survey was shown not long ago.
    Quiet,
    /// This survey was shown not long ago: its cooldown depends on its outcome.
    Cooldown,
    /// This survey was shown as often as it may be.
    MaxTimes,
    /// This survey was shown since the last order.
    SameOrder,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Self; 24] = [
        Self::Consent,
        Self::OtherSurvey,
        Self::Trigger,
        Self::Touchpoint,
        Self::Phase,
        Self::Path,
        Self::Device,
        Self::Language,
        Self::Visitor,
        Self::Visits,
        Self::Orders,
        Self::DaysSinceOrder,
        Self::OrderValue,
        Self::CartValue,
        Self::Channel,
        Self::Segment,
        Self::Attributes,
        Self::Dates,
        Self::Hours,
        Self::Share,
        Self::Quiet,
        Self::Cooldown,
        Self::MaxTimes,
        Self::SameOrder,
    ];
    /// Their names, in the same order.
    pub const NAMES: [&str; 24] = [
        "consent",
        "other_survey",
        "trigger",
        "touchpoint",
        "phase",
        "path",
        "device",
        "language",
        "visitor",
        "visits",
        "orders",
        "days_since_order",
        "order_value",
        "cart_value",
        "channel",
        "segment",
        "attributes",
        "dates",
        "hours",
        "share",
        "quiet",
        "resting",
        "most",
        "same_order",
    ];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}
