//! The Leptos components, in an app that the browser renders, and in one that a server has rendered.

use std::fs;
use std::path::Path;
use std::sync::LazyLock;

use nachklang_leptos_example::render;
use nachklang_tests::{Browser, Collector, Shop, wait_for};
use serde_json::{Value, json};
use tempfile::TempDir;

/// The program of the example, built once for all tests.
static APP: LazyLock<std::path::PathBuf> =
    LazyLock::new(|| xtask::build::app::build("nachklang-leptos-example").expect("the example builds"));

/// Serves the app with this content of the body.
async fn serve(content: &str, folder: &Path, collector: &Collector) -> Shop {
    for file in ["app.js", "app_bg.wasm"] {
        fs::copy(APP.join(file), folder.join(file)).expect(file);
    }
    let origin = &collector.origin;
    let page = format!(
        r#"<!doctype html><html lang=en><meta charset=utf-8><title>Shop</title><script src="{origin}/recorder.js"></script>
        <script type=module>import init from "/app.js"; init();</script><body data-collector="{origin}">{content}</body></html>"#
    );
    fs::write(folder.join("index.html"), page).unwrap();
    Shop::of_files(folder, collector).await
}

/// Answers a survey in an element, and expects its response.
async fn answer(browser: &Browser, collector: &Collector, survey: &str, value: u8, touchpoint: &str) {
    browser.click(&format!("input[value='{value}']")).await;
    let of_survey = async || {
        let is_it = |response: &Value| response["survey"] == survey && !response["answers"][0].is_null();
        collector.responses().into_iter().find(is_it)
    };
    let response = wait_for(survey, of_survey).await;
    assert_eq!(
        (&response["touchpoint"]["key"], &response["answers"][0]["value"]),
        (&json!(touchpoint), &json!(value))
    );
}

/// Uses the app: answers, buys, and answers what comes in its place.
async fn use_app(content: impl Fn(&str) -> String) {
    let collector = Collector::start();
    let folder = TempDir::new().unwrap();
    let shop = serve(&content(&collector.origin), folder.path(), &collector).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/", shop.origin)).await;
    browser.wait_for_heading("How satisfied").await;
    answer(&browser, &collector, "csat", 4, "cart").await;
    browser.run("document.querySelector('button').click()").await;
    browser.wait_for_heading("How likely").await;
    answer(&browser, &collector, "nps", 9, "order.confirmation").await;
    let count = "return [document.querySelectorAll('main').length, document.querySelectorAll('script[data-site]').length]";
    assert_eq!(browser.run(count).await, json!([1, 1]));
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[test]
fn a_server_renders_the_tag_and_the_element() {
    let html = render("https://feedback.example");
    for part in [
        r#"<script async src="https://feedback.example/nachklang.js" data-endpoint="https://feedback.example/v1/responses" data-site="shop.example"></script>"#,
        r#"<nachklang-survey survey="csat" touchpoint="cart"></nachklang-survey>"#,
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
}

#[tokio::test]
async fn an_app_that_the_browser_renders_asks() {
    use_app(|_| String::new()).await;
}

#[tokio::test]
async fn an_app_that_a_server_has_rendered_asks() {
    use_app(render).await;
}
