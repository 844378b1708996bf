//! The collector over HTTP.
//!
//! - [`router()`] says which handler answers which request; it needs no socket. [`state`] is what handlers share.
//! - [`api`] has a file for each route of the API, [`pages`] one for each kind of page, and [`widget_files`] serves the widget.
//! - [`extract`] is what handlers take from a request.
//! - [`ApiError`] is everything that goes wrong, answered with problem details.
//! - [`server`] accepts connections.

pub mod api;
pub mod error;
pub mod extract;
pub mod log_requests;
pub mod pages;
mod problem_details;
pub mod router;
pub mod server;
pub mod state;
pub mod widget_files;

pub use error::ApiError;
pub use router::router;
pub use state::Options;
