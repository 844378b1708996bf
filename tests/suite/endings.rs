//! What stands at the end: thanks by group, links, vouchers, and what the shopper said, as text.

use nachklang_tests::{Browser, Collector, Engine, ask_survey, only_in, wait_for};
use serde_json::json;

/// Asks the recommendation and ends with what fits its group.
async fn open_ending(browser: &Browser, rating: &str, attributes: &str) -> Collector {
    let group = |name: &str| json!({ "question": "nps", "groups": [name] });
    let survey = json!({
        "questions": [{ "kind": "nps", "comment": false }],
        "endings": [
            { "when": group("promoter"), "title": "Tell others",
              "link": { "url": "/review?from=survey", "text": "Rate {shop}" } },
            { "when": group("passive"), "title": "Ten per cent off", "voucher": "MUG-10" },
            { "title": "We are sorry", "text": "Write to us, {first_name|dear guest}.",
              "link": { "url": "mailto:help@shop.example", "text": "Write" } },
        ],
    });
    let collector = ask_survey(browser, survey, attributes).await;
    browser.click(&format!("input[value='{rating}']")).await;
    browser.settled_text(".thanks").await;
    collector
}

#[tokio::test]
async fn promoters_are_led_to_another_page_in_a_new_tab() {
    let browser = Browser::start().await;
    let collector = open_ending(&browser, "9", r#"data-shop="Mugs""#).await;
    assert_eq!(browser.question().await, "Tell others");
    let link = "['href', 'target', 'rel'].map((name) => $('a').getAttribute(name))";
    assert_eq!(browser.widget(link).await, json!(["/review?from=survey", "_blank", "noopener noreferrer"]));
    assert_eq!(browser.settled_text("a").await, "Rate Mugs (opens in a new tab)");
    let (page, windows) = (browser.run("return location.href").await, browser.windows().await);
    browser.click("a").await;
    wait_for("another tab", async || (browser.windows().await > windows).then_some(())).await;
    assert_eq!(browser.run("return location.href").await, page, "the shop's page stays");
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 9);
}

#[tokio::test]
async fn an_ending_with_an_action_stays() {
    let browser = Browser::start().await;
    let _collector = open_ending(&browser, "9", "").await;
    tokio::time::sleep(std::time::Duration::from_secs(8)).await;
    assert!(browser.shows_widget().await);
}

#[tokio::test]
async fn a_mail_link_stays_on_the_page() {
    let browser = Browser::start().await;
    let _collector = open_ending(&browser, "0", "").await;
    assert_eq!(browser.question().await, "We are sorry");
    assert_eq!(browser.settled_text(".thanks p").await, "Write to us, dear guest.");
    let link = "['href', 'target'].map((name) => $('a').getAttribute(name))";
    assert_eq!(browser.widget(link).await, json!(["mailto:help@shop.example", null]));
    assert_eq!(browser.settled_text("a").await, "Write");
}

