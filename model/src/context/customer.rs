//! What a shop says of its customer.

use super::attributes::Attributes;
use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};

/// What the shop says of its customer on purpose. Nothing of it is found out by the widget, and nothing is to say who it is.
#[derive(Debug, Clone, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Customer {
    /// The name the shop gave the customer for this purpose.
    pub key: Option<Pseudonym>,
    /// The segment the customer is in.
    pub segment: Option<Key>,
    /// Whether the customer was there before.
    pub visitor: Option<Visitor>,
    /// What else the shop wants to compare by.
    #[cfg_attr(feature = "schema", schemars(with = "Option<Attributes>"))]
    pub attributes: Attributes,
}

/// Whether a customer was there before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum Visitor {
    /// For the first time.
    New,
    /// Again.
    Returning,
}

impl Visitor {
    const ALL: [Self; 2] = [Self::New, Self::Returning];
    /// Their names, the new one first.
    pub const NAMES: [&str; 2] = ["new", "returning"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        let index = Self::NAMES.iter().position(|known| *known == name)?;
        Some(Self::ALL[index])
    }
}

/// A name that a shop gave a customer for feedback alone, such as a keyed hash of the customer's number: 1 to 64 visible ASCII
/// characters without `@`, so that it is no e-mail address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Pseudonym(
    #[cfg_attr(
        feature = "schema",
        schemars(length(min = 1, max = Pseudonym::MAX_LENGTH), regex(pattern = "^[!-?A-~]+$"))
    )]
    String,
);

impl Pseudonym {
    /// The most characters it has.
    pub const MAX_LENGTH: usize = 64;
    /// What it looks like, as a phrase for messages.
    pub const EXPECTED: &str = "a pseudonym of 1 to 64 visible ASCII characters without '@'";

    /// `text` as a pseudonym, if it can be one.
    pub fn new(text: &str) -> Option<Self> {
        let fits = |byte: u8| byte.is_ascii_graphic() && byte != b'@';
        (!text.is_empty() && text.len() <= Self::MAX_LENGTH && text.bytes().all(fits))
            .then(|| Self(text.into()))
    }

    /// The pseudonym as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn read(reader: &Reader) -> Option<Self> {
        // What is found is not repeated: messages end up in logs.
        match reader.json().and_then(Json::as_str) {
            Some(text) if text.as_bytes().contains(&b'@') => {
                reader.error("an e-mail address", Self::EXPECTED)
            }
            _ => reader.parsed(Self::new, Self::EXPECTED),
        }
    }
}

const MEMBERS: [&str; 4] = ["key", "segment", "visitor", "attributes"];

impl Customer {
    /// A customer as the shop's page gives one, an object with the members of the contract: what is wrong there is as if it were
    /// not there, and attributes are cut to their bounds. [`Self::check`] says what is wrong.
    pub fn lenient(json: &Json) -> Self {
        Self {
            key: json.text("key").and_then(Pseudonym::new),
            segment: json.text("segment").and_then(Key::new),
            visitor: json.text("visitor").and_then(Visitor::named),
            attributes: json.get("attributes").map(Attributes::lenient).unwrap_or_default(),
        }
    }

    /// Whether nothing is said of the customer.
    pub fn is_empty(&self) -> bool {
        self.key.is_none() && self.segment.is_none() && self.visitor.is_none() && self.attributes.is_empty()
    }

    /// Reports everything that is wrong with a customer as the shop's page gives one, unknown members among it.
    pub fn check(reader: &Reader) {
        if reader.deny_unknown(&MEMBERS).is_some() {
            Self::members(reader);
        }
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&MEMBERS);
        Self::members(reader)
    }

    fn members(reader: &Reader) -> Option<Self> {
        let key = optional(reader.member("key"), Pseudonym::read);
        let segment = optional(reader.member("segment"), |segment| segment.key());
        let visitor = optional(reader.member("visitor"), |visitor| {
            visitor.one_of(&Visitor::NAMES).map(|index| Visitor::ALL[index])
        });
        let attributes = optional(reader.member("attributes"), Attributes::read);
        Some(Self {
            key: key?,
            segment: segment?,
            visitor: visitor?,
            attributes: attributes?.unwrap_or_default(),
        })
    }
}

