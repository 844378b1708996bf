//! Responses: what a widget sends and a collector stores.

use std::fmt;

use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::age::Age;
use crate::answer::Answer;
use crate::context::{Asked, Customer, Journey, Locale, Order, Page};
use crate::json::{Json, Object};
use crate::key::Key;
use crate::moment::Moment;
use crate::read::{Reader, optional};
use crate::text::hex;

/// The name of a response, given when its question is first shown: a UUIDv7, which sorts by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseId(Uuid);

impl ResponseId {
    /// A new id from the time in milliseconds since 1970 and ten random bytes (RFC 9562, section 5.7).
    pub fn new(unix_milliseconds: u64, random: &[u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_milliseconds, random).into_uuid())
    }

    /// When it was made, by the clock of who made it: the milliseconds since 1970 that it begins with.
    pub fn made_at(&self) -> f64 {
        self.0.as_bytes()[..6].iter().fold(0.0, |time, byte| time * 256.0 + f64::from(*byte))
    }

    /// The id as it is written.
    pub fn text(&self) -> String {
        let mut text = hex(self.0.as_bytes());
        for hyphen in [8, 13, 18, 23] {
            text.insert(hyphen, '-');
        }
        text
    }

    /// The id that is written so, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().filter(|id| id.get_version_num() == 7).map(Self)
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.parsed(Self::parse, "a UUID of version 7")
    }
}

impl Serialize for ResponseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}

/// How far a shopper has come. What needs an answer cannot be without one.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// The question is on screen and nothing is answered.
    Shown,
    /// Something is answered and more can come.
    Partial(Answered),
    /// The shopper has finished.
    Complete(Answered),
    /// The shopper waved it away, perhaps after having answered something, which counts.
    Dismissed(Option<Answered>),
}

/// At least one answer, and when the last was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    answers: Vec<Answer>,
    at: Moment,
}

/// The most answers a response has.
pub const MAX_ANSWERS: usize = 50;

impl Answered {
    /// The answers with the time of the last; `None` where there is none or one question is answered twice.
    pub fn new(answers: Vec<Answer>, at: Moment) -> Option<Self> {
        (!answers.is_empty() && answered_twice(&answers).is_none()).then_some(Self { answers, at })
    }
}

/// The question that is answered more than once.
fn answered_twice(answers: &[Answer]) -> Option<usize> {
    (1..answers.len()).find(|&i| answers[..i].iter().any(|earlier| earlier.question == answers[i].question))
}

impl Progress {
    /// The statuses as they are written.
    pub const STATUSES: [&str; 4] = ["shown", "partial", "complete", "dismissed"];

    /// The status as it is written.
    pub fn status(&self) -> &'static str {
        Self::STATUSES[match self {
            Self::Shown => 0,
            Self::Partial(_) => 1,
            Self::Complete(_) => 2,
            Self::Dismissed(_) => 3,
        }]
    }

    fn answered(&self) -> Option<&Answered> {
        match self {
            Self::Shown => None,
            Self::Partial(answered) | Self::Complete(answered) => Some(answered),
            Self::Dismissed(answered) => answered.as_ref(),
        }
    }

    /// The answers given so far.
    pub fn answers(&self) -> &[Answer] {
        self.answered().map_or(&[], |answered| &answered.answers)
    }

    /// When the last answer was given.
    pub fn answered_at(&self) -> Option<&Moment> {
        self.answered().map(|answered| &answered.at)
    }
}

/// One showing of one survey to one shopper, with what came of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// Its name, the same in every revision.
    pub id: ResponseId,
    /// Grows with every change, from 1. Of two revisions the higher one counts.
    pub revision: u32,
    /// How far the shopper has come.
    pub progress: Progress,
    /// The shop.
    pub site: Key,
    /// The survey.
    pub survey: Key,
    /// The version of the survey.
    pub survey_version: u32,
    /// The language the question was asked in.
    pub locale: Locale,
    /// Where it was asked.
    pub touchpoint: Asked,
    /// How the shopper came there.
    pub journey: Option<Journey>,
    /// The order the shopper had placed.
    pub order: Option<Order>,
    /// What the shop says of its customer.
    pub customer: Option<Customer>,
    /// The page it was asked on.
    pub page: Page,
    /// When the question came on screen.
    pub shown_at: Moment,
    /// For how long this revision had waited on the device when it was sent.
    pub age: Option<Age>,
    /// Whether a field was filled in that no human sees.
    pub trap: bool,
}

