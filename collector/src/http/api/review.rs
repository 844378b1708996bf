//! `POST /v1/review`: the admin decides whether responses are genuine or suspect, whatever signs they bear.
//!
//! The body is `{"site": …, "ids": […], "verdict": …}` with 1 to [`MAX_IDS`] ids and the verdict `genuine`, `suspect`, or
//! `null`, which takes back an earlier verdict. A verdict stays when a later revision of its response comes. Answers 200 with
//! `{"reviewed": n}`: how many of the responses are there.

use axum::Json;
use axum::extract::{Request, State};
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use nachklang_model::ResponseId;
use nachklang_model::forget::MAX_IDS;
use nachklang_model::json::Json as Tree;
use nachklang_model::read::{FieldErrors, Reader, optional};
use nachklang_store::{Review, SharedStore, Verdict};
use serde_json::json;

use crate::http::error::ApiError;
use crate::http::extract::admin::Admin;
use crate::http::extract::body::BodyReader;

/// Handles the request.
pub async fn review(
    _: Admin,
    State(store): State<SharedStore>,
    State(bodies): State<BodyReader>,
    request: Request,
) -> Result<Response, ApiError> {
    let body = bodies.read(request).await?;
    let tree: Tree = serde_json::from_slice(&body.bytes).map_err(ApiError::NotJson)?;
    let errors = FieldErrors::default();
    let review = read(&Reader::new(&tree, "", &errors));
    let review = errors.finish(review).map_err(ApiError::InvalidReview)?.value;
    let reviewed = store.review(review).await?;
    Ok(([(CACHE_CONTROL, "no-store")], Json(json!({ "reviewed": reviewed }))).into_response())
}

/// Reads a review. `None` where there is a mistake, which is noted.
fn read(reader: &Reader) -> Option<Review> {
    reader.deny_unknown(&["site", "ids", "verdict"])?;
    let site = reader.member("site").key();
    let ids = reader.member("ids");
    let ids = match ids.elements(MAX_IDS, |id| id.parsed(ResponseId::parse, "a UUID of version 7")) {
        Some(all) if all.is_empty() => ids.error("no id", "at least one id"),
        all => all,
    };
    let verdict = reader.member("verdict");
    let verdict = match verdict.json() {
        // `null` is written out: a verdict that is left out may be a mistake.
        None => verdict.expected("genuine, suspect or null"),
        Some(_) => optional(verdict, |verdict| verdict.one_of(&Verdict::NAMES)),
    };
    let verdict = verdict?.map(|index| Verdict::ALL[index]);
    Some(Review { site: site?, ids: ids?, verdict })
}
