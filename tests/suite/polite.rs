//! A guest's manners: waiting for dialogs and banners, and getting out of the way.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Key, Page, Shop, wait_for};
use serde_json::{Value, json};

/// Opens a page whose tag and body are these.
async fn opens(browser: &Browser, attributes: &str, body: &str) -> Collector {
    let collector = Collector::start();
    let attributes = format!(r#"data-survey="nps" {attributes}"#);
    let shop = Shop::with(Page::with_tag(&collector, &attributes).body(body)).await;
    browser.open(&shop.origin).await;
    collector
}

/// Waits until the widget's files have come, and then some.
async fn has_had_its_time(browser: &Browser) {
    let come = "return performance.getEntriesByType('resource').some((e) => e.name.endsWith('.wasm') && e.responseEnd)";
    wait_for("the widget to come", async || (browser.run(come).await == true).then_some(())).await;
    tokio::time::sleep(Duration::from_millis(1000)).await;
}

/// Expects that nothing is asked until the page has done this.
async fn waits_for(attributes: &str, body: &str, then: &str) {
    let browser = Browser::start().await;
    let collector = opens(&browser, attributes, body).await;
    has_had_its_time(&browser).await;
    assert!(!browser.shows_widget().await, "{body}");
    assert_eq!(collector.responses().len(), 0, "what nobody sees is not shown");
    browser.run(then).await;
    browser.question().await;
    collector.response("shown").await;
}

#[tokio::test]
async fn it_waits_while_a_dialog_of_the_page_is_open() {
    let body = "<dialog>Sizes<button>Fine</button></dialog><script>document.querySelector('dialog').showModal()</script>";
    waits_for("", body, "document.querySelector('dialog').close()").await;
}

#[tokio::test]
async fn it_waits_while_a_consent_banner_is_open() {
    let body = "<div id=onetrust-banner-sdk style='position: fixed; inset: auto 0 0'>Cookies? <button>Yes</button></div>";
    waits_for("", body, "document.querySelector('#onetrust-banner-sdk').style.display = 'none'").await;
}

#[tokio::test]
async fn it_waits_for_what_the_shop_names() {
    let body = "<div class=newsletter style='position: fixed; inset: 0'>Ten per cent off!</div>";
    waits_for(
        r#"data-wait-for=".newsletter, .popup""#,
        body,
        "document.querySelector('.newsletter').remove()",
    )
    .await;
}

#[tokio::test]
async fn a_banner_that_nobody_sees_is_not_waited_for() {
    let browser = Browser::start().await;
    let body = "<div id=onetrust-banner-sdk hidden>Cookies?</div><dialog>Closed</dialog>\
                <div class=cc-window style='visibility: hidden'>Cookies?</div>";
    let _collector = opens(&browser, "", body).await;
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

async fn comes_to(browser: &Browser, expected: [bool; 2]) {
    let there = async || (corner(browser).await == json!(expected)).then_some(());
    wait_for(&format!("the card in the corner {expected:?}"), there).await;
}

const BUY_BAR: &str =
    "<div class=bar style='position: fixed; right: 0; bottom: 0; width: 300px; height: 60px'>Buy</div>";

#[tokio::test]
async fn it_is_never_over_what_the_shop_needs_to_be_seen() {
    let browser = Browser::start().await;
    let _collector = opens(&browser, r#"data-avoid=".bar""#, BUY_BAR).await;
    browser.question().await;
    comes_to(&browser, [false, true]).await;
    // What comes later is made room for, too, and given back.
    browser.run("document.querySelector('.bar').style.width = '100%'; scrollTo(0, 1); dispatchEvent(new Event('scroll'))").await;
    comes_to(&browser, [true, false]).await;
    browser.run("document.querySelector('.bar').remove(); dispatchEvent(new Event('scroll'))").await;
    comes_to(&browser, [true, true]).await;
}

#[tokio::test]
async fn it_tucks_itself_away_where_there_is_no_room_left() {
    let browser = Browser::start().await;
    let body = "<div class=bar style='position: fixed; inset: 0'>All of it</div>";
    let collector = opens(&browser, r#"data-avoid=".bar""#, body).await;
    has_had_its_time(&browser).await;
    let visible = "$('.card')?.checkVisibility({ visibilityProperty: true })";
    wait_for("the card to tuck itself away", async || (browser.widget(visible).await == false).then_some(()))
        .await;
    assert_eq!(browser.widget("$('.close').checkVisibility({ visibilityProperty: true })").await, false);
    browser.run("document.querySelector('.bar').remove(); dispatchEvent(new Event('scroll'))").await;
    wait_for("the card to come back", async || (browser.widget(visible).await == true).then_some(())).await;
    collector.response("shown").await;
}

#[tokio::test]
async fn it_moves_away_from_the_field_the_shopper_writes_into() {
    let browser = Browser::start().await;
    let body = "<input id=coupon style='position: fixed; right: 40px; bottom: 40px'>";
    let _collector = opens(&browser, "", body).await;
    browser.question().await;
    comes_to(&browser, [true, true]).await;
    // The card lies over it, but the tab key comes there.
    for _ in 0..8 {
        browser.press(Key::Tab).await;
        if browser.run("return document.activeElement.id").await == "coupon" {
            break;
        }
    }
    comes_to(&browser, [false, true]).await;
    browser.type_text("SAVE").await;
    assert_eq!(browser.run("return document.querySelector('#coupon').value").await, "SAVE");
    // Nor does it move while it is used.
    browser.tab_to("input").await;
    browser.press(Key::Space).await;
    browser.settled("textarea").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    comes_to(&browser, [false, true]).await;
}

#[tokio::test]
async fn it_stays_where_the_shopper_uses_it() {
    let browser = Browser::start().await;
    let body =
        "<div class=bar style='position: fixed; right: 0; bottom: 0; width: 9px; height: 9px' hidden></div>";
    let _collector = opens(&browser, r#"data-avoid=".bar""#, body).await;
    browser.click("input[value='9']").await;
    browser.write("textarea", "Lovely").await;
    browser.run("const bar = document.querySelector('.bar'); bar.hidden = false; bar.style.inset = '0'; bar.style.width = 'auto'; \
                 bar.style.height = 'auto'; dispatchEvent(new Event('scroll'))").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(browser.widget("$('.card').checkVisibility({ visibilityProperty: true })").await, true);
    browser.type_text("!").await;
    assert_eq!(browser.widget("$('textarea').value").await, "Lovely!");
}
