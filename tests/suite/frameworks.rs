//! The npm package, installed as a shop does, and the code of `docs/frameworks.md`, built with the tools of each framework.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use nachklang_tests::{Browser, Collector, Shop, wait_for};
use serde_json::{Value, json};

/// The apps, by their folders in `tests/frameworks/`.
const APPS: [&str; 6] = ["typescript", "react", "ssr", "vue", "svelte", "angular"];

/// A project of a shop in which the package is installed, with the app of each framework.
pub struct Project {
    folder: PathBuf,
    /// The files of the package.
    packed: Vec<String>,
}

/// Built once for all tests.
pub static PROJECT: LazyLock<Project> = LazyLock::new(Project::build);

impl Project {
    fn build() -> Self {
        // The engines may run at the same time.
        let around = xtask::target().join("frameworks").join(format!("{:?}", Browser::engine()));
        let folder = around.join("app");
        let _ = fs::remove_dir_all(&around);
        let sources = xtask::root().join("tests/frameworks");
        copy(&sources, &folder);
        write_code_of_docs(&folder);
        symlink(sources.join("node_modules"), around.join("node_modules")).expect("a link");
        let packed = run(Command::new("npm")
            .args(["pack", "--json", "--pack-destination"])
            .arg(&around)
            .current_dir(xtask::pkg()));
        let packed: Value = serde_json::from_str(&packed).expect("JSON of npm");
        // A list or, in newer versions of npm, an object.
        let packed = packed.get(0).or_else(|| packed.as_object()?.values().next()).expect("a package");
        let archive = around.join(packed["filename"].as_str().expect("a file"));
        fs::write(folder.join("package.json"), r#"{ "private": true, "type": "module" }"#).unwrap();
        run(Command::new("npm")
            .args(["install", "--offline", "--no-audit", "--no-fund"])
            .arg(archive)
            .current_dir(&folder));
        run(Command::new("node").arg("build.mjs").current_dir(&folder));
        // The files of the package on the shop's own site.
        copy(&folder.join("node_modules/nachklang"), &folder.join("dist/nachklang"));
        copy(&folder.join("plain"), &folder.join("dist/plain"));
        let files = packed["files"].as_array().expect("files").iter();
        let packed = files.map(|file| file["path"].as_str().expect("a path").to_owned()).collect();
        Self { folder, packed }
    }

    /// Serves what was built.
    pub async fn serve(&self, collector: &Collector) -> Shop {
        Shop::of_files(&self.folder.join("dist"), collector).await
    }

    fn compile(&self, configuration: &str) -> String {
        let mut tsc = Command::new("node");
        tsc.arg("../node_modules/typescript/bin/tsc").args(["--pretty", "false", "--project", configuration]);
        let output = tsc.current_dir(&self.folder).output().expect("node runs");
        String::from_utf8(output.stdout).unwrap()
    }

    fn read(&self, file: &str) -> String {
        fs::read_to_string(self.folder.join(file)).expect(file)
    }
}

/// Copies a folder without what npm makes.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).expect("a folder") {
        let path = entry.unwrap().path();
        let name = path.file_name().expect("a name");
        if path.is_file() {
            fs::copy(&path, to.join(name)).unwrap();
        } else if name != "node_modules" {
            copy(&path, &to.join(name));
        }
    }
}

/// Writes the files of the docs: each code block after a line that begins with a file's name belongs to the section's app.
fn write_code_of_docs(folder: &Path) {
    let docs = fs::read_to_string(xtask::root().join("docs/frameworks.md")).expect("docs/frameworks.md");
    for section in docs.split("\n## ").skip(1) {
        let app = section.lines().next().expect("a heading").to_lowercase();
        let mut parts = section.split("\n```");
        let mut before = parts.next().expect("a text");
        while let (Some(code), Some(after)) = (parts.next(), parts.next()) {
            let name = before.trim_end().lines().next_back().and_then(|line| line.strip_prefix('`'));
            let name = name.and_then(|line| line.split_once('`')).map(|(name, _)| name);
            if let Some(name) = name.filter(|name| APPS.contains(&&*app) && name.contains('.')) {
                let (_, code) = code.split_once('\n').expect("a language");
                fs::write(folder.join(&app).join(name), code).unwrap();
            }
            before = after;
        }
    }
}

