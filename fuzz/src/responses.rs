//! The body of a `POST /v1/responses`, which anybody can send to a collector.

use nachklang_collector::ingest::{Batch, Content, Form, ParsedSubmission, ReadError, read_body};
use nachklang_collector::limits::MAX_RESPONSES;
use nachklang_model::json::Json;
use nachklang_model::{FieldError, Forget, Response, cloud_event};

use crate::assert_helpful;

/// - A valid response is the same after it is written and read again.
/// - Unknown fields are stored unchanged, and nothing else is.
/// - A response in an array is read like a single one.
/// - A response in a CloudEvent is read like a single one, and no event is a request to forget.
/// - The errors grow with the body, and not faster.
pub fn check(body: &[u8]) -> bool {
    let plain = check_plain(body);
    [Form::Event, Form::Events].into_iter().any(|form| check_events(body, form)) || plain
}

fn check_plain(body: &[u8]) -> bool {
    match read_body(body, Form::Plain) {
        Ok(Content::Responses(batch)) => check_batch(body, &batch),
        Ok(Content::Forget(read)) => {
            check_forget(&read.value);
            true
        }
        Err(error) => {
            check_error(&error, body);
            false
        }
    }
}

fn check_batch(body: &[u8], batch: &Batch) -> bool {
    let json: Json = serde_json::from_slice(body).expect("a batch is read from JSON");
    let sent = if batch.is_array { json.items() } else { std::slice::from_ref(&json) };
    assert_eq!(batch.responses.len(), sent.len());
    assert!((1..=MAX_RESPONSES).contains(&sent.len()));
    for (read, sent) in batch.responses.iter().zip(sent) {
        match read {
            Ok(submission) => check_submission(submission, sent),
            Err(problems) => check_problems(problems, sent),
        }
        if batch.is_array && is_response(sent) {
            check_same(read, &alone(&to_text(sent)));
        }
    }
    batch.responses.iter().any(Result::is_ok)
}

fn check_events(body: &[u8], form: Form) -> bool {
    match read_body(body, form) {
        Ok(Content::Responses(Batch { responses, is_array })) => {
            assert_eq!(is_array, form == Form::Events);
            for read in &responses {
                match read {
                    Ok(submission) => check_stored(submission),
                    Err(problems) => {
                        assert_helpful(problems);
                        check_length(problems, body.len());
                    }
                }
            }
            responses.iter().any(Result::is_ok)
        }
        Ok(Content::Forget(read)) => panic!("{read:?} was no event"),
        Err(error) => {
            check_error(&error, body);
            false
        }
    }
}

/// Whether it is a response rather than a request to forget.
fn is_response(json: &Json) -> bool {
    matches!(json, Json::Object(members) if members.iter().all(|(name, _)| name != Forget::MEMBER))
}

fn check_submission(submission: &ParsedSubmission, sent: &Json) {
    check_stored(submission);
    let Response { site, id, revision, .. } = &submission.response;
    let event = cloud_event::event(site.as_str(), *id, *revision, &to_text(sent));
    match read_body(event.as_bytes(), Form::Event) {
        Ok(Content::Responses(batch)) => match batch.responses.as_slice() {
            [Ok(brought)] => check_equal(submission, brought),
            other => panic!("{event} is read as {other:?}"),
        },
        other => panic!("{event} is read as {other:?}"),
    }

    let ParsedSubmission { unknown_fields, unknown_values, .. } = submission;
    assert_eq!(unknown_fields.is_empty(), unknown_values.is_none());
    let Some(values) = unknown_values else { return };
    let Ok(Json::Object(values)) = serde_json::from_str(values) else { panic!("{values} is no object") };
    assert!(
        values.iter().map(|(path, _)| path).eq(unknown_fields),
        "{values:?} has what is in {unknown_fields:?}"
    );
    for (path, json) in &values {
        let is_outermost = !path.contains(['.', '[']);
        assert!(!is_outermost || first(sent, path) == Some(json), "{json:?} was not sent as {path:?}");
    }
}

