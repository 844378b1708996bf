//! Hostile pages: style sheets, frames, and scripts that remove the card.

use std::fs;

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Value, json};

async fn open_page(browser: &Browser, attributes: &str, head: &str) -> Collector {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, attributes).head(head);
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
    collector
}

/// The computed styles of the card and its elements and their distance from the right edge. Not the font: by design it is the page's.
const STYLES: &str = "[...shadow.querySelectorAll('.card, .card h2, .close, .point, .face, .send, .option, .option input, \
    #field, .left, .way')].map((element) => { const box = element.getBoundingClientRect(); const style = getComputedStyle(element); \
    return [element.className || element.localName, Math.round(document.documentElement.clientWidth - box.right), Math.round(box.y), Math.round(box.width), \
    Math.round(box.height), ...['color', 'backgroundColor', 'borderTopWidth', 'borderTopColor', 'borderTopLeftRadius', \
    'display', 'fontSize', 'fontWeight', 'lineHeight', 'textAlign', 'textTransform', 'letterSpacing', 'visibility', \
    'opacity', 'boxSizing', 'appearance', 'padding', 'margin', 'cursor'].map((name) => style[name])] })";

async fn styles(browser: &Browser, head: &str) -> Value {
    // The same font everywhere, because words of another width would break elsewhere.
    let head = format!(
        "<style>html {{ --nachklang-font: 400 16px monospace; --nachklang-font: monospace }}</style>{head}"
    );
    let _collector = open_page(browser, r#"data-survey="nps""#, &head).await;
    browser.click("input[value='9']").await;
    browser.settled_text(".send").await;
    browser.hover("h2").await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    browser.widget(STYLES).await
}

/// Expects that this in the head of a page changes nothing of the card.
async fn expect_same_styles(head: &str) {
    let browser = Browser::start().await;
    let plain = styles(&browser, "").await;
    let hostile = styles(&browser, head).await;
    let (plain, hostile) = (plain.as_array().unwrap(), hostile.as_array().unwrap());
    assert_eq!(plain.len(), hostile.len());
    for (plain, hostile) in plain.iter().zip(hostile) {
        assert_eq!(plain, hostile);
    }
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
}

#[tokio::test]
async fn page_rules_for_every_element_do_not_reach_the_card() {
    expect_same_styles(
        "<style>* { all: unset !important } \
         *, ::before, ::after { color: red !important; letter-spacing: 9px !important; font-size: 40px !important; \
         text-transform: uppercase !important; line-height: 4 !important; visibility: hidden; cursor: wait !important }</style>",
    )
    .await;
}

#[tokio::test]
async fn page_rules_for_the_host_do_not_reach_the_card() {
    expect_same_styles(
        "<style>nachklang-widget { display: none !important; position: static !important; opacity: 0 !important; \
         transform: scale(2) !important; filter: blur(9px) !important; pointer-events: none !important; zoom: 2 !important }</style>",
    )
    .await;
}

#[tokio::test]
async fn a_transformed_body_and_a_high_z_index_do_not_reach_the_card() {
    expect_same_styles(
        "<style>body { transform: scale(0.5) rotate(3deg); filter: grayscale(1); z-index: 9; overflow: hidden } \
         main { position: fixed; inset: 0; z-index: 2147483647; background: white }</style>",
    )
    .await;
}

#[tokio::test]
async fn a_small_root_font_size_does_not_shrink_the_card() {
    expect_same_styles("<style>html { font-size: 62.5% } body { font-size: 1.2rem; line-height: 1 }</style>")
        .await;
}

/// A style sheet of a package of npm's, in the page itself.
fn sheet(path: &str) -> String {
    let path = xtask::root().join("tests/node_modules").join(path);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}: npm ci in tests/", path.display()))
}

/// Bootstrap as a shop puts it on its pages.
fn bootstrap() -> String {
    format!("<style>{}</style>", sheet("bootstrap/dist/css/bootstrap.min.css"))
}

/// Tailwind's preflight as its build writes it: in a layer, and with properties in the place of what the theme gives.
fn tailwind() -> String {
    let preflight = sheet("tailwindcss/preflight.css").replace("--theme(", "var(");
    format!("<style>@layer base {{ {preflight} }}</style>")
}

#[tokio::test]
async fn bootstrap_does_not_reach_the_card() {
    expect_same_styles(&bootstrap()).await;
}

