//! The published types, checked by TypeScript's own compiler. No browser is needed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// A wrong line, and the number of TypeScript's error for it.
const WRONG: [(&str, u32); 24] = [
    // No overload of a function takes it.
    (r#"nachklang("shw", "nps");"#, 2769),
    (r#"nachklang("version");"#, 2769),
    (r#"nachklang("show", 7);"#, 2769),
    (r#"nachklang("close", "nps");"#, 2769),
    (r#"nachklang("touchpoint");"#, 2769),
    (r#"nachklang("touchpoint", { label: "The parcel" });"#, 2769),
    (r#"nachklang("touchpoint", { key: "parcel", phase: "delivry" });"#, 2769),
    (r#"nachklang("event");"#, 2769),
    (r#"nachklang("customer", { visitor: "old" });"#, 2769),
    (r#"nachklang("customer", { segmnt: "vip" });"#, 2769),
    (r#"nachklang("customer", { attributes: { tags: ["a"] } });"#, 2769),
    (r#"nachklang("consent", "yes");"#, 2769),
    (r#"nachklang.on("completd", () => {});"#, 2345),
    (r#"nachklang.on("shown", (detail: number) => detail);"#, 2345),
    (r#"nachklang.on("failed", (detail) => detail.answers);"#, 2339),
    (r#"nachklang.on("completed", (response) => response.score);"#, 2339),
    (r#"nachklang.on("completed", (response) => response.order.value);"#, 18049),
    (r#"nachklang.on("completed", (response) => response.answers[0].other);"#, 2339),
    (r#"nachklang.on("error", ({ reason }) => reason === "setings");"#, 2367),
    (r#"nachklang.on("forgotten", (detail) => detail.id);"#, 18047),
    (r#"document.addEventListener("nachklang:shown", (event) => event.detail.surveys);"#, 2551),
    (r#"nachklang("explain").then((all) => all[0].reasons[0].reason === "rest");"#, 2367),
    (r#"nachklang("show").then((shown) => shown.survey);"#, 2339),
    ("nachklang.version;", 2339),
];

/// A folder in which the package is installed.
fn project() -> TempDir {
    let project = TempDir::new().unwrap();
    let package = project.path().join("node_modules/nachklang");
    fs::create_dir_all(&package).unwrap();
    for file in ["package.json", "nachklang.d.ts"] {
        fs::copy(xtask::pkg().join(file), package.join(file)).unwrap();
    }
    project
}

/// What the compiler says of these files.
fn compile(project: &Path, files: &[String]) -> String {
    let mut tsc = Command::new("node");
    tsc.arg(tests().join("node_modules/typescript/bin/tsc"));
    tsc.args(["--strict", "--noEmit", "--pretty", "false"]).args(files).current_dir(project);
    let output = tsc.output().expect("node runs");
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn tests() -> PathBuf {
    xtask::root().join("tests")
}

#[test]
fn a_page_that_uses_every_type_compiles() {
    let project = project();
    fs::copy(tests().join("suite/types/right.ts"), project.path().join("right.ts")).unwrap();
    assert_eq!(compile(project.path(), &["right.ts".into()]), "");
}

/// Otherwise the test above would not notice new types.
#[test]
fn the_example_page_uses_every_type() {
    let page = fs::read_to_string(tests().join("suite/types/right.ts")).unwrap();
    let types = fs::read_to_string(xtask::pkg().join("nachklang.d.ts")).unwrap();
    let mut names = 0;
    for line in types.lines().filter(|line| !line.contains("/**")) {
        let declared = line
            .trim_start_matches(['{', '|', ' '])
            .split_once(':')
            .map(|(name, _)| name.trim_end_matches('?'));
        let command = line.split_once("(command: \"").and_then(|(_, rest)| rest.split('"').next());
        let is_name = |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        for name in command.into_iter().chain(declared.filter(is_name)) {
            let words = page.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
            assert!(words.into_iter().any(|word| word == name), "{name}: {line}");
            names += 1;
        }
    }
    assert!(names > 80, "only {names} found");
}

#[test]
fn every_wrong_use_is_a_type_error_at_its_line() {
    let project = project();
    let mut files = Vec::new();
    for (number, (line, _)) in WRONG.iter().enumerate() {
        let file = format!("wrong-{number}.ts");
        let page = format!("import type {{}} from \"nachklang\";\n\n{line}\n");
        fs::write(project.path().join(&file), page).unwrap();
        files.push(file);
    }
    let said = compile(project.path(), &files);
    for (file, (line, mistake)) in files.iter().zip(WRONG) {
        let errors: Vec<&str> = said.lines().filter(|error| error.starts_with(&format!("{file}("))).collect();
        let expected = |error: &&str| {
            error.starts_with(&format!("{file}(3,")) && error.contains(&format!(" TS{mistake}:"))
        };
        assert!(
            errors.len() == 1 && errors.iter().all(expected),
            "{line} is to be TS{mistake} in line 3: {errors:#?}"
        );
    }
}
