//! What stands in the storage of the device may have been written by anybody, and cut off at any place.

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

/// All members of the visitor record.
const MEMBERS: [&str; 11] =
    ["first", "start", "visits", "trail", "orders", "channel", "shown", "quiet", "surveys", "sent", "waits"];

/// Values that none, or hardly any, of the members has.
const VALUES: [&str; 13] = [
    "null",
    "true",
    "-1",
    "1e999",
    "1e300",
    "0.5",
    r#""x""#,
    "{}",
    "[]",
    r#"{ "__proto__": { "polluted": 1 }, "constructor": 5, "length": 3, "0": [], "1": 7 }"#,
    r#"[null, true, "a", {}, [], [[]], -5, 1e999, { "1": 5 }]"#,
    r#"[["__proto__", 1], ["cart", null], ["cart", "soon"], [7, 7], ["cart", 1e300]]"#,
    r#"[["a"], "b"]"#,
];

#[tokio::test]
async fn no_visitor_record_breaks_the_widget() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let survey = json!({ "trigger": { "load": 0 }, "audience": { "visits": { "max": 100_000 } }, "questions": [{ "kind": "nps" }] });
    let abandoned =
        json!({ "key": "b", "trigger": { "abandon": true, "order": 3 }, "questions": [{ "kind": "nps" }] });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &survey_file(&[abandoned, survey])).await;
    browser.open(&shop.origin).await;
    let mut records = Vec::new();
    for value in VALUES {
        let members: Vec<String> = MEMBERS.iter().map(|name| format!("\"{name}\": {value}")).collect();
        records.push(format!("{{ {} }}", members.join(", ")));
        records.push(value.to_owned());
    }
    records.push(r#"{ "visits": 3, "trail": [["cart", 17"#.to_owned());
    for record in records {
        browser.run(&format!("localStorage.clear(); localStorage.nachklang = {}", json!(record))).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        let delivered = browser.event("delivered").await;
        assert!(delivered["journey"]["visits"].is_u64(), "{record}: {}", delivered["journey"]);
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{record}");
        assert_eq!(browser.recorded("console").await, [""; 0], "{record}");
        assert_eq!(browser.run("return {}.polluted").await, Value::Null, "{record}");
        let trail = browser.run("return JSON.parse(localStorage.nachklang).trail.at(-1)[0]").await;
        assert_eq!(trail, "page/", "{record}");
    }
}

#[tokio::test]
async fn no_outbox_entry_breaks_the_widget() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    browser.open(&shop.origin).await;
    // One that is right, to be changed.
    browser.run("nachklang('show', 'csat')").await;
    let response = browser.event("delivered").await;
    let id = response["id"].as_str().expect("an id");
    let spoil = format!(
        "const id = '{id}', now = Date.now(), head = '1 shop.example 1 0 ' + now + ' 0 \n'; \
         const entries = {{ [id + ':1']: head + '{{\"id\": \"', [id + ':2']: head + '[]', [id + ':3']: head + 'null', \
         [id + ':4']: head + '{{\"__proto__\": {{}}, \"id\": 5, \"revision\": \"4\"}}', [id + ':5']: head + '{{\"id\": \"' + id + '\", \"revision\": 1}}', \
         [id + ':6']: '1 shop.example 1 NaN 1e99 -1 \n{{}}', 'x:1': head, '': '', ':': '[]', 'pause': '1 9 1e999 -5 {{' }}; \
         for (const name in entries) localStorage['nachklang:' + name] = entries[name]; \
         localStorage.nachklang = JSON.stringify({{ ...JSON.parse(localStorage.nachklang), waits: 'yes' }})"
    );
    browser.run(&spoil).await;
    browser.open(&shop.origin).await;
    let left = async || {
        let left = browser
            .run(&format!("return Object.keys(localStorage).filter((name) => /{id}:[1-5]$/.test(name))"))
            .await;
        (left == json!([])).then_some(())
    };
    wait_for("the spoilt entries to go", left).await;
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    assert_eq!(browser.event("delivered").await["survey"], "nps");
    let noted = async || {
        (browser.run("return JSON.parse(localStorage.nachklang).waits").await == false).then_some(())
    };
    wait_for("the note that nothing waits", noted).await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
    assert_eq!(collector.responses().len(), 2);
}
