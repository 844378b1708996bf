//! Closing a card before the deferred part arrives.

use std::time::Duration;

use nachklang_tests::{
    Browser, Cdn, CdnReply, Collector, Device, Engine, Key, Page, Scheme, Shop, only_in, survey_file,
    wait_for,
};
use serde_json::json;

use super::{HeldPage, nps, rated, why};

/// Expects that the card is invisible and does not catch clicks.
async fn expect_hidden(browser: &Browser) {
    let opacity = "getComputedStyle($('.card')).opacity";
    wait_for("the card to go", async || (browser.widget(opacity).await == "0").then_some(())).await;
    assert_eq!(browser.widget("getComputedStyle($('.card')).pointerEvents").await, "none");
}

#[tokio::test]
async fn an_early_close_hides_the_card_at_once() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".close").await;
    expect_hidden(&held.browser).await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    assert_eq!(held.collector.response("dismissed").await["answers"], json!([rated(9)]));
    held.expect_no_errors().await;
    assert_eq!(held.events().await.iter().filter(|event| *event == "dismissed").count(), 1);
}

#[tokio::test]
async fn an_early_close_by_keyboard_returns_the_focus_at_once() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.run("document.querySelector('#buy').focus()").await;
    held.browser.tab_to(".close").await;
    held.browser.press(Key::Enter).await;
    let focus = "return document.activeElement.id";
    wait_for("the focus", async || (held.browser.run(focus).await == "buy").then_some(())).await;
    let reachable = "$('.card').checkVisibility({ visibilityProperty: true })";
    wait_for("nothing to be left to tab to", async || {
        (held.browser.widget(reachable).await == false).then_some(())
    })
    .await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    assert_eq!(held.browser.run(focus).await, "buy");
    held.collector.response("dismissed").await;
    held.expect_no_errors().await;
}

#[tokio::test]
async fn early_escape_closes_the_card() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.tab_to("[name=point]").await;
    held.browser.press(Key::Escape).await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    held.collector.response("dismissed").await;
    held.expect_no_errors().await;
}

#[tokio::test]
async fn sending_early_keeps_a_card_in_the_middle_open() {
    let held = HeldPage::ask(r#"data-position="center""#, json!([nps(), why()])).await;
    held.browser.click("input[value='9']").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Why?").await;
    assert_eq!(held.browser.widget("$('.card').matches('dialog:modal')").await, true);
    held.browser.send_and_expect("Thank you!").await;
    held.expect_answers(json!([rated(9)])).await;
}

#[tokio::test]
async fn early_escape_releases_the_page_behind_a_card_in_the_middle() {
    let held = HeldPage::ask(r#"data-position="center""#, json!([nps()])).await;
    held.browser.press(Key::Escape).await;
    wait_for("the page", async || (held.browser.widget("!$('dialog[open]')").await == true).then_some(()))
        .await;
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    held.collector.response("dismissed").await;
    held.expect_no_errors().await;
}

#[tokio::test]
async fn an_early_close_releases_the_page_behind_a_card_in_the_middle() {
    let buy = "<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>";
    let cdn = Cdn::start(&[CdnReply::Held]).await;
    let held =
        HeldPage::open(|page| page.body(buy), r#"data-survey="nps" data-position="center""#, json!([]), cdn)
            .await;
    held.browser.question().await;
    held.browser.click(".close").await;
    held.browser.click_on_page("#buy").await;
    assert_eq!(held.browser.run("return document.title").await, "Bought");
    held.release_deferred().await;
    held.browser.wait_until_gone().await;
    held.collector.response("dismissed").await;
    held.expect_no_errors().await;
}

#[tokio::test]
async fn a_survey_shown_after_an_early_close_stays() {
    let held = HeldPage::ask("", json!([nps()])).await;
    held.browser.run("nachklang('close'); nachklang('show', 'csat')").await;
    expect_hidden(&held.browser).await;
    held.browser.run("nachklang('close'); nachklang('show', 'ces')").await;
    held.browser.select_widget("nachklang-widget:last-child").await;
    let before = held.browser.question().await;
    assert_eq!(held.browser.run("return document.querySelectorAll('nachklang-widget').length").await, 3);
    held.release_deferred().await;
    wait_for("the closed ones to go", async || {
        let there = held.browser.run("return document.querySelectorAll('nachklang-widget').length").await;
        (there == 1).then_some(())
    })
    .await;
    held.browser.event("shown").await;
    assert_eq!(held.browser.question().await, before);
    held.browser.press(Key::Escape).await;
    held.browser.wait_until_gone().await;
    let shown = ["shown", "dismissed"];
    assert_eq!(held.events().await, [shown, shown, shown].concat());
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(held.browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn no_survey_is_triggered_until_an_early_close_is_handled() {
    let second = json!({ "key": "second", "trigger": { "event": "bought" }, "questions": [nps()] });
    let first = json!({ "key": "first", "questions": [nps()] });
    let (collector, cdn) = (Collector::start(), Cdn::start(&[CdnReply::Held]).await);
    let page = Page::served_by(&cdn.origin, &collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &survey_file(&[first, second])).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click(".close").await;
    browser.run("nachklang('event', 'bought')").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    cdn.release();
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(!browser.shows_widget().await, "the second came although the first was closed");
}

#[tokio::test]
async fn dragging_a_sheet_down_early_closes_it() {
    if !only_in(
        &[Engine::Chromium, Engine::Firefox],
        "only a finger keeps hold of what it leaves, and WebKit's driver has none",
    ) {
        return;
    }
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let (collector, cdn) = (Collector::start(), Cdn::start(&[CdnReply::Held]).await);
    let shop = Shop::with(Page::served_by(&cdn.origin, &collector, r#"data-survey="nps""#)).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.drag(".grip", 160.0).await;
    cdn.release();
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn removing_an_element_early_removes_its_survey() {
    let survey = "<nachklang-survey survey=nps></nachklang-survey>";
    let cdn = Cdn::start(&[CdnReply::Held]).await;
    let held = HeldPage::open(|page| page.body(survey), r#"data-shop="Shop""#, json!([nps()]), cdn).await;
    held.browser.question().await;
    let instead = "document.querySelector('nachklang-survey').remove(); \
                   const other = document.createElement('nachklang-survey'); \
                   other.setAttribute('survey', 'csat'); document.body.append(other)";
    held.browser.run(instead).await;
    held.browser.wait_for_heading("How satisfied are you with Shop?").await;
    held.browser.click("input[value='4']").await;
    held.browser.click(".send").await;
    held.release_deferred().await;
    held.browser.wait_for_heading("Thank you!").await;
    assert_eq!(held.collector.response("complete").await["survey"], "csat");
    assert_eq!(held.browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(held.browser.recorded("console").await, [""; 0]);
}
