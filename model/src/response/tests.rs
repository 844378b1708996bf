use serde_json::{Value, json};

use super::*;
use crate::read::{FieldErrors, Read};

pub(crate) fn example() -> Value {
    json!({
        "id": "0192f1e0-8c5a-7abc-8def-0123456789ab",
        "revision": 3,
        "status": "complete",
        "site": "shop.example",
        "survey": "csat",
        "survey_version": 1,
        "locale": "de",
        "answers": [
            {"question": "csat", "kind": "csat", "value": 2, "scale": "csat-1-5"},
            {"question": "csat.comment", "kind": "text", "value": "Zu langsam"},
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
        "order": {
            "id_hash": "0".repeat(64), "value": 49.9, "currency": "EUR", "items": 2, "proof": "e30.e30.c2ln",
        },
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
        "trap": true,
    })
}

fn read(value: &Value) -> Result<Read<Response>, Vec<String>> {
    let json: Json = serde_json::from_value(value.clone()).unwrap();
    let errors = FieldErrors::default();
    let response = Response::read(&Reader::new(&json, "", &errors));
    errors.finish(response).map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn writes_what_it_read() {
    let read = read(&example()).unwrap();
    assert_eq!(read.unknown_fields, []);
    assert_eq!(serde_json::to_value(&read.value).unwrap(), example());
}

#[test]
fn unknown_members_are_named_and_lose_nothing() {
    let mut value = example();
    value["weather"] = json!("rain");
    value["page"]["noise"] = json!(1234.5);
    value["journey"]["trail"][1]["mood"] = json!("good");
    value["customer"]["mood"] = json!("good");
    value["answers"][0]["hesitation"] = json!(3);
    let read = read(&value).unwrap();
    let unknown: Vec<(&str, Value)> = read
        .unknown_fields
        .iter()
        .map(|unknown| (&*unknown.path, serde_json::to_value(&unknown.json).unwrap()))
        .collect();
    assert_eq!(
        unknown,
        [
            ("weather", json!("rain")),
            ("answers[0].hesitation", json!(3)),
            ("journey.trail[1].mood", json!("good")),
            ("customer.mood", json!("good")),
            ("page.noise", json!(1234.5)),
        ]
    );
    assert_eq!(serde_json::to_value(&read.value).unwrap(), example());
}

#[test]
fn says_everything_that_is_wrong_at_once() {
    let mut value = example();
    value["id"] = json!("f47ac10b-58cc-4372-a567-0e02b2c3d479");
    value["revision"] = json!(0);
    value["answers"][0]["value"] = json!(6);
    value["touchpoint"]["path"] = json!("/checkout?token=1");
    value["journey"]["visits"] = json!(0);
    value["order"]["currency"] = json!("euro");
    value["order"]["proof"] = json!("a".repeat(1025));
    value["customer"]["key"] = json!("jo@shop.example");
    value["customer"]["attributes"]["plan"] = json!([]);
    value["page"]["viewport"] = json!(null);
    value["page"]["cls"] = json!(-1);
    value["shown_at"] = json!("today");
    value["age"] = json!(-1);
    value["trap"] = json!("jo");
    assert_eq!(
        read(&value).unwrap_err(),
        [
            "id: found \"f47ac10b-58cc-4372-a567-0e02b2c3d479\", expected a UUID of version 7",
            "revision: found 0, expected a whole number from 1 to 4294967295",
            "answers[0].value: found 6, expected a whole number from 1 to 5",
            "touchpoint.path: found \"/checkout?token=1\", expected a path that starts with '/', without query and fragment",
            "journey.visits: found 0, expected a whole number from 1 to 10000",
            "order.currency: found \"euro\", expected an ISO 4217 code, three capital letters",
            "order.proof: found 1025 characters, expected at most 1024 characters",
            "customer.key: found an e-mail address, expected a pseudonym of 1 to 64 visible ASCII characters without '@'",
            "customer.attributes.plan: found an array, expected a text, a number, true or false",
            "page.viewport: found null, expected an object",
            "page.viewport.width: found nothing, expected a whole number from 0 to 100000",
            "page.viewport.height: found nothing, expected a whole number from 0 to 100000",
            "page.cls: found -1, expected a number from 0 to 100",
            "shown_at: found \"today\", expected a time with offset as in RFC 3339, such as 2026-11-21T20:15:00.123+01:00",
            "age: found -1, expected a whole number from 0 to 315360000000",
            "trap: found \"jo\", expected true or false",
        ]
    );
}

#[test]
fn an_empty_trap_is_not_written() {
    for trap in [json!(false), json!(null)] {
        let mut value = example();
        value["trap"] = trap;
        let read = read(&value).unwrap().value;
        assert!(!read.trap);
        assert_eq!(serde_json::to_value(&read).unwrap().get("trap"), None);
    }
}

#[test]
fn status_and_answers_agree() {
    let answers = example()["answers"].clone();
    let at = example()["answered_at"].clone();
    for (status, answers, at, valid) in [
        ("shown", json!([]), json!(null), true),
        ("shown", answers.clone(), at.clone(), false),
        ("partial", answers.clone(), at.clone(), true),
        ("partial", json!([]), json!(null), false),
        ("complete", json!([]), json!(null), false),
        ("complete", answers.clone(), json!(null), false),
        ("dismissed", json!([]), json!(null), true),
        ("dismissed", json!([]), at.clone(), false),
        ("dismissed", answers.clone(), at.clone(), true),
        ("complete", json!([answers[0], answers[0]]), at.clone(), false),
    ] {
        let mut value = example();
        value["status"] = json!(status);
        value["answers"] = answers.clone();
        value["answered_at"] = at.clone();
        assert_eq!(read(&value).is_ok(), valid, "{status} {answers} {at}");
    }
}

#[test]
fn ids_are_uuids_of_version_7_that_sort_by_time() {
    let earlier = ResponseId::new(1_763_756_100_000, &[0xff; 10]);
    let later = ResponseId::new(1_763_756_100_001, &[0; 10]);
    assert!(earlier < later && earlier.to_string() < later.to_string());
    let uuid = uuid::Uuid::try_parse(&earlier.text()).unwrap();
    assert_eq!(uuid.get_version_num(), 7);
    assert_eq!(uuid.get_variant(), uuid::Variant::RFC4122);
}
