//! Surveys that need no file: one attribute away.

use crate::scale::Scale;
use crate::survey::Survey;

/// The names of the presets.
pub const NAMES: [&str; 3] = Scale::KINDS;

/// The preset called `name`.
pub fn named(name: &str) -> Option<Survey> {
    Scale::ALL.into_iter().find(|scale| scale.kind() == name).map(Survey::standard)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_preset() {
        for name in NAMES {
            assert_eq!(named(name).expect(name).key.as_str(), name);
        }
        assert_eq!(named("npx"), None);
    }
}
