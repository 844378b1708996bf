//! Where a question was asked, and about which order.

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What is stored of a survey that a page with this script shows.
async fn shown_on(attributes: &str, script: &str, path: &str) -> Value {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, attributes).head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}{path}", shop.origin)).await;
    browser.question().await;
    collector.response("shown").await
}

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn the_tag_names_the_touchpoint_before_events_do() {
    let stored = shown_on(
        r#"data-survey="nps" data-touchpoint="parcel.unboxing""#,
        "dataLayer = [{ event: 'view_cart' }]",
        "/a/b?c=d",
    )
    .await;
    assert_eq!(
        stored["touchpoint"],
        json!({ "key": "parcel.unboxing", "ownership": "owned", "path": "/a/b", "woken_by": "load" })
    );
}

#[tokio::test]
async fn a_call_names_the_touchpoint_before_the_tag_has_loaded() {
    let stored = shown_on(
        "",
        "window.nachklang = window.nachklang || function () { (nachklang.q = nachklang.q || []).push(arguments) }; \
         nachklang('touchpoint', { key: 'support.chat', label: 'Chat', phase: 'delivery', ownership: 'managed' }); \
         nachklang('show', 'csat')",
        "/help",
    )
    .await;
    assert_eq!(
        stored["touchpoint"],
        json!({ "key": "support.chat", "label": "Chat", "phase": "delivery", "ownership": "managed",
                "path": "/help", "woken_by": "call" })
    );
    assert_eq!(stored["survey"], "csat");
}

#[tokio::test]
async fn the_newest_event_of_the_data_layer_tells_the_touchpoint() {
    let stored = shown_on(
        r#"data-survey="nps""#,
        "dataLayer = [{ event: 'view_item' }, null, 3, document, { event: 'begin_checkout', ecommerce: {} }, \
         { event: 'gtm.load' }]; dataLayer.push(dataLayer)",
        "/checkout",
    )
    .await;
    assert_eq!(stored["touchpoint"]["key"], "checkout");
    assert_eq!(stored["touchpoint"]["phase"], "purchase");
    assert!(stored.get("order").is_none());
}

#[tokio::test]
async fn without_anything_better_the_path_is_the_touchpoint() {
    let stored = shown_on(r#"data-survey="nps""#, "", "/Mugs/red_mug?utm_source=x").await;
    assert_eq!(stored["touchpoint"]["key"], "page.mugs.red-mug");
    assert_eq!(stored["touchpoint"]["path"], "/Mugs/red_mug");
}

#[tokio::test]
async fn a_purchase_event_fills_the_order() {
    let script = "dataLayer = [{ ecommerce: null }, { event: 'purchase', ecommerce: { transaction_id: 'T-1001', \
                  value: 49.9, currency: 'EUR', items: [{ item_id: 'a' }, { item_id: 'b' }] } }]";
    let stored = shown_on(r#"data-survey="csat""#, script, "/thanks").await;
    assert_eq!(stored["touchpoint"]["key"], "order.confirmation");
    let expected =
        json!({ "id_hash": hash("shop.example:T-1001"), "value": 49.9, "currency": "EUR", "items": 2 });
    assert_eq!(stored["order"], expected);
    assert!(!stored.to_string().contains("T-1001"), "the order's id stays on the page");
}

#[tokio::test]
async fn a_purchase_by_gtag_fills_the_order() {
    let script = "dataLayer = []; function gtag() { dataLayer.push(arguments) } gtag('js', new Date()); \
                  gtag('event', 'purchase', { transaction_id: 77, value: '12.50', currency: 'usd' })";
    let stored = shown_on(r#"data-survey="csat""#, script, "/thanks").await;
    assert_eq!(stored["touchpoint"]["key"], "order.confirmation");
    let expected =
        json!({ "id_hash": hash("shop.example:77"), "value": 12.5, "currency": "USD", "items": 0 });
    assert_eq!(stored["order"], expected);
}
