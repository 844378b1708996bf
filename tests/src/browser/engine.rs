//! What only some of the engines can do.

use std::io::Write;

pub use xtask::engine::Engine;

/// Whether the browsers of this run have one of these engines. A test that nothing else can run returns where they do
/// not; why it is left out is printed.
pub fn only_in(engines: &[Engine], why: &str) -> bool {
    let engine = Engine::chosen();
    let is_one = engines.contains(&engine);
    if !is_one {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        // Past the test runner, which keeps what a passing test prints to itself.
        let _ = writeln!(std::io::stderr(), "left out in {engine:?}: {test}: {why}");
    }
    is_one
}