/// What holds for every stored response, in whatever form it arrived.
fn check_stored(submission: &ParsedSubmission) {
    let ParsedSubmission { response, document, proof, .. } = submission;
    assert!(response.order.as_ref().is_none_or(|order| order.proof.is_none()), "the proof is not kept");

    let again = alone(document).expect("what is kept is right");
    assert_eq!((&again.response, &again.document), (response, document));
    assert_eq!((&again.proof, &again.unknown_values), (&None, &None));

    // As the widget writes it, with its proof.
    let mut whole = response.clone();
    if let Some(order) = &mut whole.order {
        order.proof.clone_from(proof);
    }
    let again = alone(&to_text(&Json::from(&whole))).expect("what is written is right");
    assert_eq!((&again.response, &again.proof), (response, proof));
}

/// The member with this name. If there are several, the first counts.
fn first<'a>(object: &'a Json, name: &str) -> Option<&'a Json> {
    let Json::Object(members) = object else { return None };
    members.iter().find_map(|(found, json)| (found == name).then_some(json))
}

fn check_problems(problems: &[FieldError], sent: &Json) {
    assert_helpful(problems);
    for problem in problems {
        assert_eq!(problem.path.is_empty(), !matches!(sent, Json::Object(_)), "{problem:?}");
    }
    check_length(problems, to_text(sent).len());
}

/// Each member of the contract may be wrong, and each member that is sent.
fn check_length(problems: &[FieldError], sent: usize) {
    let said: usize = problems.iter().map(|problem| problem.message().len()).sum();
    assert!(said <= 32 * 1024 + 64 * sent, "{said} bytes about {sent}");
}

fn check_forget(forget: &Forget) {
    match read_body(to_text(&Json::from(forget)).as_bytes(), Form::Plain) {
        Ok(Content::Forget(again)) => assert_eq!((&again.value, again.unknown_fields.len()), (forget, 0)),
        other => panic!("{forget:?} is read as {other:?}"),
    }
}

fn check_error(error: &ReadError, body: &[u8]) {
    match error {
        ReadError::InvalidForget(problems) => {
            assert_helpful(problems);
            assert!(problems.iter().all(|problem| !problem.path.is_empty()), "{problems:?}");
            check_length(problems, body.len());
        }
        ReadError::EmptyBody => assert!(body.is_empty()),
        ReadError::NotJson(_) => assert!(serde_json::from_slice::<Json>(body).is_err()),
        ReadError::NotAResponse(..) | ReadError::NoResponses | ReadError::TooManyResponses(_) => {
            assert!(serde_json::from_slice::<Json>(body).is_ok());
        }
    }
}

/// Reads a body that is one response.
fn alone(body: &str) -> Result<ParsedSubmission, Vec<FieldError>> {
    match read_body(body.as_bytes(), Form::Plain) {
        Ok(Content::Responses(Batch { mut responses, is_array: false })) => responses.remove(0),
        other => panic!("{body} is read as {other:?}"),
    }
}

fn check_same(
    one: &Result<ParsedSubmission, Vec<FieldError>>,
    other: &Result<ParsedSubmission, Vec<FieldError>>,
) {
    match (one, other) {
        (Ok(one), Ok(other)) => check_equal(one, other),
        (Err(one), Err(other)) => assert_eq!(one, other),
        (one, other) => panic!("in an array {one:?}, alone {other:?}"),
    }
}

fn check_equal(one: &ParsedSubmission, other: &ParsedSubmission) {
    assert_eq!((&one.document, &one.proof), (&other.document, &other.proof));
    assert_eq!((&one.unknown_fields, &one.unknown_values), (&other.unknown_fields, &other.unknown_values));
}

fn to_text(json: &Json) -> String {
    serde_json::to_string(json).expect("JSON can be written")
}
