//! Tests that `docs/reference.md` lists what the sources define, and nothing else.

use std::collections::BTreeSet;
use std::fs;

fn read(file: &str) -> String {
    fs::read_to_string(crate::root().join(file)).expect(file)
}

/// The quoted names in the list called `name` of a Rust source.
fn list(source: &str, name: &str) -> BTreeSet<String> {
    let source = read(source);
    let (_, list) = source.split_once(&format!("\npub const {name}: [&str; ")).expect(name);
    let (_, list) = list.split_once("= [").expect(name);
    let (list, _) = list.split_once("];").expect(name);
    list.split('"').skip(1).step_by(2).map(String::from).collect()
}

/// The text between `before` and the next `after`, for each line that has it.
fn between(text: &str, before: &str, after: char) -> BTreeSet<String> {
    let ends = text.lines().filter_map(|line| line.split_once(before));
    ends.filter_map(|(_, end)| end.split_once(after)).map(|(found, _)| found.into()).collect()
}

/// The names in the first column of the first table after `heading`.
fn rows(heading: &str) -> BTreeSet<String> {
    let page = read("docs/reference.md");
    let (_, section) = page.split_once(&format!("\n{heading}\n")).expect(heading);
    let rows = section.lines().skip_while(|line| !line.starts_with("| `"));
    let rows: Vec<&str> = rows.take_while(|line| line.starts_with("| `")).collect();
    between(&rows.join("\n"), "| `", '`')
}

#[test]
fn every_attribute_is_in_the_reference() {
    let known: BTreeSet<String> =
        list("src/settings.rs", "NAMES").iter().map(|name| format!("data-{name}")).collect();
    assert_eq!(rows("## The script tag"), known);
    assert_eq!(
        between(&read("docs/reference.md"), "| `data-", '`').len(),
        known.len(),
        "a row in another table"
    );
}

#[test]
fn every_command_is_in_the_reference() {
    let known = between(&read("pkg/nachklang.d.ts"), "(command: \"", '"');
    let rows: BTreeSet<String> =
        rows("## Commands").iter().filter_map(|row| row.split('\'').nth(1)).map(String::from).collect();
    assert_eq!(rows, known);
    // Only the loader makes these calls.
    let mut taken = list("src/app.rs", "CALLS");
    for own in ["load", "inline", "send"] {
        assert!(taken.remove(own), "{own}");
    }
    assert!(taken.is_subset(&known), "{taken:?}");
}

#[test]
fn every_event_and_error_is_in_the_reference() {
    let types = read("pkg/nachklang.d.ts");
    let (_, events) = types.split_once("interface NachklangEvents {").expect("the events");
    let (events, _) = events.split_once('}').expect("their end");
    assert_eq!(rows("## Events"), between(events, "  ", ':'));
    let (_, errors) = types.split_once("interface NachklangError {").expect("the errors");
    let (errors, _) = errors.split_once('}').expect("their end");
    assert_eq!(rows("### Errors"), between(errors, "| \"", '"'));
}

#[test]
fn every_reason_is_in_the_reference() {
    let (types, page) = (read("pkg/nachklang.d.ts"), read("docs/reference.md"));
    let (_, reasons) = types.split_once("type NachklangReasonName =").expect("the reasons");
    let (reasons, _) = reasons.split_once(';').expect("their end");
    let (_, row) = page.split_once("| `reasons[].reason` | one of ").expect("their row");
    let (row, _) = row.split_once(" |").expect("its end");
    let named: BTreeSet<String> = row.split(", ").map(|name| name.trim_matches('`').into()).collect();
    assert_eq!(named, between(reasons, "| \"", '"'));
}
