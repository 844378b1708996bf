//! The widget follows the preferences of the system.

use nachklang_tests::{Browser, Collector, Device, Engine, Options, Page, Scheme, Shop, only_in, wait_for};
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

#[tokio::test]
async fn more_contrast_is_given_where_it_is_preferred() {
    if !only_in(&[Engine::Chromium], "the other drivers cannot prefer more contrast") {
        return;
    }
    let browser = open(Options::default()).await;
    let looks = "(() => { const of = (selector) => getComputedStyle($(selector)); return [of('.ends').color == of('h2').color, \
                 of('.card').borderTopStyle] })()";
    assert_eq!(browser.widget(looks).await, json!([false, "none"]));
    let prefer = |value: &str| json!({ "features": [{ "name": "prefers-contrast", "value": value }] });
    browser.devtools("Emulation.setEmulatedMedia", prefer("more")).await;
    assert_eq!(browser.widget(looks).await, json!([true, "solid"]));
    browser.devtools("Emulation.setEmulatedMedia", prefer("")).await;
}

/// The rules for what the pointer is over that also hold where nothing hovers.
const HOVER_RULES: &str = "(() => { const found = []; const look = (rules, hovers) => { for (const rule of rules) { \
    if (rule.selectorText?.includes(':hover') && !hovers) found.push(rule.selectorText); \
    if (rule.cssRules) look(rule.cssRules, hovers || /hover: ?hover/.test(rule.conditionText)); } }; \
    for (const sheet of shadow.adoptedStyleSheets) look(sheet.cssRules, false); return found })()";

#[tokio::test]
async fn a_lifted_finger_hovers_over_nothing() {
    let browser = open(Options::default()).await;
    assert_eq!(browser.widget(HOVER_RULES).await, json!([]));
}

#[tokio::test]
async fn on_a_zoomed_page_the_card_keeps_to_what_is_in_sight() {
    if !only_in(&[Engine::Chromium], "the other drivers cannot zoom with two fingers") {
        return;
    }
    let browser = open(Options { device: Device::Phone, ..Options::default() }).await;
    browser.devtools("Emulation.setPageScaleFactor", json!({ "pageScaleFactor": 2 })).await;
    let is_in_sight = "(() => { const view = visualViewport; const box = $('.card').getBoundingClientRect(); \
        return view.scale == 2 && box.left >= view.offsetLeft - 1 && box.right <= view.offsetLeft + view.width + 1 && \
        box.top >= view.offsetTop - 1 && box.bottom <= view.offsetTop + view.height + 1 })()";
    wait_for("the card to come into sight", async || {
        (browser.widget(is_in_sight).await == true).then_some(())
    })
    .await;
    browser.click("input[value='9']").await;
    browser.send_and_expect("Thank you!").await;
    browser.devtools("Emulation.setPageScaleFactor", json!({ "pageScaleFactor": 1 })).await;
}
