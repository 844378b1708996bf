//! What is to be done as soon as the deferred part is there, one after the other.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// Something to be done.
type Job = Box<dyn FnOnce()>;

thread_local! {
    /// What waits for the deferred part; nothing once the deferred part has come and all of it was done.
    static WAITING: RefCell<Option<Vec<Job>>> = const { RefCell::new(Some(Vec::new())) };
}

/// Does it at once if the deferred part is there and nothing waits any more, else in the order of the calls.
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

/// The deferred part of the program is there: does the first thing that waits. Called by the loader's shell until it gives `false`, each time
/// in a task of its own where the page may have something to do in between.
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
