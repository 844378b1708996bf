//! `cargo xtask fuzz`: libFuzzer looks for input that breaks a promise about unchecked input.
//!
//! The programs in `fuzz/fuzz_targets/` are compiled with the instrumentation that guides libFuzzer. Every LLVM has it, so neither
//! a nightly compiler nor cargo-fuzz is needed.

use std::collections::BTreeSet;
use std::fs::{self, Permissions};
use std::io::{BufRead, BufReader};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use clap::Args;
use nachklang_model::schema;
use serde_json::Value;

use crate::command::{cargo, run as run_program, shown, step, succeeds};
use crate::debian;

/// What to fuzz, and for how long.
#[derive(Args, Clone)]
pub struct Options {
    /// Only this target, by its file name in fuzz/fuzz_targets/
    pub target: Option<String>,
    /// How many seconds to fuzz each target
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub seconds: u32,
}

/// Instruments coverage and comparisons as libFuzzer asks for (<https://llvm.org/docs/LibFuzzer.html>). The flags are those of
/// cargo-fuzz.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the targets and runs each. Fails at the first input that breaks a promise.
pub fn run(options: &Options) -> Result<()> {
    let all = targets()?;
    let targets: Vec<&String> = match &options.target {
        None => all.iter().collect(),
        Some(name) => match all.iter().find(|target| *target == name) {
            Some(target) => vec![target],
            None => bail!("found {name:?}, expected one of {}", all.join(", ")),
        },
    };
    let programs = step("Building the fuzz targets", build)?;
    targets.into_iter().try_for_each(|target| {
        step(&format!("Fuzzing {target} for {} s", options.seconds), || {
            fuzz(&programs.join(target), target, options.seconds)
        })
    })
}

/// The names of the targets.
fn targets() -> Result<Vec<String>> {
    let files = crate::root().join("fuzz/fuzz_targets").read_dir().context("read fuzz/fuzz_targets")?;
    let name = |path: PathBuf| Some(path.file_stem()?.to_string_lossy().into_owned());
    let mut targets: Vec<String> = files.flatten().filter_map(|file| name(file.path())).collect();
    targets.sort();
    Ok(targets)
}

/// Builds all targets, and returns their folder.
fn build() -> Result<PathBuf> {
    // libFuzzer is C++.
    if !succeeds(Command::new(compiler()).arg("--version")) {
        debian::install(&["g++"]).context("install g++, which compiles libFuzzer")?;
    }
    let folder = crate::target().join("fuzz");
    fs::create_dir_all(&folder).with_context(|| format!("make {}", folder.display()))?;
    // Only the packages of the workspace get the flags. The libraries are already built for all other commands.
    let compiler = folder.join("rustc");
    fs::write(&compiler, format!("#!/bin/sh\nexec \"$@\" {FLAGS}\n"))?;
    fs::set_permissions(&compiler, Permissions::from_mode(0o755))?;
    let mut build = cargo();
    build.args(["build", "--package", "nachklang-fuzz", "--bins", "--locked"]);
    for package in ["model", "collector", "fuzz"] {
        build.args(["--config", &format!("profile.dev.package.nachklang-{package}.opt-level=2")]);
    }
    run_program(build.env("RUSTC_WORKSPACE_WRAPPER", &compiler))?;
    Ok(crate::target().join("debug"))
}

/// The C++ compiler that cargo uses.
fn compiler() -> String {
    std::env::var("CXX").unwrap_or_else(|_| "c++".into())
}

