//! A card makes way for what opens on the page, and comes back. Bars, buttons and banners are found without being named.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Device, Options, Page, Scheme, Shop, wait_for};
use serde_json::{Value, json};

/// Whether the card is in sight; `null` without a card.
const IN_SIGHT: &str = "$('.card')?.checkVisibility({ visibilityProperty: true })";

/// Whether the card, where it is in sight, covers anything of the element that `selector` finds.
async fn covers(browser: &Browser, selector: &str) -> bool {
    let script = format!(
        "(() => {{ const [card, box] = [$('.card'), document.querySelector({})].map((element) => element.getBoundingClientRect()); \
         return {IN_SIGHT} && card.left < box.right && card.right > box.left && card.top < box.bottom && card.bottom > box.top }})()",
        json!(selector)
    );
    browser.widget(&script).await == true
}

async fn wait_for_sight(browser: &Browser, is_in_sight: bool, why: &str) {
    let what = format!("the card to be in sight: {is_in_sight}, because of {why}");
    wait_for(&what, async || (browser.widget(IN_SIGHT).await == is_in_sight).then_some(())).await;
}

/// Opens a page with this body, on a shop of its own.
async fn open(browser: &Browser, body: &str) -> Collector {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#);
    let shop = Shop::with(page.body("<p style='height: 2000px'>Mugs</p>").body(body)).await;
    browser.open(&shop.origin).await;
    collector
}

/// What browsers lay out although nobody sees or reaches it, as themes keep closed dialogs in the page.
const CLOSED: [&str; 12] = [
    "<details><summary>Search</summary><div role=dialog aria-modal=true><input></div></details>",
    "<div style='position: fixed; inset: 0; opacity: 0; pointer-events: none'><div role=dialog aria-modal=true style='height: 100%'>Cart</div></div>",
    "<div style='position: fixed; inset: 0 0 0 auto; width: 300px; opacity: 0'><div role=dialog aria-modal=true style='height: 100%'>Cart</div></div>",
    "<div role=dialog aria-modal=true style='position: fixed; inset: 0 0 0 auto; width: 300px; transform: translateX(100%)'>Cart</div>",
    "<div role=dialog aria-modal=true style='position: fixed; inset: 0; visibility: hidden'>Cart</div>",
    "<div role=dialog aria-modal=true style='position: fixed; inset: 0' inert>Cart</div>",
    "<div hidden=until-found><div role=dialog aria-modal=true style='position: fixed; inset: 0'>Cart</div></div>",
    "<div style='position: fixed; width: 0; height: 0; overflow: hidden'><div role=dialog aria-modal=true style='width: 300px; height: 300px'>Cart</div></div>",
    "<div role=dialog aria-modal=true style='position: absolute; top: 0; width: 300px; height: 300px; clip: rect(0 0 0 0)'>Cart</div>",
    "<div role=dialog aria-modal=true style='position: fixed; inset: 0; clip-path: inset(100%)'>Cart</div>",
    "<dialog aria-modal=true>Sizes</dialog><div popover role=dialog aria-modal=true>Sizes</div>",
    "<div style='position: fixed; inset: 0; z-index: -1; background: linen'></div>",
];

#[tokio::test]
async fn the_card_does_not_wait_for_what_is_closed() {
    let browser = Browser::start().await;
    let _collector = open(&browser, &CLOSED.concat()).await;
    browser.question().await;
    let script = "nachklang('explain').then((all) => done(all[0].reasons.map(({ reason }) => reason)))";
    let reasons = browser.run_until_done(script, Vec::new()).await;
    assert!(!reasons.as_array().expect("reasons").contains(&json!("blocked")), "{reasons}");
    wait_for_sight(&browser, true, "closed dialogs").await;
}

