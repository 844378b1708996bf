//! Each recipe of `docs/recipes.md`, with the very code of the docs, on a page like those of its platform.

use nachklang_tests::{Browser, Collector, Page, Shop, wait_for};
use serde_json::{Value, json};

/// What a banner does that no recipe notices by itself.
const CONSENT: &str = "nachklang('consent', true)";

/// The code snippets in a section of the docs, with the test's addresses.
fn code(section: &str, collector: &Collector) -> Vec<String> {
    let docs = std::fs::read_to_string(xtask::root().join("docs/recipes.md")).expect("docs/recipes.md");
    let (_, rest) = docs.split_once(&format!("\n## {section}\n")).expect(section);
    let section = rest.split("\n## ").next().expect("a section");
    let pieces = section.split("```").skip(1).step_by(2);
    let pieces = pieces.map(|piece| piece.split_once('\n').expect("a language").1);
    let pieces = pieces.map(|piece| {
        let piece = piece.replace("https://feedback.example/surveys.json", "/surveys.json");
        piece.replace("https://feedback.example", &collector.origin)
    });
    pieces.collect()
}

/// Renders a template: replaces the engine's expressions by their values.
fn rendered(template: &str, parts: &[(&str, &str)]) -> String {
    let mut html = template.to_owned();
    for (part, with) in parts {
        assert!(html.contains(part), "no {part} in {template}");
        html = html.replace(part, with);
    }
    for mark in ["{%", "{{", "{#", "<?", "?>"] {
        assert!(!html.contains(mark), "{mark} is left in {html}");
    }
    html
}

/// The lines that are not the template engine's.
fn without_lines(template: &str, marks: &[&str]) -> String {
    let own = |line: &&str| !marks.iter().any(|mark| line.trim_start().starts_with(mark));
    rendered(&template.lines().filter(own).collect::<Vec<_>>().join("\n"), &[])
}

/// A platform under test.
struct Trial {
    collector: Collector,
    browser: Browser,
    /// The surveys of the shop.
    survey: Value,
    /// The script by which the shopper consents.
    agree: &'static str,
}

impl Trial {
    async fn of(survey: Value, agree: &'static str) -> Self {
        let mut asked = json!({ "key": "asked", "questions": [{ "kind": "csat" }] });
        asked.as_object_mut().unwrap().extend(survey.as_object().unwrap().clone());
        Self { collector: Collector::start(), browser: Browser::start().await, survey: asked, agree }
    }

    fn code(&self, section: &str) -> Vec<String> {
        code(section, &self.collector)
    }

    /// A page with these attributes of the body, this script of the platform, and the code of the recipe behind it.
    fn page(&self, marks: &str, script: &str, code: &str) -> Page {
        Page::new(&self.collector).body_attributes(marks).head(&format!("<script>{script}</script>{code}"))
    }

    /// Opens the page and consents.
    async fn open_page(&self, page: Page, path: &str) -> Shop {
        let places = json!([{ "key": "cart", "paths": ["^/basket"] }]);
        let file = json!({ "format": 1, "quiet_days": 0, "touchpoints": places, "surveys": [self.survey] });
        let shop = Shop::with_surveys(page, &file.to_string()).await;
        self.browser.open(&format!("{}{path}", shop.origin)).await;
        self.consent().await;
        shop
    }

    async fn consent(&self) {
        wait_for("the loader", async || {
            (self.browser.run("return !!window.nachklang?.page").await == true).then_some(())
        })
        .await;
        self.browser.run(self.agree).await;
    }

    /// Expects that only the touchpoint prevents the survey.
    async fn expect_other_touchpoint(&self) {
        let explain =
            "nachklang('explain').then((all) => done(all[0].reasons.map((reason) => reason.reason)))";
        let ask = async || {
            let reasons = self.browser.run_until_done(explain, Vec::new()).await;
            (reasons == json!(["touchpoint"])).then_some(())
        };
        wait_for("the touchpoint to be all that is wrong", ask).await;
        tokio::time::sleep(std::time::Duration::from_millis(800)).await;
        assert!(!self.browser.shows_widget().await);
        assert_eq!(self.collector.responses(), [""; 0]);
    }

