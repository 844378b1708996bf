//! Forgetting: a shopper's device asks the endpoint to delete what it sent.
//!
//! The device alone knows the ids of its responses, each with 74 random bits, so knowing one is the proof that it may be deleted.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::Reader;
use crate::response_id::ResponseId;

/// The most ids one request has.
pub const MAX_IDS: usize = 100;

/// A request to delete responses for good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forget {
    site: Key,
    ids: Vec<ResponseId>,
}

impl Forget {
    /// The member a request has, and a response has not.
    pub const MEMBER: &str = "forget";

    /// The requests it takes to have these responses of a site deleted, each with at most [`MAX_IDS`]; none for none.
    pub fn requests(site: &Key, ids: &[ResponseId]) -> Vec<Self> {
        ids.chunks(MAX_IDS).map(|ids| Self { site: site.clone(), ids: ids.into() }).collect()
    }

    /// The shop.
    pub fn site(&self) -> &Key {
        &self.site
    }

    /// The responses, at least one.
    pub fn ids(&self) -> &[ResponseId] {
        &self.ids
    }

    /// Reads a request.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&[Self::MEMBER]);
        let forget = reader.member(Self::MEMBER);
        forget.collect_unknown(&["site", "ids"]);
        let site = forget.member("site").key();
        let ids = forget.member("ids");
        let ids = match ids.elements(MAX_IDS, ResponseId::read) {
            Some(all) if all.is_empty() => ids.error("no id", "at least one id"),
            all => all,
        };
        Some(Self { site: site?, ids: ids? })
    }
}

/// A request as the contract writes it.
impl From<&Forget> for Json {
    fn from(forget: &Forget) -> Self {
        let ids = forget.ids.iter().map(|id| Json::String(id.text())).collect();
        let mut members = Object::default();
        members.put("site", forget.site.as_str());
        members.put("ids", Json::Array(ids));
        let mut object = Object::default();
        object.put(Forget::MEMBER, members);
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::read::{FieldErrors, Read};

    fn id(index: usize) -> String {
        format!("0192f1e0-8c5a-7abc-8def-{index:012x}")
    }

    fn ids(count: usize) -> Vec<String> {
        (0..count).map(id).collect()
    }

    fn read(value: &Value) -> Result<Read<Forget>, Vec<String>> {
        let json: Json = serde_json::from_value(value.clone()).unwrap();
        let errors = FieldErrors::default();
        let forget = Forget::read(&Reader::new(&json, "", &errors));
        errors.finish(forget).map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn writes_what_it_read() {
        for count in [1, 2, MAX_IDS] {
            let value = json!({"forget": {"site": "shop.example", "ids": ids(count)}});
            let read = read(&value).unwrap().value;
            assert_eq!((read.site().as_str(), read.ids().len()), ("shop.example", count));
            assert_eq!(serde_json::to_value(Json::from(&read)).unwrap(), value);
        }
    }

    #[test]
    fn names_every_mistake_and_passes_over_what_it_does_not_know() {
        let uuid = |place: &str, found: &str| {
            format!("forget.ids[{place}]: found {found}, expected a UUID of version 7")
        };
        for (forget, problems) in [
            (
                json!({"site": "shop.example", "ids": []}),
                vec!["forget.ids: found no id, expected at least one id".into()],
            ),
            (
                json!({"site": "shop.example", "ids": ids(101)}),
                vec!["forget.ids: found 101 elements, expected at most 100 elements".into()],
            ),
            (
                json!({"site": "shop.example", "ids": id(1)}),
                vec![format!("forget.ids: found \"{}\", expected an array", id(1))],
            ),
            (
                json!({"site": "shop.example", "ids": ["1", id(1), 7, "f47ac10b-58cc-4372-a567-0e02b2c3d479"]}),
                vec![
                    uuid("0", "\"1\""),
                    uuid("2", "7"),
                    uuid("3", "\"f47ac10b-58cc-4372-a567-0e02b2c3d479\""),
                ],
            ),
            (json!({"ids": ids(1)}), vec![format!("forget.site: found nothing, expected {}", Key::EXPECTED)]),
            (
                json!(null),
                vec![
                    "forget: found null, expected an object".into(),
                    format!("forget.site: found nothing, expected {}", Key::EXPECTED),
                    "forget.ids: found nothing, expected an array".into(),
                ],
            ),
        ] {
            assert_eq!(read(&json!({ "forget": forget })).unwrap_err(), problems, "{forget}");
        }
        let newer = json!({"forget": {"site": "shop.example", "ids": ids(1), "why": "moved"}, "at": 1});
        let unknown = read(&newer).unwrap().unknown_fields;
        assert_eq!(unknown.iter().map(|unknown| &*unknown.path).collect::<Vec<_>>(), ["at", "forget.why"]);
    }

    #[test]
    fn what_a_device_has_sent_fits_into_requests() {
        let site = Key::new("shop.example").unwrap();
        let all: Vec<ResponseId> = ids(250).iter().map(|id| ResponseId::parse(id).unwrap()).collect();
        for (count, lengths) in
            [(0, &[][..]), (1, &[1]), (100, &[100]), (101, &[100, 1]), (250, &[100, 100, 50])]
        {
            let requests = Forget::requests(&site, &all[..count]);
            let found: Vec<usize> = requests.iter().map(|request| request.ids().len()).collect();
            assert_eq!(found, lengths);
            let together: Vec<ResponseId> =
                requests.iter().flat_map(|request| request.ids()).copied().collect();
            assert_eq!(together, all[..count]);
            for request in requests {
                assert_eq!(
                    read(&serde_json::to_value(Json::from(&request)).unwrap()).unwrap().value,
                    request
                );
            }
        }
    }
}
