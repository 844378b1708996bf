//! A linker that leaves out what nobody calls.
//!
//! Leptos brings `wasm-streams` for server functions, which the widget has none of. Its classes are exported, and what is
//! exported no linker may drop, nor what it calls. So the build names itself as the linker, drops these exports from the
//! command line, and hands the rest to the real one.

use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use anyhow::{Context, Result, bail};

/// Names the real linker, to the build when it is run as one.
pub const LINKER: &str = "NACHKLANG_LINKER";

/// Whether an export belongs to a class of `wasm-streams`.
pub fn is_of_streams(export: &str) -> bool {
    export.contains("intounderlying")
}

/// Links, where this program was started as a linker.
pub fn run_as_linker() -> Option<ExitCode> {
    let linker = env::var_os(LINKER)?;
    Some(match link(Path::new(&linker)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:?}");
            ExitCode::FAILURE
        }
    })
}

fn link(linker: &Path) -> Result<()> {
    let mut arguments = Vec::new();
    for argument in env::args().skip(1) {
        // A long command line comes in a file, an argument a line.
        match argument.strip_prefix('@') {
            Some(file) => {
                let lines = fs::read_to_string(file).with_context(|| file.to_owned())?;
                arguments
                    .extend(lines.lines().map(|line| line.replace('\\', "").trim_matches('"').to_owned()));
            }
            None => arguments.push(argument),
        }
    }
    let status = Command::new(linker).args(without_streams(arguments)).status();
    let status = status.with_context(|| format!("cannot start {}", linker.display()))?;
    if !status.success() {
        bail!("{} failed: {status}", linker.display());
    }
    Ok(())
}

/// The arguments without `--export NAME` and `--export=NAME` of streams.
fn without_streams(arguments: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for argument in arguments {
        if !is_of_streams(&argument) {
            kept.push(argument);
        } else if kept.last().is_some_and(|last| last == "--export") {
            kept.pop();
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_exports_of_streams_are_left_out() {
        let all = "a.o --export start --export intounderlyingsink_abort --export=__wbg_intounderlyingsink_free --export memory";
        let kept = without_streams(all.split(' ').map(Into::into).collect());
        assert_eq!(kept.join(" "), "a.o --export start --export memory");
    }
}
