//! Responses as CloudEvents 1.0 (<https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/spec.md>) in structured JSON
//! mode: one event for each revision, whose `data` is the response as the contract writes it.

use crate::field_error::quoted;
use crate::moment::Moment;
use crate::read::{Reader, optional};
use crate::response::Response;
use crate::response_id::ResponseId;
use crate::text::{concat, whole};

/// The `type` of an event that brings a response.
pub const TYPE: &str = "dev.nachklang.response.v1";

/// The version of the specification, as `specversion` names it.
pub const SPEC_VERSION: &str = "1.0";

/// The media type of one event.
pub const MEDIA_TYPE: &str = "application/cloudevents+json";

/// The media type of an array of events.
pub const BATCH_MEDIA_TYPE: &str = "application/cloudevents-batch+json";

/// The most characters an attribute has.
const MAX_ATTRIBUTE_LENGTH: usize = 2000;

/// The `id` of the event that brings this revision of a response: `0192f1e0-8c5a-7abc-8def-0123456789ab/3`.
pub fn id(response: ResponseId, revision: u32) -> String {
    concat(&[&response.text(), "/", &whole(f64::from(revision))])
}

/// What an event says beside its `data`, as far as it is looked at.
#[derive(Debug, PartialEq, Eq)]
pub struct Envelope {
    id: String,
    subject: Option<String>,
}

impl Envelope {
    /// The member of an event that holds the response.
    pub const DATA: &str = "data";

    /// Reads the attributes of an event that brings a response. Those it must have are `specversion`, `type`, `id` and
    /// `source`; what is not known is an extension, which the specification lets everybody add, and is passed over.
    pub fn read(reader: &Reader) -> Option<Self> {
        let specversion = reader.member("specversion");
        let specversion = match specversion.is_text(SPEC_VERSION) {
            true => Some(()),
            false => specversion.expected("\"1.0\""),
        };
        let kind = reader.member("type").one_of(&[TYPE]);
        let id = reader.member("id").text(MAX_ATTRIBUTE_LENGTH).map(String::from);
        let source =
            reader.member("source").parsed(uri_reference, "a URI reference, such as https://shop.example/");
        let subject = optional(reader.member("subject"), |subject| {
            subject.text(MAX_ATTRIBUTE_LENGTH).map(String::from)
        });
        let time = optional(reader.member("time"), |time| time.parsed(Moment::parse, Moment::EXPECTED));
        let content = optional(reader.member("datacontenttype"), |content| {
            content.parsed(is_json, "application/json, which data is without it as well")
        });
        let schema = optional(reader.member("dataschema"), |schema| schema.parsed(uri_reference, "a URI"));
        let binary = reader.member("data_base64");
        let binary = if binary.is_present() {
            binary.error("data in Base64", "data as JSON, in data")
        } else {
            Some(())
        };
        for right in
            [specversion, kind.map(drop), source, time.map(drop), content.map(drop), schema.map(drop), binary]
        {
            right?;
        }
        Some(Self { id: id?, subject: subject? })
    }

    /// Notes where the attributes are not those of the event that brings `response`.
    pub fn check(&self, reader: &Reader, response: &Response) {
        let expected = id(response.id, response.revision);
        for (name, found, expected) in
            [("id", Some(&self.id), expected), ("subject", self.subject.as_ref(), response.id.text())]
        {
            if let Some(found) = found.filter(|found| **found != expected) {
                let expected = concat(&[&quoted(&expected), ", as the data says"]);
                reader.member(name).error::<()>(quoted(found), expected);
            }
        }
    }
}

/// Whether `text` may be a URI reference (RFC 3986): all its characters may stand in one, and `%` comes with two digits.
fn uri_reference(text: &str) -> Option<()> {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let fits = match byte {
            b'%' => [bytes.next(), bytes.next()]
                .iter()
                .all(|digit| digit.is_some_and(|digit| digit.is_ascii_hexdigit())),
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' => false,
            _ => byte.is_ascii_graphic(),
        };
        if !fits {
            return None;
        }
    }
    (!text.is_empty() && text.len() <= MAX_ATTRIBUTE_LENGTH).then_some(())
}

/// Whether a media type is one of JSON.
fn is_json(media_type: &str) -> Option<()> {
    let essence = media_type.split(';').next()?.trim().to_ascii_lowercase();
    (essence == "application/json" || essence.ends_with("+json")).then_some(())
}

