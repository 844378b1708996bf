//! The ways a tag comes onto a page.

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};
use xtask::engine::is_without_wasm;

async fn open_page(page: Page) -> Browser {
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
    let _browser = open_page(Page::new(&collector).head(&tag(&collector, "defer"))).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn a_plain_tag_in_the_body_works() {
    let collector = Collector::start();
    let _browser = open_page(Page::new(&collector).body(&tag(&collector, ""))).await;
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
    let _browser = open_page(Page::new(&collector).head(&format!("<script>{script}</script>"))).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn a_second_tag_changes_nothing() {
    let collector = Collector::start();
    let page = Page::new(&collector).head(&tag(&collector, "async")).body(&tag(&collector, "defer"));
    let browser = open_page(page).await;
    collector.response("shown").await;
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn the_delay_of_the_tag_is_respected() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps" data-delay="2""#);
    let browser = open_page(page).await;
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
    assert_eq!(browser.run(FETCHED).await, json!(["nachklang.js"]));
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    let fetched = browser.run(FETCHED).await;
    // The rest and the response come afterwards.
    let is_after = |name: &str| name.contains("deferred") || name == "responses";
    let is_before = |name: &&str| !is_after(name) && *name != "nachklang.js";
    let before: Vec<&str> =
        fetched.as_array().unwrap().iter().filter_map(|name| name.as_str()).filter(is_before).collect();
    // Without WebAssembly that the program is of no use is only known when it is there.
    let files = if is_without_wasm() { 4 } else { 3 };
    assert_eq!(before.len(), files, "glue, program and texts, not {before:?}");
}

#[tokio::test]
async fn the_widget_works_with_blocked_storage() {
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

#[tokio::test]
async fn the_device_stores_one_entry_without_answers() {
    let collector = Collector::start();
    let browser = open_page(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    browser.click("[value='7']").await;
    browser.write("textarea", "A secret").await;
    browser.click(".send").await;
    browser.event("delivered").await;
    let kept = "return [document.cookie, Object.keys(localStorage), sessionStorage.length]";
    // What is sent is kept until it has arrived.
    let only_memory = json!(["", ["nachklang"], 0]);
    wait_for("nothing to wait", async || (browser.run(kept).await == only_memory).then_some(())).await;
    let kept = browser.run("return JSON.parse(localStorage.nachklang)").await;
    let mut members: Vec<&String> = kept.as_object().unwrap().keys().collect();
    members.sort();
    assert_eq!(
        members,
        ["first", "orders", "quiet", "sent", "shown", "start", "surveys", "trail", "visits", "waits"]
    );
    assert!(!kept.to_string().contains("secret"), "{kept}");
}

/// What the page has fetched for the widget, in the order of the names.
const FETCHED: &str = "return performance.getEntriesByType('resource').map((e) => e.name.split('/').pop()) \
                       .filter((name) => name != 'recorder.js' && name != 'favicon.ico').sort()";

/// Expects that on a page of this shop, on a device that keeps this, only these files are fetched and nothing is asked.
async fn expect_only_fetched(
    browser: &Browser,
    survey: &str,
    surveys: &[Value],
    kept: &str,
    expected: &[&str],
) {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, &format!(r#"data-survey="{survey}""#));
    let page = page.head(&format!("<script>localStorage.nachklang = JSON.stringify({kept})</script>"));
    let shop = Shop::with_surveys(page, &survey_file(surveys)).await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
    let fetched = browser.run(FETCHED).await;
    let fetched: Vec<&str> = fetched.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let is_expected = fetched.len() == expected.len()
        && fetched.iter().zip(expected).all(|(name, expected)| name.starts_with(expected));
    assert!(is_expected, "{fetched:?} where nothing of {surveys:?} is due for {kept}");
    assert!(!browser.shows_widget().await);
    assert_eq!(collector.responses().len(), 0);
}

/// A device on which a survey was shown the day before.
const QUIET: &str = "{ start: 40, shown: Date.now() - 864e5, quiet: 7 * 864e5 }";

#[tokio::test]
async fn only_the_file_is_fetched_if_no_survey_is_due() {
    let browser = Browser::start().await;
    let questions = json!([{ "kind": "nps" }]);
    let elsewhere = json!({ "key": "a", "touchpoints": ["checkout", "page.help"], "questions": questions });
    let rare = json!({ "key": "b", "prefetch_at": ["page"], "share": 0.001, "questions": questions });
    let leaving =
        json!({ "key": "c", "touchpoints": ["cart"], "trigger": { "exit": true }, "questions": questions });
    let delayed = json!({ "key": "d", "trigger": { "load": 60 }, "questions": questions });
    let usual = json!({ "key": "e", "ahead": ["page"], "questions": questions });
    let file = &["nachklang.js", "surveys.json"];
    for (surveys, kept) in [(&[elsewhere, rare, leaving, delayed][..], "{ start: 40 }"), (&[usual], QUIET)] {
        expect_only_fetched(&browser, "/surveys.json", surveys, kept, file).await;
    }
}

#[tokio::test]
async fn nothing_is_fetched_for_a_preset_that_is_not_due() {
    let browser = Browser::start().await;
    expect_only_fetched(&browser, "csat", &[], QUIET, &["nachklang.js"]).await;
    expect_only_fetched(&browser, "delivery", &[], QUIET, &["delivery-en.", "nachklang.js"]).await;
}

#[tokio::test]
async fn no_survey_is_shown_for_seven_days_after_one() {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    collector.response("shown").await;
    for (days, is_shown) in [("0", false), ("6.9", false), ("0.2", true)] {
        // So many days pass.
        let pass = "const kept = JSON.parse(localStorage.nachklang); kept.shown -= DAYS * 864e5; \
                    kept.surveys.nps.at -= DAYS * 864e5; localStorage.nachklang = JSON.stringify(kept)";
        browser.run(&pass.replace("DAYS", days)).await;
        browser.open(&format!("{}/mugs", shop.origin)).await;
        if is_shown {
            browser.question().await;
            wait_for("two responses", async || (collector.responses().len() == 2).then_some(())).await;
        } else {
            tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
            assert!(!browser.shows_widget().await, "{days} days later");
            assert_eq!(browser.run(FETCHED).await, json!(["nachklang.js"]));
        }
    }
}
