//! Browsers that a test leaves to the next. Starting one takes longer than most tests do.

use std::mem;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::options::Options;
use super::session::{Running, Session};

/// The browsers of this process.
struct Pool {
    /// How many tests use one.
    used: usize,
    /// Those that nobody uses, with what they were started as.
    idle: Vec<(Options, Running)>,
}

static POOL: Mutex<Pool> = Mutex::new(Pool { used: 0, idle: Vec::new() });

fn pool() -> MutexGuard<'static, Pool> {
    POOL.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Takes a browser that was started with these options, or else starts one. It has what the test before has left: tabs, and
/// what is stored. No two tests share an origin.
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

/// Leaves it to the next test. The last that is in use ends all: nothing is dropped when the process ends. One that a test
/// failed with ends in any case.
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
