//! How much a collector takes on at once, and how long it waits for whom. So that neither many clients nor slow ones, be it by
//! malice or by a bad line, use up memory, connections or file descriptors.

use std::time::Duration;

/// The limits of a running collector. Those of a single request are [`LARGEST_BODY`](crate::ingest::LARGEST_BODY) and
/// [`MOST_RESPONSES`](crate::ingest::MOST_RESPONSES).
#[derive(Debug, Clone)]
pub struct Limits {
    /// How many connections are open. More wait in the system's queue. Each takes a file descriptor, of which many systems give a
    /// process 1024.
    pub connections: usize,
    /// How long it may take until the whole head of a request is here, from the start of the connection or the end of the answer
    /// before: so it is also how long an idle connection is kept.
    pub head: Duration,
    /// How long it may take until the whole body of a request is here.
    pub body: Duration,
    /// How long a client may take to accept more of an answer.
    pub stalled: Duration,
    /// How many bytes of bodies are in flight: from before they are read until their responses are committed.
    pub in_flight: usize,
    /// How many requests wait to be committed.
    pub waiting: usize,
    /// How many responses are taken from one address, per second on average; 0 for as many as come.
    pub address_rate: u32,
    /// How many responses are taken for one site, per second on average; 0 for as many as come.
    pub site_rate: u32,
    /// How long requests in flight may take after the collector was asked to stop.
    pub grace: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 512,
            head: Duration::from_secs(30),
            // The widget waits for as long for an answer.
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
