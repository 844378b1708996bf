//! An order as the page reports it.

use super::amount::amount;
use super::event::at;
use crate::context::Order;
use crate::field_error::FieldError;
use crate::json::Json;
use crate::text::whole;

/// An order as the page reports it, its id still readable.
#[derive(Debug, Default, PartialEq)]
pub struct ReportedOrder {
    /// Its id.
    pub id: Option<String>,
    /// What it cost.
    pub value: Option<f64>,
    /// The code of the currency.
    pub currency: Option<String>,
    /// How many different items it has.
    pub items: Option<u32>,
    /// The proof that stands beside it.
    pub proof: Option<String>,
}

// Where each field stands, the newest shape first: GA4 in an object, GA4 flat or by gtag(), Enhanced Ecommerce, Universal Analytics.
const ID: [&str; 4] =
    ["ecommerce.transaction_id", "transaction_id", "ecommerce.purchase.actionField.id", "transactionId"];
const VALUE: [&str; 4] =
    ["ecommerce.value", "value", "ecommerce.purchase.actionField.revenue", "transactionTotal"];
const CURRENCY: [&str; 4] =
    ["ecommerce.currency", "currency", "ecommerce.currencyCode", "transactionCurrency"];
const ITEMS: [&str; 4] = ["ecommerce.items", "items", "ecommerce.purchase.products", "transactionProducts"];
const PROOF: [&str; 2] = ["ecommerce.nachklang_proof", "nachklang_proof"];

/// The most characters an id has.
const MAX_ID_LENGTH: usize = 200;

/// The largest whole number up to which all are exact.
const MAX_EXACT: f64 = 9_007_199_254_740_991.0;

impl ReportedOrder {
    /// The order that an event tells of. What is wrong goes to `left_out`.
    pub(super) fn read(data: &Json, left_out: &mut Vec<FieldError>) -> Self {
        let mut fields = Fields { data, left_out };
        Self {
            id: fields.read(&ID, "a text or a whole number above 0", &id_text),
            value: fields.value(),
            currency: fields.read(&CURRENCY, "an ISO 4217 code, such as EUR", &currency),
            items: fields.read(&ITEMS, "a list", &count),
            proof: fields.read(&PROOF, "a text of 1 to 1024 characters", &proof),
        }
    }

    /// Whether anything is known of it.
    pub(super) fn is_known(&self) -> bool {
        *self != Self::default()
    }

    /// Whether both have the same id.
    pub(super) fn is_same_as(&self, other: &Self) -> bool {
        self.id.is_some() && self.id == other.id
    }

    /// Takes over what is not known yet.
    pub(super) fn complete(&mut self, other: Self) {
        self.id = self.id.take().or(other.id);
        self.value = self.value.or(other.value);
        self.currency = self.currency.take().or(other.currency);
        self.items = self.items.or(other.items);
        self.proof = self.proof.take().or(other.proof);
    }

    /// The order as it may leave the page: its id hashed. `proof` is for an order that has none beside it.
    pub fn with_hash(&self, id_hash: Option<String>, proof: String) -> Order {
        let proof = self.proof.clone().unwrap_or(proof);
        Order::lenient(
            id_hash,
            self.value,
            self.currency.clone(),
            self.items.unwrap_or_default(),
            Some(proof),
        )
    }
}

/// The fields of an event.
pub(super) struct Fields<'a> {
    pub data: &'a Json,
    pub left_out: &'a mut Vec<FieldError>,
}

impl Fields<'_> {
    /// What it is worth.
    pub fn value(&mut self) -> Option<f64> {
        self.read(&VALUE, "a number, or a text that can be read as one number only", &value)
    }

    /// The first field at one of the `paths` that can be read.
    fn read<T>(
        &mut self,
        paths: &[&str],
        expected: &'static str,
        read: &dyn Fn(&Json) -> Option<T>,
    ) -> Option<T> {
        for path in paths {
            let Some(found) = at(self.data, path) else { continue };
            let value = read(found);
            if value.is_some() {
                return value;
            }
            self.left_out.push(FieldError::new(*path, found.described(), expected));
        }
        None
    }
}

/// The id of the order that an entry tells of.
pub(super) fn id(entry: &Json) -> Option<String> {
    ID.iter().find_map(|path| id_text(at(entry, path)?))
}

fn id_text(json: &Json) -> Option<String> {
    match json {
        Json::String(text) => {
            let text = text.trim();
            (!text.is_empty() && text.len() <= MAX_ID_LENGTH).then(|| text.into())
        }
        Json::Number(number) => {
            ((1.0..=MAX_EXACT).contains(number) && number.fract() == 0.0).then(|| whole(*number))
        }
        _ => None,
    }
}

fn value(json: &Json) -> Option<f64> {
    let number = match json {
        Json::Number(number) => *number,
        Json::String(text) => amount(text)?,
        _ => return None,
    };
    (number >= 0.0 && number.is_finite()).then_some(number)
}

fn currency(json: &Json) -> Option<String> {
    let code = json.as_str()?.trim().to_ascii_uppercase();
    Order::is_currency(&code).then_some(code)
}

/// How many there are in a list, or in an object: PHP writes a list with gaps as one.
fn count(json: &Json) -> Option<u32> {
    let is_there = |item: &&Json| !matches!(item, Json::Null);
    match json {
        Json::Array(items) => Some(items.iter().filter(is_there).count() as u32),
        Json::Object(members) => Some(members.iter().map(|(_, item)| item).filter(is_there).count() as u32),
        _ => None,
    }
}

fn proof(json: &Json) -> Option<String> {
    json.as_str().filter(|proof| Order::is_proof(proof)).map(Into::into)
}
