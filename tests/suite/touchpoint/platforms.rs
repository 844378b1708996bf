//! Touchpoints from the marks of shop platforms.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::json;

use super::trail;

/// Pages with the marks of shop platforms: path, id and classes of the body, and the touchpoint. The page `/shopify` has
/// what only Shopify has, too.
const PLATFORMS: [(&str, &str, &str, &str); 27] = [
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
async fn shop_platforms_are_recognised_by_their_marks() {
    let collector = Collector::start();
    let marked: Vec<_> = PLATFORMS.iter().map(|(path, id, classes, _)| json!([path, id, classes])).collect();
    let script = format!(
        "<script>if (/^.shopify/.test(location.pathname)) window.Shopify = {{ shop: 'mugs.myshopify.com' }}; \
         const [, id, className] = {}.find(([path]) => path == location.pathname); \
         Object.assign(document.body, {{ id, className }})</script>",
        json!(marked)
    );
    let shop = Shop::with(Page::with_tag(&collector, "").body(&script)).await;
    let browser = Browser::start().await;
    for (path, ..) in PLATFORMS {
        browser.open(&format!("{}{path}", shop.origin)).await;
        // A path that is left at once does not count.
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    assert_eq!(trail(&browser, &collector).await, PLATFORMS.map(|(.., key)| key));
}
