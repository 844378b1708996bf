//! The order that a shopper placed.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};
use crate::text::concat;

/// The order a shopper has placed.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    /// SHA-256 of the site, a colon and the order's id, as 64 lower-case hexadecimal digits. Missing where the browser offers no
    /// hashing, which is on pages without https.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub id_hash: Option<String>,
    /// What it cost, in units of `currency`.
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    pub value: Option<f64>,
    /// ISO 4217 code, three capital letters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[A-Z]{3}$")))]
    pub currency: Option<String>,
    /// How many different items it holds.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_ITEMS)))]
    pub items: u32,
    /// What shows that the order is real: a JWT that the shop's server signed. An endpoint keeps what came of checking it, and not
    /// the proof itself.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = Order::MAX_PROOF_LENGTH)))]
    pub proof: Option<String>,
}

const MAX_ITEMS: u32 = 10_000;

impl Order {
    /// The most characters a proof has.
    pub const MAX_PROOF_LENGTH: usize = 1024;

    /// What is hashed instead of the order's id. With the site as salt the same id gives another hash in every shop.
    pub fn to_hash(site: &Key, id: &str) -> String {
        concat(&[site.as_str(), ":", id])
    }

    /// An order from what the shop's page says of it. What is out of bounds is left out: an odd amount in a data layer
    /// is no reason to lose an answer.
    pub fn lenient(
        id_hash: Option<String>,
        value: Option<f64>,
        currency: Option<String>,
        items: u32,
        proof: Option<String>,
    ) -> Self {
        Self {
            id_hash,
            value: value.filter(|value| *value >= 0.0 && value.is_finite()),
            currency: currency.map(|code| code.to_ascii_uppercase()).filter(|code| is_currency(code)),
            items: items.min(MAX_ITEMS),
            proof: proof.filter(|proof| (1..=Self::MAX_PROOF_LENGTH).contains(&proof.len())),
        }
    }

    /// Whether this is what [`Self::id_hash`] can be.
    pub fn is_id_hash(text: &str) -> bool {
        text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["id_hash", "value", "currency", "items", "proof"]);
        let id_hash = optional(reader.member("id_hash"), |hash| {
            hash.parsed(
                |text| Self::is_id_hash(text).then(|| text.into()),
                "64 lower-case hexadecimal digits",
            )
        });
        let currency = optional(reader.member("currency"), |code| {
            code.parsed(
                |text| is_currency(text).then(|| text.into()),
                "an ISO 4217 code, three capital letters",
            )
        });
        let value = optional(reader.member("value"), |value| value.amount());
        let proof =
            optional(reader.member("proof"), |proof| proof.text(Self::MAX_PROOF_LENGTH).map(Into::into));
        let items = reader.member("items").whole(0, MAX_ITEMS)?;
        Some(Self { id_hash: id_hash?, value: value?, currency: currency?, items, proof: proof? })
    }
}

impl From<&Order> for Json {
    fn from(order: &Order) -> Self {
        let mut object = Object::default();
        object.put_some("id_hash", order.id_hash.as_deref());
        object.put_some("value", order.value.map(Json::Number));
        object.put_some("currency", order.currency.as_deref());
        object.put("items", order.items);
        object.put_some("proof", order.proof.as_deref());
        object.into()
    }
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_amounts_in_a_data_layer_are_left_out() {
        for (value, currency, expected) in [
            (Some(49.9), Some("EUR"), (Some(49.9), Some("EUR"))),
            (Some(-1.0), Some("eur"), (None, Some("EUR"))),
            (Some(f64::NAN), Some("Euro"), (None, None)),
            (None, None, (None, None)),
        ] {
            let order = Order::lenient(None, value, currency.map(Into::into), 1, None);
            assert_eq!((order.value, order.currency.as_deref()), expected);
        }
    }

    #[test]
    fn a_proof_of_an_odd_length_is_left_out() {
        for (length, stays) in [(0, false), (1, true), (1024, true), (1025, false)] {
            let order = Order::lenient(None, None, None, 1, Some("a".repeat(length)));
            assert_eq!(order.proof.is_some(), stays, "{length}");
        }
    }
}
