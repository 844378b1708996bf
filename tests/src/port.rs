//! Ports to serve at.

use std::net::TcpStream;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Where ports are taken from: below those that systems give to clients, above those that browsers refuse.
const RANGE: std::ops::Range<u16> = 12_000..32_000;

/// The next one to try. Processes begin at different ones, so that they seldom meet.
static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new((std::process::id() % 20_000) as u16));

/// A free port that nothing in this process has had: with a port comes an origin, and with that what a browser has kept.
///
/// Whether one is free is asked by knocking. To listen there for a moment would take it: a process that another test
/// starts in that moment keeps what this one has open until it runs a program of its own.
pub fn fresh() -> u16 {
    let tried = RANGE.map(|_| RANGE.start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE.len() as u16);
    let mut free = tried.filter(|port| TcpStream::connect(("127.0.0.1", *port)).is_err());
    free.next().expect("a free port")
}
