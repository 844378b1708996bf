//! Example responses, as the widget sends them.

use nachklang_model::Response;
use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Reader};
use serde_json::{Value, json};

use crate::domain::submission::Submission;

/// The id of the response number `index`; they sort by it.
pub fn id(index: usize) -> Value {
    json!(format!("0192f1e0-8c5a-7abc-8def-{index:012x}"))
}

/// A complete response with everything the contract has.
pub fn example(index: usize) -> Value {
    json!({
        "id": id(index),
        "revision": 3,
        "status": "complete",
        "site": "shop.example",
        "survey": "after-checkout",
        "survey_version": 2,
        "locale": "de",
        "answers": [
            {"question": "csat", "kind": "csat", "value": 2, "scale": "csat-1-5"},
            {"question": "csat.comment", "kind": "text", "value": "Zu \"langsam\" – leider\n😐"},
        ],
        "touchpoint": {
            "key": "checkout.payment", "label": "Payment", "phase": "purchase", "ownership": "owned",
            "path": "/checkout", "woken_by": "load",
        },
        "journey": {
            "first_touch": {
                "channel": "search", "ownership": "earned", "source": "google", "campaign": "autumn",
                "referrer_host": "www.google.com",
            },
            "trail": [
                {"key": "product", "seconds": 12}, {"key": "cart", "seconds": 40}, {"key": "checkout.payment"},
            ],
            "visits": 3, "orders": 2, "days_since_order": 5,
        },
        "order": {"id_hash": "0".repeat(64), "value": 49.9, "currency": "EUR", "items": 2},
        "customer": {
            "key": "c-4711", "segment": "gold", "visitor": "returning",
            "attributes": {"plan": "plus", "share": 0.5, "app": true},
        },
        "page": {
            "device": "phone", "viewport": {"width": 390, "height": 844}, "language": "de-AT",
            "lcp": 1234.5, "cls": 0.02, "inp": 48, "errors": 1,
        },
        "shown_at": "2026-11-21T20:15:00.123+01:00",
        "answered_at": "2026-11-21T20:15:09.456+01:00",
        "age": 86_400_000,
    })
}

/// Takes the collector's own times off a response that was read back.
pub fn strip_times(line: &mut Value) {
    for time in ["made_at", "received_at"] {
        assert!(line[time].is_string(), "{line}");
        line.as_object_mut().unwrap().remove(time);
    }
}

/// The submission of a response, as the collector makes it; its proof of purchase is left out.
///
/// # Panics
/// If it is no response.
pub fn submission(value: &Value) -> Submission {
    let json: Json = serde_json::from_value(value.clone()).expect("any JSON is JSON");
    let errors = FieldErrors::default();
    let response = Response::read(&Reader::new(&json, "", &errors));
    let read = errors.finish(response).expect("a response");
    let mut response = read.value;
    if let Some(order) = &mut response.order {
        order.proof = None;
    }
    let document = serde_json::to_string(&response).expect("a response can be written");
    let unknown_fields: Vec<String> =
        read.unknown_fields.iter().map(|unknown| unknown.path.clone()).collect();
    let values = read.unknown_fields.iter().map(|unknown| {
        let text = serde_json::to_string(&unknown.json).expect("JSON can be written");
        (unknown.path.clone(), serde_json::from_str(&text).expect("and read"))
    });
    let values: serde_json::Map<String, Value> = values.collect();
    let unknown_values = (!values.is_empty()).then(|| Value::Object(values).to_string());
    Submission { response, document, proof: None, unknown_fields, unknown_values }
}

/// The submissions of several responses.
pub fn submissions(values: &[Value]) -> Vec<Submission> {
    values.iter().map(submission).collect()
}
