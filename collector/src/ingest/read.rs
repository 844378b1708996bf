//! Reads the body of a request.

use nachklang_model::cloud_event::Envelope;
use nachklang_model::json::Json;
use nachklang_model::read::{FieldErrors, Reader};
use nachklang_model::{FieldError, Forget, Response};

use super::submission::{Batch, Content, Form, ParsedSubmission, within};
use super::unknown;
use crate::limits::MAX_RESPONSES;

/// Why a body as a whole is wrong.
#[derive(Debug)]
pub enum ReadError {
    /// It is empty.
    EmptyBody,
    /// It is not JSON.
    NotJson(serde_json::Error),
    /// It is JSON that is not what the form holds. Says what it is.
    NotAResponse(String, Form),
    /// It is an empty array.
    NoResponses,
    /// It has more than [`MAX_RESPONSES`]. Says how many.
    TooManyResponses(usize),
    /// It is a request to forget that is wrong, for these reasons.
    InvalidForget(Vec<FieldError>),
}

/// Reads a body: one response, an array of them, or a request to forget some; or one or several events that bring responses.
///
/// # Errors
/// Where the body as a whole is wrong. Mistakes in single responses are in the batch.
pub fn read_body(body: &[u8], form: Form) -> Result<Content, ReadError> {
    if body.is_empty() {
        return Err(ReadError::EmptyBody);
    }
    let json: Json = serde_json::from_slice(body).map_err(ReadError::NotJson)?;
    let read = match form {
        Form::Plain => read_response,
        Form::Event | Form::Events => read_event,
    };
    let one = |json| Content::Responses(Batch { responses: vec![read(json)], is_array: false });
    match (&json, form) {
        (Json::Array(items), Form::Plain | Form::Events) => match items.len() {
            0 => Err(ReadError::NoResponses),
            1..=MAX_RESPONSES => {
                let responses = items.iter().map(read).collect();
                Ok(Content::Responses(Batch { responses, is_array: true }))
            }
            many => Err(ReadError::TooManyResponses(many)),
        },
        (Json::Object(members), Form::Plain) if members.iter().any(|(name, _)| name == Forget::MEMBER) => {
            let errors = FieldErrors::default();
            let forget = Forget::read(&Reader::new(&json, "", &errors));
            errors.finish(forget).map(Content::Forget).map_err(ReadError::InvalidForget)
        }
        (Json::Object(_), Form::Plain | Form::Event) => Ok(one(&json)),
        (other, _) => Err(ReadError::NotAResponse(other.described().into_owned(), form)),
    }
}

/// Reads an event that brings a response. The paths of the response's mistakes begin with that of the data.
fn read_event(json: &Json) -> Result<ParsedSubmission, Vec<FieldError>> {
    let errors = FieldErrors::default();
    let reader = Reader::new(json, "", &errors);
    if !reader.is_object() {
        return Err(vec![FieldError::new("", json.described(), "an event, which is an object")]);
    }
    let envelope = Envelope::read(&reader);
    let data = reader.member(Envelope::DATA);
    let submission = match data.json() {
        Some(data) => read_response(data).map_err(|errors| {
            errors.into_iter().for_each(|error| reader.report(within(Envelope::DATA, error)));
        }),
        None => {
            data.expected::<()>("a response, which is an object");
            Err(())
        }
    };
    if let (Some(envelope), Ok(submission)) = (&envelope, &submission) {
        envelope.check(&reader, &submission.response);
    }
    // What is not known of an event is an extension of somebody's and is not stored.
    errors.finish(submission.ok()).map(|read| read.value)
}

fn read_response(json: &Json) -> Result<ParsedSubmission, Vec<FieldError>> {
    let errors = FieldErrors::default();
    let reader = Reader::new(json, "", &errors);
    if !reader.is_object() {
        // Else each member it should have would be named as missing.
        return Err(vec![FieldError::new("", json.described(), "a response, which is an object")]);
    }
    let response = Response::read(&reader);
    let mut read = errors.finish(response)?;
    let proof = read.value.order.as_mut().and_then(|order| order.proof.take());
    let document = serde_json::to_string(&read.value).expect("a response is plain data with text keys");
    let (unknown_fields, unknown_values) = unknown::split(read.unknown_fields);
    Ok(ParsedSubmission { response: read.value, document, proof, unknown_fields, unknown_values })
}