    /// Expects the survey, asked at this touchpoint on this path; gives the response.
    async fn expect_survey(&self, key: &str, phase: &str, path: &str) -> Value {
        self.browser.question().await;
        let stored = self.collector.response("shown").await;
        let touchpoint = &stored["touchpoint"];
        let found = [&touchpoint["key"], &touchpoint["phase"], &touchpoint["path"]];
        assert_eq!(json!(found), json!([key, phase, path]), "{stored}");
        for what in ["uncaught", "console", "violations"] {
            assert_eq!(self.browser.recorded(what).await, [""; 0], "{what}");
        }
        stored
    }
}

fn at(touchpoint: &str) -> Value {
    json!({ "touchpoints": [touchpoint] })
}

#[tokio::test]
async fn the_html_recipe_works() {
    let trial = Trial::of(at("order.confirmation"), CONSENT).await;
    let tag = &trial.code("HTML")[0];
    let gtag = "dataLayer = []; function gtag() { dataLayer.push(arguments) } gtag('js', new Date());";
    let _mug = trial
        .open_page(trial.page("", &format!("{gtag} gtag('event', 'view_item', {{}})"), tag), "/mug")
        .await;
    trial.expect_other_touchpoint().await;
    let purchase =
        "gtag('event', 'purchase', { transaction_id: 'T-1', value: 49.9, currency: 'EUR', items: [{}] })";
    let _thanks = trial.open_page(trial.page("", &format!("{gtag} {purchase}"), tag), "/thanks").await;
    let stored = trial.expect_survey("order.confirmation", "purchase", "/thanks").await;
    assert_eq!(stored["order"]["value"], 49.9);
}

/// Puts a tag Custom HTML on the page as the container does: its scripts are made anew, without attributes of their own, and
/// what they load finds no `document.currentScript`.
fn container(custom_html: &str) -> String {
    let html = json!(custom_html).to_string().replace("</", "<\\/");
    format!(
        "dataLayer.push({{ 'gtm.start': Date.now(), event: 'gtm.js' }});
         Object.defineProperty(document, 'currentScript', {{ get: () => null }});
         document.addEventListener('DOMContentLoaded', () => {{
             const holder = document.createElement('div');
             holder.innerHTML = {html};
             for (const old of holder.querySelectorAll('script')) {{
                 const script = document.createElement('script');
                 if (old.src) script.src = old.src;
                 else script.text = old.text;
                 document.body.append(script);
             }}
             dataLayer.push({{ event: 'gtm.dom' }});
         }});"
    )
}

#[tokio::test]
async fn the_google_tag_manager_recipe_works() {
    let agree = "gtag('consent', 'update', { analytics_storage: 'granted' })";
    let trial = Trial::of(at("checkout.payment"), agree).await;
    let [tag, ..] = &trial.code("Google Tag Manager")[..] else { panic!("no code") };
    let denied = "dataLayer = []; function gtag() { dataLayer.push(arguments) } \
                  gtag('consent', 'default', { ad_storage: 'denied', analytics_storage: 'denied', wait_for_update: 500 });";
    let page = |events: &str| trial.page("", &format!("{denied} {events} {}", container(tag)), "");
    let _cart =
        trial.open_page(page("dataLayer.push({ event: 'view_cart', ecommerce: {} });"), "/checkout").await;
    trial.expect_other_touchpoint().await;
    let paying = "dataLayer.push({ event: 'begin_checkout', ecommerce: {} }); dataLayer.push({ ecommerce: null }); \
                  dataLayer.push({ event: 'add_payment_info', ecommerce: { payment_type: 'card', items: [{}] } });";
    let _checkout = trial.open_page(page(paying), "/checkout").await;
    trial.expect_survey("checkout.payment", "purchase", "/checkout").await;
    trial.browser.click("[value='4']").await;
    trial.browser.click(".send").await;
    trial.browser.event("completed").await;
    let told = trial
        .browser
        .run("return dataLayer.find((entry) => entry.event == 'nachklang_completed')?.nachklang")
        .await;
    assert_eq!(
        told,
        json!({ "survey": "asked", "touchpoint": "checkout.payment",
                "answers": [{ "question": "csat", "kind": "csat", "value": 4 }] })
    );
}

