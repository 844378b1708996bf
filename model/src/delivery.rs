//! What an endpoint's answer means for a response that was sent, and when to try again.

/// What to do with a response after an attempt to send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The endpoint has it.
    Delivered,
    /// The endpoint will never take it: trying again is of no use.
    Refused,
    /// Try again.
    Again,
}

/// What the HTTP status of an answer means. No answer at all means [`Verdict::Again`].
pub fn verdict(status: u16) -> Verdict {
    match status {
        200..=299 => Verdict::Delivered,
        400 | 401 | 403 | 413 | 422 => Verdict::Refused,
        _ => Verdict::Again,
    }
}

const SECOND: u32 = 1000;
const HOUR: u32 = 3600 * SECOND;

/// How many milliseconds to wait before the next attempt, after `failures` that came one after the other, the first
/// being 1. Doubles from two seconds to an hour, of which a share is waited that `random` (0 ≤ x < 1) picks, so that the
/// shoppers of an endpoint that was down do not come back all at once; but at least a second, and at least what the
/// endpoint asked for with `Retry-After`.
pub fn pause(failures: u32, random: f64, retry_after_seconds: Option<u32>) -> u32 {
    let doubled = SECOND << failures.clamp(1, 12);
    let jittered = (f64::from(doubled.min(HOUR)) * random) as u32;
    let asked = retry_after_seconds.unwrap_or(0).saturating_mul(SECOND).min(HOUR);
    jittered.max(SECOND).max(asked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_wrong_with_the_response_is_final() {
        for (status, expected) in [
            (200, Verdict::Delivered),
            (202, Verdict::Delivered),
            (204, Verdict::Delivered),
            (400, Verdict::Refused),
            (401, Verdict::Refused),
            (403, Verdict::Refused),
            (413, Verdict::Refused),
            (422, Verdict::Refused),
            (404, Verdict::Again),
            (408, Verdict::Again),
            (429, Verdict::Again),
            (500, Verdict::Again),
            (503, Verdict::Again),
            (301, Verdict::Again),
            (0, Verdict::Again),
        ] {
            assert_eq!(verdict(status), expected, "{status}");
        }
    }

    #[test]
    fn waits_longer_after_each_failure() {
        for (failures, random, retry_after, expected) in [
            (1, 0.0, None, 1_000),
            (1, 0.999, None, 1_998),
            (3, 0.5, None, 4_000),
            (20, 0.5, None, 1_800_000),
            (u32::MAX, 0.5, None, 1_800_000),
            (1, 0.5, Some(30), 30_000),
            (1, 0.5, Some(u32::MAX), 3_600_000),
            (6, 0.5, Some(1), 32_000),
        ] {
            assert_eq!(pause(failures, random, retry_after), expected, "{failures} {random} {retry_after:?}");
        }
    }
}
