//! The modes of a survey: in a corner, in the middle, as a tab, inline, and as a page.

use std::path::Path;
use std::time::Duration;

use nachklang_tests::{Browser, Collector, Device, Key, Page, Scheme, Shop, wait_for};
use serde_json::{Value, json};

/// A field that has the focus when the page comes up, and a button that can be pressed.
const BODY: &str = "<input id=search autofocus><div id=here></div>\
    <script>document.querySelector('#buy').onclick = () => document.title = 'Bought'</script>";

async fn open_page(browser: &Browser, attributes: &str) -> Collector {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, attributes).body(BODY)).await;
    browser.open(&shop.origin).await;
    collector
}

async fn show_survey(browser: &Browser, attributes: &str) -> Collector {
    let collector = open_page(browser, attributes).await;
    browser.question().await;
    collector
}

/// How far an element of the widget is from the left, top, right and bottom edge of the page.
async fn distances(browser: &Browser, selector: &str) -> [i64; 4] {
    browser.settled_text(selector).await;
    let distances = format!(
        "(() => {{ const box = $('{selector}').getBoundingClientRect(); const page = document.documentElement; \
         return [box.left, box.top, page.clientWidth - box.right, innerHeight - box.bottom].map(Math.round) }})()"
    );
    serde_json::from_value(browser.widget(&distances).await).expect("four numbers")
}

/// What of the page has the focus.
async fn focused(browser: &Browser) -> Value {
    browser.run("return document.activeElement.id || document.activeElement.localName").await
}

