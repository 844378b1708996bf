//! Checks that each response arrives exactly once, whatever fails on the way: `cargo xtask chaos`.
//!
//! A scenario follows from its seed, so a failed one can be run again. `world` has those in simulated time, `page` those
//! in a browser, and `kills` a collector under load that is killed again and again.

mod kills;
mod page;
mod world;

use std::process::ExitCode;

use nachklang_tests::{Collector, Proxy};
use world::{Report, World};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1).map(|argument| argument.parse().expect("a whole number"));
    let mut next = |what: &str| {
        arguments.next().unwrap_or_else(|| panic!("usage: chaos SEED COUNT PAGES KILLS, missing {what}"))
    };
    let (seed, count, pages, kills) = (next("SEED"), next("COUNT"), next("PAGES"), next("KILLS"));
    let is_right = scenarios(seed, count) && kills::run(seed, kills) && visits(seed, pages);
    if is_right { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Runs scenarios from this seed on.
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

/// Runs scenarios in a browser from this seed on.
fn visits(seed: u64, count: u64) -> bool {
    let (mut responses, mut failed) = (0, 0);
    for seed in seed..seed + count {
        let visit = move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(page::run(seed))
        };
        // A panic fails this seed alone.
        let came = std::thread::spawn(visit).join();
        match came.unwrap_or_else(|_| Err("it panicked, as said above".into())) {
            Ok(count) => responses += count,
            Err(wrong) => {
                failed += 1;
                println!(
                    "seed {seed}, in a browser: {wrong}\n  again: cargo xtask chaos --seed {seed} --count 0 --kills 0 --pages 1"
                );
            }
        }
    }
    println!("{count} scenarios in a browser from seed {seed}, {failed} failed: {responses} responses");
    failed == 0
}
