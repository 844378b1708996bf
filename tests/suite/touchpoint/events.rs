//! Touchpoints from the events of the data layer.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop};

use super::trail;

const EVENTS: [(&str, &str); 13] = [
    ("view_item_list", "catalog"),
    ("view_item", "product"),
    ("search", "search"),
    ("add_to_cart", "cart.add"),
    ("remove_from_cart", "cart.remove"),
    ("view_cart", "cart"),
    ("begin_checkout", "checkout"),
    ("add_shipping_info", "checkout.shipping"),
    ("add_payment_info", "checkout.payment"),
    ("purchase", "order.confirmation"),
    ("refund", "order.refund"),
    ("sign_up", "account.sign-up"),
    ("login", "account.login"),
];

/// The ways to push an event to the data layer.
const PUSH: &str = "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) } \
                    window.push = { plain: (event) => dataLayer.push({ event, ecommerce: { value: 1 } }), \
                    gtag: (event) => gtag('event', event, { value: 1 }) };";

#[tokio::test]
async fn every_event_before_the_loader_decides_its_touchpoint() {
    let collector = Collector::start();
    let script = format!("{PUSH} const [, way, event] = location.pathname.split('/'); push[way]?.(event)");
    let page = Page::with_tag(&collector, "").head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    let mut expected = Vec::new();
    for way in ["plain", "gtag"] {
        for (event, key) in EVENTS {
            browser.open(&format!("{}/{way}/{event}", shop.origin)).await;
            expected.push(key);
        }
    }
    assert_eq!(trail(&browser, &collector).await, expected);
}

#[tokio::test]
async fn every_event_after_the_loader_decides_its_touchpoint() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, "").head(&format!("<script>{PUSH}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    let look = "nachklang('event', 'looked')";
    let mut expected = Vec::new();
    // On another page lists count again.
    for (way, path, page) in [("plain", "/mugs", "page.mugs"), ("gtag", "/mugs/more", "page.mugs.more")] {
        browser.run(&format!("history.pushState({{}}, '', '{path}'); {look}")).await;
        expected.push(page);
        // A path that is left at once does not count.
        tokio::time::sleep(Duration::from_millis(200)).await;
        for (event, key) in EVENTS {
            // Any call makes the loader check at once.
            browser.run(&format!("push.{way}('{event}'); {look}")).await;
            expected.push(key);
        }
    }
    assert_eq!(trail(&browser, &collector).await, expected);
}

#[tokio::test]
async fn a_data_layer_event_needs_no_call() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, "").head(&format!("<script>{PUSH}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    for push in ["", "push.plain('view_item')", "push.plain('add_to_cart')", "push.plain('gtm.click')"] {
        browser.run(push).await;
        tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    }
    assert_eq!(trail(&browser, &collector).await, ["page.mugs", "product", "cart.add"]);
}

#[tokio::test]
async fn events_count_when_a_tag_manager_truncates_the_data_layer() {
    let collector = Collector::start();
    let page =
        Page::with_tag(&collector, "").head(&format!("<script>{PUSH} push.plain('view_item')</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    browser.run("nachklang('event', 'looked')").await;
    let cut = "for (let i = 0; i < 400; i++) dataLayer.push({ event: 'gtm.scroll' }); dataLayer.splice(0, 300); \
               push.gtag('begin_checkout'); nachklang('event', 'looked')";
    browser.run(cut).await;
    assert_eq!(trail(&browser, &collector).await, ["product", "checkout"]);
}
