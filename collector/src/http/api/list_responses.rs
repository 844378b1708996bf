//! `GET /v1/responses`: gives the admin the stored responses as JSON lines (`application/x-ndjson`).
//!
//! Each line is one response as the contract writes it, with these members added:
//!
//! | member | meaning |
//! |---|---|
//! | `received_at` | when the stored revision came in, by the collector's clock (RFC 3339 in UTC) |
//! | `made_at` | when that revision was made: earlier, if it had waited on the device |
//! | `unknown` | what a newer widget sent beyond the contract: an object of path and value |
//! | `suspect` | `true`, if the response does not count |
//! | `suspicions` | the signs of a program it bears: an array of names |
//! | `verdict` | what a person decided ([`super::review`]) |
//!
//! The lines are in the order of `received_at`. Memory stays constant, however many there are.
//!
//! The query filters: `site`, `survey`, `touchpoint`, `status`, `suspect` (`true` or `false`), and `since`, the earliest
//! `received_at`. Asking again with `since` set to the last `received_at` gives what is new or has changed, as a response gets a new
//! one with every revision. Anything else in the query is 400.

use axum::body::Body;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use futures_util::{TryStreamExt, stream};
use nachklang_store::{Filter, ResponsePage, SharedStore, StoreError};

use crate::http::error::ApiError;
use crate::http::extract::admin::Admin;
use crate::http::extract::query::QueryParameters;
use crate::log::Repeated;

/// Handles the request.
pub async fn list(
    _: Admin,
    State(store): State<SharedStore>,
    parameters: QueryParameters,
) -> Result<Response, ApiError> {
    let filter = filter(parameters)?;
    // Read before the answer begins, so that a store that fails can still be answered with 503.
    let first = store.page(&filter, None).await?;
    let headers = [(CONTENT_TYPE, "application/x-ndjson"), (CACHE_CONTROL, "no-store")];
    Ok((headers, body(store, filter, first)).into_response())
}

fn filter(mut parameters: QueryParameters) -> Result<Filter, ApiError> {
    parameters.deny_unknown(&["site", "survey", "touchpoint", "status", "suspect", "since"]);
    let filter = Filter {
        site: parameters.key("site"),
        survey: parameters.key("survey"),
        touchpoint: parameters.key("touchpoint"),
        status: parameters.status("status"),
        suspect: parameters.flag("suspect"),
        since: parameters.time("since"),
    };
    parameters.finish(filter)
}

/// The pages from `first` on, each read when the client has taken the one before. A store that fails in the middle cuts
/// the answer off, which the client sees: its last chunk is missing.
fn body(store: SharedStore, filter: Filter, first: ResponsePage) -> Body {
    let pages = stream::try_unfold(Some((store, filter, first)), async |state| {
        let Some((store, filter, page)) = state else { return Ok(None) };
        let text: String = page.responses.iter().map(|response| response.to_json_line() + "\n").collect();
        let following = match page.next {
            Some(position) => {
                let page = store.page(&filter, Some(&position)).await?;
                Some((store, filter, page))
            }
            None => None,
        };
        Ok::<_, StoreError>(Some((text, following)))
    });
    static FAILED: Repeated = Repeated::new();
    Body::from_stream(pages.inspect_err(|error| FAILED.error(error)))
}
