//! The server of the demo shop: `index.html` at each of its paths, and the files it needs.

use std::fs;

use axum::Router;
use axum::extract::State;
use axum::response::Html;
use axum::routing::get;
use tower_http::services::ServeDir;

/// The paths of the shop's pages.
pub const PATHS: [&str; 4] = ["/", "/cart", "/checkout", "/order-confirmed"];

/// The demo shop's six surveys. Each is shown, and not shown, for another reason.
const SURVEYS: &str = include_str!("surveys.json");

/// The shop, with a script tag that points to the collector at this origin.
pub fn router(collector: &str) -> Router {
    let pages = PATHS.iter().fold(Router::new(), |router, path| router.route(path, get(page)));
    pages
        .route("/surveys.json", get(|| async { ([("content-type", "application/json")], SURVEYS) }))
        .nest_service("/style", ServeDir::new(crate::root().join("style")))
        .with_state(collector.to_owned())
}

/// Reads the page anew for each request, so that a reload shows a change.
async fn page(State(collector): State<String>) -> Result<Html<String>, String> {
    let page = fs::read_to_string(crate::root().join("index.html")).map_err(|error| error.to_string())?;
    Ok(Html(page.replace("{{COLLECTOR}}", &collector)))
}
