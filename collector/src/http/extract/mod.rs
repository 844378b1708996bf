//! What handlers take from a request.

pub mod admin;
pub mod body;
pub mod client_address;
pub mod query;
pub mod sender;
