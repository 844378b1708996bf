//! Ports to serve at.

use std::fmt::Debug;
use std::net::TcpStream;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// Where ports are taken from: below those that systems give to clients, above those that browsers refuse.
const RANGE: std::ops::Range<u16> = 12_000..32_000;

/// The next one to try. Processes begin at different ones, so that they seldom meet.
static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new((std::process::id() % 20_000) as u16));

/// How many ports are tried, if what is started cannot be.
const TRIES: usize = 5;

/// Starts something at a free port that nothing in this process has had: with a port comes an origin, and with that what a
/// browser has kept. Another process may be faster to take it; then it is started at the next.
pub fn start<T, E: Debug>(mut start: impl FnMut(u16) -> Result<T, E>) -> T {
    let mut started = start(fresh());
    for _ in 1..TRIES {
        started = started.or_else(|_| start(fresh()));
    }
    started.expect("it starts at one of the ports")
}

/// Whether one is free is asked by knocking. To listen there for a moment would take it: a process that another test
/// starts in that moment keeps what this one has open until it runs a program of its own.
fn fresh() -> u16 {
    let tried = RANGE.map(|_| RANGE.start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE.len() as u16);
    let mut free = tried.filter(|port| TcpStream::connect(("127.0.0.1", *port)).is_err());
    free.next().expect("a free port")
}
