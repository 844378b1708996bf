//! A visit to the demo shop.

use std::time::Duration;

use crate::{Browser, Shop, wait_for};

/// The buttons from the product to the order, each with the page it leads to.
const STEPS: [(&str, &str); 4] = [
    ("#add-to-cart", "cart"),
    ("#to-checkout", "checkout"),
    ("#to-payment", "checkout"),
    ("#place-order", "order-confirmed"),
];

/// Buys the teapot as a visitor does, and stops at the confirmed order with the question on screen. Expects that
/// no survey is shown before. Returns the wording of the question.
pub async fn place_order(browser: &Browser, shop: &Shop) -> String {
    browser.open(&shop.origin).await;
    for (button, page) in STEPS {
        expect_no_survey(browser).await;
        browser.click_on_page(button).await;
        // Between two pages a document may have no element yet.
        let arrived = async || {
            (browser.run("return document.documentElement?.dataset.page").await == page).then_some(())
        };
        wait_for(page, arrived).await;
    }
    browser.question().await
}

/// Waits until the loader can know whether a survey is due, and a moment longer.
async fn expect_no_survey(browser: &Browser) {
    let has_come = async || {
        let fetched = "return performance.getEntriesByType('resource')\
                       .some((entry) => entry.name.endsWith('/surveys.json') && entry.responseEnd)";
        (browser.run(fetched).await == true).then_some(())
    };
    wait_for("the survey file to have come", has_come).await;
    tokio::time::sleep(Duration::from_millis(1000)).await;
    assert!(!browser.shows_widget().await, "nothing is asked before the order is placed");
}
