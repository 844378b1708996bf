//! Whether a promise about unchecked input can be broken: libFuzzer looks for bytes that do.
//!
//! The programs in `fuzz/fuzz_targets/` are compiled with the instrumentation that libFuzzer steers by. LLVM has it in every
//! compiler, so none but the usual one is needed, nor is cargo-fuzz.

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

/// What is to be looked at, and for how long.
#[derive(Args, Clone)]
pub struct Options {
    /// Only this target, by its name in fuzz/fuzz_targets/
    pub target: Option<String>,
    /// For how many seconds each
    #[arg(long, default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    pub seconds: u32,
}

/// How the compiler counts what was run, and shows what was compared: what libFuzzer asks for
/// (<https://llvm.org/docs/LibFuzzer.html>), as cargo-fuzz sets it.
const FLAGS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
                     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
                     -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Builds the targets and runs each. Fails with the first input that breaks a promise.
pub fn run(options: &Options) -> Result<()> {
    let all = targets()?;
    let targets: Vec<&String> = match &options.target {
        None => all.iter().collect(),
        Some(name) => match all.iter().find(|target| *target == name) {
            Some(target) => vec![target],
            None => bail!("found {name:?}, expected one of {}", all.join(", ")),
        },
    };
    let programs = step("Building what is fuzzed", build)?;
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

/// Builds them all; gives the folder they are in.
fn build() -> Result<PathBuf> {
    // libFuzzer is C++.
    if !succeeds(Command::new(compiler()).arg("--version")) {
        debian::install(&["g++"]).context("install g++, which compiles libFuzzer")?;
    }
    let kept = crate::target().join("fuzz");
    fs::create_dir_all(&kept).with_context(|| format!("make {}", kept.display()))?;
    // Only what is ours is compiled with the flags: the libraries are there already, from all other builds.
    let compiler = kept.join("rustc");
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

/// The compiler of C++ that cargo takes.
fn compiler() -> String {
    std::env::var("CXX").unwrap_or_else(|_| "c++".into())
}

/// Runs one. What it finds interesting is kept beside what is built, and begun with the next time.
fn fuzz(program: &Path, target: &str, seconds: u32) -> Result<()> {
    let kept = crate::target().join("fuzz");
    let [found, broken] = ["corpus", "broken"].map(|folder| kept.join(folder).join(target));
    for folder in [&found, &broken] {
        fs::create_dir_all(folder).with_context(|| format!("make {}", folder.display()))?;
    }
    let mut command = Command::new(program);
    command.current_dir(crate::root()).arg(format!("-max_total_time={seconds}"));
    command.args(["-print_final_stats=1", "-timeout=60"]);
    command.arg(format!("-artifact_prefix={}/", broken.display()));
    if let Some(words) = words(target) {
        let dictionary = kept.join(format!("{target}.dict"));
        fs::write(&dictionary, words).with_context(|| format!("write {}", dictionary.display()))?;
        command.arg(format!("-dict={}", dictionary.display()));
    }
    // The first folder is written to, the other is only read.
    command.arg(&found).arg(crate::root().join("fuzz/corpus").join(target));
    match listen(&mut command)? {
        None => Ok(()),
        Some(input) => bail!(
            "an input breaks what fuzz/src/{target}.rs promises, as said above. It is in {input}. Once more: cargo run \
             --package nachklang-fuzz --bin {target} {input}"
        ),
    }
}

/// Runs libFuzzer, and shows of what it says how it began and ended, and what went wrong. Gives the input that did.
fn listen(command: &mut Command) -> Result<Option<String>> {
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

/// Whether a line of libFuzzer is not about its settings, its progress, or words for another dictionary.
fn is_news(line: &str) -> bool {
    let is_end = ["INITED", "DONE"].iter().any(|end| line.contains(end));
    let is_passed_over = ["#", "\t", "INFO:", "WARNING: Failed to find function", "\""];
    is_end || !is_passed_over.iter().any(|start| line.starts_with(start))
}

/// The names of the contract, which libFuzzer would hardly find by itself: its dictionary, in its own form.
fn words(target: &str) -> Option<String> {
    let schemas = match target {
        "responses" => vec![schema::response(), schema::forget()],
        "surveys" => vec![schema::survey_file()],
        _ => return None,
    };
    let mut names = BTreeSet::new();
    for schema in &schemas {
        note_names(schema.as_value(), &mut names);
    }
    Some(names.into_iter().map(|name| format!("\"\\\"{name}\\\"\"\n")).collect())
}

/// The names of members, and the values of which there are a few.
fn note_names(schema: &Value, names: &mut BTreeSet<String>) {
    let mut note = |name: &str| {
        if name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'"' && byte != b'\\') {
            names.insert(name.to_owned());
        }
    };
    match schema {
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("properties", Value::Object(properties)) => {
                        properties.keys().for_each(|name| note(name))
                    }
                    ("const", Value::String(value)) => note(value),
                    ("enum", Value::Array(values)) => {
                        values.iter().filter_map(Value::as_str).for_each(&mut note)
                    }
                    _ => {}
                }
            }
            members.values().for_each(|member| note_names(member, names));
        }
        Value::Array(items) => items.iter().for_each(|item| note_names(item, names)),
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
            ("surveys", &["questions", "at_least", "multiple-choice", "once_per_order"]),
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