impl From<&Customer> for Json {
    fn from(customer: &Customer) -> Self {
        let mut object = Object::default();
        object.put_some("key", customer.key.as_ref().map(Pseudonym::as_str));
        object.put_some("segment", customer.segment.as_ref().map(Key::as_str));
        object.put_some("visitor", customer.visitor.map(Visitor::name));
        if !customer.attributes.is_empty() {
            object.put("attributes", &customer.attributes);
        }
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{problems, written};
    use super::*;
    use crate::read::FieldErrors;

    fn read(customer: &Value) -> Result<Value, Vec<String>> {
        written(customer, "customer", Customer::read, |customer| customer.into())
    }

    fn json(value: &Value) -> Json {
        serde_json::from_value(value.clone()).unwrap()
    }

    /// What a shop's page gives, leniently, and what is wrong with it.
    fn given(customer: &Value) -> (Value, Vec<String>) {
        let json = json(customer);
        let errors = FieldErrors::default();
        Customer::check(&Reader::new(&json, "customer", &errors));
        let problems = errors.into_errors().iter().map(ToString::to_string).collect();
        (serde_json::to_value(Json::from(&Customer::lenient(&json))).unwrap(), problems)
    }

    #[test]
    fn writes_what_it_read() {
        for customer in [
            json!({}),
            json!({"key": "!"}),
            json!({"key": "~".repeat(64)}),
            json!({"key": "c-4711/AbC=", "segment": "gold", "visitor": "new", "attributes": {"plan": "plus"}}),
            json!({"visitor": "returning"}),
        ] {
            assert_eq!(read(&customer), Ok(customer.clone()));
            assert_eq!(given(&customer), (customer, vec![]));
        }
        assert_eq!(read(&json!({"key": null, "attributes": {}})), Ok(json!({})));
    }

    #[test]
    fn names_every_mistake() {
        let key = |found| {
            format!(
                "customer.key: found {found}, expected a pseudonym of 1 to 64 visible ASCII characters without '@'"
            )
        };
        let long = "x".repeat(65);
        for (customer, problem) in [
            (json!({"key": ""}), key("\"\"")),
            (json!({"key": long}), key(&format!("\"{}…\"", &long[..60]))),
            (json!({"key": "Jo Doe"}), key("\"Jo Doe\"")),
            (json!({"key": "jürgen"}), key("\"jürgen\"")),
            (json!({"key": "a\u{7f}"}), key("\"a\u{7f}\"")),
            (json!({"key": 4711}), key("4711")),
            (json!({"key": "jo@shop.example"}), key("an e-mail address")),
        ] {
            assert_eq!(read(&customer), Err(vec![problem.clone()]));
            assert_eq!(given(&customer), (json!({}), vec![problem]));
        }
        problems(
            read,
            &[
                (
                    json!({"visitor": "retuning"}),
                    "customer.visitor: found \"retuning\", expected one of new, returning (did you mean returning?)",
                ),
                (json!({"attributes": 3}), "customer.attributes: found 3, expected an object"),
                (json!("jo"), "customer: found \"jo\", expected an object"),
            ],
        );
        let segment = read(&json!({"segment": "Gold"})).unwrap_err();
        assert!(segment[0].starts_with("customer.segment: found \"Gold\", expected a key"), "{segment:?}");
    }

    #[test]
    fn what_a_page_gives_is_taken_as_far_as_it_is_right() {
        let customer =
            json!({"key": "c-1", "segment": "Gold", "visitr": "new", "attributes": {"Plan": 1, "age": 2}});
        let (taken, problems) = given(&customer);
        assert_eq!(taken, json!({"key": "c-1", "attributes": {"age": 2}}));
        let starts = [
            "customer.visitr: found \"visitr\", expected one of key, segment, visitor, attributes (did you mean visitor?)",
            "customer.segment: found \"Gold\", expected a key",
            "customer.attributes.Plan: found \"Plan\", expected a key",
        ];
        assert_eq!(problems.len(), starts.len(), "{problems:#?}");
        for (problem, start) in problems.iter().zip(starts) {
            assert!(problem.starts_with(start), "{problem}");
        }
        for nothing in [json!(null), json!("c-1"), json!([]), json!({"visitor": "NEW"})] {
            assert!(Customer::lenient(&json(&nothing)).is_empty(), "{nothing}");
            assert_eq!(given(&nothing).1.len(), usize::from(nothing != json!({})), "{nothing}");
        }
    }
}
