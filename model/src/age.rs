//! How long something waited on the device before it was sent.

use crate::json::Json;
use crate::read::Reader;

/// For how long a revision had waited in the device's outbox when a request brought it, in whole milliseconds by the outbox's own
/// count. What came without waiting is of age 0; so the time at which it was made is that of its arrival less its age, and nobody
/// needs to trust the device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Age(#[cfg_attr(feature = "schema", schemars(range(max = Self::MAX)))] u64);

impl Age {
    /// The most there is: ten years of 365 days.
    pub const MAX: u64 = 10 * 365 * 24 * 60 * 60 * 1000;

    /// An age as a device counted it, brought into bounds: an odd count is no reason to lose an answer. `None` for what is
    /// negative or no number.
    pub fn lenient(milliseconds: f64) -> Option<Self> {
        (milliseconds >= 0.0).then(|| Self((milliseconds as u64).min(Self::MAX)))
    }

    /// The age in milliseconds.
    pub fn milliseconds(self) -> u64 {
        self.0
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        match reader.json() {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= 0.0 && *n <= Self::MAX as f64 => {
                Some(Self(*n as u64))
            }
            _ => reader.expected("a whole number from 0 to 315360000000"),
        }
    }
}

impl From<Age> for Json {
    fn from(age: Age) -> Self {
        // Exact: the most there is is far below 2^53.
        Self::Number(age.0 as f64)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::read::FieldErrors;

    #[test]
    fn what_a_device_counted_is_brought_into_bounds() {
        for (counted, age) in [
            (0.0, Some(0)),
            (0.9, Some(0)),
            (-0.0, Some(0)),
            (1234.5, Some(1234)),
            (-1.0, None),
            (f64::NAN, None),
            (f64::INFINITY, Some(Age::MAX)),
            (1e300, Some(Age::MAX)),
        ] {
            assert_eq!(Age::lenient(counted).map(Age::milliseconds), age, "{counted}");
        }
    }

    #[test]
    fn reads_whole_milliseconds_of_ten_years() {
        for (value, age) in [
            (json!(0), Some(0)),
            (json!(1234), Some(1234)),
            (json!(315_360_000_000_u64), Some(Age::MAX)),
            (json!(315_360_000_001_u64), None),
            (json!(-1), None),
            (json!(0.5), None),
            (json!("1"), None),
        ] {
            let json: Json = serde_json::from_value(value.clone()).unwrap();
            let errors = FieldErrors::default();
            let read = Age::read(&Reader::new(&json, "age", &errors));
            assert_eq!(read.map(Age::milliseconds), age, "{value}");
            if let Some(read) = read {
                assert_eq!(serde_json::to_value(Json::from(read)).unwrap(), value);
            } else {
                let problem = errors.into_errors().remove(0).to_string();
                assert!(problem.ends_with("expected a whole number from 0 to 315360000000"), "{problem}");
            }
        }
    }
}
