//! How often a survey is shown, and why it is not shown.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

const FILE: &str = r#"data-survey="/surveys.json""#;

/// A shop that asks these surveys, with what else the file says.
async fn shop(collector: &Collector, more: Value, surveys: &[Value]) -> Shop {
    let mut file: Value = serde_json::from_str(&survey_file(surveys)).unwrap();
    file.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    Shop::with_surveys(Page::with_tag(collector, FILE), &file.to_string()).await
}

fn nps(key: &str, more: Value) -> Value {
    let mut survey = json!({ "key": key, "questions": [{ "kind": "nps", "comment": false }] });
    survey.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    survey
}

/// Opens the page again, and expects no survey.
async fn expect_no_survey(browser: &Browser, shop: &Shop) {
    browser.open(&shop.origin).await;
    for _ in 0..12 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert!(!browser.shows_widget().await);
    }
}

/// Opens the page again, and waits for a survey.
async fn expect_survey(browser: &Browser, shop: &Shop) {
    browser.open(&shop.origin).await;
    browser.question().await;
}

/// Moves the visitor record so many days into the past.
async fn advance_days(browser: &Browser, days: f64) {
    browser
        .run(&format!(
            "const kept = JSON.parse(localStorage.nachklang); const by = {days} * 864e5; kept.shown -= by; \
             for (const survey of Object.values(kept.surveys)) survey.at -= by; localStorage.nachklang = JSON.stringify(kept)"
        ))
        .await;
}

/// The reasons against each survey, from `nachklang:debug`.
async fn reasons(browser: &Browser) -> Value {
    let script = "nachklang('explain').then((all) => done(Object.fromEntries(all.map((one) => \
                  [one.survey, one.reasons.map((reason) => reason.reason)]))))";
    browser.run_until_done(script, Vec::new()).await
}

#[tokio::test]
async fn the_quiet_period_holds_for_all_surveys() {
    let collector = Collector::start();
    let shop =
        shop(&collector, json!({ "quiet_days": 2 }), &[nps("first", json!({})), nps("second", json!({}))])
            .await;
    let browser = Browser::start().await;
    expect_survey(&browser, &shop).await;
    collector.response("shown").await;
    expect_no_survey(&browser, &shop).await;
    assert_eq!(reasons(&browser).await, json!({ "first": ["quiet", "resting"], "second": ["quiet"] }));
    advance_days(&browser, 1.9).await;
    expect_no_survey(&browser, &shop).await;
    advance_days(&browser, 0.2).await;
    expect_survey(&browser, &shop).await;
    let is_second = |response: &Value| response["survey"] == "second";
    wait_for("the second survey", async || collector.responses().iter().any(is_second).then_some(())).await;
}

#[tokio::test]
async fn each_outcome_has_its_own_cooldown() {
    let frequency = json!({ "answered_days": 30, "dismissed_days": 20, "ignored_days": 10 });
    for (does, days) in [("answers", 30.0), ("dismisses", 20.0), ("ignores", 10.0)] {
        let collector = Collector::start();
        let shop =
            shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", json!({ "frequency": frequency }))])
                .await;
        let browser = Browser::start().await;
        expect_survey(&browser, &shop).await;
        browser.question().await;
        match does {
            "answers" => {
                browser.click("[value='9']").await;
                browser.event("completed").await;
            }
            "dismisses" => {
                browser.click(".close").await;
                browser.event("dismissed").await;
            }
            _ => drop(browser.event("shown").await),
        }
        advance_days(&browser, days - 1.0).await;
        expect_no_survey(&browser, &shop).await;
        assert_eq!(reasons(&browser).await, json!({ "only": ["resting"] }));
        advance_days(&browser, 1.1).await;
        expect_survey(&browser, &shop).await;
    }
}

#[tokio::test]
async fn ask_me_later_asks_later() {
    let collector = Collector::start();
    let later = json!({ "frequency": { "later_hours": 24 } });
    let shop = shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", later)]).await;
    let browser = Browser::start().await;
    expect_survey(&browser, &shop).await;
    assert_eq!(browser.settled_text(".later").await, "Ask me later");
    browser.click(".later").await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
    expect_no_survey(&browser, &shop).await;
    advance_days(&browser, 1.01).await;
    // Long before the cooldown of a dismissed survey ends.
    expect_survey(&browser, &shop).await;
}

#[tokio::test]
async fn a_survey_is_asked_at_most_max_times() {
    let collector = Collector::start();
    let most = json!({ "frequency": { "max_times": 2, "ignored_days": 0 } });
    let shop = shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", most)]).await;
    let browser = Browser::start().await;
    for _ in 0..2 {
        expect_survey(&browser, &shop).await;
        browser.event("shown").await;
    }
    expect_no_survey(&browser, &shop).await;
    assert_eq!(reasons(&browser).await, json!({ "only": ["most"] }));
}

