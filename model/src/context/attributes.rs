//! Attributes: what else a shop says of its customer.

use crate::field_error::quoted;
use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::Reader;
use crate::text::concat;

/// What else a shop says of its customer: at most 20 values, each under a name of its own.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Attributes(Vec<(Key, Attribute)>);

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Attribute {
    /// A text of 1 to [`MAX_ATTRIBUTE_LENGTH`] characters.
    Text(String),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
}

/// The most attributes a customer has.
pub const MAX_ATTRIBUTES: usize = 20;
/// The most characters a text among them has.
pub const MAX_ATTRIBUTE_LENGTH: usize = 100;

impl Attributes {
    /// Attributes as a shop's page gives them: the first [`MAX_ATTRIBUTES`] that are some, texts cut to
    /// [`MAX_ATTRIBUTE_LENGTH`] characters.
    pub fn lenient(json: &Json) -> Self {
        let mut all = Self::default();
        if let Json::Object(members) = json {
            for (name, value) in members {
                if all.0.len() < MAX_ATTRIBUTES
                    && let (Some(name), Some(value)) = (Key::new(name), Attribute::lenient(value))
                {
                    all.add(name, value);
                }
            }
        }
        all
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Names and values, in the order they were given.
    pub fn iter(&self) -> impl Iterator<Item = (&Key, &Attribute)> {
        self.0.iter().map(|(name, value)| (name, value))
    }

    /// Of a name that is there twice the first counts, as everywhere in what is read.
    fn add(&mut self, name: Key, value: Attribute) {
        if !self.0.iter().any(|(known, _)| *known == name) {
            self.0.push((name, value));
        }
    }

    pub(super) fn read(reader: &Reader) -> Option<Self> {
        let mut all = Self::default();
        let mut found = 0;
        let mut is_right = true;
        reader.each_member(&mut |name, value| {
            found += 1;
            let key = Key::new(name).or_else(|| value.error(quoted(name), Key::EXPECTED));
            // `null` is nothing, as everywhere.
            let read = value.is_present().then(|| Attribute::read(value));
            is_right = is_right && key.is_some() && read != Some(None);
            if let (Some(key), Some(Some(value))) = (key, read) {
                all.add(key, value);
            }
        })?;
        if found > MAX_ATTRIBUTES {
            let of = |number: usize| concat(&[&number.to_string(), " attributes"]);
            return reader.error(of(found), concat(&["at most ", &of(MAX_ATTRIBUTES)]));
        }
        is_right.then_some(all)
    }
}

impl Attribute {
    fn lenient(json: &Json) -> Option<Self> {
        match json {
            Json::String(text) if !text.is_empty() => {
                let end = text.char_indices().nth(MAX_ATTRIBUTE_LENGTH).map_or(text.len(), |(end, _)| end);
                Some(Self::Text(text[..end].into()))
            }
            Json::Number(number) if number.is_finite() => Some(Self::Number(*number)),
            Json::Bool(flag) => Some(Self::Flag(*flag)),
            _ => None,
        }
    }

    fn read(reader: &Reader) -> Option<Self> {
        match reader.json() {
            Some(Json::String(_)) => reader.text(MAX_ATTRIBUTE_LENGTH).map(|text| Self::Text(text.into())),
            Some(Json::Number(number)) if number.is_finite() => Some(Self::Number(*number)),
            Some(Json::Bool(flag)) => Some(Self::Flag(*flag)),
            _ => reader.expected("a text, a number, true or false"),
        }
    }
}

impl From<&Attribute> for Json {
    fn from(attribute: &Attribute) -> Self {
        match attribute {
            Attribute::Text(text) => Self::String(text.clone()),
            Attribute::Number(number) => Self::Number(*number),
            Attribute::Flag(flag) => Self::Bool(*flag),
        }
    }
}

impl From<&Attributes> for Json {
    fn from(attributes: &Attributes) -> Self {
        let mut object = Object::default();
        for (name, value) in &attributes.0 {
            object.put(name.as_str(), value);
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{problems, written};
    use super::*;

    fn read(attributes: &Value) -> Result<Value, Vec<String>> {
        written(attributes, "attributes", Attributes::read, |attributes| attributes.into())
    }

    fn lenient(attributes: &Value) -> Value {
        let json: Json = serde_json::from_value(attributes.clone()).unwrap();
        serde_json::to_value(Json::from(&Attributes::lenient(&json))).unwrap()
    }

    fn numbered(count: usize) -> Value {
        (0..count)
            .map(|index| (format!("a{index:02}"), json!(index)))
            .collect::<serde_json::Map<_, _>>()
            .into()
    }

    #[test]
    fn writes_what_it_read() {
        for attributes in [
            json!({}),
            json!({"plan": "plus", "orders.total": 12, "share": -0.5, "app": true, "b2b": false}),
            json!({"long": "ä".repeat(MAX_ATTRIBUTE_LENGTH)}),
            numbered(MAX_ATTRIBUTES),
        ] {
            assert_eq!(read(&attributes), Ok(attributes.clone()));
            assert_eq!(lenient(&attributes), attributes);
        }
    }

    #[test]
    fn names_every_mistake() {
        problems(
            read,
            &[
                (json!([1]), "attributes: found an array, expected an object"),
                (json!({"a": ""}), "attributes.a: found \"\", expected a text that is not empty"),
                (
                    json!({"a": "x".repeat(101)}),
                    "attributes.a: found 101 characters, expected at most 100 characters",
                ),
                (json!({"a": [1]}), "attributes.a: found an array, expected a text, a number, true or false"),
                (json!({"a": {}}), "attributes.a: found an object, expected a text, a number, true or false"),
                (numbered(21), "attributes: found 21 attributes, expected at most 20 attributes"),
            ],
        );
        let all = read(&json!({"A": 1, "b": [], "c": 1})).unwrap_err();
        assert!(all.len() == 2 && all[0].starts_with("attributes.A: found \"A\", expected a key"), "{all:?}");
    }

    #[test]
    fn what_a_page_gives_is_brought_into_bounds() {
        for (given, taken) in [
            (
                json!({"a": "x".repeat(101), "b": "ä".repeat(101)}),
                json!({"a": "x".repeat(100), "b": "ä".repeat(100)}),
            ),
            (json!({"A": 1, "b c": 2, "d": 3}), json!({"d": 3})),
            (json!({"a": "", "b": null, "c": [], "d": {}, "e": 0}), json!({"e": 0})),
            (numbered(25), numbered(20)),
            (json!("gold"), json!({})),
        ] {
            assert_eq!(lenient(&given), taken, "{given}");
        }
        let odd = Json::Object(vec![
            ("a".into(), Json::Number(f64::NAN)),
            ("b".into(), Json::Number(f64::INFINITY)),
        ]);
        assert!(Attributes::lenient(&odd).is_empty());
    }

    #[test]
    fn of_a_name_that_is_there_twice_the_first_counts() {
        let twice: Json = serde_json::from_str(r#"{"a": 1, "a": 2}"#).unwrap();
        let errors = crate::read::FieldErrors::default();
        let read = Attributes::read(&Reader::new(&twice, "", &errors)).unwrap();
        assert_eq!(read, Attributes::lenient(&twice));
        assert_eq!(read.iter().map(|(_, value)| value.clone()).collect::<Vec<_>>(), [Attribute::Number(1.0)]);
    }
}
