//! A running collector: its connections, its start and its end.

mod connections;
mod start;
#[allow(dead_code, reason = "these tests need less of it than those by route")]
#[path = "../api/support.rs"]
mod support;
