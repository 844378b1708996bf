//! The page's `dataLayer`: GA4 e-commerce events in it tell of touchpoints and of the order.
//!
//! It is only read, when a survey is due. Entries come in two forms, `{event: 'purchase', ecommerce: {…}}` as tag managers
//! take them and the arguments of `gtag('event', 'purchase', {…})`. What else shops and their tools put there is passed
//! over, whatever it is.

use js_sys::{Array, Object, Uint8Array};
use nachklang_model::context::Order;
use nachklang_model::{Key, Touchpoint, ga4};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::page::js;

/// The touchpoint the last event tells of.
pub fn touchpoint() -> Option<Touchpoint> {
    newest(|name, _| ga4::touchpoint(name))
}

/// An order as the page reports it, its id still readable.
pub struct ReportedOrder {
    id: Option<String>,
    value: Option<f64>,
    currency: Option<String>,
    items: u32,
}

/// The last order that was reported.
pub fn order() -> Option<ReportedOrder> {
    newest(|name, purchase| {
        (name == ga4::PURCHASE).then(|| ReportedOrder {
            id: text_or_number(&js::get(&purchase, "transaction_id")),
            value: js::get(&purchase, "value")
                .as_f64()
                .or_else(|| js::text(&purchase, "value").map(|text| js::number(&text))),
            currency: js::text(&purchase, "currency"),
            items: js::get(&purchase, "items").dyn_ref::<Array>().map_or(0, Array::length),
        })
    })
}

impl ReportedOrder {
    /// The order as it may leave the page: its id hashed with the site as salt. Without https the browser hashes
    /// nothing, and the id stays out.
    pub async fn hashed(self, site: &Key) -> Order {
        let id_hash = match self.id {
            Some(id) => sha256(&Order::to_hash(site, &id)).await,
            None => None,
        };
        Order::lenient(id_hash, self.value, self.currency, self.items)
    }
}

/// The SHA-256 of a text in lower-case hexadecimal digits.
async fn sha256(text: &str) -> Option<String> {
    let crypto = js::window().crypto().ok()?;
    if js::get(&crypto, "subtle").is_undefined() {
        return None;
    }
    let promise = crypto.subtle().digest_with_str_and_u8_array("SHA-256", text.as_bytes()).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(promise).await.ok()?).to_vec();
    let digit = |nibble: u8| char::from_digit(nibble.into(), 16).expect("a nibble is a digit");
    Some(digest.into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect())
}

/// What `pick` gives for the newest event it knows, called with the event's name and its parameters.
fn newest<T>(pick: impl Fn(&str, JsValue) -> Option<T>) -> Option<T> {
    let layer = js::get(&js::window(), "dataLayer");
    let layer = layer.dyn_ref::<Array>()?;
    (0..layer.length()).rev().find_map(|index| {
        let entry = layer.get(index);
        if let Some(name) = js::text(&entry, "event") {
            let parameters = js::get(&entry, "ecommerce");
            // Some themes put the parameters beside the name, as `gtag` does.
            return pick(&name, if parameters.is_object() { parameters } else { entry });
        }
        let is_gtag_event = js::text(&entry, "0").as_deref() == Some("event");
        is_gtag_event
            .then(|| js::text(&entry, "1"))
            .flatten()
            .and_then(|name| pick(&name, js::get(&entry, "2")))
    })
}

/// Shops write the order's id as a text or as a number.
fn text_or_number(value: &JsValue) -> Option<String> {
    let text =
        value.as_string().or_else(|| value.as_f64().map(|_| Object::from(value.clone()).to_string().into()));
    text.filter(|text| !text.is_empty())
}
