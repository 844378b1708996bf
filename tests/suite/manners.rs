//! How the widget behaves on somebody else's page.

use nachklang_tests::{Browser, Collector, Key, Page, Shop};

async fn open(page: Page) -> Browser {
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser
}

#[tokio::test]
async fn focus_is_not_taken_and_is_given_back() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps" data-delay="0.5""#)
        .body("<input id=search><script>document.querySelector('#search').focus()</script>");
    let browser = open(page).await;
    assert_eq!(browser.run("return document.activeElement.id").await, "search");
    browser.type_text("mug").await;
    assert_eq!(browser.run("return document.activeElement.value").await, "mug");
    browser.tab_to("input").await;
    browser.press(Key::Escape).await;
    browser.gone().await;
    assert_eq!(browser.run("return document.activeElement.id").await, "search");
}

#[tokio::test]
async fn escape_in_the_page_is_the_pages() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).body("<input id=search>");
    let browser = open(page).await;
    browser.click_on_page("#search").await;
    browser.press(Key::Escape).await;
    tokio::time::sleep(std::time::Duration::from_millis(500)).await;
    assert!(browser.shows_widget().await);
}

#[tokio::test]
async fn closing_dismisses_and_leaves_nothing_behind() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    browser.click(".close").await;
    browser.gone().await;
    let stored = collector.response("dismissed").await;
    assert_eq!(stored["answers"], serde_json::json!([]));
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 0);
    // The page can ask again, as another response.
    browser.run("nachklang('show', 'csat')").await;
    browser.question().await;
    browser.run("nachklang('close')").await;
    browser.gone().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn the_page_can_be_used_beside_the_widget() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#)
        .body("<script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>");
    let browser = open(page).await;
    browser.click_on_page("#buy").await;
    assert_eq!(browser.run("return document.title").await, "Bought");
}

#[tokio::test]
async fn hostile_styles_do_not_reach_the_widget() {
    let collector = Collector::start();
    let plain = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let hostile = Page::with_tag(&collector, r#"data-survey="nps""#).head(
        "<style>* { all: unset !important; color: red !important; display: block !important } \
         body { transform: scale(0.5); z-index: 9 } main { position: fixed; inset: 0; z-index: 2147483647 }</style>",
    );
    let hostile = open(hostile).await;
    let looks = "(() => { const box = $('.card').getBoundingClientRect(); const style = getComputedStyle($('.card')); \
                 return [box.x, box.y, box.width, box.height, style.color, style.backgroundColor, style.display] })()";
    // The font is the page's own by design, and Chromium's default differs from none at all in nothing here.
    assert_eq!(hostile.widget(looks).await, plain.widget(looks).await);
    hostile.click("[value='9']").await;
    hostile.click(".send").await;
    hostile.settled(".thanks").await;
}

#[tokio::test]
async fn the_widget_and_the_page_survive_a_crash_of_the_widget() {
    let collector = Collector::start();
    let browser = open(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    // A getter of the page that throws where the widget does not expect it: the program traps or throws, and ends alone.
    browser.run("window.setTimeout = () => { throw new Error('page broke setTimeout') }").await;
    browser.click(".close").await;
    let error = browser.event("error").await;
    assert_eq!(error["reason"], "crash");
    browser.gone().await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    browser.run("nachklang('show', 'nps')").await;
    assert!(!browser.shows_widget().await);
}
