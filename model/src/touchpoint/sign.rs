//! The signs by which standard touchpoints are told without any work by the shop: the e-commerce events of Google Analytics 4,
//! the one vocabulary that shop themes and tag managers share
//! (<https://developers.google.com/analytics/devguides/collection/ga4/ecommerce>), and what the platforms of shops write on the
//! `body` of their pages.
//!
//! A sign is a *part*: a text that is looked for in another one, in which `^` stands for the beginning and `$` for the end.
//! The shop's own paths, in a survey file, are parts as well.

use crate::shape::Shape;
use crate::text::concat;

/// The most parts a shop gives for one thing.
pub(crate) const MAX_PARTS: usize = 20;
/// The most characters a part of a shop has.
pub(crate) const MAX_PART_LENGTH: usize = 200;

/// A shape for the parts that a shop gives.
pub(crate) const PARTS: Shape = Shape::List(&Shape::Plain(MAX_PART_LENGTH), MAX_PARTS);

/// The event that reports an order.
pub const PURCHASE: &str = "purchase";

/// The standard touchpoints, those first that come first where several fit, each with its signs.
///
/// `^EVENT!` stands for a GA4 event. The others are looked for in `ID CLASSES… PATH` of a page: the id of its `body`, each of the
/// classes with a blank behind it, and on Shopify, whose pages have no marks that all themes share, the path. In the order in which
/// they stand here they are of WooCommerce, Shopware 6, Magento 2 and PrestaShop, whose mark is the id.
pub const SIGNS: [(&str, &[&str]); 13] = [
    (
        "order.confirmation",
        &["^purchase!", "-order-received ", "finishpage ", "onepage-success ", "^order-confirmation "],
    ),
    ("order.refund", &["^refund!"]),
    ("cart.add", &["^add_to_cart!"]),
    ("cart.remove", &["^remove_from_cart!"]),
    ("cart", &["^view_cart!", "woocommerce-cart ", "cartpage ", "cart-index ", "^cart ", "/cart$"]),
    ("checkout.shipping", &["^add_shipping_info!"]),
    ("checkout.payment", &["^add_payment_info!"]),
    (
        "checkout",
        &["^begin_checkout!", "woocommerce-checkout ", "confirmpage ", "checkout-index-index ", "^checkout "],
    ),
    // Before the catalog: Shopify has products below collections, too.
    (
        "product",
        &["^view_item!", "/products/", "single-product ", "ctl-product ", "product-view ", "^product "],
    ),
    (
        "catalog",
        &[
            "^view_item_list!",
            "/collections",
            "product_cat ",
            "archive-product ",
            // With its action: the home page is of the same controller.
            "ctl-navigation is-act-index ",
            "category-view ",
            "^category ",
        ],
    ),
    ("account.sign-up", &["^sign_up!"]),
    ("account.login", &["^login!"]),
    ("search", &["^search!"]),
];

/// What ends an id and each class.
const BLANK: &str = " ";

/// Whether `text`, with `^` before it and `$` behind it, has this part in it.
pub fn fits(part: &str, text: &str) -> bool {
    let (part, text) = (part.as_bytes(), concat(&["^", text, "$"]));
    let text = text.as_bytes();
    (0..text.len()).any(|at| text[at..].starts_with(part))
}

/// The key of the touchpoint that a GA4 event tells of; `None` for events of another vocabulary.
pub fn of_event(name: &str) -> Option<&'static str> {
    first(&|sign| sign.strip_prefix("^").and_then(|sign| sign.strip_suffix("!")) == Some(name))
}

/// The key of the touchpoint that a page is by the marks on its body: its id, its classes as they stand in `class`, and on Shopify
/// the path, which is empty elsewhere.
pub fn of_page(id: &str, classes: &str, shopify_path: &str) -> Option<&'static str> {
    let mut marks = concat(&[id, BLANK]);
    for class in classes.split_ascii_whitespace() {
        marks.push_str(class);
        marks.push_str(BLANK);
    }
    marks.push_str(shopify_path);
    first(&|sign| fits(sign, &marks))
}