/// What Shopify puts on the pages of a storefront.
/// Its privacy interface remembers from page to page what the shopper has said.
const SHOPIFY: &str = "window.allowed = !!sessionStorage.allowed; window.Shopify = { shop: 'mugs.myshopify.com', locale: 'de', routes: { root: '/de/' }, \
    loadFeatures: (features, done) => { if (features[0].name == 'consent-tracking-api' && features[0].version == '0.1') \
    Shopify.customerPrivacy = { analyticsProcessingAllowed: () => allowed }; done() } }";

#[tokio::test]
async fn the_shopify_recipe_works() {
    let trial = Trial::of(at("product"), "window.allowed = true").await;
    let tag = &trial.code("Shopify")[0];
    let marks = r#"class="gradient animate--hover-default""#;
    let _about = trial.open_page(trial.page(marks, SHOPIFY, tag), "/de/pages/about-products").await;
    trial.expect_other_touchpoint().await;
    let path = "/de/collections/mugs/products/red-mug";
    let _mug = trial.open_page(trial.page(marks, SHOPIFY, tag), path).await;
    trial.expect_survey("product", "consideration", path).await;
}

#[tokio::test]
async fn the_shopify_recipe_asks_at_the_visit_after_an_order() {
    let trial =
        Trial::of(json!({ "trigger": { "order": 7 } }), "window.allowed = sessionStorage.allowed = true")
            .await;
    let [tag, _, pixel, _] = &trial.code("Shopify")[..] else {
        panic!("other code than a tag, a link, a pixel and a customer")
    };
    let shop = trial.open_page(trial.page("", SHOPIFY, tag), "/").await;
    let kept = "return JSON.parse(localStorage.nachklang || '{}').visits";
    wait_for("the visit to be kept", async || (trial.browser.run(kept).await == 1).then_some(())).await;
    // The sandbox of a pixel reaches the storage of the page by promises.
    let order = format!(
        "const browser = {{ localStorage: {{ getItem: async (key) => localStorage.getItem(key), \
         setItem: async (key, value) => localStorage.setItem(key, value) }} }}; \
         const analytics = {{ subscribe: (name, listener) => name == 'checkout_completed' && listener({{}}).then(() => done()) }}; \
         {pixel}"
    );
    trial.browser.run_until_done(&order, Vec::new()).await;
    let days_pass = "const kept = JSON.parse(localStorage.nachklang); kept.orders = kept.orders.map((time) => time - 8 * 864e5); \
                     kept.trail = []; localStorage.nachklang = JSON.stringify(kept); return kept.orders.length";
    assert_eq!(trial.browser.run(days_pass).await, 1);
    trial.browser.open(&format!("{}/collections/all", shop.origin)).await;
    trial.consent().await;
    let stored = trial.expect_survey("catalog", "consideration", "/collections/all").await;
    assert_eq!(stored["touchpoint"]["woken_by"], "order");
    assert_eq!(
        (&stored["journey"]["orders"], &stored["journey"]["days_since_order"]),
        (&json!(1), &json!(8))
    );
}

#[tokio::test]
async fn the_shopify_recipe_knows_signed_in_customers() {
    let survey = json!({ "audience": { "attributes": { "ordered": ["this-month"] } } });
    let trial = Trial::of(survey, "window.allowed = true").await;
    let [tag, .., customer] = &trial.code("Shopify")[..] else { panic!("no code") };
    let customer = rendered(
        customer,
        &[
            ("{% if customer.last_order %}", ""),
            ("{% assign at = customer.last_order.created_at | date: '%s' %}", ""),
            ("{% assign days = 'now' | date: '%s' | minus: at | divided_by: 86400 %}", ""),
            ("{{ customer.id | hmac_sha256: 'a secret of yours' }}", "c0ffee"),
            (
                "{% if days < 7 %}this-week{% elsif days < 31 %}this-month{% else %}earlier{% endif %}",
                "this-month",
            ),
            ("{% endif %}", ""),
        ],
    );
    let _shop = trial.open_page(trial.page("", SHOPIFY, &format!("{customer}{tag}")), "/cart").await;
    let stored = trial.expect_survey("cart", "purchase", "/cart").await;
    assert_eq!(
        stored["customer"],
        json!({ "key": "c0ffee", "visitor": "new", "attributes": { "ordered": "this-month" } })
    );
}

