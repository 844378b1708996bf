//! The shapes in which shops write their data layers, and what is read from them.

use serde_json::{Value, json};

use super::*;

fn read(entries: &Value) -> DataLayer {
    let entries: Json = serde_json::from_value(entries.clone()).expect("JSON");
    DataLayer::read(entries.items())
}

/// The order in short: id, value, currency, number of items.
fn order_of(entries: &Value) -> Value {
    let order = read(entries).order;
    order.map_or(Value::Null, |order| json!([order.id, order.value, order.currency, order.items]))
}

fn whole() -> Value {
    json!(["T-1", 49.9, "EUR", 2])
}

#[test]
fn every_shape_of_an_order_is_read() {
    let ga4 = json!({"transaction_id": "T-1", "value": 49.9, "currency": "EUR", "items": [{}, {}]});
    let enhanced = json!({"currencyCode": "EUR", "purchase": {
        "actionField": {"id": "T-1", "revenue": "49.90"}, "products": [{}, {}]}});
    let universal = json!({"transactionId": "T-1", "transactionTotal": 49.9, "transactionCurrency": "EUR",
        "transactionProducts": [{}, {}]});
    let with_event = |name: &str, shape: &Value| {
        let mut entry = shape.clone();
        entry["event"] = json!(name);
        entry
    };
    for (shape, entries) in [
        ("GA4 by gtag()", json!([["event", "purchase", ga4]])),
        ("GA4 in an object", json!([{"event": "purchase", "ecommerce": ga4}])),
        ("GA4 flat", json!([with_event("purchase", &ga4)])),
        ("GA4 before its event", json!([{"ecommerce": null}, {"ecommerce": ga4}, {"event": "purchase"}])),
        ("GA4 flat before its event", json!([ga4, {"event": "gtm.js"}, {"event": "purchase"}])),
        ("Enhanced Ecommerce", json!([{"event": "purchase", "ecommerce": enhanced}])),
        ("Enhanced Ecommerce, other event", json!([{"event": "orderPlaced", "ecommerce": enhanced}])),
        ("Enhanced Ecommerce, no event", json!([{"ecommerce": enhanced}, {"event": "gtm.js"}])),
        ("Enhanced Ecommerce before its event", json!([{"ecommerce": enhanced}, {"event": "purchase"}])),
        ("Universal Analytics", json!([with_event("transaction", &universal)])),
        ("Universal Analytics, no event", json!([universal, {"event": "gtm.js"}])),
        (
            "in pieces",
            json!([
                {"ecommerce": {"transaction_id": "T-1"}},
                {"event": "gtm.dom", "ecommerce": {"value": 49.9}},
                {"ecommerce": {"items": [{}, {}]}},
                {"event": "purchase", "ecommerce": {"currency": "EUR"}},
            ]),
        ),
        (
            "Enhanced Ecommerce in pieces",
            json!([
                {"ecommerce": {"currencyCode": "EUR"}},
                {"ecommerce": {"purchase": {"actionField": {"id": "T-1"}}}},
                {"ecommerce": {"purchase": {"actionField": {"revenue": "49,90"}, "products": {"3": {}, "5": {}}}}},
                {"event": "purchase"},
            ]),
        ),
    ] {
        assert_eq!(order_of(&entries), whole(), "{shape}");
        assert_eq!(read(&entries).left_out, [], "{shape}");
    }
}

#[test]
fn an_order_is_the_last_that_tells_something() {
    let purchase = |ecommerce: Value| json!({"event": "purchase", "ecommerce": ecommerce});
    let first =
        purchase(json!({"transaction_id": "T-1", "value": 49.9, "currency": "EUR", "items": [{}, {}]}));
    let second = purchase(json!({"transaction_id": "T-2"}));
    let bare = json!({"event": "purchase"});
    for (entries, expected) in [
        (json!([]), json!(null)),
        (json!([{"event": "view_item", "ecommerce": {"value": 1}}]), json!(null)),
        // Pushed without an event, it may be anything.
        (json!([{"ecommerce": {"transaction_id": "T-1"}}]), json!(null)),
        (json!([["event", "refund", {"transaction_id": "T-1"}]]), json!(null)),
        (json!([bare]), json!([null, null, null, null])),
        (json!([first, first]), whole()),
        (json!([first, bare, bare]), whole()),
        // Reported twice, by two plugins.
        (json!([first, purchase(json!({"transaction_id": "T-1", "value": "?"}))]), whole()),
        // One order lends nothing to another, and a cart nothing to an order.
        (json!([first, second]), json!(["T-2", null, null, null])),
        (
            json!([{"event": "view_cart", "ecommerce": {"value": 80, "currency": "EUR", "items": [{}]}}, second]),
            json!(["T-2", null, null, null]),
        ),
        (
            json!([
                {"ecommerce": {"purchase": {"actionField": {"id": "T-1", "revenue": 1}}}},
                {"ecommerce": {"purchase": {"actionField": {"id": "T-2"}}}},
            ]),
            json!(["T-2", null, null, null]),
        ),
        // An account is opened in between.
        (
            json!([{"ecommerce": {"transaction_id": "T-2"}}, {"event": "sign_up"}, bare]),
            json!(["T-2", null, null, null]),
        ),
        // null removes.
        (
            json!([{"ecommerce": {"value": 80}}, {"ecommerce": null}, {"event": "purchase", "ecommerce": {"transaction_id": 7}}]),
            json!(["7", null, null, null]),
        ),
        // What is no entry is passed over.
        (
            json!([first, null, 3, "purchase", [], ["set", {"a": 1}], ["event"], ["event", "purchase"]]),
            whole(),
        ),
    ] {
        assert_eq!(order_of(&entries), expected, "{entries}");
    }
}

