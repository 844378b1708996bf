//! Points in time as a device tells them.

use crate::text::{concat, decimal};
/// A point in time with the offset of the place it was taken at, as RFC 3339 writes it:
/// `2026-11-21T20:15:00.123+01:00`. Kept as written: the offset says what time of day it was for the shopper.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Moment(#[cfg_attr(feature = "schema", schemars(extend("format" = "date-time")))] String);

impl Moment {
    /// What a moment looks like, as a phrase for messages.
    pub const EXPECTED: &str = "a time with offset as in RFC 3339, such as 2026-11-21T20:15:00.123+01:00";

    /// Reads an RFC 3339 time.
    pub fn parse(text: &str) -> Option<Self> {
        let plausible = text.len() <= 35 && text.as_bytes().get(10) == Some(&b'T') && !text.contains('[');
        (plausible && text.parse::<jiff::Timestamp>().is_ok()).then(|| Self(text.into()))
    }

    /// A moment from what a clock shows in UTC and the offset of the place in minutes, positive east of Greenwich.
    /// `shown` is the local time in the form `2026-11-21T20:15:00.123`.
    pub fn local(shown: &str, offset_minutes: i32) -> Self {
        let two = |number: u32| concat(&[["", "0"][usize::from(number < 10)], &decimal(number as i32)]);
        let minutes = offset_minutes.unsigned_abs();
        let sign = if offset_minutes < 0 { "-" } else { "+" };
        Self(concat(&[shown, sign, &two(minutes / 60), ":", &two(minutes % 60)]))
    }

    /// The whole milliseconds from this moment to another, negative where that was before.
    pub fn milliseconds_until(&self, other: &Self) -> Option<i64> {
        let [from, to] = [self, other].map(|moment| moment.0.parse::<jiff::Timestamp>().ok());
        Some(to?.as_millisecond() - from?.as_millisecond())
    }

    /// The moment as RFC 3339 writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_rfc_3339_with_offset_only() {
        for (text, valid) in [
            ("2026-11-21T20:15:00Z", true),
            ("2026-11-21T20:15:00.123+01:00", true),
            ("2026-11-21T20:15:00", false),
            ("2026-11-21 20:15:00Z", false),
            ("2026-13-21T20:15:00Z", false),
            ("2026-11-21T20:15:00+01:00[Europe/Berlin]", false),
            ("yesterday", false),
            ("", false),
        ] {
            assert_eq!(Moment::parse(text).is_some(), valid, "{text}");
        }
    }

    #[test]
    fn writes_the_offset_of_the_place() {
        for (offset, expected) in [(60, "+01:00"), (0, "+00:00"), (-210, "-03:30"), (765, "+12:45")] {
            let moment = Moment::local("2026-11-21T20:15:00.123", offset);
            assert_eq!(moment.as_str(), ["2026-11-21T20:15:00.123", expected].concat());
            assert_eq!(Moment::parse(moment.as_str()), Some(moment));
        }
    }
}