/// What shops and their libraries open over the page: a name, and what is put into an element of the body. One that needs a
/// script has it behind `|`.
const OPENED: [(&str, &str); 10] = [
    (
        "a modal cart",
        "<div role=dialog aria-modal=true style='position: fixed; inset: 0 0 0 auto; width: 50%; background: #fff'>Cart</div>",
    ),
    (
        "Bootstrap's modal",
        "<div class='modal fade show' role=dialog aria-modal=true tabindex=-1 style='display: block; position: fixed; inset: 0'>\
         <div class=modal-dialog style='pointer-events: none'><div class=modal-content style='pointer-events: auto'>Sizes</div></div></div>",
    ),
    (
        "Bootstrap's drawer",
        "<div class='offcanvas offcanvas-end show' role=dialog aria-modal=true tabindex=-1 style='position: fixed; inset: 0 0 0 auto; width: 300px'>\
         Cart</div><div class=offcanvas-backdrop style='position: fixed; inset: 0; background: #0008'></div>",
    ),
    (
        "a dialog without a box, as of Headless UI",
        "<div role=dialog aria-modal=true style='position: relative; z-index: 10'><div style='position: fixed; inset: 0; background: #0008'></div>\
         <div style='position: fixed; inset: 0'><div style='width: 300px; background: #fff'>Cart</div></div></div>",
    ),
    (
        "a dialog that does not say it is modal, as of Radix",
        "<div style='position: fixed; inset: 0; background: #0008'></div>\
         <div role=dialog style='position: fixed; inset: 40% 40% auto; background: #fff'>Cart</div>",
    ),
    (
        "a lightbox, as of PhotoSwipe",
        "<div class=pswp role=dialog tabindex=-1 style='position: fixed; inset: 0; z-index: 9'><div class=pswp__bg style='position: absolute; inset: 0; \
         background: #000'></div><div class=pswp__scroll-wrap><div class=pswp__container><div class=pswp__item></div></div></div></div>",
    ),
    (
        "a layer of a web component",
        "<x-layer></x-layer>|holder.firstChild.attachShadow({ mode: 'open' }).innerHTML = '<div style=\"position: fixed; inset: 0\">Hi</div>'",
    ),
    (
        "a menu below which the page is locked",
        "<nav style='position: absolute; inset: 0; height: 100vh; z-index: 3; background: #fff'>Mugs</nav>|document.body.style.overflow = 'hidden'",
    ),
    (
        "a consent banner",
        "<div id=onetrust-banner-sdk style='position: fixed; inset: auto 0 0; background: #fff'>Cookies? <button>Yes</button></div>",
    ),
    (
        "the browser's modal dialog",
        "<dialog>Sizes<button>Fine</button></dialog>|holder.firstChild.showModal()",
    ),
];

#[tokio::test]
async fn the_card_makes_way_for_what_opens_later_and_comes_back_as_it_was() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "").await;
    browser.click("input[value='9']").await;
    browser.write("textarea", "Lovely").await;
    for (name, opened) in OPENED {
        let (html, script) = opened.split_once('|').unwrap_or((opened, ""));
        let open = format!(
            "const holder = document.createElement('div'); holder.id = 'holder'; holder.innerHTML = {}; document.body.append(holder); {script}",
            json!(html)
        );
        browser.run(&open).await;
        wait_for_sight(&browser, false, name).await;
        browser.run("document.querySelector('#holder').remove(); document.body.style.overflow = ''").await;
        wait_for_sight(&browser, true, name).await;
        // The browser's own dialog takes the focus. It is the page's then.
        if !html.contains("<dialog>") {
            assert_eq!(browser.widget("shadow.activeElement?.localName").await, "textarea", "{name}");
        }
    }
    let state = browser.widget("[$('textarea').value, $('input:checked').value]").await;
    assert_eq!(state, json!(["Lovely", "9"]), "what was typed and chosen");
}

#[tokio::test]
async fn escape_closes_what_is_open_and_not_the_card_that_makes_way() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "<dialog>Sizes</dialog>").await;
    browser.question().await;
    wait_for_sight(&browser, true, "nothing").await;
    browser.run("document.querySelector('dialog').showModal()").await;
    wait_for_sight(&browser, false, "the dialog").await;
    browser.press(nachklang_tests::Key::Escape).await;
    wait_for_sight(&browser, true, "nothing").await;
    assert_eq!(browser.run("return document.querySelector('dialog').open").await, false);
}

#[tokio::test]
async fn the_tab_makes_way_for_what_is_open() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let page =
        Page::with_tag(&collector, r#"data-survey="nps" data-mode="tab""#).body("<dialog>Sizes</dialog>");
    let shop = Shop::with(page).await;
    browser.open(&shop.origin).await;
    browser.settled_text(".tab").await;
    let in_sight = "$('.tab').checkVisibility({ visibilityProperty: true })";
    for (script, is_in_sight) in [("showModal", false), ("close", true)] {
        browser.run(&format!("document.querySelector('dialog').{script}()")).await;
        wait_for(script, async || (browser.widget(in_sight).await == is_in_sight).then_some(())).await;
    }
}

#[tokio::test]
async fn who_asks_for_a_survey_gets_it_whatever_is_open() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let body =
        "<div class=cart role=dialog aria-modal=true style='position: fixed; inset: 0 50% 0 0'>Cart</div>";
    let shop = Shop::with(Page::with_tag(&collector, "").body(body)).await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('show', 'csat')").await;
    browser.question().await;
    collector.response("shown").await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    assert_eq!(browser.widget(IN_SIGHT).await, true);
    // What opens later is another thing.
    browser.run("document.querySelector('.cart').hidden = true").await;
    tokio::time::sleep(Duration::from_millis(900)).await;
    browser.run("document.querySelector('.cart').hidden = false").await;
    wait_for_sight(&browser, false, "the cart").await;
}