#[tokio::test]
async fn a_card_appears_in_the_corner_that_is_set() {
    let browser = Browser::start().await;
    for (position, near) in
        [("bottom-right", [2, 3]), ("bottom-left", [0, 3]), ("top-right", [2, 1]), ("top-left", [0, 1])]
    {
        let collector = Collector::start();
        let attributes = format!(r#"data-survey="nps" data-position="{position}""#);
        let shop = Shop::with(Page::with_tag(&collector, &attributes)).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        let distances = distances(&browser, ".card").await;
        for edge in 0..4 {
            assert_eq!(distances[edge] == 16, near.contains(&edge), "{position}: {distances:?}");
        }
    }
}

#[tokio::test]
async fn a_card_in_the_middle_makes_the_page_inert() {
    let browser = Browser::start().await;
    let collector = show_survey(&browser, r#"data-survey="nps" data-position="center""#).await;
    let [left, top, right, bottom] = distances(&browser, ".card").await;
    assert!((left - right).abs() < 2 && (top - bottom).abs() < 2, "{left} {top} {right} {bottom}");
    assert_eq!(browser.widget("$('.card').matches('dialog:modal')").await, true);
    assert_eq!(focused(&browser).await, "nachklang-widget");
    browser.click_on_page("#buy").await;
    assert_eq!(browser.run("return document.title").await, "Shop", "the page's buttons are out of reach");
    for _ in 0..16 {
        browser.press(Key::Tab).await;
        let focused = focused(&browser).await;
        // The browser's own buttons are in reach, and the body stands for them.
        assert!(
            ["nachklang-widget", "body"].contains(&focused.as_str().unwrap()),
            "the focus came to {focused}"
        );
    }
    browser.tab_to("input").await;
    browser.press(Key::Escape).await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
    assert_eq!(focused(&browser).await, "search", "the focus is back where it was");
    browser.click_on_page("#buy").await;
    assert_eq!(browser.run("return document.title").await, "Bought");
}

#[tokio::test]
async fn a_card_in_the_middle_returns_the_focus_after_its_button() {
    let browser = Browser::start().await;
    let collector = show_survey(&browser, r#"data-survey="nps" data-position="center""#).await;
    browser.click(".close").await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
    assert_eq!(focused(&browser).await, "search");
}

#[tokio::test]
async fn a_close_request_of_the_system_dismisses_the_survey() {
    let browser = Browser::start().await;
    let collector = show_survey(&browser, r#"data-survey="nps" data-position="center""#).await;
    // As Android's gesture for going back does.
    if browser.widget("!!$('dialog').requestClose").await == false {
        return;
    }
    browser.widget("$('dialog').requestClose()").await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
}

#[tokio::test]
async fn on_phones_the_card_is_a_sheet_that_can_be_dragged_down() {
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let collector = show_survey(&browser, r#"data-survey="nps""#).await;
    let at_rest = distances(&browser, ".card").await;
    assert_eq!((at_rest[0], at_rest[2], at_rest[3]), (0, 0, 0), "{at_rest:?}");
    browser.drag(".grip", 40.0).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert!(browser.shows_widget().await, "not far enough");
    assert_eq!(distances(&browser, ".card").await, at_rest, "it goes back");
    browser.drag(".grip", -60.0).await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    assert_eq!(distances(&browser, ".card").await, at_rest, "it does not go up");
    browser.drag(".grip", 160.0).await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
}

#[tokio::test]
async fn a_sheet_has_a_close_button() {
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let collector = show_survey(&browser, r#"data-survey="nps" data-position="top-left""#).await;
    let [left, _, right, bottom] = distances(&browser, ".card").await;
    assert_eq!((left, right, bottom), (0, 0, 0), "whatever corner is named");
    browser.click(".close").await;
    browser.wait_until_gone().await;
    collector.response("dismissed").await;
}

#[tokio::test]
async fn a_tab_opens_the_survey_and_regains_the_focus() {
    let browser = Browser::start().await;
    for (position, edge) in [("left", 0), ("top", 1), ("right", 2), ("bottom", 3)] {
        let collector =
            open_page(&browser, &format!(r#"data-survey="nps" data-mode="tab" data-position="{position}""#))
                .await;
        browser.settled_text(".tab").await;
        let distances = distances(&browser, ".tab").await;
        assert_eq!(distances[edge], 0, "{position}: {distances:?}");
        assert!(distances.iter().all(|distance| *distance >= 0), "{position}: {distances:?}");
        tokio::time::sleep(Duration::from_millis(500)).await;
        assert_eq!(collector.responses().len(), 0, "nothing is asked before it is asked for");
        browser.click(".tab").await;
        browser.select_widget("nachklang-widget[look^=card]").await;
        browser.question().await;
        assert_eq!(browser.widget("shadow.activeElement == $('h2')").await, true, "{position}");
        assert_eq!(collector.response("shown").await["touchpoint"]["woken_by"], "call");
        browser.press(Key::Escape).await;
        browser.wait_until_gone().await;
        collector.response("dismissed").await;
        browser.select_widget("nachklang-widget[look^=tab]").await;
        assert_eq!(
            browser.widget("shadow.activeElement == $('.tab')").await,
            true,
            "{position}: the focus is back"
        );
        browser.press(Key::Enter).await;
        browser.select_widget("nachklang-widget[look^=card]").await;
        browser.click("input[value='9']").await;
        browser.click(".send").await;
        assert_eq!(collector.response("complete").await["answers"][0]["value"], 9);
    }
}

#[tokio::test]
async fn a_tab_opens_one_survey_at_a_time() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, r#"data-survey="nps" data-mode="tab""#).await;
    for _ in 0..2 {
        browser.select_widget("nachklang-widget[look^=tab]").await;
        browser.click(".tab").await;
        browser.select_widget("nachklang-widget[look^=card]").await;
        browser.question().await;
    }
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 2);
    collector.response("shown").await;
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn calling_a_survey_twice_shows_it_once() {
    let browser = Browser::start().await;
    let collector = show_survey(&browser, r#"data-survey="nps""#).await;
    browser.run("nachklang('show', 'csat'); nachklang('show', 'nps')").await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    browser.wait_for_heading("How likely").await;
    collector.response("shown").await;
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn a_survey_called_after_closing_stays() {
    let collector = Collector::start();
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('close'); nachklang('show', 'nps')").await;
    browser.question().await;
    browser.event("shown").await;
    browser.click("input[value='3']").await;
    browser.send_and_expect("Thank you!").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 3);
}

#[tokio::test]
async fn a_survey_page_has_nothing_to_close() {
    let browser = Browser::start().await;
    let collector = show_survey(&browser, r#"data-survey="nps" data-mode="page""#).await;
    assert_eq!(browser.widget("[!!$('.close'), !!$('.grip')]").await, json!([false, false]));
    browser.press(Key::Escape).await;
    browser.click("input[value='3']").await;
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 3);
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(browser.shows_widget().await, "the thanks stay where there is nothing else");
}

/// Opens a survey page of the collector.
async fn open_survey_page(browser: &Browser, path: &str) -> Collector {
    let collector = Collector::start();
    browser.open(&format!("{}{path}", collector.origin)).await;
    browser.question().await;
    collector
}

#[tokio::test]
async fn a_score_from_an_email_is_chosen_but_not_counted() {
    let browser = Browser::start().await;
    let collector = open_survey_page(&browser, "/survey/shop.example/nps?score=9").await;
    wait_for("the score to be chosen", async || {
        (browser.widget("$(':checked')?.value").await == "9").then_some(())
    })
    .await;
    assert_eq!(browser.settled_text(".send").await, "Send");
    collector.response("shown").await;
    // Programs that scan e-mails follow links, and must not answer.
    browser.open("about:blank").await;
    tokio::time::sleep(Duration::from_secs(1)).await;
    let responses = collector.responses();
    assert_eq!((&responses[0]["status"], &responses[0]["answers"]), (&json!("shown"), &json!([])));
    assert_eq!(collector.scores()["scores"], json!([]));
    browser.open(&format!("{}/survey/shop.example/nps?score=9", collector.origin)).await;
    browser.question().await;
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
    let stored = collector.response("complete").await;
    assert_eq!((&stored["site"], &stored["answers"][0]["value"]), (&json!("shop.example"), &json!(9)));
}

#[tokio::test]
async fn every_registered_site_has_survey_pages() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    collector.sh("nachklang-collector site add shop.example --origin https://shop.example", Path::new("."));
    let url = format!("{}/survey/shop.example/nps", collector.origin);
    // A registration takes effect within a second.
    tokio::time::sleep(Duration::from_millis(1500)).await;
    browser.open(&url).await;
    browser.question().await;
    browser.click("input[value='7']").await;
    browser.click(".send").await;
    collector.response("complete").await;
    browser.open(&url).await;
    browser.question().await;
    browser.click("input[value='3']").await;
    // By beacon, if the request has not started yet.
    browser.open("about:blank").await;
    assert_eq!(collector.response("partial").await["answers"][0]["value"], 3);
}

#[tokio::test]
async fn the_score_from_an_email_can_be_changed() {
    let browser = Browser::start().await;
    let collector = open_survey_page(&browser, "/survey/shop.example/nps?score=0").await;
    // The points move when the one of the e-mail is chosen.
    browser.settled_text(".send").await;
    browser.click("input[value='8']").await;
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 8);
}

#[tokio::test]
async fn a_preset_of_several_questions_has_a_survey_page() {
    let browser = Browser::start().await;
    let collector = open_survey_page(&browser, "/survey/shop.example/support?score=1&locale=de").await;
    browser.wait_for_heading("Wie zufrieden").await;
    wait_for("the score to be chosen", async || {
        (browser.widget("$('input:checked')?.value").await == "1").then_some(())
    })
    .await;
    browser.click(".send").await;
    let answered =
        async || collector.responses().into_iter().find(|response| response["answers"][0]["value"] == 1);
    wait_for("the answer", answered).await;
}

/// A survey that the shop never shows: its trigger never fires, and its audience and touchpoints match nobody.
fn unreachable() -> Value {
    json!({
        "format": 1,
        "touchpoints": [{ "key": "parcel.card", "label": "Card in the parcel", "phase": "delivery", "ownership": "managed" }],
        "surveys": [
            { "key": "other", "questions": [{ "kind": "nps" }] },
            {
                "key": "parcel",
                "touchpoints": ["checkout"],
                "trigger": { "order": 14, "call": true },
                "share": 0.001,
                "audience": { "visits": { "min": 5 }, "segments": ["vip"], "until": "2020-01-01" },
                "questions": [{ "kind": "csat", "comment": false, "text": "How was {touchpoint}?" }]
            }
        ]
    })
}

#[tokio::test]
async fn a_survey_page_ignores_the_trigger_of_its_survey() {
    let browser = Browser::start().await;
    let collector = Collector::with_surveys(&unreachable().to_string());
    let page =
        format!("{}/survey/shop.example/parcel?touchpoint=parcel.card&utm_source=qr", collector.origin);
    // Again and again: a survey page has no quiet period.
    for answer in [5, 1] {
        browser.open(&page).await;
        assert!(browser.question().await.contains("Card in the parcel"));
        browser.click(&format!("[value='{answer}']")).await;
        browser.wait_for_heading("Thank you!").await;
        let answered = async || {
            collector.responses().into_iter().find(|response| response["answers"][0]["value"] == answer)
        };
        let stored = wait_for("the answer", answered).await;
        let mut touchpoint = stored["touchpoint"].clone();
        touchpoint.as_object_mut().unwrap().remove("path");
        assert_eq!(
            touchpoint,
            json!({ "key": "parcel.card", "label": "Card in the parcel", "phase": "delivery",
                    "ownership": "managed", "woken_by": "load" })
        );
        assert_eq!((&stored["survey"], &stored["journey"]), (&json!("parcel"), &Value::Null), "{stored}");
        assert_eq!(stored["customer"], Value::Null, "nothing is known of who comes by a link");
        assert_eq!(browser.run("return [document.cookie, localStorage.length]").await, json!(["", 0]));
    }
}

#[tokio::test]
async fn a_survey_page_in_a_shop_shares_its_visitor_record() {
    let collector = Collector::start();
    let kept = "<script>localStorage.nachklang ||= JSON.stringify({ first: ['', 'https://www.google.com/'], start: 1, visits: 3, \
                trail: [['product', 2]], orders: [3], shown: Date.now(), quiet: 6048e5 })</script>";
    let page = Page::new(&collector).head(kept).head(&format!(
        r#"<script async src="{0}/nachklang.js" data-endpoint="{0}/v1/responses" data-site="shop.example"
           data-survey="/surveys.json" data-show="parcel" data-mode="page"></script>"#,
        collector.origin
    ));
    let shop = Shop::with_surveys(page, &unreachable().to_string()).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/feedback", shop.origin)).await;
    browser.question().await;
    browser.click("[value='4']").await;
    let stored = collector.response("complete").await;
    assert_eq!(
        (&stored["journey"]["visits"], &stored["journey"]["orders"]),
        (&json!(4), &json!(1)),
        "{stored}"
    );
    let outcome = async || {
        let kept = browser.run("return JSON.parse(localStorage.nachklang)").await;
        (kept["surveys"]["parcel"]["outcome"] == "answered").then_some(kept)
    };
    let kept = wait_for("the outcome to be kept", outcome).await;
    assert_eq!((&kept["visits"], &kept["trail"]), (&json!(3), &json!([["product", 2]])), "it is no visit");
}
