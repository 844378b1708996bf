//! The widget follows the preferences of the system.

use nachklang_tests::{Browser, Collector, Device, Engine, Options, Page, Scheme, Shop, only_in};
use serde_json::json;

async fn open(options: Options) -> Browser {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let browser = Browser::with(options).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser
}

/// Whether these media queries match.
async fn matching(browser: &Browser, queries: [&str; 3]) -> serde_json::Value {
    browser.run(&format!("return {}.map((query) => matchMedia(query).matches)", json!(queries))).await
}

const CHOSEN: [&str; 3] =
    ["(prefers-color-scheme: dark)", "(prefers-reduced-motion: reduce)", "(forced-colors: active)"];

#[tokio::test]
async fn browsers_start_with_their_options() {
    let plain = open(Options::default()).await;
    assert_eq!(matching(&plain, CHOSEN).await, json!([false, false, false]));
    assert_eq!(plain.run("return innerWidth").await, 1280);
    let options =
        Options { device: Device::Phone, scheme: Scheme::Dark, reduced_motion: true, ..Options::default() };
    let chosen = open(options).await;
    assert_eq!(matching(&chosen, CHOSEN).await, json!([true, true, false]));
    assert_eq!(chosen.run("return [innerWidth, innerHeight]").await, json!([390, 844]));
}

#[tokio::test]
async fn nothing_moves_with_reduced_motion() {
    let moving = "getComputedStyle($('.card')).animationName != 'none'";
    let plain = open(Options::default()).await;
    assert_eq!(plain.widget(moving).await, true);
    let still = open(Options { reduced_motion: true, ..Options::default() }).await;
    assert_eq!(still.widget(moving).await, false);
}

#[tokio::test]
async fn the_chosen_rating_is_visible_in_forced_colours() {
    if !only_in(&[Engine::Chromium, Engine::Firefox], "WebKit has no forced colours") {
        return;
    }
    let browser = open(Options { forced_colors: true, ..Options::default() }).await;
    assert_eq!(matching(&browser, CHOSEN).await[2], true);
    browser.click("[value='9']").await;
    browser.settled_text("textarea").await;
    let looks = "['9', '1'].map((value) => getComputedStyle($(`[value='${value}']`).nextElementSibling).backgroundColor)";
    let looks = browser.widget(looks).await;
    assert_ne!(looks[0], looks[1], "{looks}");
    assert_eq!(browser.widget("getComputedStyle($('.card')).borderTopStyle").await, "solid");
}
