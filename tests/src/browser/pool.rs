//! A pool of browsers, because starting one takes longer than most tests.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::options::Options;
use super::session::{Running, Session};

/// The browsers of this process.
struct Pool {
    /// How many browsers are in use.
    used: usize,
    /// Idle browsers, with the options they were started with.
    idle: Vec<(Options, Running)>,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { used: 0, idle: Vec::new() });

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes an idle browser with these options, or starts one. It has what the test before left: tabs, and
/// stored data. No two tests share an origin.
pub async fn take(options: Options, start: impl AsyncFnOnce() -> Running) -> Session {
    let idle = {
        let idle = &mut pool().idle;
        idle.iter().position(|(was, _)| *was == options).map(|index| idle.swap_remove(index).1)
    };
    let running = match idle {
        Some(running) => running,
        None => start().await,
    };
    pool().used += 1;
    Session::new(running, move |running| leave(options, running)).await
}

/// Returns a browser to the pool. The last one in use ends all, because statics are never dropped. A browser of a
/// failed test always ends.
fn leave(options: Options, running: Running) {
    let mut pool = pool();
    pool.used -= 1;
    if !std::thread::panicking() {
        pool.idle.push((options, running));
    }
    let ended = if pool.used == 0 { mem::take(&mut pool.idle) } else { Vec::new() };
    drop(pool);
    drop(ended);
}
