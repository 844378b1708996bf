//! What a reader makes of the JSON at its place.

use super::reader::Reader;
use crate::field_error::{FieldError, one_of};
use crate::json::Json;
use crate::key::Key;
use crate::moment::Moment;
use crate::text::concat;

impl<'a> Reader<'a> {
    /// A text of `1..=max` characters.
    pub fn text(&self, max: usize) -> Option<&'a str> {
        match self.json() {
            Some(Json::String(text)) if !text.is_empty() => match text.chars().count() {
                length if length <= max => Some(text),
                length => self.too_many(length, max, " characters"),
            },
            _ => self.expected("a text that is not empty"),
        }
    }

    /// What `parse` makes of the text here.
    pub fn parsed<T>(&self, parse: impl FnOnce(&str) -> Option<T>, expected: &'static str) -> Option<T> {
        let parsed = match self.json() {
            Some(Json::String(text)) => parse(text),
            _ => None,
        };
        parsed.or_else(|| self.expected(expected))
    }

    /// A key, as [`Key`] defines it.
    pub fn key(&self) -> Option<Key> {
        self.parsed(Key::new, Key::EXPECTED)
    }

    /// A time with offset.
    pub fn moment(&self) -> Option<Moment> {
        self.parsed(Moment::parse, Moment::EXPECTED)
    }

    /// A whole number from `min` to `max`.
    pub fn whole(&self, min: u32, max: u32) -> Option<u32> {
        match self.json() {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= f64::from(min) && *n <= f64::from(max) => {
                Some(*n as u32)
            }
            _ => self.out_of_range(&min.to_string(), &max.to_string()),
        }
    }

    /// A whole number from `min` to `max`, which may be negative.
    pub fn integer(&self, min: i32, max: i32) -> Option<i32> {
        match self.json() {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= f64::from(min) && *n <= f64::from(max) => {
                Some(*n as i32)
            }
            _ => self.out_of_range(&min.to_string(), &max.to_string()),
        }
    }

    /// A number from `min` to `max`.
    pub fn number(&self, min: u32, max: u32) -> Option<f64> {
        match self.json() {
            Some(Json::Number(n)) if *n >= f64::from(min) && *n <= f64::from(max) => Some(*n),
            _ => self.expected(concat(&["a number from ", &min.to_string(), " to ", &max.to_string()])),
        }
    }

    /// A number that is not negative.
    pub fn amount(&self) -> Option<f64> {
        match self.json() {
            Some(Json::Number(n)) if *n >= 0.0 && n.is_finite() => Some(*n),
            _ => self.expected("a number that is not negative"),
        }
    }

    /// A number from 0 to `max`.
    pub fn amount_to(&self, max: u32) -> Option<f64> {
        self.number(0, max)
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.json() {
            Some(Json::Bool(flag)) => Some(*flag),
            _ => self.expected("true or false"),
        }
    }

    /// The index in `names` of the name that stands here.
    pub fn one_of(&self, names: &[&str]) -> Option<usize> {
        let Some(Json::String(text)) = self.json() else {
            return self.expected(one_of(names));
        };
        let index = names.iter().position(|name| name == text);
        if index.is_none() {
            self.report(FieldError::not_one_of(self.path(), text, names));
        }
        index
    }

    fn out_of_range<T>(&self, min: &str, max: &str) -> Option<T> {
        match min == max {
            true => self.expected(String::from(min)),
            false => self.expected(concat(&["a whole number from ", min, " to ", max])),
        }
    }
}

/// What may be missing: `None` where it is, `Some` of what `read` gives where it is not.
pub fn optional<T>(reader: Reader, read: impl FnOnce(&Reader) -> Option<T>) -> Option<Option<T>> {
    if reader.is_present() { read(&reader).map(Some) } else { Some(None) }
}
