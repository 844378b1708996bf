//! How an [`ApiError`] is answered: problem details (RFC 9457).

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use nachklang_model::{FieldError, cloud_event};
use serde::Serialize;

use super::error::ApiError;
use crate::ingest::Form;
use crate::limits::{MAX_BODY_BYTES, MAX_RESPONSES, RETRY_AFTER_SECONDS};

impl ApiError {
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
                (StatusCode::UNPROCESSABLE_ENTITY, "invalid-responses", "No response could be saved")
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
                (StatusCode::SERVICE_UNAVAILABLE, "overloaded", "More responses come in than can be written")
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
            Self::BadQuery(errors)
            | Self::InvalidResponses(errors)
            | Self::InvalidForget(errors)
            | Self::InvalidReview(errors)
            | Self::WrongSiteKey(errors)
            | Self::UnknownSite(errors)
            | Self::OriginNotAllowed(errors) => match &errors[..] {
                [] => "expected pairs of name and value".into(),
                [error] => error.to_string(),
                [first, rest @ ..] => format!("{first}; and {} more in `errors`", rest.len()),
            },
            Self::Unauthorized => "send the admin token as Authorization: Bearer …; \
                                   `nachklang-collector token` makes a new one"
                .into(),
            Self::NotFound => "no route and no file of the widget has this path".into(),
            Self::MethodNotAllowed => "use one of the methods in the header Allow".into(),
            Self::TooSlow => {
                "nothing was saved: send fewer responses at once, or over a faster connection".into()
            }
            Self::BodyTooLarge => {
                format!("expected at most {MAX_BODY_BYTES} bytes: send fewer responses at once")
            }
            Self::TooManyResponses(found) => format!("found {found}, expected at most {MAX_RESPONSES}"),
            Self::UnsupportedMediaType(found) => {
                format!(
                    "found {found}, expected text/plain, application/json, {} or {}",
                    cloud_event::MEDIA_TYPE,
                    cloud_event::BATCH_MEDIA_TYPE
                )
            }
            Self::NoResponses => "found an empty array, expected at least one response".into(),
            Self::TooMany { of, .. } => {
                format!(
                    "more responses come {of} than are taken: send them again after the time in Retry-After"
                )
            }
            Self::UnreadableFile => "the collector's log says why".into(),
            Self::Overloaded => {
                "nothing was saved: send the request again after the time in Retry-After".into()
            }
            Self::StoreFailed => {
                "nothing was saved, deleted or read: send the request again after the time in Retry-After"
                    .into()
            }
        }
    }

    fn errors(&self) -> &[FieldError] {
        match self {
            Self::BadQuery(errors)
            | Self::InvalidResponses(errors)
            | Self::InvalidForget(errors)
            | Self::InvalidReview(errors)
            | Self::WrongSiteKey(errors)
            | Self::UnknownSite(errors)
            | Self::OriginNotAllowed(errors) => errors,
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
                Some((header::RETRY_AFTER, rand::random_range(RETRY_AFTER_SECONDS).into()))
            }
            _ => None,
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

impl IntoResponse for ApiError {
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
