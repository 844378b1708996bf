//! What is to be done as soon as the rest of the program is there.

use std::cell::RefCell;

use wasm_bindgen::prelude::*;

/// Something to be done.
type Job = Box<dyn FnOnce()>;

thread_local! {
    /// What waits for the rest; nothing when that is there.
    static WAITING: RefCell<Option<Vec<Job>>> = const { RefCell::new(Some(Vec::new())) };
}

/// Does it at once if the rest of the program is there, else when it comes, in the order of the calls.
pub fn soon(job: Job) {
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

/// The rest of the program is there. Called once, by the loader's shell.
#[wasm_bindgen]
pub fn arrived() {
    let waiting = WAITING.with_borrow_mut(Option::take);
    for job in waiting.into_iter().flatten() {
        job();
    }
}
