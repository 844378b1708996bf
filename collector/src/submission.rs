//! What was sent: responses read from a body, as they are or as CloudEvents, each on its own, so that one with a mistake loses no
//! other; or a request to forget some.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use nachklang_model::cloud_event::{self, Envelope};
use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Read, Reader, UnknownField};
use nachklang_model::{Age, FieldError, Forget, Response};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::ingest::MOST_RESPONSES;
use crate::problem::Rejection;
use crate::proof::Checked;

/// The most bytes that are kept of members the collector does not know: more than any newer widget has to say, and too little
/// to be worth filling somebody's disk with.
pub const MOST_ASIDE: usize = 16 * 1024;

/// A response that can be kept.
#[derive(Debug)]
pub struct Submission {
    /// The response, without its proof of purchase.
    pub response: Response,
    /// The same as the contract writes it, in JSON.
    pub document: String,
    /// The proof of purchase that came with it.
    pub proof: Option<String>,
    /// What the proof says, where it is checked.
    pub checked: Option<Checked>,
    /// Paths of the members the collector does not know, as far as they are kept.
    pub unknown: Vec<String>,
    /// Their values: a JSON object of path and value, if there are any.
    pub aside: Option<String>,
}

impl Submission {
    /// When it was made, which came in at this time: earlier, where it had to wait on the device.
    pub fn made_at(&self, received_at: Timestamp) -> Timestamp {
        let age = self.response.age.map_or(0, Age::milliseconds);
        received_at.checked_sub(SignedDuration::from_millis(age.cast_signed())).unwrap_or(received_at)
    }
}

/// The responses of one body, in their order.
#[derive(Debug)]
pub struct Batch {
    /// Each response, or all that is wrong with it.
    pub responses: Vec<Result<Submission, Vec<FieldError>>>,
    /// Whether it was an array, so that messages name the index.
    pub is_array: bool,
}

/// What one body holds.
#[derive(Debug)]
pub enum Sent {
    /// Responses to keep.
    Responses(Batch),
    /// Responses to delete.
    Forget(Read<Forget>),
}

/// The form a body is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Responses as they are, or a request to forget some.
    Plain,
    /// One CloudEvent, whose data is a response.
    Event,
    /// An array of CloudEvents.
    Events,
}

impl Form {
    /// The form that a media type without parameters says, if it is taken. What pages can send without a preflight is plain.
    pub fn of(media_type: &str) -> Option<Self> {
        let forms = [
            ("", Self::Plain),
            ("text/plain", Self::Plain),
            ("application/json", Self::Plain),
            (cloud_event::MEDIA_TYPE, Self::Event),
            (cloud_event::BATCH_MEDIA_TYPE, Self::Events),
        ];
        forms.into_iter().find(|(taken, _)| media_type.eq_ignore_ascii_case(taken)).map(|(_, form)| form)
    }
}

/// Reads a body: one response, an array of them, or a request to forget some; or one or several events that bring responses.
///
/// # Errors
/// Where the body as a whole is wrong. Mistakes in single responses are in the batch.
pub fn read_body(body: &[u8], form: Form) -> Result<Sent, Rejection> {
    if body.is_empty() {
        return Err(Rejection::EmptyBody);
    }
    let json: Json = serde_json::from_slice(body).map_err(Rejection::NotJson)?;
    let read = match form {
        Form::Plain => read_response,
        Form::Event | Form::Events => read_event,
    };
    let one = |json| Sent::Responses(Batch { responses: vec![read(json)], is_array: false });
    match (&json, form) {
        (Json::Array(items), Form::Plain | Form::Events) => match items.len() {
            0 => Err(Rejection::NoResponses),
            1..=MOST_RESPONSES => {
                let responses = items.iter().map(read).collect();
                Ok(Sent::Responses(Batch { responses, is_array: true }))
            }
            many => Err(Rejection::TooManyResponses(many)),
        },
        (Json::Object(members), Form::Plain) if members.iter().any(|(name, _)| name == Forget::MEMBER) => {
            let notes = FieldErrors::default();
            let forget = Forget::read(&Reader::new(&json, "", &notes));
            notes.finish(forget).map(Sent::Forget).map_err(Rejection::InvalidForget)
        }
        (Json::Object(_), Form::Plain | Form::Event) => Ok(one(&json)),
        (other, _) => Err(Rejection::NotAResponse(other.described().into_owned(), form)),
    }
}

/// Reads an event that brings a response. The paths of the response's mistakes begin with that of the data.
fn read_event(json: &Json) -> Result<Submission, Vec<FieldError>> {
    let notes = FieldErrors::default();
    let reader = Reader::new(json, "", &notes);
    if !reader.is_object() {
        return Err(vec![FieldError::new("", json.described(), "an event, which is an object")]);
    }
    let envelope = Envelope::read(&reader);
    let data = reader.member(Envelope::DATA);
    let submission = match data.json() {
        Some(data) => read_response(data).map_err(|problems| {
            problems.into_iter().for_each(|problem| reader.report(within(Envelope::DATA, problem)));
        }),
        None => {
            data.expected::<()>("a response, which is an object");
            Err(())
        }
    };
    if let (Some(envelope), Ok(submission)) = (&envelope, &submission) {
        envelope.check(&reader, &submission.response);
    }
    // What is not known of an event is an extension of somebody's and not kept.
    notes.finish(submission.ok()).map(|read| read.value)
}

/// A problem with a part, as one of the whole.
pub fn within(part: &str, problem: FieldError) -> FieldError {
    let separator = if problem.path.is_empty() { "" } else { "." };
    FieldError { path: format!("{part}{separator}{}", problem.path), ..problem }
}

