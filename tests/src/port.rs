//! Ports to serve at.

use std::fmt::Debug;
use std::net::TcpStream;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU16, Ordering};

/// The range of ports: below those that systems give to clients, above those that browsers refuse.
const RANGE: std::ops::Range<u16> = 12_000..32_000;

/// The next port to try. Processes start at different ports, so that they seldom collide.
static NEXT: LazyLock<AtomicU16> = LazyLock::new(|| AtomicU16::new((std::process::id() % 20_000) as u16));

/// How many ports to try.
const TRIES: usize = 5;

/// Starts something at a free port that this process has not used: a port is part of an origin, and an origin has the data that a
/// browser stored. If another process takes the port first, it starts at the next.
pub fn start<T, E: Debug>(mut start: impl FnMut(u16) -> Result<T, E>) -> T {
    let mut started = start(fresh());
    for _ in 1..TRIES {
        started = started.or_else(|_| start(fresh()));
    }
    started.expect("it starts at one of the ports")
}

/// Checks by connecting. Listening for a moment would take the port: a process that another test
/// starts in that moment inherits the open socket until it runs its own program.
fn fresh() -> u16 {
    let tried = RANGE.map(|_| RANGE.start + NEXT.fetch_add(1, Ordering::Relaxed) % RANGE.len() as u16);
    let mut free = tried.filter(|port| TcpStream::connect(("127.0.0.1", *port)).is_err());
    free.next().expect("a free port")
}
