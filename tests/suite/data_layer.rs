//! The data layer as shops write it: what is read from each shape, and that none does harm.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// Survey files whose survey is not kept back by a quiet period or a cooldown.
fn file(mut survey: Value) -> String {
    survey["questions"] = json!([{ "kind": "csat" }]);
    survey["frequency"]["ignored_days"] = json!(0);
    survey_file(&[survey]).replace("\"format\":1", "\"format\":1,\"quiet_days\":0")
}

/// A shop with a page for each script, at the path `/0`, `/1` …
async fn shop_of(collector: &Collector, attributes: &str, scripts: &[&str], survey: Value) -> Shop {
    let script = format!(
        "<script>function gtag() {{ dataLayer.push(arguments) }} \
         new Function({}[location.pathname.slice(1)])()</script>",
        json!(scripts)
    );
    let page = Page::with_tag(collector, &format!(r#"data-survey="/surveys.json" {attributes}"#));
    Shop::with_surveys(page.head(&script), &file(survey)).await
}

fn hash(id: &str) -> String {
    Sha256::digest(format!("shop.example:{id}")).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The reasons against the only survey.
async fn reasons(browser: &Browser) -> Value {
    let explain = "nachklang('explain').then(([only]) => done(only.reasons.map(({ reason }) => reason)))";
    browser.run_until_done(explain, Vec::new()).await
}

/// A shape, what the order is in the stored response (id, value, currency, items), the touchpoint, and whether an event `purchase` has
/// happened.
type Case = (&'static str, [Value; 4], &'static str, bool);

/// Opens a page for each shape, asks there, and compares what is stored.
async fn check(cases: &[Case]) {
    let collector = Collector::start();
    let scripts: Vec<_> = cases.iter().map(|(script, ..)| *script).collect();
    let survey = json!({ "touchpoints": ["nowhere"], "trigger": { "event": "purchase" } });
    let shop = shop_of(&collector, "", &scripts, survey).await;
    let browser = Browser::start().await;
    for (index, (script, [id, value, currency, items], touchpoint, happens)) in cases.iter().enumerate() {
        browser.open(&format!("{}/{index}", shop.origin)).await;
        browser.run("nachklang('show', 'csat')").await;
        let is_of_page = |stored: &Value| stored["touchpoint"]["path"] == format!("/{index}");
        let ask = async || {
            collector.responses().into_iter().find(|stored| is_of_page(stored) && !stored["order"].is_null())
        };
        let stored = wait_for(&format!("the order of {script}"), ask).await;
        let mut order = json!({ "items": items });
        for (name, expected) in [("value", value), ("currency", currency)] {
            if !expected.is_null() {
                order[name] = expected.clone();
            }
        }
        if let Some(id) = id.as_str() {
            order["id_hash"] = json!(hash(id));
        }
        assert_eq!(stored["order"], order, "{script}");
        assert_eq!(stored["touchpoint"]["key"], *touchpoint, "{script}");
        let waits = reasons(&browser).await.as_array().unwrap().contains(&json!("trigger"));
        assert_eq!(waits, !happens, "{script}");
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{script}");
    }
}

const CONFIRMATION: &str = "order.confirmation";

fn whole() -> [Value; 4] {
    [json!("T-1"), json!(49.9), json!("EUR"), json!(2)]
}

#[tokio::test]
async fn every_shape_of_an_order_is_understood() {
    check(&[
        (
            "dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'T-1', value: 49.9, currency: 'EUR', items: [{}, {}] } }]",
            whole(),
            CONFIRMATION,
            true,
        ),
        (
            "window.dataLayer = []; gtag('event', 'purchase', { transaction_id: 'T-1', value: '49,90 €', currency: 'eur', items: [{}, {}] })",
            whole(),
            CONFIRMATION,
            true,
        ),
        (
            "dataLayer = [{ ecommerce: null }, { ecommerce: { transaction_id: 'T-1', value: 49.9, currency: 'EUR', items: [{}, {}] } }, \
             { event: 'gtm.js' }, { event: 'purchase' }]",
            whole(),
            CONFIRMATION,
            true,
        ),
        (
            "dataLayer = [{ ecommerce: { currencyCode: 'EUR', purchase: { actionField: { id: 'T-1', revenue: '49.90' }, products: [{}, {}] } } }]",
            whole(),
            CONFIRMATION,
            false,
        ),
        (
            "dataLayer = [{ event: 'transaction', transactionId: 'T-1', transactionTotal: 49.9, transactionCurrency: 'EUR', transactionProducts: [{}, {}] }]",
            whole(),
            CONFIRMATION,
            false,
        ),
        // The same order again, in another shape and as the same object.
        (
            "const order = { event: 'purchase', ecommerce: { transaction_id: 'T-1', value: 49.9, currency: 'EUR', items: [{}, {}] } }; \
             dataLayer = [order, order, { event: 'purchase', ecommerce: { purchase: { actionField: { id: 'T-1' } } } }, { event: 'purchase' }]",
            whole(),
            CONFIRMATION,
            true,
        ),
        // A cart before it, and related products behind it.
        (
            "dataLayer = [{ event: 'view_cart', ecommerce: { value: 80, currency: 'USD', items: [{}] } }, \
             { event: 'purchase', ecommerce: { transaction_id: 77 } }, { event: 'view_item_list', ecommerce: { items: [{}] } }]",
            [json!("77"), json!(null), json!(null), json!(0)],
            CONFIRMATION,
            true,
        ),
    ])
    .await;
}

#[tokio::test]
async fn what_is_wrong_in_an_order_is_left_out_and_the_rest_is_kept() {
    check(&[
        (
            "dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: null, value: '1.234,50', currency: 'Euro', items: null } }]",
            [json!(null), json!(1234.5), json!(null), json!(0)],
            CONFIRMATION,
            true,
        ),
        (
            "dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'T-1', value: '1.234', currency: 'EUR', items: { 3: {}, 5: {} } } }]",
            [json!("T-1"), json!(null), json!("EUR"), json!(2)],
            CONFIRMATION,
            true,
        ),
        // Objects without a prototype, and wrapped values.
        (
            "const bare = (members) => Object.assign(Object.create(null), members); window.dataLayer = []; gtag('set', bare({ a: 1 })); \
             dataLayer.push(bare({ event: 'purchase', ecommerce: bare({ transaction_id: 77n, value: new Number(49.9), currency: 'EUR' }) }))",
            [json!("77"), json!(49.9), json!("EUR"), json!(0)],
            CONFIRMATION,
            true,
        ),
        // What throws, what never ends, and what is no value.
        (
            "const ecommerce = { transaction_id: 'T-1', get value() { throw new Error('value') }, currency: Symbol('EUR'), items: () => {} }; \
             ecommerce.ecommerce = ecommerce; const thrower = { get event() { throw new Error('event') } }; \
             const trap = new Proxy({}, { get() { throw new Error('get') }, ownKeys() { throw new Error('keys') } }); \
             dataLayer = [thrower, trap, Symbol('entry'), null, undefined, NaN, 'purchase', document, ecommerce, { event: 'purchase', ecommerce }, \
             thrower, trap, NaN]",
            [json!("T-1"), json!(null), json!(null), json!(0)],
            CONFIRMATION,
            true,
        ),
        // A list of another class, with more entries than are read.
        (
            "window.dataLayer = new (class Layer extends Array {})(); \
             for (let index = 0; index < 5000; index++) dataLayer.push({ event: 'noise-' + index % 7, index }); \
             dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: ' T-1 ', value: '1e3', items: Array(20000).fill({}) } })",
            [json!("T-1"), json!(null), json!(null), json!(10_000)],
            CONFIRMATION,
            true,
        ),
    ])
    .await;
}

#[tokio::test]
async fn a_data_layer_that_is_none_changes_nothing() {
    let scripts = ["dataLayer = { push() {} }", "dataLayer = 'purchase'", "dataLayer = 7"];
    let collector = Collector::start();
    let shop = shop_of(&collector, "", &scripts, json!({})).await;
    let browser = Browser::start().await;
    for (index, script) in scripts.iter().enumerate() {
        browser.open(&format!("{}/{index}", shop.origin)).await;
        browser.question().await;
        assert_eq!(browser.event("shown").await["touchpoint"]["key"], format!("page.{index}"), "{script}");
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{script}");
    }
}

#[tokio::test]
async fn a_renamed_data_layer_is_found() {
    let order = "[{ event: 'purchase', ecommerce: { transaction_id: 'T-1' } }]";
    let named = format!("dataLayer = []; window.gtmData = {order}");
    let unnamed = format!("window.mapLayer = null; window.shopLayer = {order}");
    let browser = Browser::start().await;
    for (attributes, script, pushes_to) in
        [("data-data-layer=gtmData", &named, "gtmData"), ("", &unnamed, "noLayer")]
    {
        let collector = Collector::start();
        let survey = json!({ "touchpoints": [CONFIRMATION] });
        let shop = shop_of(&collector, attributes, &[script], survey).await;
        browser.open(&format!("{}/0", shop.origin)).await;
        browser.question().await;
        let stored = collector.response_with_order("shown").await;
        assert_eq!(stored["order"]["id_hash"], hash("T-1"), "{script}");
        // Only a name that the page gives is written to.
        let pushed = "return Object.keys(window).filter((name) => window[name]?.some?.(({ event }) => event == 'nachklang_shown'))";
        let expected = if pushes_to == "gtmData" { json!(["gtmData"]) } else { json!([]) };
        assert_eq!(browser.run(pushed).await, expected, "{script}");
    }
}

#[tokio::test]
async fn an_audience_asks_for_values_in_any_writing() {
    let scripts = [
        "dataLayer = [{ event: 'purchase', ecommerce: { value: '1.234,50' } }]",
        "dataLayer = [{ event: 'purchase', ecommerce: { value: '1.234' } }]",
    ];
    let collector = Collector::start();
    let survey = json!({ "audience": { "order_value": { "min": 1000 } } });
    let shop = shop_of(&collector, "", &scripts, survey).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/0", shop.origin)).await;
    browser.question().await;
    browser.open(&format!("{}/1?nachklang=debug", shop.origin)).await;
    assert_eq!(reasons(&browser).await, json!(["order_value"]));
    let panel = "return document.querySelector('nachklang-debug')?.shadowRoot.textContent ?? ''";
    let named = "left out of it: ecommerce.value: found \"1.234\"";
    let is_named =
        async || browser.run(panel).await.as_str().is_some_and(|text| text.contains(named)).then_some(());
    wait_for(named, is_named).await;
}

/// Lets time pass: all that is remembered becomes older.
async fn advance_days(browser: &Browser, days: u32) {
    let days_pass = format!(
        "localStorage.nachklang = JSON.stringify(JSON.parse(localStorage.nachklang), (name, value) => \
         value > 1e12 ? value - {days} * 864e5 : value)"
    );
    browser.run(&days_pass).await;
}

#[tokio::test]
async fn an_order_is_known_by_its_id() {
    let scripts = [
        "dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'SECRET-1' } }]",
        "window.dataLayer = []; gtag('event', 'purchase', { transaction_id: 'SECRET-2' })",
        // Its id comes later than the page.
        "document.documentElement.dataset.late = 1; window.dataLayer = []; \
         nachklang = Object.assign(function () { nachklang.q.push(arguments) }, { q: [] }); nachklang('touchpoint', 'order.confirmation'); \
         addEventListener('load', () => setTimeout(() => dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: 'SECRET-1' } }), 900))",
    ];
    let collector = Collector::start();
    let survey = json!({ "touchpoints": [CONFIRMATION], "frequency": { "once_per_order": true } });
    let shop = shop_of(&collector, "", &scripts, survey).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/other", shop.origin)).await;
    browser.run("localStorage.nachklang = '{}'").await;
    for (order, days, is_asked, orders) in [
        ("0", 0, true, 1),
        ("0", 0, false, 1),
        ("1", 0, true, 2),
        // Days later, each of them again.
        ("0", 8, false, 2),
        ("1", 8, false, 2),
    ] {
        advance_days(&browser, days).await;
        browser.open(&format!("{}/{order}", shop.origin)).await;
        let reasons = reasons(&browser).await;
        if is_asked {
            browser.question().await;
            browser.event("shown").await;
        } else {
            assert_eq!(reasons, json!(["same_order"]), "{order} after {days} days");
        }
        let kept = browser.run("return localStorage.nachklang").await;
        let kept = kept.as_str().expect("a record");
        assert!(!kept.contains("SECRET"), "{kept}");
        let record: Value = serde_json::from_str(kept).unwrap();
        assert_eq!(
            record["orders"].as_array().map(Vec::len),
            Some(orders),
            "{order} after {days} days: {kept}"
        );
    }
    // Until its id is known it is taken for another order, and then no more.
    advance_days(&browser, 8).await;
    browser.open(&format!("{}/2", shop.origin)).await;
    let orders = "return JSON.parse(localStorage.nachklang).orders.length";
    for expected in [3, 2] {
        wait_for("the order to be noted", async || (browser.run(orders).await == expected).then_some(()))
            .await;
    }
}

#[tokio::test]
async fn a_confirmation_from_the_back_forward_cache_is_the_same_order() {
    let scripts = ["dataLayer = [{ event: 'purchase', ecommerce: { transaction_id: 'T-1' } }]"];
    let collector = Collector::start();
    let shop = shop_of(&collector, "", &scripts, json!({ "touchpoints": ["nowhere"] })).await;
    let browser = Browser::start().await;
    let orders = "return JSON.parse(localStorage.nachklang || '{}').orders?.length ?? 0";
    browser.open(&format!("{}/0", shop.origin)).await;
    wait_for("the order to be noted", async || (browser.run(orders).await == 1).then_some(())).await;
    browser.click_on_page("a").await;
    let path = "return document.readyState == 'complete' && location.pathname";
    wait_for("the other page", async || (browser.run(path).await == "/other").then_some(())).await;
    advance_days(&browser, 8).await;
    browser.run("history.back()").await;
    let last = "return location.pathname == '/0' && Date.now() - JSON.parse(localStorage.nachklang).trail.at(-1)[1] < 1e5";
    wait_for("the confirmation again", async || (browser.run(last).await == true).then_some(())).await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(browser.run(orders).await, 1);
}
