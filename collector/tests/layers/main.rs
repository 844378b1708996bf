//! Holds the layers of the collector and its store: arrows between files run down, and no more than two files are in a circle.
//!
//! What a file uses is read from its `use` items and from paths that begin with `crate`, `self` or `super`. A name that a `mod.rs`
//! re-exports counts as used from the file that has it. Unit tests may use anything.

mod uses;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use uses::{Source, arrows};

/// The folders and files directly in `src/`, from the top down. Those of one line do not use each other.
const COLLECTOR: &[&[&str]] =
    &[&["cli"], &["http"], &["ingest", "insights"], &["config", "log", "survey_file"], &["limits"]];
const STORE: &[&[&str]] = &[&["sqlite"], &["port"], &["domain"], &["limits"]];

/// Everything that breaks the rules, a line each.
fn mistakes(sources: &[Source], layers: &[&[&str]]) -> Vec<String> {
    let arrows = arrows(sources);
    let mut mistakes = Vec::new();
    let rank = |file: &str| {
        let top = file.split('/').next().unwrap_or_default().trim_end_matches(".rs").to_owned();
        layers.iter().position(|layer| layer.contains(&&*top)).map(|rank| (rank, top))
    };
    for (from, to) in arrows.iter().flat_map(|(from, all)| all.iter().map(move |to| (from, to))) {
        match (rank(from), rank(to)) {
            (Some((above, upper)), Some((below, lower))) if upper == lower || above < below => {}
            (Some(_), Some(_)) => mistakes.push(format!("{from} uses {to}, which is not below it")),
            _ => mistakes.push(format!("{from} or {to} is in no layer: name its folder in tests/layers")),
        }
    }
    for circle in circles(&arrows) {
        mistakes.push(format!("{} use each other in a circle", circle.join(", ")));
    }
    mistakes
}

/// The groups of more than two files that can all be reached from each other.
fn circles(arrows: &BTreeMap<String, BTreeSet<String>>) -> BTreeSet<Vec<String>> {
    let reach = |start: &String| {
        let (mut reached, mut next) = (BTreeSet::new(), vec![start]);
        while let Some(file) = next.pop() {
            for to in arrows.get(file).into_iter().flatten() {
                if reached.insert(to.clone()) {
                    next.push(to);
                }
            }
        }
        reached
    };
    let reached: BTreeMap<&String, BTreeSet<String>> =
        arrows.keys().map(|file| (file, reach(file))).collect();
    let circle_of = |file: &String| -> Vec<String> {
        let with = |other: &&String| reached.get(*other).is_some_and(|back| back.contains(file));
        reached[file].iter().filter(with).cloned().collect()
    };
    arrows.keys().map(circle_of).filter(|circle| circle.len() > 2).collect()
}

/// The sources in a folder `src`, but for those that only tests have.
fn sources(src: &Path) -> Vec<Source> {
    let mut sources = Vec::new();
    let mut folders = vec![src.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.strip_prefix(src).unwrap().to_str().unwrap().replace('\\', "/");
            let is_for_tests = ["contract", "testing", "sqlite/tests", "sqlite/testing"]
                .iter()
                .any(|prefix| name.trim_end_matches(".rs") == *prefix);
            if is_for_tests || ["lib.rs", "main.rs"].contains(&&*name) {
                continue;
            }
            if path.is_dir() {
                folders.push(path);
            } else {
                sources.push(Source::new(&name, &fs::read_to_string(path).unwrap()));
            }
        }
    }
    sources
}

#[test]
fn arrows_run_down_and_in_no_circle() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (src, layers, files) in [(here.join("src"), COLLECTOR, 40), (here.join("../store/src"), STORE, 25)] {
        let sources = sources(&src);
        assert!(sources.len() > files, "{} has {} files", src.display(), sources.len());
        let mistakes = mistakes(&sources, layers);
        assert!(mistakes.is_empty(), "{}:\n{}", src.display(), mistakes.join("\n"));
    }
}

#[test]
fn an_arrow_that_runs_up_is_seen() {
    let sources = [
        Source::new("cli/mod.rs", "mod a; pub use a::Program;"),
        Source::new("cli/a.rs", "pub struct Program; use crate::http::{error::{ApiError as E}, router};"),
        Source::new("http/mod.rs", "pub mod error; pub mod router;"),
        Source::new(
            "http/error.rs",
            "pub struct ApiError; #[cfg(test)] mod tests { use crate::cli::Program; }",
        ),
        Source::new("http/router.rs", "fn run() { let _ = super::super::cli::Program; }"),
        Source::new("ingest.rs", "use crate::insights::Score;"),
        Source::new("insights.rs", "pub struct Score;"),
    ];
    assert_eq!(
        mistakes(&sources, COLLECTOR),
        [
            "http/router.rs uses cli/a.rs, which is not below it",
            "ingest.rs uses insights.rs, which is not below it",
        ]
    );
}

#[test]
fn a_circle_of_three_is_seen_and_one_of_two_is_not() {
    let of_two = [
        Source::new("http/mod.rs", "mod a; mod b; pub use a::A; pub use b::B;"),
        Source::new("http/a.rs", "use super::B; pub struct A;"),
        Source::new("http/b.rs", "use super::A; pub struct B;"),
    ];
    assert_eq!(mistakes(&of_two, COLLECTOR), Vec::<String>::new());
    let of_three = [
        Source::new("http/mod.rs", "mod a; mod b; mod c; pub use c::C;"),
        Source::new("http/a.rs", "use super::b::B; pub struct A;"),
        Source::new("http/b.rs", "use crate::http::C; pub struct B;"),
        Source::new("http/c.rs", "fn c(a: super::a::A) {}"),
    ];
    assert_eq!(
        mistakes(&of_three, COLLECTOR),
        ["http/a.rs, http/b.rs, http/c.rs use each other in a circle"]
    );
}
