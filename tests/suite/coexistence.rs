//! The widget on somebody else's page: focus, keys, events, errors.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Key, Page, Shop, wait_for};

/// How long the thank-you stays.
const THANKS: Duration = Duration::from_secs(7);

async fn open(page: Page) -> Browser {
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser
}

#[tokio::test]
async fn a_card_takes_no_focus_and_returns_it() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps" data-delay="0.5""#)
        .body("<input id=search><script>document.querySelector('#search').focus()</script>");
    let browser = open(page).await;
    assert_eq!(browser.run("return document.activeElement.id").await, "search");
    browser.type_text("mug").await;
    assert_eq!(browser.run("return document.activeElement.value").await, "mug");
    browser.tab_to("input").await;
    browser.press(Key::Escape).await;
    browser.wait_until_gone().await;
    assert_eq!(browser.run("return document.activeElement.id").await, "search");
}

#[tokio::test]
async fn escape_in_a_field_of_the_page_belongs_to_the_page() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).body("<input id=search>");
    let browser = open(page).await;
    browser.click_on_page("#search").await;
    browser.press(Key::Escape).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert!(browser.shows_widget().await);
}

#[tokio::test]
async fn closing_dismisses_the_survey_and_leaves_nothing_behind() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    let stored = collector.response("dismissed").await;
    assert_eq!(stored["answers"], serde_json::json!([]));
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 0);
    // The page can ask again, as another response.
    browser.run("nachklang('show', 'csat')").await;
    browser.question().await;
    wait_for("two responses", async || (collector.responses().len() == 2).then_some(())).await;
    browser.run("nachklang('close')").await;
    browser.wait_until_gone().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn the_thank_you_disappears_unless_the_shopper_is_using_it() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    browser.click("[value='9']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    browser.hover(".thanks").await;
    tokio::time::sleep(THANKS + Duration::from_secs(1)).await;
    assert!(browser.shows_widget().await, "the pointer is on it");
    browser.click_on_page("h1").await;
    browser.wait_until_gone().await;
}

#[tokio::test]
async fn closing_the_thank_you_does_not_close_the_next_survey() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    browser.click("[value='9']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    browser.run("nachklang('show', 'csat')").await;
    browser.question().await;
    tokio::time::sleep(THANKS + Duration::from_secs(1)).await;
    assert!(browser.shows_widget().await);
}

#[tokio::test]
async fn the_page_can_be_used_beside_a_card() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#)
        .body("<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>");
    let browser = open(page).await;
    browser.click_on_page("#buy").await;
    assert_eq!(browser.run("return document.title").await, "Bought");
}

#[tokio::test]
async fn hostile_styles_do_not_reach_the_card() {
    let collector = Collector::start();
    let plain = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let hostile = Page::with_tag(&collector, r#"data-survey="nps""#).head(
        "<style>* { all: unset !important; color: red !important; display: block !important; \
         --surface: red; --ink: red; --radius: 0 } \
         body { transform: scale(0.5); z-index: 9 } main { position: fixed; inset: 0; z-index: 2147483647 }</style>",
    );
    let hostile = open(hostile).await;
    let looks = "(() => { const box = $('.card').getBoundingClientRect(); const style = getComputedStyle($('.card')); \
                 return [box.x, box.y, box.width, box.height, style.color, style.backgroundColor, style.borderRadius, style.display] })()";
    // The font is the page's own by design, and Chromium's default differs from none at all in nothing here.
    // Both have come to rest after a moment.
    let same = async || (hostile.widget(looks).await == plain.widget(looks).await).then_some(());
    wait_for("the same looks", same).await;
    hostile.click("[value='9']").await;
    hostile.click(".send").await;
    hostile.settled_text(".thanks").await;
}

#[tokio::test]
async fn the_page_survives_a_crash_of_the_widget() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    collector.response("shown").await;
    // A setter of the page that throws where the widget does not expect it: the widget ends alone. No longer than from the
    // first listener to the last that hears of a click, because drivers need it too.
    let broken = "const own = Object.getOwnPropertyDescriptor(Element.prototype, 'className'); \
                  const broken = { ...own, set() { throw new Error('page broke className') } }; \
                  const define = (member) => () => Object.defineProperty(Element.prototype, 'className', member); \
                  window.addEventListener('click', define(broken), true); \
                  window.addEventListener('click', define(own))";
    browser.run(broken).await;
    browser.click(".close").await;
    let error = browser.event("error").await;
    assert_eq!(error["reason"], "crash");
    browser.wait_until_gone().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    browser.run("nachklang('show', 'nps')").await;
    assert!(!browser.shows_widget().await);
}

#[tokio::test]
async fn autofill_is_not_mistaken_for_the_keyboard() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    collector.response("shown").await;
    browser.run("document.body.dispatchEvent(new Event('keydown', { bubbles: true }))").await;
    assert!(browser.shows_widget().await);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn a_listener_may_call_during_a_call() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).head(
        "<script>document.addEventListener('nachklang:dismissed', () => { nachklang('touchpoint', 'cart'); \
         nachklang('show', 'ces') })</script>",
    );
    let browser = open(page).await;
    browser.run("nachklang('close')").await;
    let ask = async || collector.responses().into_iter().find(|response| response["survey"] == "ces");
    let stored = nachklang_tests::wait_for("the second survey", ask).await;
    assert_eq!(stored["touchpoint"]["key"], "cart");
    let events = browser.recorded("events").await;
    assert!(events.iter().all(|event| event["name"] != "error"), "{events:?}");
}