/// The first touchpoint that has a sign which `is_meant`.
fn first(is_meant: &dyn Fn(&str) -> bool) -> Option<&'static str> {
    SIGNS.iter().find(|(_, signs)| signs.iter().any(|sign| is_meant(sign))).map(|(key, _)| *key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::key::Key;
    use crate::touchpoint::{STANDARD, Touchpoint};

    #[test]
    fn every_standard_touchpoint_has_its_event() {
        for (event, key) in [
            ("view_item_list", "catalog"),
            ("view_item", "product"),
            ("search", "search"),
            ("add_to_cart", "cart.add"),
            ("remove_from_cart", "cart.remove"),
            ("view_cart", "cart"),
            ("begin_checkout", "checkout"),
            ("add_shipping_info", "checkout.shipping"),
            ("add_payment_info", "checkout.payment"),
            (PURCHASE, "order.confirmation"),
            ("refund", "order.refund"),
            ("sign_up", "account.sign-up"),
            ("login", "account.login"),
        ] {
            assert_eq!(of_event(event), Some(key));
            let touchpoint = Touchpoint::with_key(Key::new(key).expect(key));
            assert!(touchpoint.phase.is_some() && touchpoint.label.is_some(), "{event}");
        }
        for (key, ..) in STANDARD {
            assert_eq!(SIGNS.iter().filter(|(known, _)| *known == key).count(), 1, "{key}");
        }
    }

    /// The loader looks for all signs of a touchpoint at once, as one regular expression.
    #[test]
    fn a_sign_is_a_regular_expression_of_itself() {
        for sign in SIGNS.iter().flat_map(|(_, signs)| signs.iter()) {
            let inner = sign.strip_prefix('^').unwrap_or(sign);
            let inner = inner.strip_suffix('$').unwrap_or(inner);
            assert!(inner.chars().all(|it| it.is_ascii_alphanumeric() || "_-/! ".contains(it)), "{sign}");
        }
    }

    #[test]
    fn other_events_tell_of_none() {
        for event in [
            "gtm.js",
            "page_view",
            "Purchase",
            "purchase!",
            "view_item_lis",
            "x-order-received ",
            "cartpage ",
            "",
        ] {
            assert_eq!(of_event(event), None, "{event}");
        }
    }

    #[test]
    fn a_part_is_looked_for_between_beginning_and_end() {
        for (part, text, expected) in [
            ("/size-guide", "/help/size-guide/mugs", true),
            ("^/help", "/help/returns", true),
            ("^/help", "/en/help", false),
            ("/faq$", "/help/faq", true),
            ("/faq$", "/faq/returns", false),
            ("^/$", "/", true),
            ("^/$", "/mugs", false),
            ("^/größe", "/größe", true),
            ("ö", "/größe", true),
            ("/Help", "/help", false),
            ("", "/", true),
            ("a", "", false),
            ("longer than the text", "/", false),
        ] {
            assert_eq!(fits(part, text), expected, "{part} in {text}");
        }
    }

    /// Bodies as the platforms write them: id, class, and on Shopify the path.
    #[test]
    fn tells_pages_by_the_marks_of_their_platforms() {
        for (id, classes, path, expected) in [
            // WooCommerce
            (
                "",
                "home wp-singular page-template-default page page-id-9 wp-theme-storefront theme-storefront",
                "",
                None,
            ),
            (
                "",
                "archive post-type-archive post-type-archive-product theme-storefront woocommerce-shop woocommerce woocommerce-page woocommerce-no-js",
                "",
                Some("catalog"),
            ),
            (
                "",
                "archive tax-product_cat term-mugs term-17 theme-twentytwentyfive woocommerce woocommerce-page",
                "",
                Some("catalog"),
            ),
            (
                "",
                "product-template-default single single-product postid-42 theme-storefront woocommerce woocommerce-page woocommerce-js",
                "",
                Some("product"),
            ),
            (
                "",
                "page-template-default page page-id-7 theme-storefront woocommerce-cart woocommerce-page",
                "",
                Some("cart"),
            ),
            (
                "",
                "page-template-default page page-id-8 theme-storefront woocommerce-checkout woocommerce-page",
                "",
                Some("checkout"),
            ),
            (
                "",
                "page-template-default page page-id-8 woocommerce-checkout woocommerce-page woocommerce-order-received",
                "",
                Some("order.confirmation"),
            ),
            (
                "",
                "page-template-default page page-id-9 logged-in woocommerce-account woocommerce-page",
                "",
                None,
            ),
            ("", "single single-post postid-1 single-format-standard", "", None),
            // Shopware 6
            ("", "is-ctl-navigation is-act-home", "", None),
            ("", "is-ctl-navigation is-act-index", "", Some("catalog")),
            ("", "is-ctl-navigation is-act-home is-active-route-frontend-home-page", "", None),
            ("", "is-ctl-product is-act-index is-active-route-frontend-detail-page", "", Some("product")),
            ("", "is-ctl-checkout is-act-cartpage", "", Some("cart")),
            (
                "",
                "is-ctl-checkout is-act-confirmpage is-active-route-frontend-checkout-confirm-page",
                "",
                Some("checkout"),
            ),
            ("", "is-ctl-checkout is-act-finishpage", "", Some("order.confirmation")),
            ("", "is-ctl-register is-act-checkoutregisterpage", "", None),
            ("", "is-ctl-accountorder is-act-orderoverview", "", None),
            ("", "is-ctl-landingpage is-act-index", "", None),
            // Magento 2
            ("html-body", "cms-home cms-index-index page-layout-1column", "", None),
            (
                "html-body",
                "page-with-filter page-products categorypath-gear category-gear catalog-category-view page-layout-2columns-left",
                "",
                Some("catalog"),
            ),
            (
                "html-body",
                "catalog-product-view product-blue-bag categorypath-gear-bags category-bags page-layout-1column",
                "",
                Some("product"),
            ),
            ("html-body", "checkout-cart-index page-layout-1column", "", Some("cart")),
            ("html-body", "checkout-index-index page-layout-checkout", "", Some("checkout")),
            ("html-body", "checkout-onepage-success page-layout-1column", "", Some("order.confirmation")),
            ("html-body", "catalogsearch-result-index page-layout-2columns-left", "", None),
            ("html-body", "customer-account-index account page-layout-2columns-left", "", None),
            // PrestaShop
            (
                "index",
                "lang-en country-us currency-usd layout-full-width page-index tax-display-disabled",
                "",
                None,
            ),
            (
                "category",
                "lang-en country-us currency-usd layout-left-column page-category category-id-3 category-depth-level-2",
                "",
                Some("catalog"),
            ),
            (
                "product",
                "lang-en country-us currency-usd layout-full-width page-product product-id-1 product-mug",
                "",
                Some("product"),
            ),
            (
                "cart",
                "lang-en country-us currency-usd layout-full-width page-cart cart-empty",
                "",
                Some("cart"),
            ),
            (
                "checkout",
                "lang-en country-us currency-usd layout-full-width page-order tax-display-disabled",
                "",
                Some("checkout"),
            ),
            (
                "order-confirmation",
                "lang-en country-us layout-full-width page-order-confirmation",
                "",
                Some("order.confirmation"),
            ),
            ("cms", "lang-en country-us page-cms cms-id-1", "", None),
            ("product-list", "lang-en", "", None),
            // Shopify
            ("", "gradient animate--hover-default", "/", None),
            ("", "gradient", "/collections", Some("catalog")),
            ("", "gradient", "/de/collections/mugs", Some("catalog")),
            ("", "template-product", "/products/red-mug", Some("product")),
            ("red-mug", "template-product", "/collections/mugs/products/red-mug", Some("product")),
            ("", "gradient", "/cart", Some("cart")),
            ("", "gradient", "/en-gb/cart", Some("cart")),
            ("", "gradient", "/pages/cart-help", None),
            ("", "gradient", "/blogs/news/cartoons", None),
            // None of them
            ("", "", "", None),
            ("", "header-cart-open", "", None),
            ("", "has-cart", "", None),
            ("", "cart", "", None),
            ("", "product checkout category", "", None),
            ("cart-page", "checkout-open", "", None),
            ("", "  header-cart-open\n woocommerce-cart\t", "", Some("cart")),
        ] {
            assert_eq!(of_page(id, classes, path), expected, "{id} {classes} {path}");
        }
    }
}
