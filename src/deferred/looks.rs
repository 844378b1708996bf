//! The looks of what only comes after the first question.

use crate::host::Host;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/deferred.css"));

/// Completes the looks of a host. A browser that cannot do that has shown nothing so far.
pub fn complete(host: &Host) {
    let _ = host.adopt(STYLE);
}
