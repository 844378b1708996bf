//! The collector by its routes, through the router and without a socket.

mod admin_token;
mod admission;
mod body_room;
mod choices;
mod database_of_before;
mod forget;
mod list_responses;
mod log_requests;
mod post_responses;
mod proofs;
mod review;
mod router;
mod scores;
mod support;
mod survey_page;
mod widget_files;
