//! A linker that leaves out code that nobody calls.
//!
//! A linker may not drop an export, nor what the export calls. wasm-bindgen's crates export a description of every browser
//! interface, each with the code for closures of its types. Leptos brings the classes of `wasm-streams` for server functions.
//! Together they would be a fifth of the download. So the build names itself as the linker. It has the real linker link once,
//! looks which interfaces the program imports, and has it link again with the descriptions of these alone.

use std::collections::HashSet;
use std::path::Path;
use std::process::{Command, ExitCode};
use std::{env, fs};

use anyhow::{Context, Result, bail};
use walrus::ModuleConfig;

/// The environment variable that names the real linker. When it is set, the build runs as a linker.
pub const LINKER: &str = "NACHKLANG_LINKER";

/// Whether an export belongs to a class of `wasm-streams`.
pub fn is_of_streams(export: &str) -> bool {
    export.contains("intounderlying")
}

/// Links, if this program was started as a linker.
pub fn run_as_linker() -> Option<ExitCode> {
    let linker = env::var_os(LINKER)?;
    Some(match link(Path::new(&linker)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error:#}");
            ExitCode::FAILURE
        }
    })
}

fn link(linker: &Path) -> Result<()> {
    let mut arguments = Vec::new();
    for argument in env::args().skip(1) {
        // A long command line comes as a file with one argument per line.
        match argument.strip_prefix('@') {
            Some(file) => {
                let lines = fs::read_to_string(file).with_context(|| file.to_owned())?;
                arguments
                    .extend(lines.lines().map(|line| line.replace('\\', "").trim_matches('"').to_owned()));
            }
            None => arguments.push(argument),
        }
    }
    let arguments = without_exports(without_flavor(arguments), is_of_streams);
    link_once(linker, &arguments)?;
    let output =
        arguments.iter().skip_while(|argument| *argument != "-o").nth(1).context("the linker has no -o")?;
    let module = ModuleConfig::new().parse_file(output)?;
    let imported: HashSet<&str> = module.imports.iter().map(|import| &*import.name).collect();
    let is_needless = |export: &str| {
        let interface = export.split_once(DESCRIPTION).map(|(_, interface)| interface);
        interface.is_some_and(|interface| interface.starts_with("__wbg_") && !imported.contains(interface))
    };
    let mut arguments = without_exports(arguments, is_needless);
    // The split needs the relocations.
    arguments.push("--emit-relocs".into());
    link_once(linker, &arguments)
}

/// The prefix of a description's name. The name of the interface follows.
const DESCRIPTION: &str = "__wbindgen_describe_";

fn link_once(linker: &Path, arguments: &[String]) -> Result<()> {
    let status = Command::new(linker).args(arguments).status();
    let status = status.with_context(|| format!("cannot start {}", linker.display()))?;
    if !status.success() {
        bail!("{} failed: {status}", linker.display());
    }
    Ok(())
}

/// The arguments without `-flavor wasm`. rustc passes it to a linker for many targets, but the real one only links WebAssembly.
fn without_flavor(arguments: Vec<String>) -> Vec<String> {
    let flavor = arguments.iter().position(|argument| argument == "-flavor");
    let is_flavor = |index: usize| flavor.is_some_and(|flavor| index == flavor || index == flavor + 1);
    arguments
        .into_iter()
        .enumerate()
        .filter(|(index, _)| !is_flavor(*index))
        .map(|(_, argument)| argument)
        .collect()
}

/// The arguments without `--export NAME` and `--export=NAME` for each name that is `left_out`.
fn without_exports(arguments: Vec<String>, left_out: impl Fn(&str) -> bool) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for argument in arguments {
        let name = match argument.strip_prefix("--export=") {
            Some(name) => Some(name),
            None if kept.last().is_some_and(|last| last == "--export") => Some(&*argument),
            None => None,
        };
        if !name.is_some_and(&left_out) {
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
    fn a_flavor_is_left_out() {
        let kept = without_flavor("-flavor wasm --export start -o out".split(' ').map(Into::into).collect());
        assert_eq!(kept.join(" "), "--export start -o out");
    }

    #[test]
    fn only_exports_are_left_out() {
        let all = "intounderlying.o --export start --export intounderlyingsink_abort \
                   --export=__wbg_intounderlyingsink_free --export memory";
        let kept = without_exports(all.split(' ').map(Into::into).collect(), is_of_streams);
        assert_eq!(kept.join(" "), "intounderlying.o --export start --export memory");
    }
}
