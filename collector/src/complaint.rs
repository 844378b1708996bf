//! What goes wrong, on standard error: the first time at once, and as long as it goes on every ten seconds, since a disk that
//! is full or a flood of requests would else fill the log as well.

use std::fmt::Display;
use std::io::{self, Write};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long nothing is said after something was.
const QUIET: Duration = Duration::from_secs(10);

/// Says something on standard error. Where that is a file on a full disk, nothing is said, and all else goes on.
pub fn say(what: impl Display) {
    let _ = writeln!(io::stderr(), "nachklang-collector: {what}");
}

/// One kind of thing that goes wrong.
#[derive(Debug)]
pub struct Complaint(Mutex<State>);

#[derive(Debug)]
struct State {
    said: Option<Instant>,
    unsaid: u64,
}

impl Complaint {
    /// A kind of which nothing was said yet.
    pub const fn new() -> Self {
        Self(Mutex::new(State { said: None, unsaid: 0 }))
    }

    /// Says what went wrong, unless that was said just now.
    pub fn say(&self, what: impl Display) {
        if let Some(line) = self.line(what, Instant::now()) {
            say(line);
        }
    }

    fn line(&self, what: impl Display, now: Instant) -> Option<String> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.said.is_some_and(|said| now.duration_since(said) < QUIET) {
            state.unsaid += 1;
            return None;
        }
        state.said = Some(now);
        Some(match std::mem::take(&mut state.unsaid) {
            0 => what.to_string(),
            times => format!("{what} (and {times} times more since this was said last)"),
        })
    }
}

impl Default for Complaint {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_the_first_at_once_and_counts_the_others() {
        let complaint = Complaint::new();
        let start = Instant::now();
        let said: Vec<_> = [0, 1, 9, 10, 11, 30, 100]
            .map(|seconds| complaint.line("full", start + Duration::from_secs(seconds)))
            .into_iter()
            .collect();
        let again = |times: u64| Some(format!("full (and {times} times more since this was said last)"));
        assert_eq!(said, [Some("full".into()), None, None, again(2), None, again(1), Some("full".into())]);
    }
}
