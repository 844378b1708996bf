//! The ways a tag comes onto a page.

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::json;

async fn opens(page: Page) -> Browser {
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
    browser
}

/// The tag with other attributes of its own than `async`.
fn tag(collector: &Collector, how: &str) -> String {
    let origin = &collector.origin;
    format!(
        r#"<script {how} src="{origin}/nachklang.js" data-endpoint="{origin}/v1/responses" data-site="shop.example" data-survey="nps"></script>"#
    )
}

#[tokio::test]
async fn a_deferred_tag_works() {
    let collector = Collector::start();
    opens(Page::new(&collector).head(&tag(&collector, "defer"))).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn a_plain_tag_in_the_body_works() {
    let collector = Collector::start();
    opens(Page::new(&collector).body(&tag(&collector, ""))).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn a_tag_from_a_tag_manager_works() {
    let collector = Collector::start();
    let origin = &collector.origin;
    let script = format!(
        "setTimeout(() => {{ const tag = document.createElement('script'); tag.src = '{origin}/nachklang.js'; \
         Object.assign(tag.dataset, {{ endpoint: '{origin}/v1/responses', site: 'shop.example', survey: 'nps' }}); \
         document.head.append(tag); }}, 200)"
    );
    opens(Page::new(&collector).head(&format!("<script>{script}</script>"))).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn two_tags_are_as_good_as_one() {
    let collector = Collector::start();
    let page = Page::new(&collector).head(&tag(&collector, "async")).body(&tag(&collector, "defer"));
    let browser = opens(page).await;
    collector.response("shown").await;
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn a_delay_is_kept() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps" data-delay="2""#);
    let browser = opens(page).await;
    let events = browser.recorded("events").await;
    let shown = events[0]["at"].as_f64().expect("milliseconds since the page was opened");
    assert!(shown >= 2000.0, "shown after {shown} ms");
}

#[tokio::test]
async fn nothing_is_fetched_while_nothing_is_due() {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    let fetched = "return performance.getEntriesByType('resource').map((e) => e.name.split('/').pop()).filter((n) => n != 'recorder.js' && n != 'favicon.ico')";
    assert_eq!(browser.run(fetched).await, json!(["nachklang.js"]));
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    let fetched = browser.run(fetched).await;
    // The rest and the response come afterwards.
    let is_before =
        |name: &&str| !name.starts_with("rest") && *name != "responses" && *name != "nachklang.js";
    let before: Vec<&str> =
        fetched.as_array().unwrap().iter().filter_map(|name| name.as_str()).filter(is_before).collect();
    assert_eq!(before.len(), 3, "glue, program and texts, not {before:?}");
}

#[tokio::test]
async fn blocked_storage_changes_nothing() {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let browser = Browser::without_storage().await;
    browser.open(&shop.origin).await;
    let throws = "try { localStorage.length; return false } catch { return true }";
    assert_eq!(browser.run(throws).await, true, "this browser blocks storage");
    browser.question().await;
    browser.click("[value='7']").await;
    browser.click(".send").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 7);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}
