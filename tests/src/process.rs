//! Programs that a test starts and stops.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a program may take to start or stop.
const PATIENCE: Duration = Duration::from_secs(30);

/// A running program.
pub struct Process {
    child: Child,
    /// The lines it printed until it was ready.
    pub printed: Vec<String>,
}

impl Process {
    /// Starts a program, and waits until `ready` accepts a line of its output.
    pub fn start(command: &mut Command, ready: impl Fn(&str) -> bool) -> Self {
        Self::try_start(command, ready)
            .unwrap_or_else(|printed| panic!("{command:?} ended before it was ready: {printed:?}"))
    }

    /// The same for a program that may end before it is ready; then what it printed is the error.
    pub fn try_start(command: &mut Command, ready: impl Fn(&str) -> bool) -> Result<Self, Vec<String>> {
        let mut process = Self::spawn(command.stdout(Stdio::piped()));
        let mut lines = BufReader::new(process.child.stdout.take().expect("its output is piped")).lines();
        loop {
            let Some(Ok(line)) = lines.next() else { return Err(std::mem::take(&mut process.printed)) };
            let is_ready = ready(&line);
            process.printed.push(line);
            if is_ready {
                break;
            }
        }
        // Keep reading its output: with a full pipe it would stop.
        std::thread::spawn(move || lines.for_each(drop));
        Ok(process)
    }

    /// Starts a program that does not say when it is ready.
    pub fn start_silent(command: &mut Command) -> Self {
        Self::spawn(command.stdout(Stdio::null()))
    }

    fn spawn(command: &mut Command) -> Self {
        let spawned = command.stdin(Stdio::null()).spawn();
        let child = spawned.unwrap_or_else(|error| panic!("cannot start {command:?}: {error}"));
        Self { child, printed: Vec::new() }
    }

    /// Its process id.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The last word it printed before it was ready.
    pub fn last_word(&self) -> &str {
        self.printed.last().and_then(|line| line.split_whitespace().last()).expect("a word")
    }

    /// Waits until it listens, and returns the port: for programs that choose one and do not print it.
    pub fn port(&self) -> u16 {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(port) = self.listens_at() {
                return port;
            }
            assert!(Instant::now() < deadline, "the program listens nowhere");
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// The table of sockets has addresses and inodes; the program's open files have the inodes.
    fn listens_at(&self) -> Option<u16> {
        let folder = format!("/proc/{}", self.child.id());
        let files = fs::read_dir(format!("{folder}/fd")).ok()?.flatten();
        let files: Vec<_> = files.filter_map(|file| fs::read_link(file.path()).ok()).collect();
        let table = fs::read_to_string(format!("{folder}/net/tcp")).ok()?;
        table.lines().find_map(|line| {
            let columns: Vec<_> = line.split_whitespace().collect();
            let [_, address, _, "0A", _, _, _, _, _, inode, ..] = columns[..] else { return None };
            let is_its = files.iter().any(|file| *file == *format!("socket:[{inode}]"));
            let (_, port) = address.rsplit_once(':').filter(|_| is_its)?;
            u16::from_str_radix(port, 16).ok()
        })
    }

    /// Ends it at once, as a power cut does (SIGKILL).
    pub fn kill(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Asks it to stop, so that it cleans up. Reports whether it did.
    fn stops_when_asked(&mut self) -> bool {
        if matches!(self.child.try_wait(), Ok(Some(_))) {
            return true;
        }
        let asked = Command::new("sh").args(["-c", &format!("kill {}", self.child.id())]).status();
        let deadline = Instant::now() + PATIENCE;
        while asked.as_ref().is_ok_and(|status| status.success()) && Instant::now() < deadline {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        if !self.stops_when_asked() {
            let _ = self.child.kill();
            let _ = self.child.wait();
        }
    }
}
