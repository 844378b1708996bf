//! How much a survey file holds at most.

use crate::key::Key;

/// The most surveys a file has.
pub const MAX_SURVEYS: usize = 100;
/// The most questions a survey has.
pub const MAX_QUESTIONS: usize = 20;
/// The most touchpoints a list has.
pub const MAX_TOUCHPOINTS: usize = 500;
/// The most endings a survey has.
pub const MAX_ENDINGS: usize = 20;

/// The most conditions in the array of a `when`.
pub(crate) const MAX_CONDITIONS: usize = 10;
/// The most branches a question has.
pub(crate) const MAX_BRANCHES: usize = 20;
/// The most characters a question's key has: the key of its comment is eight longer.
pub(crate) const MAX_QUESTION_KEY_LENGTH: usize = Key::MAX_LENGTH - 8;
/// The most characters a voucher code has.
pub(crate) const MAX_CODE_LENGTH: usize = 40;

/// The most days of the quiet period.
pub(crate) const MAX_QUIET_DAYS: u32 = 365;
/// The most patterns that mask text.
pub(crate) const MAX_MASKS: usize = 20;
/// The most characters such a pattern has.
pub(crate) const MAX_MASK_LENGTH: usize = 200;

/// The most seconds a trigger waits.
pub(crate) const MAX_SECONDS: u32 = 3600;
/// The most characters the name of an event has.
pub(crate) const MAX_EVENT_LENGTH: usize = 100;
/// The most characters a selector has.
pub(crate) const MAX_SELECTOR_LENGTH: usize = 200;
/// The most days after an order that a survey comes.
pub(crate) const MAX_ORDER_DAYS: u32 = 365;
/// The most languages an audience has.
pub(crate) const MAX_LANGUAGES: usize = 50;
/// The most values of an attribute of which a shopper has one.
pub(crate) const MAX_VALUES: usize = 50;
/// The most days of a cooldown.
pub(crate) const MAX_COOLDOWN_DAYS: u32 = 3650;
/// The most hours a survey is put off.
pub(crate) const MAX_LATER_HOURS: u32 = 720;
