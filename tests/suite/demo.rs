//! The demo shop, walked through as a visitor would: from the product to the answer in the database.

use nachklang_tests::{Browser, Collector, Device, Scheme, Shop, demo};
use serde_json::json;

#[tokio::test]
async fn the_demo_shop_stores_an_answer_with_its_order() {
    let collector = Collector::start();
    let shop = Shop::demo(&collector).await;
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let question = demo::place_order(&browser, &shop).await;
    assert_eq!(question, "How satisfied are you with your checkout experience?");
    browser.click("[value='4']").await;
    browser.click(".send").await;
    browser.settled_text(".thanks").await;
    let stored = collector.response_with_order("complete").await;
    assert_eq!(stored["survey"], "after-order");
    assert_eq!(
        stored["answers"],
        json!([{ "question": "csat", "kind": "csat", "value": 4, "scale": "csat-1-5" }])
    );
    assert_eq!(stored["touchpoint"]["key"], "order.confirmation");
    assert_eq!(stored["touchpoint"]["path"], "/order-confirmed");
    assert_eq!((&stored["order"]["currency"], &stored["page"]["device"]), (&json!("EUR"), &json!("phone")));
    assert!(stored["order"]["value"].as_f64() > Some(0.0), "{}", stored["order"]);
    assert_eq!(stored["order"]["id_hash"].as_str().map(str::len), Some(64));
    assert!(collector.database().exists());
}