#[tokio::test]
async fn a_survey_is_asked_once_per_order() {
    let collector = Collector::start();
    let once = json!({ "frequency": { "once_per_order": true, "ignored_days": 0 } });
    let file = survey_file(&[nps("only", once)]).replace("\"format\":1", "\"format\":1,\"quiet_days\":0");
    let script = "<script>dataLayer = [{ event: location.search ? 'view_cart' : 'purchase', ecommerce: { transaction_id: '7' } }]</script>";
    let shop = Shop::with_surveys(Page::with_tag(&collector, FILE).head(script), &file).await;
    let browser = Browser::start().await;
    expect_survey(&browser, &shop).await;
    browser.event("shown").await;
    // The confirmation, opened again.
    expect_no_survey(&browser, &shop).await;
    assert_eq!(reasons(&browser).await, json!({ "only": ["same_order"] }));
    // Another page, of the same order.
    browser.open(&format!("{}/?cart", shop.origin)).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    assert!(!browser.shows_widget().await);
    assert_eq!(reasons(&browser).await, json!({ "only": ["same_order"] }));
    // A new one, some days later.
    browser
        .run("const kept = JSON.parse(localStorage.nachklang); kept.orders = [Date.now()]; localStorage.nachklang = JSON.stringify(kept)")
        .await;
    browser.open(&format!("{}/?cart", shop.origin)).await;
    browser.question().await;
}

#[tokio::test]
async fn two_tabs_do_not_ask_twice() {
    let collector = Collector::start();
    let shop = shop(&collector, json!({}), &[nps("only", json!({}))]).await;
    let browser = Browser::start().await;
    expect_survey(&browser, &shop).await;
    browser.event("shown").await;
    browser.new_tab().await;
    expect_no_survey(&browser, &shop).await;
}

#[tokio::test]
async fn setting_the_clock_back_neither_repeats_nor_blocks_surveys() {
    let collector = Collector::start();
    let shop = shop(
        &collector,
        json!({ "quiet_days": 2 }),
        &[nps("only", json!({ "frequency": { "ignored_days": 2 } }))],
    )
    .await;
    let browser = Browser::start().await;
    expect_survey(&browser, &shop).await;
    browser.event("shown").await;
    // The clock was ten years ahead when it was shown.
    advance_days(&browser, -3650.0).await;
    expect_no_survey(&browser, &shop).await;
    let ahead = "return JSON.parse(localStorage.nachklang).shown > Date.now()";
    wait_for("the time to be settled", async || (browser.run(ahead).await == false).then_some(())).await;
    expect_no_survey(&browser, &shop).await;
    advance_days(&browser, 2.1).await;
    expect_survey(&browser, &shop).await;
}

#[tokio::test]
async fn without_storage_a_survey_is_asked_once_a_page() {
    let collector = Collector::start();
    let shop = shop(&collector, json!({}), &[nps("only", json!({}))]).await;
    let browser = Browser::without_storage().await;
    expect_survey(&browser, &shop).await;
    browser.event("shown").await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    for path in ["/a", "/b"] {
        browser.run(&format!("history.pushState(null, '', '{path}')")).await;
        tokio::time::sleep(Duration::from_millis(1200)).await;
        assert!(!browser.shows_widget().await, "{path}");
    }
}

#[tokio::test]
async fn the_debug_panel_explains_the_six_surveys_of_the_demo() {
    let collector = Collector::start();
    let shop = Shop::demo(&collector).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/?nachklang=debug", shop.origin)).await;
    let panel = "return document.querySelector('nachklang-debug')?.shadowRoot.textContent ?? ''";
    let reads = async |text: &str| {
        let ask =
            async || browser.run(panel).await.as_str().filter(|read| read.contains(text)).map(String::from);
        wait_for(text, ask).await
    };
    let read = reads("product · consideration · owned").await;
    for survey in ["after-order", "left-checkout", "leaving-cart", "product-page", "regulars", "delivery"] {
        assert!(read.contains(&format!("✗ {survey}")), "{survey}: {read}");
    }
    // It follows what happens on the page.
    browser.run("dataLayer.push({ event: 'purchase', ecommerce: { transaction_id: 'TW-1', value: 68, currency: 'EUR' } })").await;
    reads("on screen: after-order").await;
    let read = reads("\"woken_by\": \"load\"").await;
    // Now that it was shown, nothing else is for a while.
    assert!(read.contains("quiet"), "{read}");
    assert!(read.contains("trail: product › order.confirmation"), "{read}");
}
