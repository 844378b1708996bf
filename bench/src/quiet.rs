//! Waits until nothing else keeps the machine busy.

use std::time::{Duration, Instant};

use anyhow::Result;
use tokio::time::sleep;

/// The share of processor time that counts as quiet.
const QUIET: f64 = 0.08;

/// How long to wait before measuring anyway.
const PATIENCE: Duration = Duration::from_secs(300);

/// Waits until the machine is quiet for a second. If it never is, says so and goes on: the range of the figures shows it.
pub async fn wait() -> Result<()> {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let before = processors()?;
        sleep(Duration::from_secs(1)).await;
        let after = processors()?;
        let busy = 1.0 - (after.idle - before.idle) / (after.all - before.all).max(1.0);
        if busy < QUIET {
            return Ok(());
        }
        if Instant::now() > deadline {
            println!("  this machine is {:.0} % busy with something else; measuring anyway", busy * 100.0);
            return Ok(());
        }
    }
}

/// Processor time since the machine started, in ticks.
struct Processors {
    idle: f64,
    all: f64,
}

fn processors() -> Result<Processors> {
    let table = std::fs::read_to_string("/proc/stat")?;
    let ticks: Vec<f64> = table
        .lines()
        .next()
        .unwrap_or_default()
        .split_whitespace()
        .filter_map(|tick| tick.parse().ok())
        .collect();
    let idle = ticks.iter().skip(3).take(2).sum();
    Ok(Processors { idle, all: ticks.iter().take(8).sum() })
}
