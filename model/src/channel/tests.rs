use serde_json::{Value, json};

use super::*;
use crate::json::Json;
use crate::read::{FieldErrors, Reader};

fn read(value: &Value) -> Result<FirstTouch, Vec<String>> {
    let json: Json = serde_json::from_value(value.clone()).unwrap();
    let errors = FieldErrors::default();
    let touch = FirstTouch::read(&Reader::new(&json, "first_touch", &errors));
    let read = errors.finish(touch).map(|read| read.value);
    read.map_err(|problems| problems.iter().map(ToString::to_string).collect())
}

#[test]
fn every_channel_has_its_name() {
    for (channel, name) in Channel::ALL.into_iter().zip(Channel::NAMES) {
        assert_eq!(channel.name(), name);
    }
    assert_eq!(Channel::PaidSearch.name(), "paid-search");
    assert_eq!(Channel::Direct.name(), "direct");
}

#[test]
fn writes_what_it_read() {
    for value in [
        json!({"channel": "direct", "ownership": "owned", "source": "direct"}),
        json!({
            "channel": "marketplace", "ownership": "paid", "source": "idealo", "campaign": "Töpfe",
            "referrer_host": "www.idealo.de",
        }),
    ] {
        let touch = read(&value).unwrap();
        assert_eq!(serde_json::to_value(Json::from(&touch)).unwrap(), value);
    }
}

#[test]
fn what_is_made_of_a_visit_can_be_read() {
    let long = "ä".repeat(1000);
    for (query, referrer) in [
        ("", String::new()),
        ("?utm_source=%20&utm_campaign=%00", "https://".into()),
        (&["utm_source=", &long, "&utm_campaign=", &long].concat(), ["https://", &long, "/"].concat()),
        ("", ["https://", &"a.".repeat(200), "example/"].concat()),
        ("utm_source=%FF%FE&utm_campaign=a%FFb", "https://[::1]:80/".into()),
    ] {
        let touch = FirstTouch::of(query, &referrer, "shop.example");
        let written = serde_json::to_value(Json::from(&touch)).unwrap();
        assert_eq!(read(&written), Ok(touch), "{query} {referrer}");
    }
}

#[test]
fn says_everything_that_is_wrong_at_once() {
    let value = json!({
        "channel": "serch", "ownership": "rented", "source": "", "campaign": "c".repeat(101),
        "referrer_host": "https://www.example.com/",
    });
    assert_eq!(
        read(&value).unwrap_err(),
        [
            "first_touch.channel: found \"serch\", expected one of search, paid-search, social, paid-social, email, \
             message, referral, marketplace, review-site, ai-assistant, affiliate, display, direct (did you mean search?)",
            "first_touch.ownership: found \"rented\", expected one of owned, paid, earned, shared, managed",
            "first_touch.source: found \"\", expected a text that is not empty",
            "first_touch.campaign: found 101 characters, expected at most 100 characters",
            "first_touch.referrer_host: found \"https://www.example.com/\", expected a host in lower case, such as \
             www.example.com",
        ]
    );
}
