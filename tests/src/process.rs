//! Programs that a test starts, and ends when it ends.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// A running program.
pub struct Process {
    child: Child,
    /// What it printed until it was ready.
    pub printed: Vec<String>,
}

impl Process {
    /// Starts a program and reads what it prints until `ready` says yes to a line.
    pub fn start(command: &mut Command, ready: impl Fn(&str) -> bool) -> Self {
        let program = command.get_program().to_string_lossy().into_owned();
        let spawned = command.stdout(Stdio::piped()).stdin(Stdio::null()).spawn();
        let mut child = spawned.unwrap_or_else(|error| panic!("cannot start {program}: {error}"));
        let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
        let mut printed = Vec::new();
        loop {
            let Some(Ok(line)) = lines.next() else {
                panic!("{program} ended before it was ready: {printed:?}")
            };
            let is_ready = ready(&line);
            printed.push(line);
            if is_ready {
                break;
            }
        }
        // What it prints later is read too, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, printed }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
