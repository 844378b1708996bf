//! What is answered when a request is refused or fails: problem details (RFC 9457).

use std::ops::RangeInclusive;
use std::time::Duration;

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use nachklang_model::{FieldError, cloud_event};
use serde::Serialize;

use crate::complaint::Complaint;
use crate::ingest::{LARGEST_BODY, MOST_RESPONSES};
use crate::store::StoreError;
use crate::submission::Form;

/// How many seconds a client is asked to wait after the store failed: one of these, so that not all come back at once.
const RETRY_AFTER: RangeInclusive<u16> = 5..=15;

/// Why a request was refused or failed.
///
/// Answered as `application/problem+json` with `type` (`urn:nachklang:problem:` and the kind's name), `title`, `status`
/// and `detail`. Where single fields are wrong, `errors` names each: `field`, `found`, `expected` and, where a valid
/// name is near, `nearest`. A body that is not JSON comes with the `line` and `column` (from 1) of the mistake.
#[derive(Debug)]
pub enum Rejection {
    /// 408 `unreadable-body`: the body broke off, which says nothing of what is in it.
    UnreadableBody,
    /// 400 `empty-body`.
    EmptyBody,
    /// 400 `not-json`.
    NotJson(serde_json::Error),
    /// 400 `not-a-response`: JSON that is not what the form holds. Says what it is.
    NotAResponse(String, Form),
    /// 400 `bad-query`: unknown or wrong query parameters, named in `errors`.
    BadQuery(Vec<FieldError>),
    /// 401 `unauthorized`: the admin token is missing or wrong.
    Unauthorized,
    /// 401 `wrong-site-key`: none of the responses came with the key of its site.
    WrongSiteKey(Vec<FieldError>),
    /// 403 `unknown-site`: sites are registered, and none of the responses is for one of them.
    UnknownSite(Vec<FieldError>),
    /// 403 `origin-not-allowed`: none of the responses came from a page of its site.
    OriginNotAllowed(Vec<FieldError>),
    /// 404 `not-found`.
    NotFound,
    /// 405 `method-not-allowed`.
    MethodNotAllowed,
    /// 408 `too-slow`: the body did not come in time.
    TooSlow,
    /// 413 `body-too-large`: more than [`LARGEST_BODY`].
    BodyTooLarge,
    /// 413 `too-many-responses`: more than [`MOST_RESPONSES`]. Says how many.
    TooManyResponses(usize),
    /// 415 `unsupported-media-type`. Says which.
    UnsupportedMediaType(String),
    /// 422 `no-responses`: an empty array.
    NoResponses,
    /// 422 `invalid-responses`: none of the responses could be kept, for the reasons in `errors`.
    InvalidResponses(Vec<FieldError>),
    /// 422 `invalid-forget`: a request to forget that is wrong, for the reasons in `errors`. Nothing was deleted.
    InvalidForget(Vec<FieldError>),
    /// 422 `invalid-review`: a verdict that is wrong, for the reasons in `errors`. Nothing was changed.
    InvalidReview(Vec<FieldError>),
    /// 429 `too-many-requests`: more than usual come from one address or for one site. Try again.
    TooMany {
        /// From where, or for whom.
        of: String,
        /// After how long there is room again.
        wait: Duration,
    },
    /// 500 `unreadable-file`: a file of the widget is there and cannot be read.
    UnreadableFile,
    /// 503 `overloaded`: more comes in than can be written. Try again.
    Overloaded,
    /// 503 `store-failed`: try again. The reason goes to standard error, not to the client.
    StoreFailed,
}

impl Rejection {
    /// More comes in than can be written, which the operator is told as well.
    pub fn overloaded() -> Self {
        static OVERLOADED: Complaint = Complaint::new();
        OVERLOADED.say("more comes in than can be written: requests are answered with 503");
        Self::Overloaded
    }

