//! Surveys that need no file: one attribute away.

use crate::kind::Scale;
use crate::survey::Survey;

/// The presets that every widget holds.
pub const METRICS: [&str; 3] = ["nps", "csat", "ces"];

/// Every preset. Those beyond the metrics' come as a survey file, in the shopper's language.
pub const NAMES: [&str; 10] = [
    METRICS[0],
    METRICS[1],
    METRICS[2],
    "post-purchase",
    "delivery",
    "returns",
    "support",
    "cart-exit",
    "search",
    "content",
];

/// The metric's preset called `name`.
pub fn named(name: &str) -> Option<Survey> {
    METRICS.contains(&name).then(|| Scale::all().find(|scale| scale.kind() == name).map(Survey::standard))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_preset() {
        for name in METRICS {
            assert_eq!(named(name).expect(name).key(), name);
        }
        assert_eq!(named("npx"), None);
    }
}