#[tokio::test]
async fn a_voucher_code_is_copied() {
    let browser = Browser::start().await;
    let _collector = open_ending(&browser, "7", "").await;
    assert_eq!(browser.question().await, "Ten per cent off");
    assert_eq!(browser.settled_text(".code").await, "MUG-10");
    assert_eq!(browser.settled_text(".send").await, "Copy code");
    if Browser::engine() == Engine::Chromium {
        let allowed = json!({ "permissions": ["clipboardReadWrite", "clipboardSanitizedWrite"] });
        browser.devtools("Browser.grantPermissions", allowed).await;
    }
    browser.click(".send").await;
    browser.wait_for_text(".send", "Copied").await;
    wait_for("screen readers to be told", async || {
        (browser.widget("$('[role=status]').textContent").await == "Copied").then_some(())
    })
    .await;
    if only_in(&[Engine::Chromium], "the other drivers give no leave to read the clipboard") {
        let read = "navigator.clipboard.readText().then(done, (error) => done('' + error))";
        assert_eq!(browser.run_until_done(read, Vec::new()).await, "MUG-10");
    }
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_failed_copy_is_not_reported_as_copied() {
    let browser = Browser::start().await;
    let _collector = open_ending(&browser, "7", "").await;
    browser.run("Clipboard.prototype.writeText = () => Promise.reject(new Error('not allowed'))").await;
    browser.click(".send").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(browser.settled_text(".send").await, "Copy code");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    // It can be marked by one tap, and copied by hand.
    assert_eq!(browser.widget("getComputedStyle($('.code')).userSelect || 'all'").await, "all");
    assert!(browser.shows_widget().await);
}

#[tokio::test]
async fn a_voucher_works_without_a_clipboard() {
    let browser = Browser::start().await;
    let _collector = open_ending(&browser, "7", "").await;
    // As on pages without https.
    browser.run("Object.defineProperty(Navigator.prototype, 'clipboard', { value: undefined })").await;
    browser.click(".send").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert!(browser.shows_widget().await, "{:?}", browser.recorded("console").await);
    assert_eq!(browser.settled_text(".send").await, "Copy code");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn names_of_shop_and_shopper_are_rendered_as_text() {
    const MARKUP: &str =
        "<script>document.title = 'run'</script><img src=x onerror=\"document.title = 'run'\">";
    let browser = Browser::start().await;
    let survey = json!({
        "questions": [
            { "kind": "short-text", "key": "name", "text": "{shop}, {product|your mug}: what is your name?" },
            { "kind": "single-choice", "key": "why", "text": "Why, {answer.name}?",
              "options": [{ "key": "a", "text": "Because of {answer.name}" }, { "key": "b", "text": "No" }] },
        ],
        "endings": [{ "title": "Thanks, {answer.name}!", "text": "Yours, {shop}. {answer.why}",
                      "link": { "url": "https://shop.example/", "text": "{answer.name|Nobody}" } }],
    });
    let attributes = format!(r#"data-shop="{}""#, MARKUP.replace('<', "&lt;").replace('"', "&quot;"));
    let collector = ask_survey(&browser, survey, &attributes).await;
    assert_eq!(browser.question().await, format!("{MARKUP}, your mug: what is your name? (optional)"));
    browser.write("#field", MARKUP).await;
    browser.click(".send").await;
    browser.wait_for_heading("Why").await;
    assert_eq!(browser.question().await, format!("Why, {MARKUP}?"));
    assert_eq!(browser.settled_text(".option span").await, format!("Because of {MARKUP}"));
    browser.click("input[value='b']").await;
    browser.wait_for_heading("Thanks").await;
    assert_eq!(browser.question().await, format!("Thanks, {MARKUP}!"));
    assert_eq!(browser.settled_text(".thanks p").await, format!("Yours, {MARKUP}. No"));
    assert_eq!(browser.settled_text("a").await, format!("{MARKUP} (opens in a new tab)"));
    assert_eq!(browser.widget("shadow.querySelectorAll('script, img').length").await, 0);
    assert_eq!(browser.run("return document.title").await, "Shop");
    let answers = collector.response("complete").await["answers"].clone();
    assert_eq!(answers[0], json!({ "question": "name", "kind": "text", "value": MARKUP }));
}

#[tokio::test]
async fn a_placeholder_without_an_answer_uses_its_fallback() {
    let browser = Browser::start().await;
    let survey = json!({
        "questions": [{ "kind": "short-text", "key": "name", "text": "Who?" },
                      { "kind": "yes-no", "key": "well", "text": "Well, {answer.name|stranger}?" }],
        "endings": [{ "title": "Bye, {first_name|you}", "text": "{product}." }],
    });
    let _collector = ask_survey(&browser, survey, r#"data-product="Red mug""#).await;
    browser.click(".send").await;
    browser.wait_for_heading("Well, stranger?").await;
    browser.click("input[value='1']").await;
    browser.wait_for_heading("Bye, you").await;
    assert_eq!(browser.settled_text(".thanks p").await, "Red mug.");
}
