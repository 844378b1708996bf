//! How responses are written into the body of a request.

use super::entry::Entry;
use crate::cloud_event::{self, BATCH_MEDIA_TYPE, MEDIA_TYPE};
use crate::text::{concat, whole};

/// What an endpoint takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A response, or an array of them.
    Plain,
    /// CloudEvents 1.0 in structured JSON, one or a batch (<https://cloudevents.io>).
    CloudEvents,
}

impl Format {
    /// The formats as they are named.
    pub const NAMES: [&str; 2] = ["plain", "cloudevents"];

    /// The format of this name.
    pub fn named(name: &str) -> Option<Self> {
        [Self::Plain, Self::CloudEvents]
            .into_iter()
            .zip(Self::NAMES)
            .find_map(|(format, known)| (known == name).then_some(format))
    }

    /// The body of a request with these responses: an array, unless it is one.
    pub fn body(self, entries: &[Entry], now: f64) -> String {
        let mut body = String::new();
        for entry in entries {
            if !body.is_empty() {
                body.push_str(COMMA);
            }
            let response = aged(entry, now);
            body.push_str(&match self {
                Self::Plain => response,
                Self::CloudEvents => {
                    cloud_event::event(entry.site.as_str(), entry.id, entry.revision, &response)
                }
            });
        }
        if entries.len() == 1 { body } else { concat(&["[", &body, "]"]) }
    }

    /// What such a body is, where the browser has to be told. A plain one goes as text, which spares the browser asking the
    /// endpoint for leave first (a CORS preflight).
    pub fn media_type(self, entries: &[Entry]) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::CloudEvents if entries.len() == 1 => Some(MEDIA_TYPE),
            Self::CloudEvents => Some(BATCH_MEDIA_TYPE),
        }
    }
}

/// The response with for how long it has waited, as far as that is known.
fn aged(entry: &Entry, now: f64) -> String {
    match (entry.waited(now), entry.response.strip_suffix('}')) {
        (Some(waited), Some(open)) => concat(&[open, ",\"age\":", &whole(waited), "}"]),
        _ => entry.response.clone(),
    }
}

const COMMA: &str = ",";

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::key::Key;
    use crate::response_id::ResponseId;

    const NOW: f64 = 1_795_000_000_123.0;

    fn entry(index: u8) -> Entry {
        let id = ResponseId::new(1, &[index; 10]);
        Entry::new(id, 3, Key::new("shop.example").unwrap(), true, json!({ "n": index }).to_string(), NOW)
    }

    fn body(format: Format, entries: &[Entry], now: f64) -> Value {
        serde_json::from_str(&format.body(entries, now)).unwrap()
    }

    #[test]
    fn one_is_an_object_and_several_are_an_array() {
        let plain = Format::Plain;
        assert_eq!(body(plain, &[entry(1)], NOW + 7.0), json!({"n": 1, "age": 7}));
        assert_eq!(body(plain, &[entry(1), entry(2)], NOW), json!([{"n": 1, "age": 0}, {"n": 2, "age": 0}]));
        assert_eq!(plain.media_type(&[entry(1)]), None);
    }

    #[test]
    fn an_age_that_is_not_known_is_not_said() {
        assert_eq!(body(Format::Plain, &[entry(1)], NOW - 1.0), json!({"n": 1}));
    }

    #[test]
    fn a_response_goes_as_an_event() {
        let events = Format::CloudEvents;
        let id = entry(1).id.text();
        let event = json!({
            "specversion": "1.0", "type": "dev.nachklang.response.v1", "source": "shop.example", "subject": id,
            "id": format!("{id}/3"), "datacontenttype": "application/json", "data": {"n": 1, "age": 5},
        });
        assert_eq!(body(events, &[entry(1)], NOW + 5.0), event);
        assert_eq!(events.media_type(&[entry(1)]), Some(MEDIA_TYPE));
        let both = body(events, &[entry(1), entry(2)], NOW + 5.0);
        assert_eq!((both[0].clone(), both[1]["data"]["n"].clone()), (event, json!(2)));
        assert_eq!(events.media_type(&[entry(1), entry(2)]), Some(BATCH_MEDIA_TYPE));
    }

    #[test]
    fn each_format_has_its_name() {
        for (format, name) in [Format::Plain, Format::CloudEvents].into_iter().zip(Format::NAMES) {
            assert_eq!(Format::named(name), Some(format));
        }
        assert_eq!(Format::named("Plain"), None);
    }
}
