//! How often a shopper is asked, and that a shop can find out why not.

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

/// Opens the page again; nothing is asked there.
async fn is_not_asked(browser: &Browser, shop: &Shop) {
    browser.open(&shop.origin).await;
    for _ in 0..12 {
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert!(!browser.shows_widget().await);
    }
}

/// Opens the page again; something is asked there, however long a slow machine takes.
async fn is_asked(browser: &Browser, shop: &Shop) {
    browser.open(&shop.origin).await;
    browser.question().await;
}

/// Moves what is kept so many days into the past.
async fn days_pass(browser: &Browser, days: f64) {
    browser
        .run(&format!(
            "const kept = JSON.parse(localStorage.nachklang); const by = {days} * 864e5; kept.shown -= by; \
             for (const survey of Object.values(kept.surveys)) survey.at -= by; localStorage.nachklang = JSON.stringify(kept)"
        ))
        .await;
}

/// What the browser says of each survey: the names of the reasons against it.
async fn reasons(browser: &Browser) -> Value {
    let script = "nachklang('explain').then((all) => done(Object.fromEntries(all.map((one) => \
                  [one.survey, one.reasons.map((reason) => reason.reason)]))))";
    browser.run_until_done(script, Vec::new()).await
}

#[tokio::test]
async fn one_quiet_time_holds_over_all_surveys() {
    let collector = Collector::start();
    let shop =
        shop(&collector, json!({ "quiet_days": 2 }), &[nps("first", json!({})), nps("second", json!({}))])
            .await;
    let browser = Browser::start().await;
    is_asked(&browser, &shop).await;
    collector.response("shown").await;
    is_not_asked(&browser, &shop).await;
    assert_eq!(reasons(&browser).await, json!({ "first": ["quiet", "resting"], "second": ["quiet"] }));
    days_pass(&browser, 1.9).await;
    is_not_asked(&browser, &shop).await;
    days_pass(&browser, 0.2).await;
    is_asked(&browser, &shop).await;
    let is_second = |response: &Value| response["survey"] == "second";
    wait_for("the second survey", async || collector.responses().iter().any(is_second).then_some(())).await;
}

#[tokio::test]
async fn each_outcome_has_a_rest_of_its_own() {
    let frequency = json!({ "answered_days": 30, "dismissed_days": 20, "ignored_days": 10 });
    for (does, days) in [("answers", 30.0), ("dismisses", 20.0), ("ignores", 10.0)] {
        let collector = Collector::start();
        let shop =
            shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", json!({ "frequency": frequency }))])
                .await;
        let browser = Browser::start().await;
        is_asked(&browser, &shop).await;
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
        days_pass(&browser, days - 1.0).await;
        is_not_asked(&browser, &shop).await;
        assert_eq!(reasons(&browser).await, json!({ "only": ["resting"] }));
        days_pass(&browser, 1.1).await;
        is_asked(&browser, &shop).await;
    }
}

#[tokio::test]
async fn who_wants_to_be_asked_later_is_asked_later() {
    let collector = Collector::start();
    let later = json!({ "frequency": { "later_hours": 24 } });
    let shop = shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", later)]).await;
    let browser = Browser::start().await;
    is_asked(&browser, &shop).await;
    assert_eq!(browser.settled(".later").await, "Ask me later");
    browser.click(".later").await;
    browser.gone().await;
    collector.response("dismissed").await;
    is_not_asked(&browser, &shop).await;
    days_pass(&browser, 1.01).await;
    // Long before the rest of who has dismissed it.
    is_asked(&browser, &shop).await;
}

#[tokio::test]
async fn a_survey_is_asked_at_most_so_often_ever() {
    let collector = Collector::start();
    let most = json!({ "frequency": { "max_times": 2, "ignored_days": 0 } });
    let shop = shop(&collector, json!({ "quiet_days": 0 }), &[nps("only", most)]).await;
    let browser = Browser::start().await;
    for _ in 0..2 {
        is_asked(&browser, &shop).await;
        browser.event("shown").await;
    }
    is_not_asked(&browser, &shop).await;
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
    is_asked(&browser, &shop).await;
    browser.event("shown").await;
    // The confirmation, opened again.
    is_not_asked(&browser, &shop).await;
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
    is_asked(&browser, &shop).await;
    browser.event("shown").await;
    browser.new_tab().await;
    is_not_asked(&browser, &shop).await;
}

#[tokio::test]
async fn a_clock_that_is_set_back_asks_nobody_twice_and_silences_nobody_for_ever() {
    let collector = Collector::start();
    let shop = shop(
        &collector,
        json!({ "quiet_days": 2 }),
        &[nps("only", json!({ "frequency": { "ignored_days": 2 } }))],
    )
    .await;
    let browser = Browser::start().await;
    is_asked(&browser, &shop).await;
    browser.event("shown").await;
    // The clock was ten years ahead when it was shown.
    days_pass(&browser, -3650.0).await;
    is_not_asked(&browser, &shop).await;
    let ahead = "return JSON.parse(localStorage.nachklang).shown > Date.now()";
    wait_for("the time to be settled", async || (browser.run(ahead).await == false).then_some(())).await;
    is_not_asked(&browser, &shop).await;
    days_pass(&browser, 2.1).await;
    is_asked(&browser, &shop).await;
}

#[tokio::test]
async fn where_nothing_can_be_kept_it_is_asked_once_in_a_pages_life() {
    let collector = Collector::start();
    let shop = shop(&collector, json!({}), &[nps("only", json!({}))]).await;
    let browser = Browser::without_storage().await;
    is_asked(&browser, &shop).await;
    browser.event("shown").await;
    browser.click(".close").await;
    browser.gone().await;
    for path in ["/a", "/b"] {
        browser.run(&format!("history.pushState(null, '', '{path}')")).await;
        tokio::time::sleep(Duration::from_millis(1200)).await;
        assert!(!browser.shows_widget().await, "{path}");
    }
}

#[tokio::test]
async fn the_panel_explains_the_six_surveys_of_the_demo() {
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
