//! The collector as a program.

use std::process::ExitCode;

fn main() -> ExitCode {
    nachklang_collector::cli::main()
}
