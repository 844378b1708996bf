//! Which handler answers which request. Tests call the router without a socket.

use std::convert::Infallible;

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, header};
use axum::routing::{any, get, post};
use nachklang_store::SharedStore;
use tower_http::cors::{AllowHeaders, Any, CorsLayer};

use super::api::{health, list_responses, post_responses, review, scores};
use super::error::ApiError;
use super::log_requests::log_requests;
use super::pages::survey;
use super::state::{AppState, Options};
use super::widget_files;
use crate::limits::{MAX_BODY_BYTES, PREFLIGHT_TIME_TO_LIVE};

/// The collector on `store`.
pub fn router(store: SharedStore, options: Options) -> Router {
    // A method that is added behind the layer of `post`, such as reading back, gets no CORS headers.
    let responses = post(post_responses::post)
        .options(async || StatusCode::NO_CONTENT)
        .layer::<_, Infallible>(DefaultBodyLimit::max(MAX_BODY_BYTES))
        .layer(from_any_page())
        .get(list_responses::list);
    let is_logged = options.log_requests;
    let router = Router::new()
        .route("/v1/responses", responses)
        .route("/v1/review", post(review::review).layer(DefaultBodyLimit::max(MAX_BODY_BYTES)))
        .route("/v1/scores", get(scores::list))
        .route("/v1/{*rest}", any(async || ApiError::NotFound))
        .route("/survey/{site}/{survey}", get(survey::show))
        .route(survey::SURVEYS, get(survey::surveys))
        .route("/healthz", get(health::check))
        .method_not_allowed_fallback(async || ApiError::MethodNotAllowed)
        .fallback(widget_files::serve)
        .with_state(AppState::new(store, options));
    if is_logged { log_requests(router) } else { router }
}

/// Lets pages of any origin send responses, of any type and with whatever headers the shop has the widget send, without
/// credentials. Whose are taken is decided later ([`crate::ingest::sender`]), by an answer that the page can read.
fn from_any_page() -> CorsLayer {
    CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::POST])
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers([header::RETRY_AFTER])
        .max_age(PREFLIGHT_TIME_TO_LIVE)
}
