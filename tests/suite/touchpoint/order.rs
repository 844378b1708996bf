//! The order that a question is about.

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::json;
use sha2::{Digest, Sha256};

use super::shown_on;

fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
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

#[tokio::test]
async fn an_answer_does_not_wait_for_its_order() {
    let collector = Collector::start();
    let script = "dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'T-1001', value: 49.9 } }]; \
                  const { digest } = crypto.subtle; const hashed = new Promise((resolve) => (window.hash = resolve)); \
                  crypto.subtle.digest = async (...args) => { await hashed; return digest.apply(crypto.subtle, args); }";
    let page =
        Page::with_tag(&collector, r#"data-survey="csat""#).head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    browser.click("[value='4']").await;
    browser.click(".send").await;
    let without = collector.response("complete").await;
    assert_eq!(without.get("order"), None, "{without}");
    browser.run("hash()").await;
    let stored = collector.response_with_order("complete").await;
    assert_eq!(stored["order"]["id_hash"], hash("shop.example:T-1001"));
    assert_eq!((&stored["id"], &stored["answers"]), (&without["id"], &without["answers"]));
    assert_eq!(collector.responses().len(), 1);
}
