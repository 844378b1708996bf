//! Exit intent, and checkouts that were abandoned.

use nachklang_tests::{Browser, Collector, Device, Engine, Scheme, only_in};
use serde_json::json;

use super::{
    LOADER_CHECK, LONG, expect_trigger_in, pointer_leaves, shop, wait_until_watched, waiting_for, woken_by,
};

#[tokio::test]
async fn a_survey_waits_for_exit_intent() {
    let browser = Browser::start().await;
    // Over another element, and downwards.
    let without_effect =
        pointer_leaves("clientY: 0, relatedTarget: document.body") + &pointer_leaves("clientY: 800");
    expect_trigger_in(
        &browser,
        &json!({ "exit": true }),
        "",
        &without_effect,
        &pointer_leaves("clientY: -2"),
    )
    .await;
}

/// A phone on a page that waits for the shopper to leave.
async fn phone() -> (Browser, Collector) {
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(&json!({ "exit": true }))], LONG).await;
    browser.open(&shop.origin).await;
    wait_until_watched(&browser).await;
    assert_eq!(browser.run("return matchMedia('(hover: none)').matches").await, true, "it has no pointer");
    (browser, collector)
}

const NO_TOUCH: &str = "this engine cannot be told that nothing hovers";

#[tokio::test]
async fn quick_scrolling_up_on_a_phone_is_exit_intent() {
    if !only_in(&[Engine::Chromium], NO_TOUCH) {
        return;
    }
    let (browser, collector) = phone().await;
    let scroll = "const [ways] = arguments; const step = async () => { for (const top of ways) { scrollTo(0, top); \
                  await new Promise(requestAnimationFrame) } done() }; step()";
    browser.run_until_done(scroll, vec![json!([1000, 2000, 3000, 4000])]).await;
    tokio::time::sleep(LOADER_CHECK).await;
    // A little is none.
    browser.run_until_done(scroll, vec![json!([3900, 3800, 3700, 3600])]).await;
    tokio::time::sleep(LOADER_CHECK).await;
    assert!(!browser.shows_widget().await);
    browser.run_until_done(scroll, vec![json!([3000, 2000, 1000, 0])]).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "exit");
}

/// Makes the page look hidden, or visible again.
fn hidden(is_hidden: bool) -> String {
    format!(
        "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is_hidden} }}); \
         document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}));"
    )
}

#[tokio::test]
async fn switching_tabs_on_a_phone_is_exit_intent() {
    if !only_in(&[Engine::Chromium], NO_TOUCH) {
        return;
    }
    let (browser, collector) = phone().await;
    browser.run(&hidden(true)).await;
    browser.run(&hidden(false)).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "exit");
}

#[tokio::test]
async fn switching_tabs_on_a_desktop_is_no_exit_intent() {
    let browser = Browser::start().await;
    // Machines that run tests may have no mouse either.
    let without_effect =
        format!("window.matchMedia = () => ({{ matches: false }}); {}{}", hidden(true), hidden(false));
    expect_trigger_in(&browser, &json!({ "exit": true }), "", &without_effect, &pointer_leaves("clientY: 0"))
        .await;
}

/// A page whose script tells Google Analytics where it is.
const CHECKOUT: &str = "<script>dataLayer = []; const told = { '/checkout': 'begin_checkout', '/thanks': 'purchase' } \
                        [location.pathname]; if (told) dataLayer.push({ event: told })</script>";

#[tokio::test]
async fn a_survey_waits_for_an_abandoned_checkout() {
    let browser = Browser::start().await;
    for (way, is_asked) in [
        (&["/mugs", "/cart"][..], false),
        (&["/checkout", "/thanks", "/mugs"], false),
        (&["/mugs", "/checkout"], false),
        (&["/checkout", "/mugs"], true),
        (&["/checkout", "/thanks", "/checkout", "/mugs"], true),
    ] {
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "abandon": true }))], CHECKOUT).await;
        for page in way {
            browser.open(&format!("{}{page}", shop.origin)).await;
        }
        if is_asked {
            browser.question().await;
            assert_eq!(woken_by(&collector).await, "abandon", "{way:?}");
        } else {
            wait_until_watched(&browser).await;
            assert!(!browser.shows_widget().await, "{way:?}");
        }
    }
}
