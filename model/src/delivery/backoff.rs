//! When to try again after an endpoint did not reply, or replied with an error of its own.

use crate::text::{concat, whole};

const SECOND: f64 = 1000.0;
const HOUR: f64 = 3600.0 * SECOND;

/// For how long nothing is sent to an endpoint. It holds for all responses, in all tabs and on later pages.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Backoff {
    /// How many attempts have failed, one after the other.
    failures: u32,
    /// When the last one failed, by the device's clock, in milliseconds since 1970.
    failed_at: f64,
    /// For how many milliseconds nothing is sent without a reason.
    delay: f64,
    /// For how many of them nothing is sent at all, because the endpoint asked for it.
    min_delay: f64,
}

impl Backoff {
    /// Its key in the storage. The name is from before it was called a backoff.
    pub const NAME: &str = "nachklang:pause";

    /// The backoff after one more failure.
    ///
    /// The limit doubles from two seconds to an hour. Of that, `random` (0 ≤ x < 1) picks a share, so that the shoppers of an
    /// endpoint that was down do not come back all at once ("full jitter",
    /// <https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/>). The delay is at least a second, and at least
    /// the time in `Retry-After`, of which at most an hour counts.
    pub fn after_failure(
        before: Option<Self>,
        now: f64,
        random: f64,
        retry_after_seconds: Option<u32>,
    ) -> Self {
        let failures = before.map_or(0, |before| before.failures).saturating_add(1);
        let doubled = SECOND * f64::from(1_u32 << failures.min(12));
        let min_delay = (f64::from(retry_after_seconds.unwrap_or(0)) * SECOND).min(HOUR);
        let delay = (doubled.min(HOUR) * random).max(SECOND).max(min_delay);
        Self { failures, failed_at: now, delay, min_delay }
    }

    /// For how many more milliseconds it lasts. Where there is a `reason` to try at once, such as a connection that came back,
    /// only the time that the endpoint asked for counts.
    pub fn remaining(&self, now: f64, reason: bool) -> f64 {
        let whole = if reason { self.min_delay } else { self.delay };
        let gone = now - self.failed_at;
        // A clock that was set back by much would make it last for years.
        if gone < -HOUR { 0.0 } else { (whole - gone.max(0.0)).max(0.0) }
    }

    /// How many attempts have failed, one after the other.
    pub fn failures(&self) -> u32 {
        self.failures
    }

    /// What is written in the storage.
    pub fn text(&self) -> String {
        let Self { failures, failed_at, delay, min_delay } = *self;
        let mut text = String::from(VERSION);
        for number in [f64::from(failures), failed_at, delay, min_delay] {
            text = concat(&[&text, BLANK, &whole(number)]);
        }
        text
    }

    /// Reads what [`text`](Self::text) has written; `None` for what it cannot have written.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(' ');
        if parts.next()? != VERSION {
            return None;
        }
        let mut next = || parts.next()?.parse::<u64>().ok().map(|number| number as f64);
        let (failures, failed_at, delay, min_delay) = (next()?, next()?, next()?, next()?);
        let backoff = Self {
            failures: failures as u32,
            failed_at,
            delay: delay.min(HOUR),
            min_delay: min_delay.min(HOUR),
        };
        (backoff.text() == text).then_some(backoff)
    }
}

const VERSION: &str = "1";
const BLANK: &str = " ";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_795_000_000_123.0;

    /// The backoff after so many failures.
    fn after(failures: u32, random: f64, retry_after: Option<u32>) -> Backoff {
        let earlier = Backoff { failures: failures - 1, failed_at: 0.0, delay: 0.0, min_delay: 0.0 };
        Backoff::after_failure((failures > 1).then_some(earlier), NOW, random, retry_after)
    }

    #[test]
    fn is_longer_after_each_failure() {
        for (failures, random, retry_after, delay, min_delay) in [
            (1, 0.0, None, 1_000.0, 0.0),
            (1, 0.999, None, 1_998.0, 0.0),
            (3, 0.5, None, 4_000.0, 0.0),
            (20, 0.5, None, 1_800_000.0, 0.0),
            (u32::MAX, 0.5, None, 1_800_000.0, 0.0),
            (1, 0.5, Some(30), 30_000.0, 30_000.0),
            (1, 0.5, Some(u32::MAX), 3_600_000.0, 3_600_000.0),
            (6, 0.5, Some(1), 32_000.0, 1_000.0),
        ] {
            let backoff = after(failures, random, retry_after);
            assert_eq!(
                (backoff.remaining(NOW, false), backoff.remaining(NOW, true)),
                (delay, min_delay),
                "{failures} {random}"
            );
        }
    }

    #[test]
    fn lasts_as_long_as_the_clock_can_say() {
        let backoff = after(6, 0.5, Some(10));
        for (gone, by_itself, at_once) in [
            (0.0, 32_000.0, 10_000.0),
            (9_000.0, 23_000.0, 1_000.0),
            (31_000.0, 1_000.0, 0.0),
            (32_000.0, 0.0, 0.0),
            (f64::MAX, 0.0, 0.0),
            (-5_000.0, 32_000.0, 10_000.0),
            (-HOUR - 1.0, 0.0, 0.0),
        ] {
            assert_eq!(
                (backoff.remaining(NOW + gone, false), backoff.remaining(NOW + gone, true)),
                (by_itself, at_once),
                "{gone}"
            );
        }
    }

    #[test]
    fn is_read_as_it_was_written() {
        let backoff = after(3, 0.5, Some(2));
        assert_eq!(backoff.text(), "1 3 1795000000123 4000 2000");
        assert_eq!(Backoff::parse(&backoff.text()), Some(backoff));
        for text in [
            "",
            "1",
            "2 3 1795000000123 4000 2000",
            "1 3 1795000000123 4000",
            "1 3 now 4000 2000",
            "1 3 1795000000123 4000 2000 1",
            "1 03 1795000000123 4000 2000",
            "1 4294967296 1795000000123 4000 2000",
            // Nobody asks for more than an hour.
            "1 3 1795000000123 3600001 2000",
            "1 3 1795000000123 4000 3600001",
        ] {
            assert_eq!(Backoff::parse(text), None, "{text}");
        }
    }
}
