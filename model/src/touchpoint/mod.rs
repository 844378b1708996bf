//! Touchpoints: the moments and places at which a customer meets the shop.
//!
//! Each has a stable key. The standard ones, which every shop has, come with a label and a phase, and `sign.rs` says how they
//! are told; a shop may name them otherwise and add its own, see [`Touchpoint::resolve`].

mod ownership;
mod phase;
pub mod sign;

pub use ownership::Ownership;
pub use phase::Phase;

use crate::json::Json;
use crate::key::Key;
use crate::read::{Reader, optional};
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape};
use crate::touchpoint::sign::PARTS;

/// A touchpoint of the customer journey.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Touchpoint {
    /// Its stable key.
    pub key: Key,
    /// Its name for people, where the shop gave one or it is a standard one.
    pub label: Option<String>,
    /// The phase of the journey it belongs to, where that is known.
    pub phase: Option<Phase>,
    /// Who owns the ground it stands on.
    pub ownership: Ownership,
}

/// The most characters a label has.
pub const MAX_LABEL_LENGTH: usize = 120;

/// The touchpoints every shop has: key, English label, phase. All of them are the shop's own.
const STANDARD: [(&str, &str, Phase); 13] = [
    ("catalog", "Product list", Phase::Consideration),
    ("product", "Product page", Phase::Consideration),
    ("search", "Search", Phase::Consideration),
    ("cart.add", "Adding to the cart", Phase::Purchase),
    ("cart.remove", "Removing from the cart", Phase::Purchase),
    ("cart", "Cart", Phase::Purchase),
    ("checkout", "Checkout", Phase::Purchase),
    ("checkout.shipping", "Choosing the shipping", Phase::Purchase),
    ("checkout.payment", "Payment", Phase::Purchase),
    ("order.confirmation", "Order confirmation", Phase::Purchase),
    ("order.refund", "Refund", Phase::Delivery),
    ("account.sign-up", "Creating an account", Phase::Consideration),
    ("account.login", "Signing in", Phase::Consideration),
];

/// What a shop says of a touchpoint in its survey file.
pub(crate) const NAMED: &[Member] = &[
    Member("key", Shape::Key, Must),
    Member("label", Shape::Plain(MAX_LABEL_LENGTH), May),
    Member("phase", Shape::OneOf(&Phase::NAMES), May),
    Member("ownership", Shape::OneOf(&Ownership::NAMES), May),
    Member("paths", PARTS, May),
];

impl Touchpoint {
    /// The touchpoint with this key. A standard one comes with its label and phase; of another only the key is known.
    pub fn with_key(key: Key) -> Self {
        let standard = STANDARD.iter().find(|(standard, ..)| *standard == key.as_str());
        Self {
            key,
            label: standard.map(|(_, label, _)| (*label).into()),
            phase: standard.map(|(.., phase)| *phase),
            ownership: Ownership::Owned,
        }
    }

    /// The touchpoint a page is when nothing better is known: `/mugs/Red%20Mug` is `page.mugs.red-20mug`, `/` is `page`.
    pub fn of_path(path: &str) -> Self {
        let mut key = String::from("page");
        let mut separator = "";
        let path = path.to_ascii_lowercase();
        for (at, byte) in path.bytes().enumerate() {
            match byte {
                b'/' => separator = ".",
                b'a'..=b'z' | b'0'..=b'9' if key.len() + 2 > Key::MAX_LENGTH => break,
                b'a'..=b'z' | b'0'..=b'9' => {
                    key.push_str(separator);
                    key.push_str(path.get(at..=at).unwrap_or_default());
                    separator = "";
                }
                _ if separator.is_empty() => separator = "-",
                _ => {}
            }
        }
        Self::with_key(Key::new(&key).expect("parts of letters and digits joined by separators"))
    }

    /// The touchpoint that `text` names: a key, or `page` and the path of a page, which is one where nothing better is known. What the
    /// `shop` says of the touchpoint of this key (`touchpoints` of its survey file) comes before what is standard. A text that
    /// is neither is the path `/`.
    pub fn resolve(text: &str, shop: &[Json]) -> Self {
        let mut touchpoint = match Key::new(text) {
            Some(key) => Self::with_key(key),
            None => Self::of_path(path_of(text).unwrap_or("/")),
        };
        if let Some(named) = shop.iter().find(|named| named.text("key") == Some(touchpoint.key.as_str())) {
            touchpoint.take(named);
        }
        touchpoint
    }

    /// A touchpoint as a shop gives it, where it is one: see [`Self::read`], which says what is wrong.
    pub fn of(json: &Json) -> Option<Self> {
        let key = json.as_str().or(json.text("key"))?;
        let mut touchpoint = Self::with_key(Key::new(key)?);
        touchpoint.take(json);
        Some(touchpoint)
    }

    /// Takes label, phase and ownership over, as far as they are given and right.
    fn take(&mut self, json: &Json) {
        let place = |name: &str, names: &[&str]| {
            let given = json.text(name)?;
            names.iter().position(|known| *known == given)
        };
        if let Some(label) = json.text("label") {
            self.label = Some(label.into());
        }
        if let Some(phase) = place("phase", &Phase::NAMES) {
            self.phase = Some(Phase::ALL[phase]);
        }
        if let Some(ownership) = place("ownership", &Ownership::NAMES) {
            self.ownership = Ownership::ALL[ownership];
        }
    }

