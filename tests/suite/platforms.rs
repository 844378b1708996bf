//! The shops' platforms, by pages after the structure of their usual themes: the survey comes, nobody is kept from buying, and the
//! card makes way for cart and menu.

use nachklang_tests::{Browser, Collector, Device, Options, Page, Shop, wait_for};
use serde_json::json;

/// A page after the structure of a platform's theme.
struct Platform {
    name: &'static str,
    /// Attributes of the body by which the platform marks its pages.
    marks: &'static str,
    body: &'static str,
    /// The buttons on the page that buy.
    buy: &'static [&'static str],
    /// What opens and closes the cart or its confirmation, what then leads to the checkout, and whether the cart is modal.
    cart: [&'static str; 3],
    is_modal: bool,
}

const PLATFORMS: [Platform; 5] = [
    Platform {
        name: "Shopify's Dawn",
        marks: r#"class="gradient animate--hover-default""#,
        body: include_str!("platforms/dawn.html"),
        buy: &["[name=add]", ".shopify-payment-button__button"],
        cart: ["#cart-icon-bubble", ".drawer__close", "#CartDrawer-Checkout"],
        is_modal: true,
    },
    Platform {
        name: "WooCommerce's Storefront",
        marks: r#"class="single single-product theme-storefront woocommerce woocommerce-page""#,
        body: include_str!("platforms/storefront.html"),
        buy: &[".single_add_to_cart_button", ".wc-block-components-checkout-place-order-button"],
        cart: [
            ".wc-block-mini-cart__button",
            ".wc-block-components-drawer__close",
            ".wc-block-cart__submit-button",
        ],
        is_modal: true,
    },
    Platform {
        name: "Shopware's storefront",
        marks: r#"class="is-ctl-product is-act-index""#,
        body: include_str!("platforms/shopware.html"),
        buy: &[".btn-buy", "#confirmFormSubmit"],
        cart: [".header-cart-btn", ".offcanvas-close", ".begin-checkout-btn"],
        is_modal: true,
    },
    Platform {
        name: "Magento's Luma",
        marks: r#"class="catalog-product-view page-layout-1column""#,
        body: include_str!("platforms/luma.html"),
        buy: &["#product-addtocart-button", ".payment-method .action.checkout"],
        cart: [".showcart", "#btn-minicart-close", "#top-cart-btn-checkout"],
        is_modal: false,
    },
    Platform {
        name: "PrestaShop's Classic",
        marks: r#"id="product" class="lang-en page-product""#,
        body: include_str!("platforms/classic.html"),
        buy: &[".add-to-cart", "#payment-confirmation button"],
        cart: [".add-to-cart", "#blockcart-modal .close", "#blockcart-modal .btn-primary"],
        is_modal: true,
    },
];

const IN_SIGHT: &str = "$('.card')?.checkVisibility({ visibilityProperty: true })";

/// Waits until nothing of ours lies over the middle of this element of the page.
async fn wait_until_pressable(browser: &Browser, selector: &str, why: &str) {
    let script = format!(
        "const element = document.querySelector({}); const box = element.getBoundingClientRect(); \
         const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2); return !!top && !top.localName.startsWith('nachklang-')",
        json!(selector)
    );
    wait_for(&format!("{selector} to be free: {why}"), async || {
        (browser.run(&script).await == true).then_some(())
    })
    .await;
}

async fn wait_for_sight(browser: &Browser, is_in_sight: bool, why: &str) {
    let what = format!("the card to be in sight: {is_in_sight}: {why}");
    wait_for(&what, async || (browser.widget(IN_SIGHT).await == is_in_sight).then_some(())).await;
}

async fn try_platforms(device: Device) {
    let browser = Browser::with(Options { device, ..Options::default() }).await;
    for platform in PLATFORMS {
        let Platform { name, marks, body, buy, cart: [opener, closer, checkout], is_modal } = platform;
        let collector = Collector::start();
        let page =
            Page::with_tag(&collector, r#"data-survey="csat""#).body_attributes(marks).replace_body(body);
        let shop = Shop::with(page).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        for block in ["end", "center"] {
            for button in buy {
                let scroll = format!(
                    "document.querySelector({}).scrollIntoView({{ block: '{block}' }})",
                    json!(button)
                );
                browser.run(&scroll).await;
                wait_until_pressable(&browser, button, name).await;
            }
        }
        browser.run("scrollTo(0, 0)").await;
        wait_for_sight(&browser, true, name).await;
        browser.click_on_page(opener).await;
        wait_until_pressable(&browser, checkout, name).await;
        if is_modal {
            wait_for_sight(&browser, false, name).await;
        }
        browser.click_on_page(closer).await;
        browser.run("scrollTo(0, 0)").await;
        wait_for_sight(&browser, true, name).await;
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{name}");
    }
}

#[tokio::test]
async fn on_a_desktop_a_survey_keeps_nobody_from_buying() {
    try_platforms(Device::Desktop).await;
}

#[tokio::test]
async fn on_a_phone_a_survey_keeps_nobody_from_buying() {
    try_platforms(Device::Phone).await;
}
