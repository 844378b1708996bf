//! Touchpoints from the e-commerce events of Google Analytics 4, the one vocabulary that shop themes and tag managers
//! share. (<https://developers.google.com/analytics/devguides/collection/ga4/ecommerce>)

use crate::key::Key;
use crate::touchpoint::Touchpoint;

/// The event that reports an order.
pub const PURCHASE: &str = "purchase";

/// The event and the key of the touchpoint it tells of.
const EVENTS: [(&str, &str); 13] = [
    ("view_item_list", "catalog"),
    ("view_item", "product"),
    ("search", "search"),
    ("add_to_cart", "cart.add"),
    ("remove_from_cart", "cart.remove"),
    ("view_cart", "cart"),
    ("begin_checkout", "checkout"),
    ("add_shipping_info", "checkout.shipping"),
    ("add_payment_info", "checkout.payment"),
    (PURCHASE, "order.confirmation"),
    ("refund", "order.refund"),
    ("sign_up", "account.sign-up"),
    ("login", "account.login"),
];

/// The touchpoint that an event tells of; `None` for events of another vocabulary.
pub fn touchpoint(event: &str) -> Option<Touchpoint> {
    let (_, key) = EVENTS.iter().find(|(name, _)| *name == event)?;
    Key::new(key).map(Touchpoint::with_key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_event_tells_of_a_standard_touchpoint() {
        for (event, key) in EVENTS {
            let touchpoint = touchpoint(event).expect(event);
            assert_eq!(touchpoint.key.as_str(), key);
            assert!(touchpoint.phase.is_some() && touchpoint.label.is_some(), "{event}");
        }
    }

    #[test]
    fn other_events_tell_of_none() {
        for event in ["gtm.js", "page_view", "Purchase", ""] {
            assert_eq!(touchpoint(event), None, "{event}");
        }
    }
}
