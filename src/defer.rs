//! Runs tasks once the deferred part is there, one after the other.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// A task that needs the deferred part.
type Job = Box<dyn FnOnce()>;

thread_local! {
    /// The tasks that wait for the deferred part; `None` once it has arrived and all of them have run.
    static WAITING: RefCell<Option<Vec<Job>>> = const { RefCell::new(Some(Vec::new())) };
}

/// Runs a task at once if the deferred part is there and no task waits; otherwise later, in the order of the calls.
pub fn defer(job: Job) {
    let now = WAITING.with_borrow_mut(|waiting| match waiting {
        Some(waiting) => {
            waiting.push(job);
            None
        }
        None => Some(job),
    });
    if let Some(job) = now {
        job();
    }
}

/// Runs the first task that waits. The loader's shell calls this once the deferred part is there, until it returns `false`: each
/// time in a browser task of its own, so that the page stays responsive in between.
#[wasm_bindgen]
pub fn run_deferred() -> bool {
    let job = WAITING.with_borrow_mut(|waiting| {
        let jobs = waiting.as_mut()?;
        if jobs.is_empty() {
            *waiting = None;
            return None;
        }
        Some(jobs.remove(0))
    });
    job.map(|job| job()).is_some()
}
