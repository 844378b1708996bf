//! Looks whether each response arrives exactly once, whatever happens on the way: `cargo xtask chaos`.
//!
//! A scenario follows from its seed, so that one which fails can be run again. See `world` for those in simulated time and `kills`
//! for a collector under load that is killed again and again.

mod kills;
mod world;

use std::process::ExitCode;

use nachklang_tests::{Collector, Proxy};
use world::{Report, World};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse().expect("a whole number"));
    let mut next = |what: &str| {
        arguments.next().unwrap_or_else(|| panic!("usage: chaos SEED COUNT KILLS, missing {what}"))
    };
    let (seed, count, kills) = (next("SEED"), next("COUNT"), next("KILLS"));
    let is_right = scenarios(seed, count) && kills::run(seed, kills);
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs so many scenarios, the first of them of this seed.
fn scenarios(seed: u64, count: u64) -> bool {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let mut collector = Collector::start();
    let proxy = runtime.block_on(Proxy::start(&collector.origin));
    let mut all = Report::default();
    let mut failed = 0;
    for seed in seed..seed + count {
        match World::new(seed, &mut collector, &proxy).run() {
            Ok(report) => all.add(&report),
            Err(wrong) => {
                failed += 1;
                println!("seed {seed}: {wrong}\n  again: cargo xtask chaos --seed {seed} --count 1");
            }
        }
    }
    println!("{count} scenarios from seed {seed}, {failed} failed: {all:?}");
    failed == 0
}