/// A name, a fixed or sticky element that is not to be covered, and where the card goes: whether to the right, and whether to the
/// lower half.
const BARS: [(&str, &str, [bool; 2]); 5] = [
    (
        "a chat button",
        "position: fixed; right: 20px; bottom: 20px; width: 56px; height: 56px; border-radius: 50%",
        [false, true],
    ),
    ("a bar at the bottom", "position: fixed; inset: auto 0 0; height: 64px", [true, true]),
    ("a sticky bar", "position: sticky; bottom: 0; height: 64px", [true, true]),
    (
        "an open chat",
        "position: fixed; right: 20px; bottom: 20px; width: 360px; height: 500px",
        [false, true],
    ),
    (
        "a tooltip in a corner",
        "position: fixed; right: 60px; bottom: 60px; width: 80px; height: 40px",
        [false, true],
    ),
];

#[tokio::test]
async fn bars_and_buttons_of_the_page_are_never_covered() {
    for device in [Device::Desktop, Device::Phone] {
        let browser = Browser::with(Options { device, ..Options::default() }).await;
        let _collector = open(&browser, "<div id=bar hidden style='background: gold'>Chat</div>").await;
        browser.question().await;
        for (name, style, place) in BARS {
            let show = format!(
                "const bar = document.querySelector('#bar'); bar.style.cssText = {}; bar.hidden = false; scrollTo(0, 1)",
                json!(style)
            );
            browser.run(&show).await;
            wait_for(&format!("the card to keep clear of {name} on {device:?}"), async || {
                (!covers(&browser, "#bar").await).then_some(())
            })
            .await;
            if device == Device::Desktop {
                wait_for_sight(&browser, true, name).await;
                let corner = "(() => { const box = $('.card').getBoundingClientRect(); \
                              return [box.left + box.width / 2 > innerWidth / 2, box.top + box.height / 2 > innerHeight / 2] })()";
                assert_eq!(browser.widget(corner).await, json!(place), "{name}");
            }
            browser.run("document.querySelector('#bar').hidden = true").await;
            let at_the_edge = "Math.abs($('.card').getBoundingClientRect().bottom - innerHeight) < 20";
            wait_for(&format!("the card to be back after {name}"), async || {
                (browser.widget(at_the_edge).await == true && browser.widget(IN_SIGHT).await == true)
                    .then_some(())
            })
            .await;
        }
    }
}

#[tokio::test]
async fn a_card_out_of_sight_takes_no_taps() {
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let body = "<style>body { margin: 0 } .bar { position: fixed; inset: auto 0 0; height: 64px } .bar button { width: 90%; height: 50px } \
                textarea { position: fixed; inset: 60px 0 70px; width: 100%; height: calc(100% - 130px) }</style><textarea id=note></textarea>\
                <div class=bar><button id=order onclick=\"document.title = 'ordered'\">Order now</button></div>";
    let collector = Collector::start();
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).replace_body("<h1>Order</h1>").body(body);
    let shop = Shop::with(page).await;
    browser.open(&shop.origin).await;
    wait_for("the card", async || browser.shows_widget().await.then_some(())).await;
    browser.run("document.querySelector('#note').focus()").await;
    wait_for_sight(&browser, false, "the field").await;
    browser.click_on_page("#order").await;
    assert_eq!(browser.run("return document.title").await, "ordered");
}

#[tokio::test]
async fn explain_names_what_the_card_waits_for() {
    let browser = Browser::start().await;
    let _collector = open(
        &browser,
        "<div id=CartDrawer role=dialog aria-modal=true style='position: fixed; inset: 0'>Cart</div>",
    )
    .await;
    let script = "nachklang('explain').then(([{ shown, reasons }]) => done([shown, reasons.find(({ reason }) => reason == 'blocked')]))";
    let explained = browser.run_until_done(script, Vec::new()).await;
    let expected = json!([false, { "reason": "blocked", "found": "div#CartDrawer",
                                   "message": "the card waits until this is closed: div#CartDrawer" }]);
    assert_eq!(explained, expected);
    browser.run("document.querySelector('#CartDrawer').remove()").await;
    browser.question().await;
    let explained = browser.run_until_done(script, Vec::new()).await;
    assert_eq!(explained[1], Value::Null);
}

#[tokio::test]
async fn the_watch_ends_with_the_card() {
    let browser = Browser::start().await;
    let count = "<script>let hits = 0; const find = document.elementFromPoint; \
                 document.elementFromPoint = (...point) => { hits++; return find.apply(document, point) }</script>";
    let _collector = open(&browser, count).await;
    browser.question().await;
    let looked = "return hits > 0";
    wait_for("a look", async || (browser.run(looked).await == true).then_some(())).await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    let before = browser.run("dispatchEvent(new Event('scroll')); return hits").await;
    tokio::time::sleep(Duration::from_millis(1200)).await;
    assert_eq!(browser.run("return hits").await, before, "nobody looks any more");
}
