//! The page's data layer: what a shop tells tag managers of its orders and carts.
//!
//! Shops write it in many shapes: GA4 by `gtag()` or as objects, the Enhanced Ecommerce and the e-commerce of Universal Analytics,
//! and values that are pushed before the event they belong to. [`DataLayer::read`] takes from all of them what is right, field by
//! field, and says what it left out.

mod amount;
mod event;
mod order;

pub use amount::amount;
pub use order::ReportedOrder;

use crate::field_error::FieldError;
use crate::json::Json;
use crate::touchpoint::sign::PURCHASE;
use event::{Event, events};
use order::Fields;

/// What the data layer tells.
#[derive(Debug, Default, PartialEq)]
pub struct DataLayer {
    /// The last order.
    pub order: Option<ReportedOrder>,
    /// What the cart was worth at the last event of the cart or the checkout.
    pub cart_value: Option<f64>,
    /// What is wrong in that order and that event, and was left out.
    pub left_out: Vec<FieldError>,
}

/// The GA4 events that tell what is in the cart.
const CART_EVENTS: [&str; 6] = [
    "view_cart",
    "add_to_cart",
    "remove_from_cart",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
];

impl DataLayer {
    /// Reads the entries of a data layer, the oldest first: objects, and the arguments of `gtag()` as arrays.
    pub fn read(entries: &[Json]) -> Self {
        let events = events(entries);
        let mut left_out = Vec::new();
        let order = order(&events, &mut left_out);
        let cart = events.iter().rfind(|event| CART_EVENTS.contains(&&*event.name));
        let cart_value = cart.and_then(|event| Fields { data: &event.data, left_out: &mut left_out }.value());
        Self { order, cart_value, left_out }
    }
}

/// The last purchase that tells something, completed by what others tell of the same order: shops report it more than once. If none
/// tells anything, there is an order of which nothing is known.
fn order(events: &[Event], left_out: &mut Vec<FieldError>) -> Option<ReportedOrder> {
    let mut order: Option<ReportedOrder> = None;
    for event in events.iter().rev().filter(|event| event.name == PURCHASE) {
        let mut wrong = Vec::new();
        let told = ReportedOrder::read(&event.data, &mut wrong);
        match &mut order {
            Some(order) if order.is_known() && !order.is_same_as(&told) => continue,
            Some(order) => order.complete(told),
            None => order = Some(told),
        }
        left_out.append(&mut wrong);
    }
    order
}

#[cfg(test)]
mod tests;
