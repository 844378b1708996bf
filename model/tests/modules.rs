//! No circle of more than two files: each module can be read, moved and tested without the whole.
//!
//! Files are nodes; `use`, paths in code, and `mod` are edges. So a `mod.rs` lists its children and exports from them, and the
//! children take what they need from each other, not from the `mod.rs` above. `lib.rs` is left out: it names everything. Test
//! code is, too.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// The largest circle that is allowed.
const MAX_CIRCLE: usize = 2;

#[test]
fn no_circle_has_more_than_two_files() {
    let files = Files::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"));
    let circles: Vec<Vec<String>> =
        files.circles().into_iter().filter(|circle| circle.len() > MAX_CIRCLE).collect();
    assert_eq!(circles, Vec::<Vec<String>>::new(), "these files need each other");
}

#[test]
fn finds_circles_through_imports_paths_and_parents() {
    let files = |list: &[(&str, &str)]| {
        Files(list.iter().map(|(module, text)| ((*module).into(), code(text))).collect())
    };
    let circle = files(&[
        ("a", "use crate::{b::{self, X}, d::Y};"),
        ("b", "fn f() { crate::c::g() }"),
        ("c", "use super::a;"),
        ("d", "#[cfg(test)]\nmod tests { use crate::a; }"),
    ]);
    assert_eq!(circle.circles(), [["a", "b", "c"]]);
    let parent = files(&[
        ("a", "mod b;\nmod c;\npub use b::X;"),
        ("a::b", "use super::Y;"),
        ("a::c", "use super::X;"),
    ]);
    assert_eq!(parent.circles(), [["a", "a::b", "a::c"]]);
    let siblings = files(&[("a", "mod b;\nmod c;"), ("a::b", ""), ("a::c", "use super::b::X;")]);
    assert_eq!(siblings.circles(), Vec::<Vec<String>>::new());
}

/// The code of each module, by its path without `crate`.
struct Files(BTreeMap<String, String>);

impl Files {
    fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        let mut folders = vec![(folder.to_path_buf(), String::new())];
        while let Some((folder, prefix)) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder of sources") {
                let path = entry.expect("an entry").path();
                let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
                if path.is_dir() {
                    folders.push((path, format!("{prefix}{name}::")));
                } else if name != "lib" {
                    let module = if name == "mod" {
                        prefix.trim_end_matches("::").into()
                    } else {
                        prefix.clone() + &name
                    };
                    files.insert(module, code(&fs::read_to_string(path).expect("a source")));
                }
            }
        }
        Self(files)
    }

    /// The modules that each module names.
    fn edges(&self) -> BTreeMap<&str, BTreeSet<&str>> {
        let names = |module: &str, text: &str| {
            paths(text).iter().filter_map(|path| self.module_of(module, path)).collect::<BTreeSet<_>>()
        };
        let mut edges: BTreeMap<&str, BTreeSet<&str>> =
            self.0.iter().map(|(module, text)| (&**module, names(module, text))).collect();
        for (module, targets) in &mut edges {
            targets.remove(module);
        }
        edges
    }

    /// The module in which a path that is written in `from` leads.
    fn module_of(&self, from: &str, path: &str) -> Option<&str> {
        let mut place: Vec<&str> = from.split("::").filter(|part| !part.is_empty()).collect();
        let mut parts = path.split("::").peekable();
        match parts.peek() {
            Some(&"crate") => place.clear(),
            Some(&"super") => {
                while parts.next_if_eq(&"super").is_some() {
                    place.pop();
                }
            }
            _ => {}
        }
        parts.next_if(|part| matches!(*part, "crate" | "self"));
        let mut found = None;
        for part in parts {
            place.push(part);
            match self.0.get_key_value(&place.join("::")) {
                Some((module, _)) => found = Some(&**module),
                None => {
                    place.pop();
                    break;
                }
            }
        }
        found.or_else(|| self.0.get_key_value(&place.join("::")).map(|(module, _)| &**module))
    }

    /// All groups of modules each of which leads to each other one.
    fn circles(&self) -> Vec<Vec<String>> {
        let edges = self.edges();
        let reach = |from: &str| {
            let (mut seen, mut open) = (BTreeSet::new(), vec![from.to_owned()]);
            while let Some(module) = open.pop() {
                for next in &edges[&*module] {
                    if seen.insert((*next).to_owned()) {
                        open.push((*next).into());
                    }
                }
            }
            seen
        };
        let reached: BTreeMap<&str, BTreeSet<String>> =
            edges.keys().map(|module| (*module, reach(module))).collect();
        let mut circles = BTreeSet::new();
        for (module, others) in &reached {
            let circle: Vec<String> =
                others.iter().filter(|other| reached[&***other].contains(*module)).cloned().collect();
            if circle.len() > 1 {
                circles.insert(circle);
            }
        }
        circles.into_iter().collect()
    }
}

/// A source without its comments and its tests.
fn code(source: &str) -> String {
    let mut code = String::new();
    let mut is_test = false;
    for line in source.lines() {
        let line = line.split("//").next().unwrap_or_default();
        if line.starts_with("#[cfg(test)]") {
            is_test = true;
            continue;
        }
        // A module in the file ends it; one in a file of its own, or an import, is one line.
        if is_test && line.trim_end().ends_with('{') {
            break;
        }
        if !std::mem::take(&mut is_test) {
            code.push_str(line);
            code.push('\n');
        }
    }
    code
}

/// All paths to modules in a source: of `use`, of `mod`, and those that begin with `crate` or `super` elsewhere.
fn paths(code: &str) -> Vec<String> {
    let mut paths = Vec::new();
    for statement in code.split(';') {
        let last = statement.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let import = statement.rfind("use ").filter(|at| is_start(statement, *at));
        match (import, last.trim().rsplit_once("mod ")) {
            (Some(at), _) => expand(&statement[at + 4..].split_whitespace().collect::<String>(), &mut paths),
            (None, Some((before, name))) if before.is_empty() || before.starts_with("pub") => {
                paths.push(format!("self::{name}"));
            }
            _ => {}
        }
        for root in ["crate::", "super::"] {
            let outside = import.map_or(statement, |at| &statement[..at]);
            for (at, _) in outside.match_indices(root).filter(|(at, _)| is_start(outside, *at)) {
                let is_part = |char: char| char.is_alphanumeric() || matches!(char, '_' | ':');
                paths.push(outside[at..].chars().take_while(|char| is_part(*char)).collect());
            }
        }
    }
    paths
}

/// Whether a word begins here.
fn is_start(text: &str, at: usize) -> bool {
    !text[..at].ends_with(|char: char| char.is_alphanumeric() || matches!(char, '_' | ':'))
}

/// Writes out a tree of imports: `a::{b, c::d}` is `a::b` and `a::c::d`.
fn expand(tree: &str, paths: &mut Vec<String>) {
    let Some((prefix, inner)) = tree.split_once('{') else {
        return paths.push(tree.into());
    };
    let inner = inner.strip_suffix('}').unwrap_or(inner);
    let (mut depth, mut start) = (0, 0);
    for (at, char) in inner.char_indices().chain([(inner.len(), ',')]) {
        match char {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                if start < at {
                    expand(&format!("{prefix}{}", &inner[start..at]), paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}
