//! Tests that only some engines can run.

use std::io::Write;

pub use xtask::engine::Engine;

/// Whether this run uses one of these engines. A test that needs one of them returns if not; the reason is
/// printed.
pub fn only_in(engines: &[Engine], why: &str) -> bool {
    let engine = Engine::chosen();
    let is_one = engines.contains(&engine);
    if !is_one {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        // Written to stderr directly: the test runner hides the output of passing tests.
        let _ = writeln!(std::io::stderr(), "left out in {engine:?}: {test}: {why}");
    }
    is_one
}