fn read_response(json: &Json) -> Result<Submission, Vec<FieldError>> {
    let notes = FieldErrors::default();
    let reader = Reader::new(json, "", &notes);
    if !reader.is_object() {
        // Else each member it should have would be named as missing.
        return Err(vec![FieldError::new("", json.described(), "a response, which is an object")]);
    }
    let response = Response::read(&reader);
    let mut read = notes.finish(response)?;
    let proof = read.value.order.as_mut().and_then(|order| order.proof.take());
    let document = serde_json::to_string(&read.value).expect("a response is plain data with text keys");
    // Of one that is there twice the first counts, as everywhere.
    let mut seen = BTreeSet::new();
    let mut length = 0;
    let mut fits = |unknown: &UnknownField| {
        length += unknown.path.len() + written(&Written(&unknown.json)).len();
        length <= MOST_ASIDE
    };
    read.unknown_fields.retain(|unknown| seen.insert(unknown.path.clone()));
    let unknown: Vec<UnknownField> =
        read.unknown_fields.into_iter().take_while(|unknown| fits(unknown)).collect();
    let aside = (!unknown.is_empty()).then(|| written(&Aside(&unknown)));
    let unknown = unknown.into_iter().map(|unknown| unknown.path).collect();
    Ok(Submission { response: read.value, document, proof, checked: None, unknown, aside })
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON was read from JSON")
}

struct Aside<'a>(&'a [UnknownField]);

impl Serialize for Aside<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|unknown| (&unknown.path, Written(&unknown.json))))
    }
}

/// JSON as it was written, whole numbers without a decimal point.
struct Written<'a>(&'a Json);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self.0 {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(flag) => serializer.serialize_bool(*flag),
            Json::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Json::Number(number) => serializer.serialize_f64(*number),
            Json::String(text) => serializer.serialize_str(text),
            Json::Array(items) => serializer.collect_seq(items.iter().map(Written)),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, &Written(member))?;
                }
                map.end()
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::testing::example;

    fn batch(body: &str) -> Batch {
        match read_body(body.as_bytes(), Form::Plain).unwrap() {
            Sent::Responses(batch) => batch,
            Sent::Forget(forget) => panic!("no responses: {forget:?}"),
        }
    }

    fn one(value: &Value) -> Submission {
        let mut batch = batch(&value.to_string());
        assert!(!batch.is_array && batch.responses.len() == 1);
        batch.responses.remove(0).unwrap()
    }

    #[test]
    fn keeps_the_whole_response() {
        let submission = one(&example(1));
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
        assert_eq!((submission.unknown, submission.aside), (vec![], None));
    }

    #[test]
    fn puts_aside_what_it_does_not_know() {
        let mut value = example(1);
        value["weather"] = json!({"sky": ["rain", null, true], "mm": 12, "wind": -0.5, "far": 1e300});
        value["page"]["noise"] = json!(1234.5);
        value["answers"][1]["hesitation"] = json!(3);
        let submission = one(&value);
        assert_eq!(submission.unknown, ["weather", "answers[1].hesitation", "page.noise"]);
        let aside = submission.aside.unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&aside).unwrap(),
            json!({"weather": value["weather"], "answers[1].hesitation": 3, "page.noise": 1234.5}),
        );
        assert!(aside.contains(r#""mm":12,"#) && aside.contains(r#""answers[1].hesitation":3"#), "{aside}");
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
    }

    /// A name may hold anything, also what stands between the names of a path.
    #[test]
    fn nothing_that_is_known_is_put_aside_whatever_the_unknown_is_called() {
        for (name, value) in [
            ("", json!(1)),
            ("order.proof", json!(2)),
            ("answers[0].value", json!(3)),
            ("page.device", json!({"order": {"proof": 4}})),
        ] {
            let mut sent = example(1);
            sent["order"]["proof"] = json!("e30.e30.c2ln");
            sent[name] = value.clone();
            let submission = one(&sent);
            assert_eq!(submission.unknown, [name]);
            let aside: Value = serde_json::from_str(&submission.aside.unwrap()).unwrap();
            assert_eq!(aside, json!({ name: value }));
        }
    }

    #[test]
    fn of_what_is_put_aside_the_first_of_a_name_counts() {
        let twice = example(1).to_string().replacen('{', r#"{"mood":1,"mood":2,"#, 1);
        let submission = batch(&twice).responses.remove(0).unwrap();
        assert_eq!(submission.unknown, ["mood"]);
        assert_eq!(submission.aside.as_deref(), Some(r#"{"mood":1}"#));
    }

    #[test]
    fn no_more_is_put_aside_than_a_newer_widget_may_have_to_say() {
        let mut value = example(1);
        for (name, length) in [("a", 10_000), ("b", 6000), ("c", 6000)] {
            value[format!("z{name}")] = json!("x".repeat(length));
        }
        let submission = one(&value);
        assert_eq!(submission.unknown, ["za", "zb"]);
        assert!(submission.aside.unwrap().len() < MOST_ASIDE + 100);
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
    }

    #[test]
    fn what_is_too_deep_is_refused_before_it_can_hurt() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        let read = read_body(nested(127).as_bytes(), Form::Plain);
        assert!(matches!(read, Ok(Sent::Responses(_))), "{read:?}");
        let read = read_body(nested(128).as_bytes(), Form::Plain);
        assert!(matches!(read, Err(Rejection::NotJson(_))), "{read:?}");
    }

    #[test]
    fn an_element_that_is_no_object_is_one_problem() {
        let batch = batch(&format!("[5,{},[]]", example(1)));
        let problems: Vec<_> = batch.responses.iter().map(|read| read.as_ref().err()).collect();
        let none = |found| Some(vec![FieldError::new("", found, "a response, which is an object")]);
        assert_eq!(problems, [none("5").as_ref(), None, none("an array").as_ref()]);
    }
}
