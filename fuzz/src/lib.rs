//! Promises about unchecked input. Each module has a function `check` that takes any bytes, panics if they break a
//! promise, and reports whether the input is valid.
//!
//! With `cargo xtask fuzz`, libFuzzer looks for bytes that break one (`fuzz_targets/`). It starts with the inputs in `corpus/`,
//! which a unit test checks, too.

pub mod outbox;
pub mod proof;
pub mod responses;
pub mod surveys;

use nachklang_model::FieldError;

#[cfg(fuzzing)]
pub use libfuzzer_sys;

/// A program in which libFuzzer calls a `check`. Built without `--cfg fuzzing`, it calls `check` with the content of each file
/// that it is given.
#[macro_export]
macro_rules! target {
    ($check:path) => {
        #[cfg(fuzzing)]
        $crate::libfuzzer_sys::fuzz_target!(|input: &[u8]| {
            $check(input);
        });

        #[cfg(not(fuzzing))]
        fn main() {
            for path in std::env::args().skip(1) {
                let input = std::fs::read(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
                println!("{path}: {}", if $check(&input) { "taken" } else { "refused" });
            }
        }
    };
}

/// Every error says what was found and what was expected, and is short.
fn assert_helpful(problems: &[FieldError]) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        assert!(!problem.found.is_empty() && !problem.expected.is_empty(), "{problem:?}");
        assert!(problem.found.chars().count() <= LONGEST_FOUND, "{problem:?}");
        assert!(problem.nearest.as_ref().is_none_or(|name| problem.expected.contains(name)), "{problem:?}");
    }
}

/// A message quotes at most 60 characters, and adds some words.
const LONGEST_FOUND: usize = 100;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::{env, fs};

    /// The corpus of one target: names and inputs.
    fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
        let package = env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs this");
        let folder = PathBuf::from(package).join("corpus").join(target);
        let files = folder.read_dir().unwrap().map(|file| file.unwrap());
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
    }

    /// Keeps the corpus valid when the contract changes, so that fuzzing starts as far as it can.
    #[test]
    fn the_corpus_is_valid_except_inputs_named_wrong() {
        for (target, check) in [
            ("responses", super::responses::check as fn(&[u8]) -> bool),
            ("surveys", super::surveys::check),
            ("proof", super::proof::check),
            ("outbox", super::outbox::check),
        ] {
            let corpus = corpus(target);
            assert!(corpus.len() > 2, "{target}");
            for (name, input) in corpus {
                assert_eq!(check(&input), !name.starts_with("wrong"), "{target}/{name}");
            }
        }
    }
}
