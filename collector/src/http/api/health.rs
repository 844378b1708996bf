//! `GET /healthz`: 200 while the store can be read and takes changes, else 503.

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use nachklang_store::SharedStore;

use crate::http::error::ApiError;

/// Handles the request.
pub async fn check(State(store): State<SharedStore>) -> Result<Response, ApiError> {
    store.check().await?;
    let headers = [(CONTENT_TYPE, "application/json"), (CACHE_CONTROL, "no-store")];
    Ok((headers, r#"{"status":"ok"}"#).into_response())
}
