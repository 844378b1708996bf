//! Questions that are answered by choosing from a list.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape};

use super::writing::read_written;

/// The most options a list has, without "other".
pub const MAX_OPTIONS: usize = 30;

/// The key of the option that opens a text field.
pub const OTHER: &str = "other";

/// An option in a survey file.
pub(super) const OPTION: Shape = Shape::Object(&[
    Member(
        "key",
        Shape::Parsed(
            |key| key != OTHER && Key::new(key).is_some(),
            "a key, and not \"other\": \"other\": true on the question adds that option",
        ),
        Must,
    ),
    Member("text", Shape::Text, Must),
    Member("fixed", Shape::Flag, May),
]);

/// What was chosen: at least one option, and none twice.
#[derive(Debug, Clone, PartialEq)]
pub struct Chosen {
    /// Whether several might have been.
    pub multiple: bool,
    /// The keys of the options.
    pub keys: Vec<Key>,
    /// What was written beside "other": `1..=`[`MAX_TEXT_LENGTH`](super::writing::MAX_TEXT_LENGTH) characters.
    pub other: Option<String>,
}

/// The indexes of the options in the order one shopper sees them: shuffled, so that none gains by its place, but for those
/// that are `fixed`. `random` gives numbers of `0.0..1.0`. (Fisher and Yates; Durstenfeld, "Algorithm 235", Communications of
/// the ACM 7, 1964.)
pub fn order(options: &[Json], random: &dyn Fn() -> f64) -> Vec<usize> {
    let mut order = Vec::new();
    let mut movable = Vec::new();
    for (index, option) in options.iter().enumerate() {
        order.push(index);
        if !option.flag("fixed") {
            movable.push(index);
        }
    }
    for last in (1..movable.len()).rev() {
        let other = (random() * (last + 1) as f64) as usize;
        order.swap(movable[last], movable[other.min(last)]);
    }
    order
}

impl Chosen {
    /// The kind of question it answers.
    pub fn kind(&self) -> &'static str {
        if self.multiple { "multiple-choice" } else { "single-choice" }
    }

    /// Reads `value` and `other` of an answer.
    pub(crate) fn read(answer: &Reader, multiple: bool) -> Option<Self> {
        let value = answer.member("value");
        let keys = if multiple {
            value.elements(MAX_OPTIONS + 1, |key| key.key())
        } else {
            value.key().map(|key| vec![key])
        };
        let other = optional(answer.member("other"), read_written);
        let keys = keys?;
        if keys.is_empty() {
            return value.error("no option", "at least one option");
        }
        if (1..keys.len()).any(|index| keys[..index].contains(&keys[index])) {
            return value.error("an option twice", "each option once");
        }
        Some(Self { multiple, keys, other: other? })
    }

    pub(crate) fn put(&self, object: &mut Object) {
        let keys = self.keys.iter().map(|key| Json::from(key.as_str()));
        match self.multiple {
            true => object.put("value", Json::Array(keys.collect())),
            false => keys.for_each(|key| object.put("value", key)),
        }
        object.put_some("other", self.other.as_deref());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shuffling_gives_every_order_and_leaves_the_fixed_in_place() {
        let option = |fixed: bool| {
            let mut option = Object::default();
            option.put("fixed", Json::Bool(fixed));
            Json::from(option)
        };
        let options = [false, true, false, false, true].map(option);
        let mut seen = std::collections::BTreeSet::new();
        for first in 0..3 {
            for second in 0..2 {
                let numbers = std::cell::RefCell::new(vec![f64::from(second) / 2.0, f64::from(first) / 3.0]);
                let order = order(&options, &|| numbers.borrow_mut().pop().unwrap());
                assert_eq!((order[1], order[4]), (1, 4));
                seen.insert(order);
            }
        }
        assert_eq!(seen.len(), 6);
    }
}
