//! Whether the docs name files that exist: links between pages with their headings, and paths in the text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Paths that the docs name as the place for something that nobody has built yet. Remove one here when it exists.
const PLANNED: [&str; 1] = ["collector/src/jobs"];

/// Paths of files that a reader creates, here or in a plug-in of a shop.
const EXAMPLES: [&str; 2] =
    ["src/locales/lb-x-informal.json", "src/Resources/views/storefront/layout/meta.html.twig"];

/// Where pages are. Folders in them are not searched.
const FOLDERS: [&str; 4] = ["", "docs", "docs/decisions", "pkg"];

struct Page {
    path: PathBuf,
    text: String,
}

fn pages() -> Vec<Page> {
    let mut pages = Vec::new();
    for folder in FOLDERS {
        for entry in fs::read_dir(crate::root().join(folder)).expect(folder) {
            let name = entry.expect(folder).file_name().into_string().expect("a name in UTF-8");
            if name.ends_with(".md") {
                let path = Path::new(folder).join(name);
                let text = fs::read_to_string(crate::root().join(&path)).expect("a page");
                pages.push(Page { path, text });
            }
        }
    }
    pages
}

/// The text without its blocks of code.
fn prose(text: &str) -> String {
    let mut is_code = false;
    let is_prose = |line: &&str| {
        let is_fence = line.trim_start().starts_with("```");
        is_code ^= is_fence;
        !is_code && !is_fence
    };
    text.lines().filter(is_prose).collect::<Vec<_>>().join("\n")
}

/// The anchors that code hosts give to the headings of a page.
fn anchors(text: &str) -> BTreeSet<String> {
    let headings = prose(text);
    let headings = headings.lines().filter(|line| line.starts_with('#'));
    headings
        .map(|line| {
            let heading = line.trim_start_matches('#').trim().to_lowercase();
            let kept =
                heading.chars().filter(|each| each.is_alphanumeric() || matches!(each, ' ' | '-' | '_'));
            kept.map(|each| if each == ' ' { '-' } else { each }).collect()
        })
        .collect()
}

/// The targets of links to files of this repository.
fn links(text: &str) -> Vec<String> {
    let prose: String = prose(text).split('`').step_by(2).collect();
    let targets = prose.split("](").skip(1).filter_map(|after| after.split_once(')'));
    targets.map(|(target, _)| target.to_owned()).filter(|target| !target.contains(':')).collect()
}

/// What stands in the text as code and begins with a folder of this repository.
fn paths(text: &str) -> Vec<String> {
    let prose = prose(text);
    let code = prose.split('`').skip(1).step_by(2);
    let is_path = |code: &&str| {
        let is_one_word = !code.contains(|each: char| each.is_whitespace() || "{}*…<>$".contains(each));
        // Built files of `pkg/` may not be there; paths of the web begin with a slash.
        let folder = code.split('/').next().unwrap_or_default();
        let is_folder = !folder.is_empty() && folder != "pkg" && crate::root().join(folder).is_dir();
        let is_placeholder = code.contains("TAG") || code.contains("NNNN");
        code.contains('/') && is_one_word && is_folder && !is_placeholder
    };
    code.filter(is_path).map(|path| path.trim_end_matches('/').to_owned()).collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut broken = Vec::new();
    for page in pages() {
        let folder = crate::root().join(page.path.parent().expect("a folder"));
        for link in links(&page.text) {
            let (file, anchor) = link.split_once('#').unwrap_or((&link, ""));
            let target = if file.is_empty() { crate::root().join(&page.path) } else { folder.join(file) };
            let has_anchor = || anchors(&fs::read_to_string(&target).unwrap_or_default()).contains(anchor);
            if !target.exists() || (!anchor.is_empty() && !has_anchor()) {
                broken.push(format!("{}: {link}", page.path.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n{}", broken.join("\n"));
}

#[test]
fn every_path_in_the_docs_exists() {
    let mut missing = Vec::new();
    for page in pages() {
        // Superseded decisions and the changelog name what was there then.
        let is_history = page.text.contains("Status: superseded") || page.path == Path::new("CHANGELOG.md");
        let paths = if is_history { Vec::new() } else { paths(&page.text) };
        for path in paths {
            let is_expected = PLANNED.contains(&&*path) || EXAMPLES.contains(&&*path);
            if !is_expected && !crate::root().join(&path).exists() {
                missing.push(format!("{}: {path}", page.path.display()));
            }
        }
    }
    assert!(missing.is_empty(), "paths that do not exist:\n{}", missing.join("\n"));
    for path in PLANNED {
        assert!(!crate::root().join(path).exists(), "{path} exists now: remove it from PLANNED");
    }
}

#[test]
fn anchors_are_those_of_code_hosts() {
    let page = "# One `data-x` — or two?\n```\n# no heading\n```\n## What's `dataLayer`";
    assert_eq!(anchors(page), ["one-data-x--or-two", "whats-datalayer"].map(String::from).into());
}

#[test]
fn finds_links_and_paths() {
    let page = "See [a](b.md#c), `src/lib.rs`, `src/`, `cargo run`, `/v1/responses` and [d](https://e).";
    assert_eq!(links(page), ["b.md#c"]);
    assert_eq!(paths(page), ["src/lib.rs", "src"]);
}