/// What PHP prints: the text between its parts.
fn php(source: &str, parts: &[(&str, &str)]) -> String {
    let mut html = source.to_owned();
    for (part, with) in parts {
        assert!(html.contains(part), "no {part} in {source}");
        html = html.replace(part, with);
    }
    let pieces = html.split("?>").skip(1).map(|piece| piece.split("<?php").next().expect("a piece"));
    rendered(&pieces.collect::<String>(), &[])
}

/// A banner that speaks the WP Consent API, and what GTM4WP pushes: first what the page is, then, when the page is there, the lists
/// on it.
fn wordpress(event: &str) -> String {
    format!(
        "let has = 'deny'; window.wp_has_consent = (category) => category == 'statistics' && has == 'allow'; \
         window.dataLayer = [{{ pagePostType: 'page' }}, {{ ecommerce: null }}, {event}]; \
         document.addEventListener('DOMContentLoaded', () => dataLayer.push({{ ecommerce: null }}, \
         {{ event: 'view_item_list', ecommerce: {{ currency: 'EUR', items: [{{ item_list_name: 'Related Products' }}] }} }}))"
    )
}

const WP_CONSENT: &str = "document.dispatchEvent(new CustomEvent('wp_listen_for_consent_change', { detail: { statistics: 'allow' } }))";

#[tokio::test]
async fn the_woocommerce_recipe_works() {
    let trial = Trial::of(at("product"), WP_CONSENT).await;
    let tag = &php(&trial.code("WooCommerce")[0], &[]);
    let cart =
        r#"class="page-template-default page page-id-7 theme-storefront woocommerce-cart woocommerce-page""#;
    let event = "{ event: 'view_cart', ecommerce: { currency: 'EUR', value: 20, items: [{}] } }";
    let _cart = trial.open_page(trial.page(cart, &wordpress(event), tag), "/cart/").await;
    trial.expect_other_touchpoint().await;
    let product = r#"class="product-template-default single single-product postid-42 theme-storefront woocommerce woocommerce-page""#;
    let event = "{ event: 'view_item', ecommerce: { currency: 'EUR', value: 20, items: [{}] } }";
    let _product = trial.open_page(trial.page(product, &wordpress(event), tag), "/product/red-mug/").await;
    trial.expect_survey("product", "consideration", "/product/red-mug/").await;
}