    /// Reads a touchpoint as a shop gives it: its key, or an object with `key`, `label`, `phase` and `ownership`.
    pub fn read(reader: &Reader) -> Option<Self> {
        if !reader.is_object() {
            return reader.key().map(Self::with_key);
        }
        reader.deny_unknown(&["key", "label", "phase", "ownership"]);
        let mut touchpoint = Self::with_key(reader.member("key").key()?);
        if let Some(label) =
            optional(reader.member("label"), |label| label.text(MAX_LABEL_LENGTH).map(String::from))?
        {
            touchpoint.label = Some(label);
        }
        if let Some(phase) = optional(reader.member("phase"), Phase::read)? {
            touchpoint.phase = Some(phase);
        }
        if let Some(ownership) = optional(reader.member("ownership"), Ownership::read)? {
            touchpoint.ownership = ownership;
        }
        Some(touchpoint)
    }
}

/// The path in `page/mugs`, as touchpoints are noted of which nothing better is known.
pub fn path_of(text: &str) -> Option<&str> {
    text.strip_prefix("page").filter(|path| path.as_bytes().first() == Some(&b'/'))
}

/// Whether `touchpoint` is `above` or one below it: `checkout` covers `checkout.payment`.
pub fn covers(above: &str, touchpoint: &str) -> bool {
    let below = touchpoint.strip_prefix(above);
    below.is_some_and(|rest| matches!(rest.as_bytes(), [] | [b'.', ..]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::FieldErrors;

    #[test]
    fn standard_touchpoints_have_valid_keys() {
        for (key, label, phase) in STANDARD {
            let touchpoint = Touchpoint::with_key(Key::new(key).expect(key));
            assert_eq!((touchpoint.label.as_deref(), touchpoint.phase), (Some(label), Some(phase)));
        }
    }

    #[test]
    fn makes_a_key_of_any_path() {
        for (path, key) in [
            ("/", "page"),
            ("", "page"),
            ("/mugs/red-mug", "page.mugs.red-mug"),
            ("/Mugs//Red%20Mug.html", "page.mugs.red-20mug-html"),
            ("/größe/日本", "page.gr-e"),
            ("/<script>/", "page.script"),
        ] {
            assert_eq!(Touchpoint::of_path(path).key.as_str(), key, "{path}");
        }
        assert!(Touchpoint::of_path(&"/abcdefghi".repeat(50)).key.as_str().len() <= Key::MAX_LENGTH);
        assert!(Touchpoint::of_path(&"x".repeat(500)).key.as_str().len() <= Key::MAX_LENGTH);
    }

    #[test]
    fn a_shop_names_its_touchpoints() {
        let shop: Json = serde_json::from_str(
            r#"[
                {"key": "checkout", "label": "Die Kasse", "ownership": "managed"},
                {"key": "parcel.card", "label": "Card in the parcel", "phase": "delivery"},
                {"key": "page.help", "label": "Help", "phase": "advocacy", "ownership": "shared"},
                {"key": "page", "phase": "no phase", "label": 3}
            ]"#,
        )
        .unwrap();
        for (text, key, label, phase, ownership) in [
            ("checkout", "checkout", Some("Die Kasse"), Some(Phase::Purchase), Ownership::Managed),
            (
                "checkout.payment",
                "checkout.payment",
                Some("Payment"),
                Some(Phase::Purchase),
                Ownership::Owned,
            ),
            (
                "parcel.card",
                "parcel.card",
                Some("Card in the parcel"),
                Some(Phase::Delivery),
                Ownership::Owned,
            ),
            ("page/help", "page.help", Some("Help"), Some(Phase::Advocacy), Ownership::Shared),
            ("page/help/1", "page.help.1", None, None, Ownership::Owned),
            ("page/", "page", None, None, Ownership::Owned),
            ("", "page", None, None, Ownership::Owned),
            ("Not A Key", "page", None, None, Ownership::Owned),
            ("poster", "poster", None, None, Ownership::Owned),
        ] {
            let expected =
                Touchpoint { key: Key::new(key).unwrap(), label: label.map(Into::into), phase, ownership };
            assert_eq!(Touchpoint::resolve(text, shop.items()), expected, "{text}");
        }
    }

    #[test]
    fn reads_a_key_or_a_whole_touchpoint() {
        let read = |json: &str| {
            let json: Json = serde_json::from_str(json).unwrap();
            let errors = FieldErrors::default();
            let touchpoint = Touchpoint::read(&Reader::new(&json, "touchpoint", &errors));
            if touchpoint.is_some() {
                assert_eq!(Touchpoint::of(&json), touchpoint);
            }
            errors.finish(touchpoint).map(|read| read.value).map_err(|problems| problems[0].to_string())
        };
        assert_eq!(read(r#""checkout.payment""#).unwrap().phase, Some(Phase::Purchase));
        let parcel =
            read(r#"{"key":"parcel","label":"The parcel","phase":"delivery","ownership":"managed"}"#);
        assert_eq!(
            parcel,
            Ok(Touchpoint {
                key: Key::new("parcel").unwrap(),
                label: Some("The parcel".into()),
                phase: Some(Phase::Delivery),
                ownership: Ownership::Managed,
            })
        );
        assert_eq!(
            read(r#"{"key":"parcel","phase":"delivry"}"#),
            Err("touchpoint.phase: found \"delivry\", expected one of awareness, consideration, purchase, delivery, \
                 advocacy (did you mean delivery?)"
                .into())
        );
        assert!(read("3").unwrap_err().starts_with("touchpoint: found 3, expected a key"));
    }
}
