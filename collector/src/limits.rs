//! All bounds of a collector: how much it takes on at once, how large an input may be, and how long it waits for whom. So neither
//! many clients nor slow ones, by malice or on a bad line, use up memory, connections or file descriptors.
//!
//! Those of what is stored are in [`nachklang_store::limits`].

use std::ops::RangeInclusive;
use std::time::Duration;

use jiff::SignedDuration;

/// The most responses of one request.
pub const MAX_RESPONSES: usize = 100;
/// The most bytes of a body.
pub const MAX_BODY_BYTES: usize = 256 * 1024;
/// The most bytes of a request's head.
pub const MAX_HEAD_BYTES: usize = 32 * 1024;
/// The most bytes of a response that are stored of members the collector does not know: more than any newer widget has to say,
/// and too little to be worth filling somebody's disk with.
pub const MAX_UNKNOWN_VALUES_BYTES: usize = 16 * 1024;

/// For how long a response may have waited on the device, whose word it is: as long as the widget stores what it cannot send.
pub const MAX_WAIT: SignedDuration = SignedDuration::from_hours(30 * 24);
/// How far the clock of the shop's server may be ahead of the collector's. Generous: nothing is gained by a proof that comes too
/// early, and refused for good is an answer that could have been verified.
pub const PROOF_LEEWAY: SignedDuration = SignedDuration::from_hours(24);
/// The most keys of one site: to change one there are two, and a proof that does not say which it is signed with is held against
/// each.
pub const MAX_PROOF_KEYS: usize = 8;
/// The most bytes of a file with a key.
pub const MAX_KEY_FILE_BYTES: usize = 4096;

/// How long the registered sites are served from memory.
pub const SITES_TIME_TO_LIVE: Duration = Duration::from_secs(1);

/// How many seconds' worth of responses may come at once, after a time in which none came.
pub const BURST_SECONDS: u32 = 40;
/// How many responses may come at once in any case: one request with as many as it may hold.
pub const MIN_BURST: u32 = 100;
/// The most addresses that are counted, and the most sites. While there are as many, this rate limits nobody: neither new ones nor
/// those that are counted.
pub const MAX_BUCKETS: usize = 100_000;
/// How often senders that have not come for a while are dropped.
pub const SWEEP_INTERVAL: Duration = Duration::from_secs(60);
/// The same while [`MAX_BUCKETS`] are counted. Not more often, since it takes some milliseconds.
pub const FULL_SWEEP_INTERVAL: Duration = Duration::from_secs(1);

/// How many seconds a client is asked to wait after the store failed: one of these, so that not all come back at once.
pub const RETRY_AFTER_SECONDS: RangeInclusive<u16> = 5..=15;
/// How long a browser need not ask again whether it may send.
pub const PREFLIGHT_TIME_TO_LIVE: Duration = Duration::from_secs(24 * 60 * 60);
/// How long a kind of log line that repeats is not written again.
pub const LOG_INTERVAL: Duration = Duration::from_secs(10);

/// The most characters of a text in the address of a survey page.
pub const MAX_LINK_TEXT_LENGTH: usize = 120;
/// The most characters of a shop's name.
pub const MAX_SHOP_NAME_LENGTH: usize = 120;
/// The most characters of a colour.
pub const MAX_COLOUR_LENGTH: usize = 60;
/// The most bytes of a survey file.
pub const MAX_SURVEY_FILE_BYTES: usize = 1024 * 1024;

/// The limits that can be set for a running collector.
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many connections are open. More wait in the system's queue. Each takes a file descriptor, of which many systems give a
    /// process 1024.
    pub connections: usize,
    /// How long the whole head of a request may take, from the start of the connection or the end of the answer before: so it is
    /// also how long an idle connection stays open.
    pub head: Duration,
    /// How long the whole body of a request may take.
    pub body: Duration,
    /// How long a client may take to accept more of an answer.
    pub stalled: Duration,
    /// How many bytes of bodies are in flight: from before they are read until their responses are committed.
    pub in_flight: usize,
    /// How many requests wait to be committed.
    pub waiting: usize,
    /// How many responses one address may send per second, on average; 0 for as many as come.
    pub address_rate: u32,
    /// How many responses one site may get per second, on average; 0 for as many as come.
    pub site_rate: u32,
    /// How long requests in flight may take after the collector was asked to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head: Duration::from_secs(30),
            // The widget waits for as long for a reply.
            body: Duration::from_secs(20),
            stalled: Duration::from_secs(30),
            in_flight: 32 * 1024 * 1024,
            waiting: 1024,
            // A shopper sends one every few seconds, and a carrier may have thousands of them behind one address.
            address_rate: 5,
            site_rate: 1000,
            // Container engines kill after ten seconds.
            grace: Duration::from_secs(8),
        }
    }
}