/// A response as the contract writes it.
impl From<&Response> for Json {
    fn from(response: &Response) -> Self {
        let mut object = Object::default();
        object.put("id", &*response.id.text());
        object.put("revision", response.revision);
        object.put("status", response.progress.status());
        object.put("site", response.site.as_str());
        object.put("survey", response.survey.as_str());
        object.put("survey_version", response.survey_version);
        object.put("locale", response.locale.as_str());
        object.put("answers", Json::Array(response.progress.answers().iter().map(Json::from).collect()));
        object.put("touchpoint", &response.touchpoint);
        object.put_some("journey", response.journey.as_ref());
        object.put_some("order", response.order.as_ref());
        object.put_some("customer", response.customer.as_ref());
        object.put("page", &response.page);
        object.put("shown_at", response.shown_at.as_str());
        object.put_some("answered_at", response.progress.answered_at().map(Moment::as_str));
        object.put_some("age", response.age);
        object.put_some("trap", response.trap.then_some(Json::Bool(true)));
        object.into()
    }
}

impl Serialize for Response {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Json::from(self).serialize(serializer)
    }
}

impl Response {
    /// Reads a response. Members that are not known, which a newer widget may send, are noted and passed over.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&[
            "id",
            "revision",
            "status",
            "site",
            "survey",
            "survey_version",
            "locale",
            "answers",
            "touchpoint",
            "journey",
            "order",
            "customer",
            "page",
            "shown_at",
            "answered_at",
            "age",
            "trap",
        ]);
        // Each is read before any is missed, so that all mistakes are found at once.
        let id = ResponseId::read(&reader.member("id"));
        let revision = reader.member("revision").whole(1, u32::MAX);
        let progress = read_progress(reader);
        let site = reader.member("site").key();
        let survey = reader.member("survey").key();
        let survey_version = reader.member("survey_version").whole(1, u32::MAX);
        let locale = Locale::read(&reader.member("locale"));
        let touchpoint = Asked::read(&reader.member("touchpoint"));
        let journey = optional(reader.member("journey"), Journey::read);
        let order = optional(reader.member("order"), Order::read);
        let customer = optional(reader.member("customer"), Customer::read);
        let page = Page::read(&reader.member("page"));
        let shown_at = reader.member("shown_at").moment();
        let age = optional(reader.member("age"), Age::read);
        let trap = optional(reader.member("trap"), |trap| trap.flag());
        Some(Self {
            id: id?,
            revision: revision?,
            progress: progress?,
            site: site?,
            survey: survey?,
            survey_version: survey_version?,
            locale: locale?,
            touchpoint: touchpoint?,
            journey: journey?,
            order: order?,
            customer: customer?,
            page: page?,
            shown_at: shown_at?,
            age: age?,
            trap: trap?.unwrap_or_default(),
        })
    }
}

fn read_progress(reader: &Reader) -> Option<Progress> {
    let status = reader.member("status").one_of(&Progress::STATUSES);
    let array = reader.member("answers");
    let answers: Vec<Answer> = array.elements(MAX_ANSWERS, Answer::read)?;
    if let Some(index) = answered_twice(&answers) {
        return array.element(index).member("question").expected("each question answered once");
    }
    let at = reader.member("answered_at");
    let at = match (answers.is_empty(), at.is_present()) {
        (true, false) => None,
        (true, true) => return at.expected("no time of an answer where nothing is answered"),
        (false, _) => Some(at.moment()?),
    };
    let answered = at.map(|at| Answered { answers, at });
    match (status?, answered) {
        (0, None) => Some(Progress::Shown),
        (0, Some(_)) => array.error("answers", "none, since the status is shown"),
        (1, Some(answered)) => Some(Progress::Partial(answered)),
        (2, Some(answered)) => Some(Progress::Complete(answered)),
        (3, answered) => Some(Progress::Dismissed(answered)),
        (_, _) => array.error("none", "at least one answer, since the status is partial or complete"),
    }
}

#[cfg(test)]
pub(crate) mod tests {
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
        assert_eq!(earlier.0.get_version_num(), 7);
        assert_eq!(earlier.0.get_variant(), uuid::Variant::RFC4122);
    }
}