    /// Status, name and title of the kind.
    fn kind(&self) -> (StatusCode, &'static str, &'static str) {
        match self {
            Self::UnreadableBody => {
                (StatusCode::REQUEST_TIMEOUT, "unreadable-body", "The body could not be read")
            }
            Self::EmptyBody => (StatusCode::BAD_REQUEST, "empty-body", "The body is empty"),
            Self::NotJson(_) => (StatusCode::BAD_REQUEST, "not-json", "The body is not JSON"),
            Self::NotAResponse(..) => {
                (StatusCode::BAD_REQUEST, "not-a-response", "The body holds no response")
            }
            Self::BadQuery(_) => (StatusCode::BAD_REQUEST, "bad-query", "A query parameter is wrong"),
            Self::Unauthorized => (StatusCode::UNAUTHORIZED, "unauthorized", "The admin token is needed"),
            Self::WrongSiteKey(_) => {
                (StatusCode::UNAUTHORIZED, "wrong-site-key", "The key of the site is needed")
            }
            Self::UnknownSite(_) => (StatusCode::FORBIDDEN, "unknown-site", "The site is not registered"),
            Self::OriginNotAllowed(_) => (
                StatusCode::FORBIDDEN,
                "origin-not-allowed",
                "Pages of this origin may not send for the site",
            ),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "There is nothing here"),
            Self::MethodNotAllowed => {
                (StatusCode::METHOD_NOT_ALLOWED, "method-not-allowed", "The method is not allowed here")
            }
            Self::TooSlow => (StatusCode::REQUEST_TIMEOUT, "too-slow", "The body did not come in time"),
            Self::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body-too-large", "The body is too large"),
            Self::TooManyResponses(_) => {
                (StatusCode::PAYLOAD_TOO_LARGE, "too-many-responses", "Too many responses at once")
            }
            Self::UnsupportedMediaType(_) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported-media-type", "The media type is not taken")
            }
            Self::NoResponses => {
                (StatusCode::UNPROCESSABLE_ENTITY, "no-responses", "The body holds no response")
            }
            Self::InvalidResponses(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses", "No response could be kept")
            }
            Self::InvalidForget(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-forget", "Nothing could be forgotten")
            }
            Self::InvalidReview(_) => {
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-review", "Nothing could be reviewed")
            }
            Self::TooMany { .. } => {
                (StatusCode::TOO_MANY_REQUESTS, "too-many-requests", "Too many responses in a short time")
            }
            Self::UnreadableFile => {
                (StatusCode::INTERNAL_SERVER_ERROR, "unreadable-file", "The file could not be read")
            }
            Self::Overloaded => {
                (StatusCode::SERVICE_UNAVAILABLE, "overloaded", "More comes in than can be written")
            }
            Self::StoreFailed => {
                (StatusCode::SERVICE_UNAVAILABLE, "store-failed", "The store does not work at the moment")
            }
        }
    }

    fn detail(&self) -> String {
        match self {
            Self::UnreadableBody => "the body broke off before its end".into(),
            Self::EmptyBody => "expected one response as a JSON object, or an array of them".into(),
            Self::NotJson(error) => error.to_string(),
            Self::NotAResponse(found, form) => {
                let expected = match form {
                    Form::Plain => "one response as a JSON object, or an array of them",
                    Form::Event => "one event as a JSON object",
                    Form::Events => "an array of events",
                };
                format!("found {found}, expected {expected}")
            }
            Self::BadQuery(problems)
            | Self::InvalidResponses(problems)
            | Self::InvalidForget(problems)
            | Self::InvalidReview(problems)
            | Self::WrongSiteKey(problems)
            | Self::UnknownSite(problems)
            | Self::OriginNotAllowed(problems) => match &problems[..] {
                [] => "expected pairs of name and value".into(),
                [problem] => problem.to_string(),
                [first, rest @ ..] => format!("{first}; and {} more in `errors`", rest.len()),
            },
            Self::Unauthorized => "send the admin token as Authorization: Bearer …; \
                                   `nachklang-collector token` makes a new one"
                .into(),
            Self::NotFound => "no route and no file of the widget has this path".into(),
            Self::MethodNotAllowed => "the header Allow names the methods that are".into(),
            Self::TooSlow => "nothing was kept: send less at once, or over a better line".into(),
            Self::BodyTooLarge => format!("expected at most {LARGEST_BODY} bytes: send fewer at once"),
            Self::TooManyResponses(found) => format!("found {found}, expected at most {MOST_RESPONSES}"),
            Self::UnsupportedMediaType(found) => {
                format!(
                    "found {found}, expected text/plain, application/json, {} or {}",
                    cloud_event::MEDIA_TYPE,
                    cloud_event::BATCH_MEDIA_TYPE
                )
            }
            Self::NoResponses => "found an empty array, expected at least one response".into(),
            Self::TooMany { of, .. } => {
                format!("more responses come {of} than are taken: try again after the time in Retry-After")
            }
            Self::UnreadableFile => "the collector's standard error says why".into(),
            Self::Overloaded => "nothing was kept: try again after the time in Retry-After".into(),
            Self::StoreFailed => {
                "nothing was kept, deleted or read: try again after the time in Retry-After".into()
            }
        }
    }

    fn errors(&self) -> &[FieldError] {
        match self {
            Self::BadQuery(problems)
            | Self::InvalidResponses(problems)
            | Self::InvalidForget(problems)
            | Self::InvalidReview(problems)
            | Self::WrongSiteKey(problems)
            | Self::UnknownSite(problems)
            | Self::OriginNotAllowed(problems) => problems,
            _ => &[],
        }
    }

    /// The header that belongs to the kind.
    fn header(&self) -> Option<(header::HeaderName, HeaderValue)> {
        match self {
            Self::Unauthorized => Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"))),
            Self::WrongSiteKey(_) => {
                Some((header::WWW_AUTHENTICATE, HeaderValue::from_static("Nachklang-Site-Key")))
            }
            Self::TooMany { wait, .. } => Some((header::RETRY_AFTER, (wait.as_secs() + 1).into())),
            Self::Overloaded | Self::StoreFailed => {
                Some((header::RETRY_AFTER, rand::random_range(RETRY_AFTER).into()))
            }
            _ => None,
        }
    }
}

impl From<StoreError> for Rejection {
    fn from(error: StoreError) -> Self {
        static FAILED: Complaint = Complaint::new();
        match error {
            StoreError::Overloaded => Self::overloaded(),
            StoreError::Failed(_) => {
                FAILED.say(error);
                Self::StoreFailed
            }
        }
    }
}

#[derive(Serialize)]
struct Body<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    detail: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
}

impl IntoResponse for Rejection {
    fn into_response(self) -> Response {
        let (status, name, title) = self.kind();
        let place = match &self {
            Self::NotJson(error) => Some((error.line(), error.column())),
            _ => None,
        };
        let body = Body {
            r#type: format!("urn:nachklang:problem:{name}"),
            title,
            status: status.as_u16(),
            detail: self.detail(),
            line: place.map(|(line, _)| line),
            column: place.map(|(_, column)| column),
            errors: self.errors(),
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some((name, value)) = self.header() {
            headers.insert(name, value);
        }
        response
    }
}
