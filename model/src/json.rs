//! JSON as a tree, whoever parses and prints it: `serde_json` in the collector, the browser itself in the widget.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{Serialize, Serializer};

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

/// An object that is being put together.
#[derive(Default)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// An object with the members of `json`; without any where that is none.
    pub fn of(json: Json) -> Self {
        if let Json::Object(members) = json { Self(members) } else { Self::default() }
    }

    /// Adds a member.
    pub fn put(&mut self, name: &str, value: impl Into<Json>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a member if it has a value.
    pub fn put_some(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        /// Below this every whole number is exact.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(flag) => serializer.serialize_bool(*flag),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Self::Number(number) => serializer.serialize_f64(*number),
            Self::String(text) => serializer.serialize_str(text),
            Self::Array(items) => serializer.collect_seq(items),
            Self::Object(members) => {
                serializer.collect_map(members.iter().map(|(name, value)| (name, value)))
            }
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Tree)
    }
}

struct Tree;

impl<'de> Visitor<'de> for Tree {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Number(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Number(value as f64))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::String(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Json, E> {
        Ok(Json::String(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut array = Vec::new();
        while let Some(item) = items.next_element()? {
            array.push(item);
        }
        Ok(Json::Array(array))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_what_it_read() {
        let text = r#"{"b":[1,-2,0.5,true,null,"x\"y"],"a":{}}"#;
        let json: Json = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&json).unwrap(), text);
    }

    #[test]
    fn what_is_taken_is_gone() {
        let mut json: Json = serde_json::from_str(r#"{"a":[1],"b":2}"#).unwrap();
        assert_eq!(json.take("a"), Json::Array(vec![Json::Number(1.0)]));
        assert_eq!((json.take("a"), json.take("c"), json.number("b")), (Json::Null, Json::Null, Some(2.0)));
        assert_eq!(Json::Number(1.0).take("a"), Json::Null);
    }

    #[test]
    fn describes_numbers_as_they_were_written() {
        for (number, text) in [
            (0.0, "0"),
            (11.0, "11"),
            (-3.0, "-3"),
            (4.5, "4.5"),
            (-0.25, "-0.25"),
            (1.001, "1.001"),
            (1e300, "a very large number"),
        ] {
            assert_eq!(Json::Number(number).described(), text);
        }
    }
}
