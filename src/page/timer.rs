//! Timers.

use gloo_timers::callback::Timeout;

/// Calls back after so many milliseconds, unless what is given is dropped before.
pub fn after(milliseconds: u32, call: Box<dyn FnOnce()>) -> Timeout {
    Timeout::new(milliseconds, call)
}
