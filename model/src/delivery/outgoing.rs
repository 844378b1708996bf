//! Requests with responses, and what becomes of each response.

use super::entry::Entry;

/// The most bytes of a request that may outlive its page. Browsers allow 64 KiB for all that are under way
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>).
pub const MAX_KEEPALIVE_BYTES: usize = 60 * 1024;
/// The most responses a request has.
pub const MAX_BATCH: usize = 100;

/// A request to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// What is in it.
    pub entries: Vec<Entry>,
    /// Its body.
    pub body: String,
    /// Whether it may outlive its page.
    pub keepalive: bool,
}

/// What came of a response in a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The endpoint has it.
    Delivered(Entry),
    /// It will never be delivered, for this reason.
    Refused(Entry, String),
    /// It is tried again.
    Failed(Entry),
}