/// An event that brings this revision of a response, written in `data`, from a `source` that needs no escape in JSON. Its `id` is one of
/// the revision, so that who gets it twice can tell.
pub fn event(source: &str, response: ResponseId, revision: u32, data: &str) -> String {
    concat(&[
        "{\"specversion\":\"",
        SPEC_VERSION,
        "\",\"type\":\"",
        TYPE,
        "\",\"source\":\"",
        source,
        "\",\"subject\":\"",
        &response.text(),
        "\",\"id\":\"",
        &id(response, revision),
        "\",\"datacontenttype\":\"application/json\",\"data\":",
        data,
        "}",
    ])
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::Json;
    use crate::read::FieldErrors;
    use crate::response::tests::example;

    fn response() -> Response {
        let json: Json = serde_json::from_value(example()).unwrap();
        Response::read(&Reader::new(&json, "", &FieldErrors::default())).unwrap()
    }

    fn problems(event: &Value) -> Vec<String> {
        let json: Json = serde_json::from_value(event.clone()).unwrap();
        let errors = FieldErrors::default();
        let reader = Reader::new(&json, "", &errors);
        if let Some(envelope) = Envelope::read(&reader) {
            envelope.check(&reader, &response());
        }
        errors.into_errors().iter().map(ToString::to_string).collect()
    }

    fn written() -> Value {
        let response = response();
        let event =
            event("https://shop.example/cart", response.id, response.revision, &example().to_string());
        serde_json::from_str(&event).unwrap()
    }

    #[test]
    fn reads_what_it_writes() {
        let event = written();
        assert_eq!(problems(&event), [""; 0]);
        assert_eq!(event["data"], example());
        assert_eq!(event["id"], "0192f1e0-8c5a-7abc-8def-0123456789ab/3");
        assert!(id(response().id, u32::MAX).ends_with("/4294967295"));
    }

    #[test]
    fn what_need_not_be_there_may_be_missing_and_extensions_may_be() {
        let mut event = written();
        for name in ["subject", "datacontenttype"] {
            event.as_object_mut().unwrap().remove(name);
        }
        event["traceparent"] = json!("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        event["time"] = json!("2026-11-21T20:15:09.456+01:00");
        event["dataschema"] = json!("https://shop.example/schema");
        assert_eq!(problems(&event), [""; 0]);
    }

    #[test]
    fn names_every_mistake() {
        let id = "\"0192f1e0-8c5a-7abc-8def-0123456789ab";
        let source = "expected a URI reference, such as https://shop.example/";
        for (name, value, problem) in [
            ("specversion", json!("0.3"), "found \"0.3\", expected \"1.0\"".into()),
            ("specversion", json!(null), "found null, expected \"1.0\"".into()),
            ("specversion", json!(1.0), "found 1, expected \"1.0\"".into()),
            (
                "type",
                json!("dev.nachklang.response.v2"),
                format!("found \"dev.nachklang.response.v2\", expected one of {TYPE} (did you mean {TYPE}?)"),
            ),
            ("id", json!(""), "found \"\", expected a text that is not empty".into()),
            ("id", json!("1"), format!("found \"1\", expected {id}/3\", as the data says")),
            ("source", json!(null), format!("found null, {source}")),
            ("source", json!(""), format!("found \"\", {source}")),
            ("source", json!("a b"), format!("found \"a b\", {source}")),
            ("source", json!("/%zz"), format!("found \"/%zz\", {source}")),
            ("source", json!("/größe"), format!("found \"/größe\", {source}")),
            ("subject", json!("x"), format!("found \"x\", expected {id}\", as the data says")),
            ("time", json!("today"), format!("found \"today\", expected {}", Moment::EXPECTED)),
            (
                "datacontenttype",
                json!("text/xml"),
                "found \"text/xml\", expected application/json, which data is without it as well".into(),
            ),
            ("data_base64", json!("e30="), "found data in Base64, expected data as JSON, in data".into()),
        ] {
            let mut event = written();
            event[name] = value;
            assert_eq!(problems(&event), [format!("{name}: {problem}")]);
        }
        let mut event = written();
        event.as_object_mut().unwrap().retain(|name, _| name == "data");
        let missing: Vec<String> =
            problems(&event).iter().map(|problem| problem.split(':').next().unwrap().into()).collect();
        assert_eq!(missing, ["specversion", "type", "id", "source"]);
    }

    #[test]
    fn sources_are_uri_references() {
        for source in [
            "https://shop.example",
            "/cart",
            "urn:shop:1",
            "//shop.example/%C3%A4?a=b#c",
            "shop",
            "http://[::1]:80/",
        ] {
            assert!(uri_reference(source).is_some(), "{source}");
        }
    }
}