#[tokio::test]
async fn tailwind_does_not_reach_the_card() {
    expect_same_styles(&tailwind()).await;
}

/// Parts of a shop whose classes have the names of the widget's own.
const PARTS: &str = "<div class='card'><div class='card-body'><h2 class='card-title'>Blue mug</h2>\
    <p class='error quiet'>Sold out</p><button class='btn btn-primary close send'>Buy</button></div></div>\
    <form class='points'><label class='form-label option'>Name<input class='form-control point'></label>\
    <textarea class='form-control'></textarea><progress value=1 max=2></progress></form><div hidden class='hidden'>Gone</div>";

/// The computed styles and places of all elements of the page.
const PAGE_LAYOUT: &str = "return [document.documentElement, ...document.querySelectorAll('body, main, main *, body > :not(main, nachklang-widget) *')]\
    .map((element) => { const style = getComputedStyle(element); const { x, y, width, height } = element.getBoundingClientRect(); \
    return element.localName + ' ' + [x, y, width, height] + [...style].map((name) => name + ':' + style[name]).join(';') })";

#[tokio::test]
async fn the_card_changes_nothing_of_the_page() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let mut pages = Vec::new();
    for head in ["", &bootstrap(), &tailwind()] {
        let page = Page::with_tag(&collector, "").head(head).body(PARTS);
        browser.open(&Shop::with(page).await.origin).await;
        let before = browser.run(PAGE_LAYOUT).await;
        browser.run("nachklang('show', 'nps')").await;
        browser.click("input[value='9']").await;
        browser.settled_text(".send").await;
        let after = browser.run(PAGE_LAYOUT).await;
        let (elements, afterwards) = (before.as_array().unwrap(), after.as_array().unwrap());
        assert_eq!(elements.len(), afterwards.len());
        for (before, after) in elements.iter().zip(afterwards) {
            assert_eq!(before, after);
        }
        pages.push(before);
    }
    assert!(pages[0] != pages[1] && pages[1] != pages[2], "the style sheets reach the page");
}

#[tokio::test]
async fn an_english_card_reads_left_to_right_on_a_right_to_left_page() {
    let browser = Browser::start().await;
    let head = "<script>document.documentElement.dir = 'rtl'</script>";
    let _collector = open_page(&browser, r#"data-survey="nps""#, head).await;
    let state = "(() => { const [close, card, least, most] = ['.close', '.card', \"input[value='0']\", \"input[value='5']\"]\
                 .map((selector) => $(selector).getBoundingClientRect()); \
                 return [getComputedStyle($('.card')).direction, close.x > card.x + card.width / 2, least.x < most.x] })()";
    assert_eq!(browser.widget(state).await, json!(["ltr", true, true]));
    let inside = "(() => { const box = $('.card').getBoundingClientRect(); \
                  return box.left >= 0 && box.right <= document.documentElement.clientWidth })()";
    assert_eq!(browser.widget(inside).await, true);
}

#[tokio::test]
async fn the_card_works_in_a_frame() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let inner = Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await;
    let frame = format!("<iframe src='{}' width=700 height=600></iframe>", inner.origin);
    browser.open(&Shop::with(Page::new(&collector).body(&frame)).await.origin).await;
    browser.enter_frame("iframe").await;
    browser.question().await;
    browser
        .run("document.querySelector('nachklang-widget').shadowRoot.querySelector(\"[value='8']\").click()")
        .await;
    browser.settled_text(".send").await;
    browser.run("document.querySelector('nachklang-widget').shadowRoot.querySelector('.send').click()").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 8);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_page_can_remove_the_card() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, r#"data-survey="nps""#, "").await;
    browser.click("input[value='9']").await;
    browser.run("document.querySelector('nachklang-widget').remove()").await;
    // The earlier answer counts, and another survey may be shown.
    assert_eq!(collector.response("partial").await["answers"][0]["value"], 9);
    browser.run("nachklang('close')").await;
    browser.run("nachklang('show', 'csat')").await;
    browser.wait_for_heading("How satisfied").await;
    browser.click("input[value='4']").await;
    browser.click(".send").await;
    assert_eq!(collector.response("complete").await["survey"], "csat");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn surveys_work_after_the_page_replaces_its_body() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, r#"data-survey="nps""#, "").await;
    browser.run("document.body = document.createElement('body')").await;
    browser.run("nachklang('show', 'csat')").await;
    browser.wait_for_heading("How satisfied").await;
    collector.response("shown").await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}
