//! Where a question was asked, and about which order.

mod events;
mod order;
mod platforms;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file};
use serde_json::{Value, json};

/// The stored response of a survey on a page with this script.
async fn shown_on(attributes: &str, script: &str, path: &str) -> Value {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, attributes).head(&format!("<script>{script}</script>"));
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}{path}", shop.origin)).await;
    browser.question().await;
    collector.response("shown").await
}

#[tokio::test]
async fn the_tag_decides_the_touchpoint_before_events() {
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
async fn a_call_before_the_loader_decides_the_touchpoint() {
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
async fn the_newest_data_layer_event_decides_the_touchpoint() {
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
async fn the_path_is_the_touchpoint_as_a_last_resort() {
    let stored = shown_on(r#"data-survey="nps""#, "", "/Mugs/red_mug?utm_source=x").await;
    assert_eq!(stored["touchpoint"]["key"], "page.mugs.red-mug");
    assert_eq!(stored["touchpoint"]["path"], "/Mugs/red_mug");
}

/// The signs of a touchpoint, the strongest first: what is in the head, on the tag, on the body and in it, and the touchpoint
/// that it decides.
const SIGNS: [(&str, &str, &str, &str, &str); 5] = [
    ("", "", "", "<p data-nachklang-touchpoint=told.element>Reviews</p>", "told.element"),
    (
        "<script>window.nachklang = window.nachklang || function () { (nachklang.q = nachklang.q || []).push(arguments) }; \
         nachklang('touchpoint', 'told.call')</script>",
        "",
        "",
        "",
        "told.call",
    ),
    ("", "data-touchpoint=told.tag", "", "", "told.tag"),
    ("<script>dataLayer = [{ event: 'view_item' }]</script>", "", "", "", "product"),
    ("", "", "class='theme-storefront woocommerce-cart woocommerce-page'", "", "cart"),
];

/// A survey file with a survey for all touchpoints, and the shop's list of touchpoints.
fn file_with_touchpoints(touchpoints: &Value) -> String {
    let mut file: Value =
        serde_json::from_str(&survey_file(&[json!({ "questions": [{ "kind": "nps" }] })])).unwrap();
    file["touchpoints"] = touchpoints.clone();
    file.to_string()
}

#[tokio::test]
async fn stronger_signs_of_a_touchpoint_win() {
    let browser = Browser::start().await;
    let rules = json!([{ "key": "told.rule", "paths": ["^/mugs/"] }]);
    let expected = SIGNS.map(|(.., key)| key).into_iter().chain(["told.rule", "page.cups.red"]);
    for (index, expected) in expected.enumerate() {
        let collector = Collector::start();
        let all = &SIGNS[index.min(SIGNS.len())..];
        let [head, tag, marks, body] = [
            all.iter().map(|telling| telling.0).collect::<String>(),
            all.iter().map(|telling| telling.1).collect(),
            all.iter().map(|telling| telling.2).collect(),
            all.iter().map(|telling| telling.3).collect(),
        ];
        let page = Page::with_tag(&collector, &format!(r#"data-survey="/surveys.json" {tag}"#));
        let page = page.head(&head).body_attributes(&marks).body(&body);
        let shop = Shop::with_surveys(page, &file_with_touchpoints(&rules)).await;
        let path = if expected == "page.cups.red" { "/cups/red" } else { "/mugs/red" };
        browser.open(&format!("{}{path}", shop.origin)).await;
        browser.question().await;
        assert_eq!(collector.response("shown").await["touchpoint"]["key"], expected);
    }
}

#[tokio::test]
async fn an_element_decides_the_touchpoint_only_while_it_is_in_view() {
    let collector = Collector::start();
    let body = "<p data-nachklang-touchpoint=hidden.one hidden></p><div style='height: 3000px'></div>\
                <p data-nachklang-touchpoint=reviews>Reviews</p>";
    let page = Page::with_tag(&collector, "").body(body);
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    for (scroll, expected) in [("0, 0", "page.mugs"), ("0, 3000", "reviews"), ("0, 0", "page.mugs")] {
        browser.run(&format!("scrollTo({scroll}); nachklang('show', 'nps')")).await;
        browser.question().await;
        browser.run("nachklang('close')").await;
        browser.wait_until_gone().await;
        let stored = collector.responses().into_iter().next_back().unwrap();
        assert_eq!(stored["touchpoint"]["key"], expected);
    }
}

#[tokio::test]
async fn labels_and_phases_of_touchpoints_are_stored() {
    let browser = Browser::start().await;
    let places = json!([
        { "key": "help.sizes", "label": "Size guide", "phase": "consideration", "ownership": "shared",
          "paths": ["/size-guide", "/sizes$"] },
        { "key": "checkout", "label": "Die Kasse", "ownership": "managed" },
        { "key": "page.mugs", "label": "Tassen", "phase": "awareness" },
    ]);
    for (path, script, expected) in [
        ("/help/size-guide/mugs", "", json!(["help.sizes", "Size guide", "consideration", "shared"])),
        ("/help/sizes", "", json!(["help.sizes", "Size guide", "consideration", "shared"])),
        (
            "/x",
            "dataLayer = [{ event: 'begin_checkout' }]",
            json!(["checkout", "Die Kasse", "purchase", "managed"]),
        ),
        ("/Mugs/", "", json!(["page.mugs", "Tassen", "awareness", "owned"])),
        ("/mugs/red", "", json!(["page.mugs.red", null, null, "owned"])),
        ("/help/sizes/mugs", "", json!(["page.help.sizes.mugs", null, null, "owned"])),
    ] {
        let collector = Collector::start();
        let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let page = page.head(&format!("<script>{script}</script>"));
        let shop = Shop::with_surveys(page, &file_with_touchpoints(&places)).await;
        browser.open(&format!("{}{path}", shop.origin)).await;
        browser.question().await;
        let stored = &collector.response("shown").await["touchpoint"];
        let found = json!([stored["key"], stored["label"], stored["phase"], stored["ownership"]]);
        assert_eq!(found, expected, "{path}");
    }
}

#[tokio::test]
async fn a_survey_is_shown_at_its_touchpoints_and_below_them() {
    let browser = Browser::start().await;
    let places = json!([{ "key": "help.sizes", "paths": ["/size-guide"] }]);
    for (path, asked_at, is_asked) in [
        ("/size-guide", "help.sizes", true),
        ("/size-guide", "help", true),
        ("/size-guide", "help.si", false),
        ("/size-guide", "sizes", false),
        ("/mugs/red-mug", "page.mugs", true),
        ("/Mugs/Red_mug/", "page.mugs.red-mug", true),
        ("/mugs/red-mug", "page", true),
        ("/", "page", true),
        ("/mugs/red-mug", "page.mugs.red", false),
    ] {
        let collector = Collector::start();
        let surveys = json!({ "format": 1, "touchpoints": places, "surveys": [
            { "key": "asked", "touchpoints": ["checkout", asked_at], "questions": [{ "kind": "nps" }] },
        ] });
        let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let shop = Shop::with_surveys(page, &surveys.to_string()).await;
        browser.open(&format!("{}{path}", shop.origin)).await;
        if is_asked {
            browser.question().await;
        } else {
            tokio::time::sleep(std::time::Duration::from_millis(2500)).await;
            assert!(!browser.shows_widget().await, "at {asked_at} on {path}");
        }
    }
}

#[tokio::test]
async fn each_of_five_hundred_touchpoints_is_recognised() {
    let browser = Browser::start().await;
    let keys: Vec<String> = (0..500).map(|index| format!("place.number-{index}")).collect();
    let rule = |(index, key): (usize, &String)| json!({ "key": key, "label": format!("Place {index}"), "paths": [format!("^/place/{index}$")] });
    let places: Vec<Value> = keys.iter().enumerate().map(rule).collect();
    let file = json!({ "format": 1, "touchpoints": places, "surveys": [
        { "key": "elsewhere", "touchpoints": keys[..499], "questions": [{ "kind": "csat" }] },
        { "key": "everywhere", "touchpoints": keys, "questions": [{ "kind": "nps" }] },
    ] });
    for (index, survey) in [(0, "elsewhere"), (49, "elsewhere"), (499, "everywhere")] {
        let collector = Collector::start();
        let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let shop = Shop::with_surveys(page, &file.to_string()).await;
        browser.open(&format!("{}/place/{index}", shop.origin)).await;
        browser.question().await;
        let stored = collector.response("shown").await;
        assert_eq!(stored["touchpoint"]["key"], keys[index]);
        assert_eq!(stored["touchpoint"]["label"], format!("Place {index}"));
        assert_eq!(stored["survey"], survey);
        assert_eq!(browser.recorded("console").await, [""; 0]);
    }
}

/// The keys of the trail that is stored with a survey the page now asks for.
async fn trail(browser: &Browser, collector: &Collector) -> Vec<String> {
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    let stored = collector.response("shown").await;
    let trail = stored["journey"]["trail"].as_array().expect("a trail").iter();
    trail.map(|step| step["key"].as_str().expect("a key").to_owned()).collect()
}