#[tokio::test]
async fn the_woocommerce_recipe_knows_signed_in_customers() {
    let survey = json!({ "touchpoints": ["order.confirmation"], "audience": { "segments": ["vip"] } });
    let trial = Trial::of(survey, WP_CONSENT).await;
    let [tag, customer] = &trial.code("WooCommerce")[..] else {
        panic!("other code than a tag and a customer")
    };
    let echo = "<?php echo wp_json_encode( $customer, JSON_HEX_TAG ); ?>";
    let customer = php(customer, &[(echo, r#"{"key":"c0ffee","segment":"vip"}"#)]);
    let tag = format!("{}{customer}", php(tag, &[]));
    let marks = r#"class="page page-id-8 logged-in woocommerce-checkout woocommerce-page woocommerce-order-received""#;
    let script = "window.wp_has_consent = () => false";
    let path = "/checkout/order-received/1001/";
    let _shop = trial.open_page(trial.page(marks, script, &tag), path).await;
    let stored = trial.expect_survey("order.confirmation", "purchase", path).await;
    assert_eq!(stored["customer"], json!({ "key": "c0ffee", "segment": "vip", "visitor": "new" }));
    assert_eq!(stored["journey"]["orders"], 1);
}

#[tokio::test]
async fn the_shopware_recipe_works() {
    let agree = "document.dispatchEvent(new CustomEvent('CookieConfiguration_Update', \
                 { detail: { 'google-analytics-enabled': true } }))";
    let trial = Trial::of(at("order.confirmation"), agree).await;
    let tag = &without_lines(&trial.code("Shopware 6")[0], &["{%", "{{"]);
    let gtag = "window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }";
    let list = format!("{gtag} gtag('event', 'view_item_list', {{ items: [{{}}] }})");
    let marks = r#"class="is-ctl-navigation is-act-index""#;
    let _list = trial.open_page(trial.page(marks, &list, tag), "/Mugs/").await;
    trial.expect_other_touchpoint().await;
    let marks = r#"class="is-ctl-checkout is-act-finishpage""#;
    let _finish = trial.open_page(trial.page(marks, gtag, tag), "/checkout/finish?orderId=0192").await;
    trial.expect_survey("order.confirmation", "purchase", "/checkout/finish").await;
}

/// A policy as Magento makes it of `csp_whitelist.xml` where it is enforced.
fn magento_policy(whitelist: &str) -> String {
    let mut policy = String::from("default-src 'self'; style-src 'self' 'unsafe-inline'");
    for piece in whitelist.split("<policy id=\"").skip(1) {
        let (name, rest) = piece.split_once('"').expect("a name");
        policy += &format!("; {name} 'self'");
        for value in rest.split("</value>").filter_map(|value| value.split_once("type=\"host\">")) {
            policy += &format!(" {}", value.1);
        }
    }
    policy
}

#[tokio::test]
async fn the_magento_recipe_works() {
    let trial = Trial::of(at("checkout"), CONSENT).await;
    let [layout, tag, whitelist] = &trial.code("Magento 2")[..] else {
        panic!("other code than three files")
    };
    assert!(layout.contains("Shop_Feedback::nachklang.phtml"));
    let policy = magento_policy(whitelist);
    let page = |marks: &str| Page::new(&trial.collector).body_attributes(marks).head(tag).policy(&policy);
    let search = r#"data-container="body" id="html-body" class="catalogsearch-result-index page-layout-2columns-left""#;
    let _search = trial.open_page(page(search), "/catalogsearch/result/?q=mug").await;
    trial.expect_other_touchpoint().await;
    let checkout =
        r#"data-container="body" id="html-body" class="checkout-index-index page-layout-checkout""#;
    let _checkout = trial.open_page(page(checkout), "/checkout/").await;
    trial.expect_survey("checkout", "purchase", "/checkout/").await;
}

#[tokio::test]
async fn the_prestashop_recipe_works() {
    let trial = Trial::of(at("order.confirmation"), CONSENT).await;
    let tag = &without_lines(&trial.code("PrestaShop")[0], &["{"]);
    let cms = r#"id="cms" class="lang-en country-us currency-usd layout-full-width page-cms cms-id-1""#;
    let _cms = trial.open_page(trial.page(cms, "", tag), "/content/1-delivery").await;
    trial.expect_other_touchpoint().await;
    let confirmation =
        r#"id="order-confirmation" class="lang-en country-us currency-usd page-order-confirmation""#;
    let path = "/order-confirmation";
    let _confirmation = trial.open_page(trial.page(confirmation, "", tag), path).await;
    trial.expect_survey("order.confirmation", "purchase", path).await;
}

/// The router of a single-page shop.
const ROUTER: &str = "window.go = (name, path) => { history.pushState(null, '', path); arrived({ name }) };";

#[tokio::test]
async fn the_single_page_shop_recipe_works() {
    let trial = Trial::of(at("order.confirmation"), CONSENT).await;
    let tag = &trial.code("Single-page shop")[0];
    let _shop = trial.open_page(trial.page("", ROUTER, tag), "/").await;
    trial.browser.run("go('item', '/mugs/red')").await;
    trial.expect_other_touchpoint().await;
    trial.browser.run("go('thanks', '/thanks/1001')").await;
    let stored = trial.expect_survey("order.confirmation", "purchase", "/thanks/1001").await;
    let trail = stored["journey"]["trail"].as_array().expect("a trail");
    let keys: Vec<&str> = trail.iter().filter_map(|step| step["key"].as_str()).collect();
    assert_eq!(keys[keys.len() - 2..], ["product", "order.confirmation"]);
    // The card on screen stays until it is closed.
    trial.browser.run("go('list', '/mugs')").await;
    tokio::time::sleep(std::time::Duration::from_millis(1200)).await;
    assert!(trial.browser.shows_widget().await);
    trial.browser.run("nachklang('close')").await;
    trial.browser.wait_until_gone().await;
}

#[tokio::test]
async fn the_single_page_shop_recipe_names_paths() {
    let trial = Trial::of(at("cart"), CONSENT).await;
    let tag = &trial.code("Single-page shop")[0];
    let _shop = trial.open_page(trial.page("", ROUTER, tag), "/").await;
    trial.expect_other_touchpoint().await;
    trial.browser.run("go('unknown', '/basket')").await;
    trial.expect_survey("cart", "purchase", "/basket").await;
}
