//! The tree, and reading it by the names of members.

use std::borrow::Cow;

use crate::field_error::quoted;

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// Any number; whole ones are exact up to 2^53.
    Number(f64),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object, its members in the order they were written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// The member `name` of this object, unless it is `null`.
    pub fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        let (_, member) = members.iter().find(|(key, _)| key == name)?;
        (!matches!(member, Self::Null)).then_some(member)
    }

    /// Takes the member `name` out of this object, where there is one.
    pub fn take(&mut self, name: &str) -> Self {
        let Self::Object(members) = self else { return Self::Null };
        let member = members.iter_mut().find(|(key, _)| key == name);
        member.map_or(Self::Null, |(_, member)| std::mem::replace(member, Self::Null))
    }

    /// The string here.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The member `name`, where it is a string.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// The member `name`, where it is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.get(name) {
            Some(Self::Number(number)) => Some(*number),
            _ => None,
        }
    }

    /// Whether the member `name` is `true`.
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.get(name), Some(Self::Bool(true)))
    }

    /// The elements of the member `name`; none where it is no array.
    pub fn list(&self, name: &str) -> &[Self] {
        self.get(name).map_or(&[], Self::items)
    }

    /// The elements of this array; none where it is no array.
    pub fn items(&self) -> &[Self] {
        match self {
            Self::Array(items) => items,
            _ => &[],
        }
    }

    /// How the value is named in a message: `nothing`, `"text"`, `42`, `an array`.
    pub fn described(&self) -> Cow<'static, str> {
        match self {
            Self::Null => "null".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Number(number) => number_text(*number).into(),
            Self::String(text) => quoted(text).into(),
            Self::Array(_) => "an array".into(),
            Self::Object(_) => "an object".into(),
        }
    }
}

/// A number for a message, with at most three decimal places. The general formatting of floating-point numbers would
/// be downloaded by every shopper, and a message does not need it.
fn number_text(number: f64) -> String {
    let thousandths = (number.abs() * 1000.0).round();
    if thousandths > 9e15 {
        return "a very large number".into();
    }
    let thousandths = thousandths as u64;
    let sign = if number < 0.0 { "-" } else { "" };
    let mut text = [sign, &(thousandths / 1000).to_string()].concat();
    let mut rest = thousandths % 1000;
    let mut place = 100;
    if rest > 0 {
        text.push('.');
    }
    while rest > 0 {
        text.push((b'0' + (rest / place) as u8).into());
        rest %= place;
        place /= 10;
    }
    text
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        Self::Number(number.into())
    }
}
