//! The page's `dataLayer`: GA4 e-commerce events in it tell of the order. (Of touchpoints, too: `loader/`.)
//!
//! It is only read, when a survey is due. The loader's shell brings its entries into one form, a row for each: name,
//! and of an order its id, value, currency, number of items and proof.

use js_sys::Array;
use nachklang_model::context::Order;
use nachklang_model::touchpoint::sign::PURCHASE;
use wasm_bindgen::JsCast;

/// The rows of the data layer.
pub struct DataLayer(pub Array);

/// An order as the page reports it, its id still readable.
pub struct ReportedOrder(Array);

impl DataLayer {
    /// The last order that was reported.
    pub fn order(&self) -> Option<ReportedOrder> {
        for index in (0..self.0.length()).rev() {
            let row: Array = self.0.get(index).unchecked_into();
            if row.get(0).as_string().is_some_and(|name| name == PURCHASE) {
                return Some(ReportedOrder(row));
            }
        }
        None
    }
}

impl ReportedOrder {
    /// Its id as the page writes it; `None` where the page gives none.
    pub fn id(&self) -> Option<String> {
        self.0.get(1).as_string().filter(|id| !id.is_empty())
    }

    /// The proof that stands beside it.
    pub fn proof(&self) -> Option<String> {
        self.0.get(5).as_string()
    }

    /// The order as it may leave the page, with its id hashed.
    pub fn with_hash(&self, id_hash: Option<String>, proof: String) -> Order {
        let Self(row) = self;
        let items = row.get(4).as_f64().unwrap_or_default() as u32;
        Order::lenient(id_hash, row.get(2).as_f64(), row.get(3).as_string(), items, Some(proof))
    }
}
