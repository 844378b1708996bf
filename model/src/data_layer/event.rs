//! The e-commerce events in a data layer, each with the values that belong to it.

use super::order::id;
use crate::json::Json;
use crate::touchpoint::sign::PURCHASE;

/// An e-commerce event.
#[derive(Debug, PartialEq)]
pub struct Event {
    /// Its name in GA4.
    pub name: String,
    /// The parameters of `gtag()`, or an object as a tag manager has it at this moment.
    pub data: Json,
}

/// The e-commerce events of GA4.
const NAMES: [&str; 14] = [
    "view_item_list",
    "select_item",
    "view_item",
    "add_to_wishlist",
    "view_promotion",
    "select_promotion",
    "add_to_cart",
    "remove_from_cart",
    "view_cart",
    "begin_checkout",
    "add_shipping_info",
    "add_payment_info",
    PURCHASE,
    "refund",
];

/// What stands in an entry of the older shapes where it tells of an order. They have events of any name, or none.
const OLDER_PURCHASES: [&str; 4] =
    ["ecommerce.purchase", "transactionId", "transactionTotal", "transactionProducts"];

/// The e-commerce events of a data layer, the oldest first.
///
/// A tag manager merges the entries: values that are pushed before an event belong to it. It forgets nothing, so the value of a cart
/// would become that of an order without one. Here an e-commerce event takes what was pushed before it.
pub fn events(entries: &[Json]) -> Vec<Event> {
    let mut events = Vec::new();
    let mut known = Json::Null;
    for entry in entries {
        if let [Json::String(command), Json::String(name), parameters @ ..] = entry.items() {
            if command == "event" {
                events.push(Event {
                    name: name.clone(),
                    data: parameters.first().cloned().unwrap_or(Json::Null),
                });
            }
            continue;
        }
        if !matches!(entry, Json::Object(_)) {
            continue;
        }
        let name = entry.text("event").unwrap_or_default();
        let is_older_purchase = OLDER_PURCHASES.iter().any(|path| at(entry, path).is_some());
        if is_older_purchase && is_of_other_order(entry, &known) {
            known = Json::Null;
        }
        merge(&mut known, entry);
        if NAMES.contains(&name) {
            events.push(Event { name: name.into(), data: std::mem::replace(&mut known, Json::Null) });
        } else if is_older_purchase {
            events.push(Event { name: PURCHASE.into(), data: known.clone() });
        }
    }
    events
}

/// Whether both have an id, and not the same.
fn is_of_other_order(entry: &Json, known: &Json) -> bool {
    matches!((id(entry), id(known)), (Some(one), Some(other)) if one != other)
}

/// Merges an entry into what is known, as tag managers do: objects member by member, and `null` removes. Lists are replaced: merged
/// by their indexes, those of two events would become one that is neither.
fn merge(known: &mut Json, entry: &Json) {
    let Json::Object(new) = entry else { return known.clone_from(entry) };
    if !matches!(known, Json::Object(_)) {
        *known = Json::Object(Vec::new());
    }
    let Json::Object(members) = known else { return };
    for (name, value) in new {
        match members.iter_mut().find(|(known, _)| known == name) {
            Some((_, member)) => merge(member, value),
            None => members.push((name.clone(), value.clone())),
        }
    }
}

/// What stands at a path such as `ecommerce.purchase`, unless it is `null`.
pub fn at<'a>(json: &'a Json, path: &str) -> Option<&'a Json> {
    path.split('.').try_fold(json, |json, name| json.get(name))
}
