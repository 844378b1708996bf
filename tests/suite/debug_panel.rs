//! The debug panel: `?nachklang=debug`.

use nachklang_tests::{Browser, Collector, Device, Endpoint, Key, Page, Reply, Scheme, Shop, wait_for};
use serde_json::{Value, json};

/// Opens a page with the panel. All that follows is about the panel.
async fn open(browser: &Browser, page: Page) -> Shop {
    let shop = Shop::with(page).await;
    browser.open(&format!("{}/?nachklang=debug", shop.origin)).await;
    browser.question().await;
    browser.select_widget("nachklang-debug").await;
    expect_text(browser, "Nachklang").await;
    shop
}

/// Waits until the panel says this. Gives all that it says.
async fn expect_text(browser: &Browser, part: &str) -> String {
    wait_for(&format!("\"{part}\" in the panel"), async || {
        let text = browser.widget("$('.panel')?.innerText").await;
        text.as_str().filter(|text| text.contains(part)).map(String::from)
    })
    .await
}

/// Presses the button of this name.
async fn press(browser: &Browser, name: &str) {
    let mark = format!(
        "[...shadow.querySelectorAll('button')].forEach((button) => button.toggleAttribute('meant', button.textContent == {}))",
        json!(name)
    );
    browser.widget(&mark).await;
    browser.click("[meant]").await;
}

#[tokio::test]
async fn the_panel_shows_mistakes_what_is_on_screen_and_what_was_sent() {
    let collector = Collector::start();
    let endpoint = Endpoint::start(&[Reply::Status(404)]).await;
    let page = Page::posting_to(
        &format!("{}?key=secret", endpoint.url),
        &collector,
        r#"data-survey="nps" data-store="de" data-proof="secret""#,
    );
    let browser = Browser::start().await;
    let _shop = open(&browser, page).await;
    expect_text(&browser, "warning: data-store: no attribute of Nachklang").await;
    expect_text(&browser, "answers HTTP 404").await;
    let text = expect_text(&browser, "nps, revision 1: waits to be sent again: HTTP 404").await;
    assert!(text.contains("● nps, on screen"), "{text}");
    browser.run("nachklang('customer', { segmnt: 'vip' }); nachklang('shwo')").await;
    expect_text(&browser, "error: a call that cannot be followed").await;
    // The text in the field is what goes to the clipboard.
    press(&browser, "Copy report as JSON").await;
    let report = wait_for("the report", async || {
        let text = browser.widget("$('textarea').value").await;
        text.as_str().and_then(|text| serde_json::from_str::<Value>(text).ok())
    })
    .await;
    for (member, expected) in [
        ("/settings/proof", json!("…")),
        ("/settings/endpoint", json!(endpoint.url)),
        ("/surveys/0/survey", json!("nps")),
        ("/deliveries/0/survey", json!("nps")),
        ("/on_screen/0/status", json!("shown")),
        ("/consent", json!(true)),
        ("/messages/0/level", json!("warning")),
    ] {
        assert_eq!(report.pointer(member), Some(&expected), "{member}: {report:#}");
    }
    assert!(!report.to_string().contains("secret"), "{report:#}");
}

#[tokio::test]
async fn the_panel_is_moved_folded_and_closed_by_pointer_and_keyboard() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    let _shop = open(&browser, Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let corner = "shadow.host.getAttribute('corner')";
    assert_eq!(browser.widget(corner).await, "bottom-left");
    press(&browser, "Move").await;
    assert_eq!(browser.widget(corner).await, "top-left");
    press(&browser, "Fold").await;
    wait_for("the fold", async || {
        (browser.widget("$('#body').checkVisibility()").await == false).then_some(())
    })
    .await;
    browser.press(Key::Enter).await;
    wait_for("it to unfold", async || {
        (browser.widget("$('#body').checkVisibility()").await == true).then_some(())
    })
    .await;
    // The focus is on the button that folds.
    browser.press(Key::Escape).await;
    browser.wait_until_gone().await;
    browser.run("window.selectedWidget = undefined").await;
    assert!(browser.shows_widget().await, "the card stays");
}

#[tokio::test]
async fn the_panel_never_covers_the_card() {
    let collector = Collector::start();
    for device in [Device::Phone, Device::SmallPhone, Device::PhoneSideways] {
        let browser = Browser::on(device, Scheme::Light).await;
        let _shop = open(&browser, Page::with_tag(&collector, r#"data-survey="nps""#)).await;
        let apart = "(() => { const panel = shadow.host.getBoundingClientRect(); \
            const card = document.querySelector('nachklang-widget').shadowRoot.querySelector('.card').getBoundingClientRect(); \
            return getComputedStyle(shadow.host).visibility == 'hidden' || panel.bottom <= card.top || panel.top >= card.bottom \
              || panel.right <= card.left || panel.left >= card.right; })()";
        wait_for(&format!("room beside the card: {device:?}"), async || {
            (browser.widget(apart).await == true).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn show_again_has_one_survey_come_again() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    let _shop = open(&browser, Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    expect_text(&browser, "nps, revision 1: delivered").await;
    browser.select_widget("nachklang-widget").await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    browser.select_widget("nachklang-debug").await;
    expect_text(&browser, "✗ nps").await;
    press(&browser, "Show again").await;
    browser.select_widget("nachklang-widget").await;
    browser.question().await;
}