/// Runs a program that must succeed. Returns what it prints.
fn run(command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {errors}{}", String::from_utf8_lossy(&output.stdout));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_package_holds_what_a_shop_needs() {
    let has = |name: &str| PROJECT.packed.iter().any(|file| file == name);
    for name in [
        "package.json",
        "README.md",
        "LICENSE-MIT",
        "LICENSE-APACHE",
        "init.mjs",
        "init.cjs",
        "nachklang.js",
        "integrity.json",
        "nachklang.d.ts",
        "react.d.ts",
        "svelte.d.ts",
        "vue.d.ts",
    ] {
        assert!(has(name), "{name} is missing");
    }
    let integrity: Value =
        serde_json::from_str(&PROJECT.read("node_modules/nachklang/integrity.json")).unwrap();
    let built = integrity.as_object().expect("an object").keys();
    built.for_each(|name| assert!(has(name), "{name} is missing"));
    let needless = |name: &&String| name.ends_with(".br") || name.ends_with(".gz");
    assert_eq!(PROJECT.packed.iter().find(needless), None);
}

#[test]
fn the_code_of_the_docs_has_the_right_types() {
    assert_eq!(PROJECT.compile("tsconfig.json"), "");
    assert_eq!(PROJECT.compile("tsconfig.react18.json"), "");
}

#[test]
fn an_import_that_is_not_used_adds_nothing() {
    let bundle = PROJECT.read("unused/unused.js");
    assert!(bundle.contains("other") && !bundle.contains("dataset"), "{bundle}");
}

#[test]
fn a_server_renders_the_element() {
    let page = PROJECT.read("dist/ssr/index.html");
    assert!(
        page.contains(r#"<nachklang-survey survey="csat" touchpoint="cart"></nachklang-survey>"#),
        "{page}"
    );
}

#[tokio::test]
async fn each_framework_asks_and_hears_of_the_answer() {
    let collector = Collector::start();
    let shop = PROJECT.serve(&collector).await;
    let browser = Browser::start().await;
    for (count, app) in APPS.iter().enumerate() {
        browser.open(&format!("{}/{app}/", shop.origin)).await;
        let is_loaded = async || browser.run("return !!window.nachklang?.page").await == true;
        wait_for(app, async || is_loaded().await.then_some(())).await;
        assert!(!browser.shows_widget().await, "{app} waits for consent");
        browser.run("nachklang('consent', true)").await;
        browser.wait_for_heading("How satisfied").await;
        browser.click("input[value='4']").await;
        browser.click(".send").await;
        browser.event("completed").await;
        // The apps of React, Vue and Svelte note it on the page.
        if matches!(*app, "react" | "ssr" | "vue" | "svelte") {
            let noted = async || browser.run("return document.querySelector('#done')?.textContent").await;
            wait_for(app, async || (noted().await == "Noted.").then_some(())).await;
        }
        let complete = async || {
            let responses = collector.responses().into_iter();
            let complete: Vec<Value> =
                responses.filter(|response| response["status"] == "complete").collect();
            (complete.len() == count + 1).then_some(complete)
        };
        for response in wait_for(app, complete).await {
            assert_eq!(
                (&response["touchpoint"]["key"], &response["survey"]),
                (&json!("cart"), &json!("csat"))
            );
        }
        let tags =
            browser.run("return document.querySelectorAll('script[src*=\"nachklang.js\"]').length").await;
        assert_eq!(tags, 1, "{app}");
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{app}");
        assert_eq!(browser.recorded("console").await, [""; 0], "{app}");
    }
}
