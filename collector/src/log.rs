//! Log lines, on standard error: for people by default, or as JSON. No line holds an address or a token.
//!
//! What anybody outside can cause is a [`Repeated`]: a disk that is full, or a flood of requests, would else fill the log as well.

use std::fmt::Display;
use std::io;
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use tracing_subscriber::fmt::MakeWriter;

use crate::limits::LOG_INTERVAL;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, clap::ValueEnum)]
pub enum LogFormat {
    /// For people: time, level and message.
    #[default]
    Human,
    /// For programs: a JSON object a line.
    Json,
}

/// Has all log lines of the process written to standard error. Where that is a file on a full disk, nothing is written, and all
/// else goes on.
pub fn start(format: LogFormat) {
    // An error says that somebody else listens to this process' lines already.
    let _ = tracing::subscriber::set_global_default(subscriber(format, io::stderr));
}

fn subscriber<W>(format: LogFormat, writer: W) -> Box<dyn tracing::Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let builder = tracing_subscriber::fmt()
        .with_writer(writer)
        .with_target(false)
        .with_ansi(false)
        // Nor are the lines that cannot be written complained of on the same standard error.
        .log_internal_errors(false);
    match format {
        LogFormat::Human => Box::new(builder.finish()),
        LogFormat::Json => Box::new(builder.json().flatten_event(true).with_span_list(false).finish()),
    }
}

/// A kind of log line that may repeat: the first is written at once, and as long as it goes on one every [`LOG_INTERVAL`], which
/// says how many were left out.
#[derive(Debug)]
pub struct Repeated(Mutex<State>);

#[derive(Debug)]
struct State {
    written_at: Option<Instant>,
    left_out: u64,
}

impl Repeated {
    /// A kind of which no line was written yet.
    pub const fn new() -> Self {
        Self(Mutex::new(State { written_at: None, left_out: 0 }))
    }

    /// Writes an error, unless one of this kind was written just now.
    pub fn error(&self, message: impl Display) {
        if let Some(left_out) = self.due(Instant::now()) {
            tracing::error!(left_out, "{message}");
        }
    }

    /// Writes a warning, unless one of this kind was written just now.
    pub fn warn(&self, message: impl Display) {
        if let Some(left_out) = self.due(Instant::now()) {
            tracing::warn!(left_out, "{message}");
        }
    }

    /// Whether a line is written at this time, and then how many were left out before it, if any.
    fn due(&self, now: Instant) -> Option<Option<u64>> {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if state.written_at.is_some_and(|at| now.duration_since(at) < LOG_INTERVAL) {
            state.left_out += 1;
            return None;
        }
        state.written_at = Some(now);
        let left_out = std::mem::take(&mut state.left_out);
        Some((left_out > 0).then_some(left_out))
    }
}

impl Default for Repeated {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::sync::Arc;
    use std::time::Duration;

    use super::*;

    #[test]
    fn writes_the_first_at_once_and_counts_the_others() {
        let repeated = Repeated::new();
        let start = Instant::now();
        let due =
            [0, 1, 9, 10, 11, 30, 100].map(|seconds| repeated.due(start + Duration::from_secs(seconds)));
        assert_eq!(due, [Some(None), None, None, Some(Some(2)), None, Some(Some(1)), Some(None)]);
    }

    #[derive(Clone, Default)]
    struct Lines(Arc<Mutex<Vec<u8>>>);

    impl Write for Lines {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    /// What is written of one error.
    fn written(format: LogFormat) -> String {
        let lines = Lines::default();
        let writer = lines.clone();
        tracing::subscriber::with_default(subscriber(format, move || writer.clone()), || {
            Repeated::new().error("the disk is full");
        });
        let bytes = lines.0.lock().unwrap().clone();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn lines_are_for_people_or_for_programs() {
        let line = written(LogFormat::Human);
        assert!(line.ends_with(" ERROR the disk is full\n") && line.starts_with("20"), "{line}");
        let line: serde_json::Value = serde_json::from_str(&written(LogFormat::Json)).unwrap();
        assert_eq!((&line["level"], &line["message"]), (&"ERROR".into(), &"the disk is full".into()));
        assert!(line["timestamp"].is_string() && line.as_object().unwrap().len() == 3, "{line}");
    }
}