#[test]
fn of_an_order_what_is_right_is_kept_and_what_is_wrong_is_named() {
    for (changes, expected, left_out) in [
        (json!({"value": "1.234,50"}), json!(["T-1", 1234.5, "EUR", 2]), ""),
        (json!({"currency": " eur "}), whole(), ""),
        (json!({"transaction_id": 77}), json!(["77", 49.9, "EUR", 2]), ""),
        (json!({"transaction_id": 10_000_000_001_u64}), json!(["10000000001", 49.9, "EUR", 2]), ""),
        (json!({"transaction_id": null}), json!([null, 49.9, "EUR", 2]), ""),
        (json!({"items": null}), json!(["T-1", 49.9, "EUR", null]), ""),
        (json!({"items": {"3": {}, "5": {}}}), whole(), ""),
        (json!({"items": [null, {}]}), json!(["T-1", 49.9, "EUR", 1]), ""),
        (
            json!({"value": "1.234"}),
            json!(["T-1", null, "EUR", 2]),
            "ecommerce.value: found \"1.234\", expected a number, or a text that can be read as one number only",
        ),
        (
            json!({"value": -1}),
            json!(["T-1", null, "EUR", 2]),
            "ecommerce.value: found -1, expected a number, or a text that can be read as one number only",
        ),
        (
            json!({"currency": "Euro"}),
            json!(["T-1", 49.9, null, 2]),
            "ecommerce.currency: found \"Euro\", expected an ISO 4217 code, such as EUR",
        ),
        (
            json!({"transaction_id": " "}),
            json!([null, 49.9, "EUR", 2]),
            "ecommerce.transaction_id: found \" \", expected a text or a whole number above 0",
        ),
        (
            json!({"transaction_id": {}}),
            json!([null, 49.9, "EUR", 2]),
            "ecommerce.transaction_id: found an object, expected a text or a whole number above 0",
        ),
        (
            json!({"items": "2"}),
            json!(["T-1", 49.9, "EUR", null]),
            "ecommerce.items: found \"2\", expected a list",
        ),
    ] {
        let mut ecommerce =
            json!({"transaction_id": "T-1", "value": 49.9, "currency": "EUR", "items": [{}, {}]});
        for (name, value) in changes.as_object().unwrap() {
            ecommerce[name] = value.clone();
        }
        let entries = json!([{"event": "purchase", "ecommerce": ecommerce}]);
        assert_eq!(order_of(&entries), expected, "{changes}");
        let found = read(&entries).left_out.iter().map(FieldError::message).collect::<Vec<_>>();
        assert_eq!(found.join("\n"), left_out, "{changes}");
    }
}

#[test]
fn a_wrong_field_gives_way_to_one_of_another_shape() {
    let entries = json!([{"event": "purchase", "ecommerce": {
        "value": "?", "purchase": {"actionField": {"id": "T-1", "revenue": "49,90"}}}}]);
    assert_eq!(order_of(&entries), json!(["T-1", 49.9, null, null]));
    assert_eq!(read(&entries).left_out.len(), 1);
}

#[test]
fn ids_that_are_none_are_left_out() {
    for id in [json!(""), json!(0), json!(-1), json!(1.5), json!(true), json!([]), json!("x".repeat(201))] {
        let entries = json!([["event", "purchase", {"transaction_id": id}]]);
        assert_eq!(read(&entries).order, Some(ReportedOrder::default()), "{id}");
    }
}

#[test]
fn the_cart_is_worth_what_its_last_event_says() {
    for (entries, expected) in [
        (json!([{"event": "view_cart", "ecommerce": {"value": 20}}]), Some(20.0)),
        (json!([["event", "add_to_cart", {"value": "19,90"}]]), Some(19.9)),
        (json!([{"ecommerce": {"value": 20}}, {"event": "begin_checkout"}]), Some(20.0)),
        (
            json!([{"event": "view_cart", "ecommerce": {"value": 20}}, {"event": "view_item", "ecommerce": {"value": 5}}]),
            Some(20.0),
        ),
        (
            json!([{"event": "view_cart", "ecommerce": {"value": 20}}, {"event": "view_cart", "ecommerce": {"value": "1.234"}}]),
            None,
        ),
        (json!([{"event": "purchase", "ecommerce": {"value": 20}}]), None),
        (json!([]), None),
    ] {
        assert_eq!(read(&entries).cart_value, expected, "{entries}");
    }
}

#[test]
fn the_order_that_leaves_the_page_has_its_own_proof_or_that_of_the_tag() {
    for (beside, expected) in [(json!("own"), "own"), (json!(null), "tag"), (json!("x".repeat(1025)), "tag")]
    {
        let entries = json!([{"event": "purchase", "ecommerce": {"value": 1}, "nachklang_proof": beside}]);
        let order = read(&entries).order.unwrap().with_hash(None, "tag".into());
        assert_eq!(order.proof.as_deref(), Some(expected));
        assert_eq!((order.value, order.items), (Some(1.0), 0));
    }
}
