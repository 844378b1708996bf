//! `POST /v1/responses`: takes one response, or an array of up to [`MAX_RESPONSES`](crate::limits::MAX_RESPONSES), or a request to
//! forget some.
//!
//! The body is JSON in UTF-8 of at most [`MAX_BODY_BYTES`](crate::limits::MAX_BODY_BYTES) bytes, sent as `text/plain`, as
//! `application/json` or without a type; or one or several CloudEvents whose data is a response
//! ([`nachklang_model::cloud_event`]). Sending again is harmless: a revision that is not higher than the stored one changes
//! nothing and is acknowledged all the same.
//!
//! Answers 202 once everything that was saved is committed: `kept`, `dropped` and `refused` list what became of each response.
//! Where none could be saved it is 422 with all mistakes, the fields of an array's elements prefixed with their index
//! (`[1].answers[0].value`). The store failing is 503, as is more coming in than can be written, and then nothing of the array
//! was saved.
//!
//! Where sites are registered, responses for others, from pages of other origins and without the site's key are refused
//! ([`crate::ingest::sender`]), and where more come from one address or for one site than usual, it is 429
//! ([`crate::ingest::rates`]).
//!
//! `{"forget": {"site": …, "ids": […]}}` has a shopper's device delete what it sent, at most
//! [`MAX_IDS`](nachklang_model::forget::MAX_IDS) responses. Knowing the id of a response is the proof that it may be deleted, so
//! the request is taken from anywhere. Answers 202 once the responses are deleted, with all their revisions and answers. Asking
//! again is harmless. What comes later of a response that was forgotten is acknowledged and not saved.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key, ResponseId};
use serde::Serialize;

use crate::http::error::ApiError;
use crate::http::extract::body::BodyReader;
use crate::http::extract::sender::{TrustForwardedFor, sender};
use crate::ingest::{
    Admission, Content, Dropped, Forgotten, Form, Ingest, Receipt, Refused, Saved, read_body,
};

/// Handles the request.
pub async fn post(
    State(admission): State<Admission>,
    State(bodies): State<BodyReader>,
    State(ingest): State<Ingest>,
    State(trusted): State<TrustForwardedFor>,
    request: Request,
) -> Result<Response, ApiError> {
    let form = form(request.headers())?;
    let (parts, body) = request.into_parts();
    let sender = sender(&parts, trusted);
    // One response at least, before anything is read.
    admission.count_from(&sender, 1)?;
    let body = bodies.read(Request::from_parts(parts, body)).await?;
    // In a task of its own, since a beacon's page goes away without waiting and what it sent is saved all the same.
    let done = tokio::spawn(async move {
        // With its room, until all is done.
        let body = body;
        match read_body(&body.bytes, form)? {
            Content::Responses(batch) => Ok(accepted(&ReceiptBody::of(&ingest.save(&sender, batch).await?))),
            Content::Forget(request) => {
                Ok(accepted(&ForgottenBody::of(ingest.forget(&sender, request).await?)))
            }
        }
    });
    done.await.map_err(|_| ApiError::StoreFailed)?
}

/// The form of the body. Without a type it is plain, and parameters do not matter: JSON is UTF-8.
fn form(headers: &HeaderMap) -> Result<Form, ApiError> {
    let value = headers.get(CONTENT_TYPE).map(|value| String::from_utf8_lossy(value.as_bytes()));
    let essence = value.as_deref().and_then(|value| value.split(';').next()).unwrap_or_default().trim();
    Form::of(essence).ok_or_else(|| ApiError::UnsupportedMediaType(quoted(essence)))
}

fn accepted(body: &impl Serialize) -> Response {
    (StatusCode::ACCEPTED, [(CACHE_CONTROL, "no-store")], Json(body)).into_response()
}

/// A [`Receipt`] as it is written.
#[derive(Serialize)]
struct ReceiptBody<'a> {
    kept: Vec<KeptBody<'a>>,
    dropped: Vec<DroppedBody<'a>>,
    refused: Vec<RefusedBody<'a>>,
}

#[derive(Serialize)]
struct KeptBody<'a> {
    index: usize,
    site: &'a Key,
    id: ResponseId,
    revision: u32,
    unknown: &'a [String],
}

#[derive(Serialize)]
struct DroppedBody<'a> {
    index: usize,
    site: &'a Key,
    id: ResponseId,
    reason: &'static str,
}

#[derive(Serialize)]
struct RefusedBody<'a> {
    index: usize,
    errors: &'a [FieldError],
}

impl<'a> ReceiptBody<'a> {
    fn of(receipt: &'a Receipt) -> Self {
        let kept = |saved: &'a Saved| KeptBody {
            index: saved.index,
            site: &saved.site,
            id: saved.id,
            revision: saved.revision,
            unknown: &saved.unknown_fields,
        };
        let dropped = |dropped: &'a Dropped| DroppedBody {
            index: dropped.index,
            site: &dropped.site,
            id: dropped.id,
            reason: "forgotten",
        };
        let refused = |refused: &'a Refused| RefusedBody { index: refused.index, errors: &refused.errors };
        Self {
            kept: receipt.saved.iter().map(kept).collect(),
            dropped: receipt.dropped.iter().map(dropped).collect(),
            refused: receipt.refused.iter().map(refused).collect(),
        }
    }
}

/// A [`Forgotten`] as it is written.
#[derive(Serialize)]
struct ForgottenBody {
    forgotten: u64,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<String>,
}

impl ForgottenBody {
    fn of(Forgotten { deleted, unknown_fields }: Forgotten) -> Self {
        Self { forgotten: deleted, unknown: unknown_fields }
    }
}
