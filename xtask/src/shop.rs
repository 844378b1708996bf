//! The demo shop as a server: `index.html` at each of its paths, and what it needs.

use std::fs;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tower_http::services::ServeDir;

/// The paths of the shop's pages.
pub const PATHS: [&str; 4] = ["/", "/cart", "/checkout", "/order-confirmed"];

/// What the demo shop asks: six surveys, each with a reason of its own to come and to stay away.
const SURVEYS: &str = include_str!("surveys.json");

/// The shop, its script tag pointing at the collector at this origin.
pub fn router(collector: &str) -> Router {
    let pages = PATHS.iter().fold(Router::new(), |router, path| router.route(path, get(page)));
    pages
        .route("/surveys.json", get(|| async { ([("content-type", "application/json")], SURVEYS) }))
        .nest_service("/style", ServeDir::new(crate::root().join("style")))
        .with_state(collector.to_owned())
}

/// Read anew each time, so that a change is there after a reload.
async fn page(State(collector): State<String>) -> Result<Html<String>, String> {
    let page = fs::read_to_string(crate::root().join("index.html")).map_err(|error| error.to_string())?;
    Ok(Html(page.replace("{{COLLECTOR}}", &collector)))
}
