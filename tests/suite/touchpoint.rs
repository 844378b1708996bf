//! Where a question was asked, and about which order.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file};
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

/// What tells the touchpoint, the strongest first: what stands in the head, on the tag, on the body and in it, and what that
/// tells.
const TELLING: [(&str, &str, &str, &str, &str); 5] = [
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

/// A survey file that is asked everywhere, with what the shop says of its touchpoints.
fn file_naming(touchpoints: &Value) -> String {
    let mut file: Value =
        serde_json::from_str(&survey_file(&[json!({ "questions": [{ "kind": "nps" }] })])).unwrap();
    file["touchpoints"] = touchpoints.clone();
    file.to_string()
}

#[tokio::test]
async fn the_stronger_tells_the_touchpoint_before_the_weaker() {
    let browser = Browser::start().await;
    let rules = json!([{ "key": "told.rule", "paths": ["^/mugs/"] }]);
    let expected = TELLING.map(|(.., key)| key).into_iter().chain(["told.rule", "page.cups.red"]);
    for (index, expected) in expected.enumerate() {
        let collector = Collector::start();
        let all = &TELLING[index.min(TELLING.len())..];
        let [head, tag, marks, body] = [
            all.iter().map(|telling| telling.0).collect::<String>(),
            all.iter().map(|telling| telling.1).collect(),
            all.iter().map(|telling| telling.2).collect(),
            all.iter().map(|telling| telling.3).collect(),
        ];
        let page = Page::with_tag(&collector, &format!(r#"data-survey="/surveys.json" {tag}"#));
        let page = page.head(&head).body_attributes(&marks).body(&body);
        let shop = Shop::with_surveys(page, &file_naming(&rules)).await;
        let path = if expected == "page.cups.red" { "/cups/red" } else { "/mugs/red" };
        browser.open(&format!("{}{path}", shop.origin)).await;
        browser.question().await;
        assert_eq!(collector.response("shown").await["touchpoint"]["key"], expected);
    }
}

#[tokio::test]
async fn an_element_tells_the_touchpoint_only_while_it_is_in_view() {
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
        browser.gone().await;
        let stored = collector.responses().into_iter().next_back().unwrap();
        assert_eq!(stored["touchpoint"]["key"], expected);
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

/// The ways an event comes into the data layer.
const PUSH: &str = "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments) } \
                    window.push = { plain: (event) => dataLayer.push({ event, ecommerce: { value: 1 } }), \
                    gtag: (event) => gtag('event', event, { value: 1 }) };";

#[tokio::test]
async fn each_event_before_the_loader_tells_its_touchpoint() {
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
async fn each_event_after_the_loader_tells_its_touchpoint() {
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
        // Who goes on at once was not at the path.
        tokio::time::sleep(Duration::from_millis(200)).await;
        for (event, key) in EVENTS {
            // Any call has the loader look at once.
            browser.run(&format!("push.{way}('{event}'); {look}")).await;
            expected.push(key);
        }
    }
    assert_eq!(trail(&browser, &collector).await, expected);
}

#[tokio::test]
async fn an_event_is_told_without_a_call() {
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
async fn an_event_counts_where_tag_managers_cut_the_data_layer_short() {
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

/// Pages as the platforms of shops mark them: path, id and classes of the body, and the touchpoint. On `/shopify` there is
/// what only Shopify has.
const MARKED: [(&str, &str, &str, &str); 27] = [
    // WooCommerce
    (
        "/shop/",
        "",
        "archive post-type-archive post-type-archive-product theme-storefront woocommerce-shop woocommerce woocommerce-page woocommerce-no-js",
        "catalog",
    ),
    (
        "/product/mug/",
        "",
        "product-template-default single single-product postid-42 theme-storefront woocommerce woocommerce-page woocommerce-js",
        "product",
    ),
    (
        "/category/mugs/",
        "",
        "archive tax-product_cat term-mugs term-17 theme-twentytwentyfive woocommerce woocommerce-page",
        "catalog",
    ),
    (
        "/basket/",
        "",
        "page-template-default page page-id-7 theme-storefront woocommerce-cart woocommerce-page",
        "cart",
    ),
    (
        "/pay/",
        "",
        "page-template-default page page-id-8 theme-storefront woocommerce-checkout woocommerce-page",
        "checkout",
    ),
    (
        "/pay/order-received/7/",
        "",
        "page-template-default page page-id-8 woocommerce-checkout woocommerce-page woocommerce-order-received",
        "order.confirmation",
    ),
    (
        "/my-account/",
        "",
        "page-template-default page page-id-9 logged-in woocommerce-account woocommerce-page",
        "page.my-account",
    ),
    // Shopware 6
    ("/Tassen/", "", "is-ctl-navigation is-act-index is-active-route-frontend-navigation-page", "catalog"),
    ("/Tasse/SW10001", "", "is-ctl-product is-act-index is-active-route-frontend-detail-page", "product"),
    (
        "/checkout/cart",
        "",
        "is-ctl-checkout is-act-cartpage is-active-route-frontend-checkout-cart-page",
        "cart",
    ),
    (
        "/checkout/confirm",
        "",
        "is-ctl-checkout is-act-confirmpage is-active-route-frontend-checkout-confirm-page",
        "checkout",
    ),
    (
        "/checkout/finish",
        "",
        "is-ctl-checkout is-act-finishpage is-active-route-frontend-checkout-finish-page",
        "order.confirmation",
    ),
    ("/", "", "is-ctl-navigation is-act-home is-active-route-frontend-home-page", "page"),
    // Magento 2
    (
        "/gear.html",
        "html-body",
        "page-with-filter page-products categorypath-gear category-gear catalog-category-view page-layout-2columns-left",
        "catalog",
    ),
    (
        "/bag.html",
        "html-body",
        "catalog-product-view product-blue-bag categorypath-gear-bags category-bags page-layout-1column",
        "product",
    ),
    ("/checkout/cart/", "html-body", "checkout-cart-index page-layout-1column", "cart"),
    ("/checkout/", "html-body", "checkout-index-index page-layout-checkout", "checkout"),
    (
        "/checkout/onepage/success/",
        "html-body",
        "checkout-onepage-success page-layout-1column",
        "order.confirmation",
    ),
    // PrestaShop
    (
        "/3-mugs",
        "category",
        "lang-en country-us currency-usd layout-left-column page-category category-id-3 tax-display-disabled",
        "catalog",
    ),
    (
        "/mugs/1-mug.html",
        "product",
        "lang-en country-us currency-usd layout-full-width page-product product-id-1 product-mug",
        "product",
    ),
    ("/cart", "cart", "lang-en country-us currency-usd layout-full-width page-cart cart-empty", "cart"),
    (
        "/order",
        "checkout",
        "lang-en country-us currency-usd layout-full-width page-order tax-display-disabled",
        "checkout",
    ),
    (
        "/order-confirmation",
        "order-confirmation",
        "lang-en country-us layout-full-width page-order-confirmation",
        "order.confirmation",
    ),
    // Shopify
    ("/shopify/collections/mugs", "", "gradient animate--hover-default", "catalog"),
    ("/shopify/collections/mugs/products/red-mug", "red-mug", "template-product", "product"),
    ("/shopify/cart", "", "gradient", "cart"),
    ("/shopify/pages/cart-help", "", "gradient", "page.shopify.pages.cart-help"),
];

#[tokio::test]
async fn pages_are_told_by_the_marks_of_their_platforms() {
    let collector = Collector::start();
    let marked: Vec<_> = MARKED.iter().map(|(path, id, classes, _)| json!([path, id, classes])).collect();
    let script = format!(
        "<script>if (/^.shopify/.test(location.pathname)) window.Shopify = {{ shop: 'mugs.myshopify.com' }}; \
         const [, id, className] = {}.find(([path]) => path == location.pathname); \
         Object.assign(document.body, {{ id, className }})</script>",
        json!(marked)
    );
    let shop = Shop::with(Page::with_tag(&collector, "").body(&script)).await;
    let browser = Browser::start().await;
    for (path, ..) in MARKED {
        browser.open(&format!("{}{path}", shop.origin)).await;
        // Who goes on at once was not at the path.
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    assert_eq!(trail(&browser, &collector).await, MARKED.map(|(.., key)| key));
}

#[tokio::test]
async fn what_the_shop_says_of_its_touchpoints_is_stored() {
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
        let shop = Shop::with_surveys(page, &file_naming(&places)).await;
        browser.open(&format!("{}{path}", shop.origin)).await;
        browser.question().await;
        let stored = &collector.response("shown").await["touchpoint"];
        let found = json!([stored["key"], stored["label"], stored["phase"], stored["ownership"]]);
        assert_eq!(found, expected, "{path}");
    }
}

#[tokio::test]
async fn a_survey_is_asked_at_the_touchpoints_it_names_and_below_them() {
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
async fn of_five_hundred_touchpoints_each_is_told() {
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