/// Runs one target. Inputs that reach new code are saved in the target folder, and the next run starts with them.
fn fuzz(program: &Path, target: &str, seconds: u32) -> Result<()> {
    let folder = crate::target().join("fuzz");
    let [found, broken] = ["corpus", "broken"].map(|name| folder.join(name).join(target));
    for folder in [&found, &broken] {
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    }
    let mut command = Command::new(program);
    command.current_dir(crate::root()).arg(format!("-max_total_time={seconds}"));
    command.args(["-print_final_stats=1", "-timeout=60"]);
    command.arg(format!("-artifact_prefix={}/", broken.display()));
    if let Some(words) = words(target) {
        let dictionary = folder.join(format!("{target}.dict"));
        fs::write(&dictionary, words).with_context(|| format!("write {}", dictionary.display()))?;
        command.arg(format!("-dict={}", dictionary.display()));
    }
    // libFuzzer writes to the first folder and only reads the other.
    command.arg(&found).arg(crate::root().join("fuzz/corpus").join(target));
    match run_fuzzer(&mut command)? {
        None => Ok(()),
        Some(input) => bail!(
            "an input breaks a promise of fuzz/src/{target}.rs, see above. It is in {input}. To run it again: cargo run \
             --package nachklang-fuzz --bin {target} {input}"
        ),
    }
}

/// Runs libFuzzer, and prints the begin and the end of its output and every failure. Returns the input that failed.
fn run_fuzzer(command: &mut Command) -> Result<Option<String>> {
    println!("  $ {}", shown(command));
    let mut child = command.stderr(Stdio::piped()).spawn().context("start it")?;
    let mut input = None;
    let output = child.stderr.take().expect("standard error is piped");
    for line in BufReader::new(output).split(b'\n') {
        let line = line?;
        let line = String::from_utf8_lossy(&line);
        if is_news(&line) {
            println!("  {line}");
        }
        if let Some((_, path)) = line.split_once("Test unit written to ") {
            input = Some(path.trim().to_owned());
        }
    }
    let status = child.wait()?;
    if !status.success() && input.is_none() {
        bail!("{} failed: {status}", shown(command));
    }
    Ok(input)
}

/// Whether a line of libFuzzer is worth printing: not its settings, its progress, or proposals for a dictionary.
fn is_news(line: &str) -> bool {
    let is_end = ["INITED", "DONE"].iter().any(|end| line.contains(end));
    let skipped = ["#", "\t", "INFO:", "WARNING: Failed to find function", "\""];
    is_end || !skipped.iter().any(|start| line.starts_with(start))
}

/// libFuzzer's dictionary: the names of the contract, which it would hardly find by itself.
fn words(target: &str) -> Option<String> {
    let schemas = match target {
        "responses" => vec![schema::response(), schema::forget()],
        "surveys" => vec![schema::survey_file()],
        _ => return None,
    };
    let mut names = BTreeSet::new();
    for schema in &schemas {
        collect_names(schema.as_value(), &mut names);
    }
    Some(names.into_iter().map(|name| format!("\"\\\"{name}\\\"\"\n")).collect())
}

/// Collects the names of members, and values from fixed lists.
fn collect_names(schema: &Value, names: &mut BTreeSet<String>) {
    let mut add = |name: &str| {
        if name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
            names.insert(name.to_owned());
        }
    };
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("properties", Value::Object(properties)) => properties.keys().for_each(|name| add(name)),
                    ("const", Value::String(value)) => add(value),
                    ("enum", Value::Array(values)) => {
                        values.iter().filter_map(Value::as_str).for_each(&mut add)
                    }
                    _ => {}
                }
            }
            members.values().for_each(|member| collect_names(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_names(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_target_has_inputs_to_begin_with() {
        let targets = targets().unwrap();
        assert!(targets.len() > 3, "{targets:?}");
        for target in targets {
            assert!(crate::root().join("fuzz/corpus").join(&target).is_dir(), "{target}");
        }
    }

    #[test]
    fn the_dictionary_has_the_names_of_the_contract() {
        for (target, names) in [
            ("responses", &["answered_at", "complete", "csat-1-5", "forget", "paid-search"][..]),
            ("surveys", &["questions", "prefetch_at", "multiple-choice", "once_per_order"]),
        ] {
            let words = words(target).unwrap();
            for name in names {
                let word = format!("\"\\\"{name}\\\"\"");
                assert!(words.lines().any(|line| line == word), "{word} in {words}");
            }
        }
        assert_eq!(words("outbox"), None);
    }
}