#[cfg(test)]
mod tests {
    use nachklang_store::testing::example;
    use serde_json::{Value, json};

    use super::*;
    use crate::limits::MAX_UNKNOWN_VALUES_BYTES;

    fn batch(body: &str) -> Batch {
        match read_body(body.as_bytes(), Form::Plain).unwrap() {
            Content::Responses(batch) => batch,
            Content::Forget(forget) => panic!("no responses: {forget:?}"),
        }
    }

    fn one(value: &Value) -> ParsedSubmission {
        let mut batch = batch(&value.to_string());
        assert!(!batch.is_array && batch.responses.len() == 1);
        batch.responses.remove(0).unwrap()
    }

    #[test]
    fn reads_the_whole_response() {
        let submission = one(&example(1));
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
        assert_eq!((submission.unknown_fields, submission.unknown_values), (vec![], None));
    }

    #[test]
    fn stores_what_it_does_not_know_beside_the_response() {
        let mut value = example(1);
        value["weather"] = json!({"sky": ["rain", null, true], "mm": 12, "wind": -0.5, "far": 1e300});
        value["page"]["noise"] = json!(1234.5);
        value["answers"][1]["hesitation"] = json!(3);
        let submission = one(&value);
        assert_eq!(submission.unknown_fields, ["weather", "answers[1].hesitation", "page.noise"]);
        let values = submission.unknown_values.unwrap();
        assert_eq!(
            serde_json::from_str::<Value>(&values).unwrap(),
            json!({"weather": value["weather"], "answers[1].hesitation": 3, "page.noise": 1234.5}),
        );
        assert!(
            values.contains(r#""mm":12,"#) && values.contains(r#""answers[1].hesitation":3"#),
            "{values}"
        );
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
    }

    /// A name may hold anything, also what stands between the names of a path.
    #[test]
    fn no_known_field_becomes_unknown_whatever_an_unknown_one_is_called() {
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
            assert_eq!(submission.unknown_fields, [name]);
            let values: Value = serde_json::from_str(&submission.unknown_values.unwrap()).unwrap();
            assert_eq!(values, json!({ name: value }));
        }
    }

    #[test]
    fn of_unknown_fields_of_one_name_the_first_counts() {
        let twice = example(1).to_string().replacen('{', r#"{"mood":1,"mood":2,"#, 1);
        let submission = batch(&twice).responses.remove(0).unwrap();
        assert_eq!(submission.unknown_fields, ["mood"]);
        assert_eq!(submission.unknown_values.as_deref(), Some(r#"{"mood":1}"#));
    }

    #[test]
    fn unknown_values_are_stored_up_to_their_limit() {
        let mut value = example(1);
        for (name, length) in [("a", 10_000), ("b", 6000), ("c", 6000)] {
            value[format!("z{name}")] = json!("x".repeat(length));
        }
        let submission = one(&value);
        assert_eq!(submission.unknown_fields, ["za", "zb"]);
        assert!(submission.unknown_values.unwrap().len() < MAX_UNKNOWN_VALUES_BYTES + 100);
        assert_eq!(serde_json::from_str::<Value>(&submission.document).unwrap(), example(1));
    }

    #[test]
    fn what_is_too_deep_is_refused_before_it_can_hurt() {
        let nested = |depth: usize| format!("{{\"a\":{}{}}}", "[".repeat(depth - 1), "]".repeat(depth - 1));
        let read = read_body(nested(127).as_bytes(), Form::Plain);
        assert!(matches!(read, Ok(Content::Responses(_))), "{read:?}");
        let read = read_body(nested(128).as_bytes(), Form::Plain);
        assert!(matches!(read, Err(ReadError::NotJson(_))), "{read:?}");
    }

    #[test]
    fn an_element_that_is_no_object_is_one_error() {
        let batch = batch(&format!("[5,{},[]]", example(1)));
        let errors: Vec<_> = batch.responses.iter().map(|read| read.as_ref().err()).collect();
        let none = |found| Some(vec![FieldError::new("", found, "a response, which is an object")]);
        assert_eq!(errors, [none("5").as_ref(), None, none("an array").as_ref()]);
    }
}
