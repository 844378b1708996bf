//! Where and when a card appears: it waits for dialogs and banners, and covers nothing that is needed.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Key, Page, Shop, wait_for};
use serde_json::{Value, json};

/// Opens a page with these attributes of the tag and this body.
async fn open_page(browser: &Browser, attributes: &str, body: &str) -> Collector {
    let collector = Collector::start();
    let attributes = format!(r#"data-survey="nps" {attributes}"#);
    let shop = Shop::with(Page::with_tag(&collector, &attributes).body(body)).await;
    browser.open(&shop.origin).await;
    collector
}

/// Waits until the widget's files have arrived, and a moment longer.
async fn wait_for_the_widget(browser: &Browser) {
    let come = "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('.wasm') && e.responseEnd)";
    wait_for("the widget to come", async || (browser.run(come).await == true).then_some(())).await;
    tokio::time::sleep(Duration::from_millis(1000)).await;
}

/// Expects that no survey is shown until the page has run this script.
async fn expect_waiting(attributes: &str, body: &str, then: &str) {
    let browser = Browser::start().await;
    let collector = open_page(&browser, attributes, body).await;
    wait_for_the_widget(&browser).await;
    assert!(!browser.shows_widget().await, "{body}");
    assert_eq!(collector.responses().len(), 0, "what nobody sees is not shown");
    browser.run(then).await;
    browser.question().await;
    collector.response("shown").await;
}

#[tokio::test]
async fn the_card_waits_while_a_dialog_of_the_page_is_open() {
    let body = "<dialog>Sizes<button>Fine</button></dialog><script>document.querySelector('dialog').showModal()</script>";
    expect_waiting("", body, "document.querySelector('dialog').close()").await;
}

#[tokio::test]
async fn the_card_waits_while_a_consent_banner_is_open() {
    let body = "<div id=onetrust-banner-sdk style='position: fixed; inset: auto 0 0'>Cookies? <button>Yes</button></div>";
    expect_waiting("", body, "document.querySelector('#onetrust-banner-sdk').style.display = 'none'").await;
}

#[tokio::test]
async fn the_card_waits_for_elements_that_the_shop_names() {
    let body = "<div class=newsletter style='position: fixed; inset: 0'>Ten per cent off!</div>";
    expect_waiting(
        r#"data-wait-for=".newsletter, .popup""#,
        body,
        "document.querySelector('.newsletter').remove()",
    )
    .await;
}

#[tokio::test]
async fn the_card_does_not_wait_for_an_invisible_banner() {
    let browser = Browser::start().await;
    let body = "<div id=onetrust-banner-sdk hidden>Cookies?</div><dialog>Closed</dialog>\
                <div class=cc-window style='visibility: hidden'>Cookies?</div>";
    let _collector = open_page(&browser, "", body).await;
    browser.question().await;
}

/// The corner the card is in: whether at the right, and whether at the bottom.
async fn corner(browser: &Browser) -> Value {
    browser
        .widget(
            "(() => { const box = $('.card').getBoundingClientRect(); \
             return [box.left + box.width / 2 > innerWidth / 2, box.top + box.height / 2 > innerHeight / 2] })()",
        )
        .await
}

async fn wait_for_corner(browser: &Browser, expected: [bool; 2]) {
    let there = async || (corner(browser).await == json!(expected)).then_some(());
    wait_for(&format!("the card in the corner {expected:?}"), there).await;
}

const BUY_BAR: &str =
    "<div class=bar style='position: fixed; right: 0; bottom: 0; width: 300px; height: 60px'>Buy</div>";

#[tokio::test]
async fn the_card_never_covers_what_the_shop_protects() {
    let browser = Browser::start().await;
    let _collector = open_page(&browser, r#"data-avoid=".bar""#, BUY_BAR).await;
    browser.question().await;
    wait_for_corner(&browser, [false, true]).await;
    // The card makes room for an element that is added later, and moves back afterwards.
    browser.run("document.querySelector('.bar').style.width = '100%'; scrollTo(0, 1); dispatchEvent(new Event('scroll'))").await;
    wait_for_corner(&browser, [true, false]).await;
    browser.run("document.querySelector('.bar').remove(); dispatchEvent(new Event('scroll'))").await;
    wait_for_corner(&browser, [true, true]).await;
}

#[tokio::test]
async fn the_card_hides_where_it_has_no_room() {
    let browser = Browser::start().await;
    let body = "<div class=bar style='position: fixed; inset: 0'>All of it</div>";
    let collector = open_page(&browser, r#"data-avoid=".bar""#, body).await;
    wait_for_the_widget(&browser).await;
    let visible = "$('.card')?.checkVisibility({ visibilityProperty: true })";
    wait_for("the card to tuck itself away", async || (browser.widget(visible).await == false).then_some(()))
        .await;
    assert_eq!(browser.widget("$('.close').checkVisibility({ visibilityProperty: true })").await, false);
    browser.run("document.querySelector('.bar').remove(); dispatchEvent(new Event('scroll'))").await;
    wait_for("the card to come back", async || (browser.widget(visible).await == true).then_some(())).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn the_card_moves_away_from_the_focused_field() {
    let browser = Browser::start().await;
    let body = "<input id=coupon style='position: fixed; right: 40px; bottom: 40px'>";
    let _collector = open_page(&browser, "", body).await;
    browser.question().await;
    wait_for_corner(&browser, [true, true]).await;
    // The card covers the field, but the tab key reaches it.
    for _ in 0..8 {
        browser.press(Key::Tab).await;
        if browser.run("return document.activeElement.id").await == "coupon" {
            break;
        }
    }
    wait_for_corner(&browser, [false, true]).await;
    browser.type_text("SAVE").await;
    assert_eq!(browser.run("return document.querySelector('#coupon').value").await, "SAVE");
    // The card does not move while it is used.
    browser.tab_to("input").await;
    browser.press(Key::Space).await;
    browser.settled_text("textarea").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    wait_for_corner(&browser, [false, true]).await;
}

#[tokio::test]
async fn the_card_stays_while_the_shopper_uses_it() {
    let browser = Browser::start().await;
    let body =
        "<div class=bar style='position: fixed; right: 0; bottom: 0; width: 9px; height: 9px' hidden></div>";
    let _collector = open_page(&browser, r#"data-avoid=".bar""#, body).await;
    browser.click("input[value='9']").await;
    browser.write("textarea", "Lovely").await;
    browser.run("const bar = document.querySelector('.bar'); bar.hidden = false; bar.style.inset = '0'; bar.style.width = 'auto'; \
                 bar.style.height = 'auto'; dispatchEvent(new Event('scroll'))").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(browser.widget("$('.card').checkVisibility({ visibilityProperty: true })").await, true);
    browser.type_text("!").await;
    assert_eq!(browser.widget("$('textarea').value").await, "Lovely!");
}
