//! Triggers with one condition, except exit intent.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file};
use serde_json::json;

use super::{
    LOADER_CHECK, LONG, expect_trigger, expect_trigger_in, last_condition, pointer_leaves, shop, shown_at,
    wait_until_watched, waiting_for, woken_by,
};

#[tokio::test]
async fn a_survey_waits_for_a_delay() {
    let browser = Browser::start().await;
    for trigger in [json!({ "load": 2 }), json!({ "stay": 2 }), json!({ "idle": 2 })] {
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&trigger)], "").await;
        browser.open(&shop.origin).await;
        let shown = shown_at(&browser).await;
        assert!(shown >= 2000.0, "{trigger} after {shown} ms");
        assert_eq!(woken_by(&collector).await, last_condition(&trigger));
    }
}

#[tokio::test]
async fn activity_resets_the_idle_trigger() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(&json!({ "idle": 3 }))], "").await;
    browser.open(&shop.origin).await;
    wait_until_watched(&browser).await;
    let act = "window.acting = setInterval(() => dispatchEvent(new PointerEvent('pointermove')), 200)";
    browser.run(act).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!browser.shows_widget().await);
    browser.run("clearInterval(acting)").await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "idle");
}

#[tokio::test]
async fn a_survey_waits_for_a_scroll_depth() {
    let browser = Browser::start().await;
    let trigger = json!({ "scroll": 60 });
    expect_trigger_in(&browser, &trigger, LONG, "scrollTo(0, 500)", "scrollTo(0, 3500)").await;
}

#[tokio::test]
async fn a_survey_waits_for_the_scroll_depth_of_what_scrolls() {
    let browser = Browser::start().await;
    // An app shell: the page itself has nothing to scroll, which does not count as read. A list that scrolls in it does not count.
    let app = "<style>html, body { margin: 0; height: 100%; overflow: hidden } #app { height: 100%; overflow-y: auto } \
               #list { height: 100px; overflow: auto }</style>\
               <div id=app><div id=list><div style='height: 900px'>Sizes</div></div><div style='height: 5000px'>Much to read</div></div>";
    let without_effect =
        "document.querySelector('#list').scrollTo(0, 900); document.querySelector('#app').scrollTo(0, 500)";
    let act = "document.querySelector('#app').scrollTo(0, 4500)";
    expect_trigger_in(&browser, &json!({ "scroll": 60 }), app, without_effect, act).await;
}

#[tokio::test]
async fn a_survey_waits_for_an_event() {
    let browser = Browser::start().await;
    let body = "<script>dataLayer = []; function gtag() { dataLayer.push(arguments) }</script>";
    for act in [
        "dataLayer.push({ event: 'size_guide' })",
        "gtag('event', 'size_guide', { mug: 'red' })",
        "nachklang('event', 'size_guide')",
    ] {
        let without_effect = act.replace("size_guide", "size_guides");
        expect_trigger_in(&browser, &json!({ "event": "size_guide" }), body, &without_effect, act).await;
    }
}

#[tokio::test]
async fn an_event_before_the_loader_counts() {
    let browser = Browser::start().await;
    for script in [
        "dataLayer = [{ event: 'size_guide' }, { event: 'gtm.load' }]",
        "window.nachklang = window.nachklang || function () { (nachklang.q = nachklang.q || []).push(arguments) }; \
         nachklang('event', 'size_guide')",
    ] {
        let collector = Collector::start();
        let tag = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let page = tag.head(&format!("<script>{script}</script>"));
        let file = survey_file(&[waiting_for(&json!({ "event": "size_guide" }))]);
        let shop = Shop::with_surveys(page, &file).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        assert_eq!(woken_by(&collector).await, "event", "{script}");
    }
}

#[tokio::test]
async fn a_survey_waits_for_a_click() {
    let browser = Browser::start().await;
    let body = "<div class=sizes><b>Which size?</b></div><script>addEventListener('click', (e) => e.stopPropagation())\
                </script>";
    for act in ["document.querySelector('.sizes').click()", "document.querySelector('.sizes b').click()"] {
        let without_effect = "document.querySelector('#buy').click()";
        expect_trigger_in(&browser, &json!({ "click": ".sizes" }), body, without_effect, act).await;
    }
}

#[tokio::test]
async fn a_survey_waits_for_a_click_in_a_shadow_root() {
    let body = "<my-sizes></my-sizes><script>document.querySelector('my-sizes').attachShadow({ mode: 'open' })\
                .innerHTML = '<b class=size>XL</b>'</script>";
    let act = "document.querySelector('my-sizes').shadowRoot.querySelector('b').click()";
    expect_trigger(json!({ "click": ".size" }), body, act).await;
}

#[tokio::test]
async fn a_survey_waits_for_an_element_in_view() {
    let body = format!("{LONG}<p class=reviews hidden>No</p><p class=reviews>All of them love it</p>");
    let browser = Browser::start().await;
    let act = "document.querySelector('.reviews:not([hidden])').scrollIntoView()";
    expect_trigger_in(&browser, &json!({ "view": ".reviews" }), &body, "scrollTo(0, 1000)", act).await;
}

#[tokio::test]
async fn a_survey_waits_for_the_next_visit_days_after_an_order() {
    let browser = Browser::start().await;
    for (days, is_asked) in [("2.9", false), ("3.1", true), ("30", true)] {
        let ordered = format!(
            "<script>localStorage.nachklang ||= JSON.stringify({{ first: ['', ''], start: 1, visits: 1, \
             orders: [Date.now() - {days} * 864e5], trail: [['order.confirmation', Date.now() - {days} * 864e5]] }})</script>"
        );
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "order": 3 }))], &ordered).await;
        browser.open(&shop.origin).await;
        if is_asked {
            browser.question().await;
            let stored = collector.response("shown").await;
            assert_eq!(stored["touchpoint"]["woken_by"], "order");
            assert_eq!(stored["journey"]["orders"], 1);
            assert_eq!(stored["journey"]["visits"], 2);
        } else {
            wait_until_watched(&browser).await;
            assert!(!browser.shows_widget().await, "after {days} days");
        }
    }
}

#[tokio::test]
async fn a_survey_waits_for_a_call() {
    for act in ["nachklang('show')", "nachklang('show', 'asked')"] {
        let browser = Browser::start().await;
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "call": true }))], LONG).await;
        browser.open(&shop.origin).await;
        tokio::time::sleep(LOADER_CHECK).await;
        browser.run(&format!("scrollTo(0, 5000); {}", pointer_leaves("clientY: 0"))).await;
        tokio::time::sleep(LOADER_CHECK).await;
        assert!(!browser.shows_widget().await);
        browser.run(act).await;
        browser.question().await;
        assert_eq!(woken_by(&collector).await, "call", "{act}");
    }
}
