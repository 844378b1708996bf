//! What is promised of input that nobody has checked. Each module has a function `check` that takes any bytes, panics where a
//! promise is broken, and says whether the input was taken as right.
//!
//! `cargo xtask fuzz` has libFuzzer look for bytes that break one (`fuzz_targets/`). It begins with those in `corpus/`, which a
//! unit test runs, too.

pub mod outbox;
pub mod proof;
pub mod responses;
pub mod surveys;

use nachklang_model::FieldError;

#[cfg(fuzzing)]
pub use libfuzzer_sys;

/// A program that has libFuzzer call a `check`; built without `--cfg fuzzing`, one that calls it with what is in the files it is
/// given.
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

/// Where something is wrong, its author is told what, and what would be right, in few words.
fn assert_helpful(problems: &[FieldError]) {
    assert!(!problems.is_empty(), "refused without a reason");
    for problem in problems {
        assert!(!problem.found.is_empty() && !problem.expected.is_empty(), "{problem:?}");
        assert!(problem.found.chars().count() <= LONGEST_FOUND, "{problem:?}");
        assert!(problem.nearest.as_ref().is_none_or(|name| problem.expected.contains(name)), "{problem:?}");
    }
}

/// A text of which a message shows 60 characters, and some words.
const LONGEST_FOUND: usize = 100;

#[cfg(test)]
mod tests {
    use std::path::PathBuf;
    use std::{env, fs};

    /// The inputs of one target that are in the repository, with their names.
    fn corpus(target: &str) -> Vec<(String, Vec<u8>)> {
        let package = env::var_os("CARGO_MANIFEST_DIR").expect("cargo runs this");
        let folder = PathBuf::from(package).join("corpus").join(target);
        let files = folder.read_dir().unwrap().map(|file| file.unwrap());
        files.map(|file| (file.file_name().into_string().unwrap(), fs::read(file.path()).unwrap())).collect()
    }

    /// Else fuzzing would begin with less than it could, after the contract has changed.
    #[test]
    fn the_corpus_is_right_but_for_what_is_named_wrong() {
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
