//! Content-security policies, and files that are not what they should be.

use std::fs;

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::Value;

/// Answers a survey on a page with this policy; gives what the page said against it.
async fn violations_of(script_sources: &str) -> Vec<Value> {
    let collector = Collector::start();
    let origin = &collector.origin;
    // WebKit asks for the shop's icon, and asks the policy.
    let policy = format!(
        "default-src 'none'; img-src 'self'; script-src {script_sources} {origin}; connect-src {origin}; \
         style-src 'self'; require-trusted-types-for 'script'"
    );
    let shop = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#).policy(&policy)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click("[value='9']").await;
    browser.click("textarea").await;
    browser.type_text("fine").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    collector.response("complete").await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    assert_eq!(browser.recorded("console").await, [""; 0]);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    browser.recorded("violations").await
}

#[tokio::test]
async fn the_widget_works_under_a_strict_policy() {
    assert_eq!(violations_of("'wasm-unsafe-eval'").await, [""; 0]);
}

#[tokio::test]
async fn the_widget_runs_as_javascript_if_the_policy_forbids_webassembly() {
    // That it is forbidden is found out by trying, once. Not all engines tell the page.
    let violations = violations_of("").await;
    assert!(violations.len() <= 1, "{violations:?}");
    assert!(
        violations.iter().all(|violation| violation.as_str().is_some_and(|it| it.contains("wasm"))),
        "{violations:?}"
    );
}

/// Opens a page whose files were changed on their way, and expects that nothing of them runs.
async fn expect_refused(extension: &'static str) {
    let collector = Collector::with_pkg(|pkg| {
        for entry in fs::read_dir(pkg).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if name.ends_with(&format!("{extension}.br")) || name.ends_with(&format!("{extension}.gz")) {
                fs::remove_file(&path).unwrap();
            } else if name.ends_with(extension) && name != "nachklang.js" && name != "recorder.js" {
                let mut content = fs::read(&path).unwrap();
                content.push(b' ');
                fs::remove_file(&path).unwrap();
                fs::write(&path, content).unwrap();
            }
        }
    });
    let shop = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    assert_eq!(browser.event("error").await["reason"], "load");
    assert!(!browser.shows_widget().await);
    assert_eq!(browser.recorded("events").await.len(), 1);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_tampered_program_is_not_run() {
    expect_refused(".wasm").await;
}

#[tokio::test]
async fn tampered_glue_is_not_run() {
    expect_refused(".js").await;
}
