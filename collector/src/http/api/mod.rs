//! The API, a file for each route.

pub mod health;
pub mod list_responses;
pub mod post_responses;
pub mod review;
pub mod scores;
