//! Surveys in elements of the page.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Key, Page, Shop, survey_file, wait_for};
use serde_json::json;

/// Opens a page with this body; its survey file has the surveys `one` and `two`.
async fn open_page(browser: &Browser, attributes: &str, body: &str) -> Collector {
    let collector = Collector::start();
    let question = |text: &str| json!([{ "kind": "csat", "text": text, "comment": false }]);
    let surveys = survey_file(&[
        json!({ "key": "one", "questions": question("One?") }),
        json!({ "key": "two", "questions": question("Two?") }),
    ]);
    let page = Page::with_tag(&collector, attributes).body(body);
    let shop = Shop::with_surveys(page, &surveys).await;
    browser.open(&shop.origin).await;
    collector
}

async fn widgets(browser: &Browser) -> u64 {
    browser.run("return document.querySelectorAll('nachklang-widget').length").await.as_u64().unwrap()
}

#[tokio::test]
async fn a_survey_appears_in_the_element_that_is_named() {
    let browser = Browser::start().await;
    let attributes = r##"data-survey="/surveys.json" data-into="#here""##;
    let collector =
        open_page(&browser, attributes, "<div id=here style='width: 500px'></div><p>Behind</p>").await;
    browser.wait_for_heading("One?").await;
    let place = "(() => { const [box, card] = [document.querySelector('#here'), $('.card')].map((e) => e.getBoundingClientRect()); \
                 return [card.left >= box.left, card.right <= box.right, card.top >= box.top, card.bottom <= box.bottom] })()";
    assert_eq!(browser.widget(place).await, json!([true, true, true, true]));
    assert_eq!(browser.widget("[!!$('.close'), !!$('.grip')]").await, json!([false, false]));
    assert_eq!(browser.run("return document.activeElement.localName").await, "body", "it takes no focus");
    browser.tab_to("input").await;
    browser.press(Key::Escape).await;
    browser.run("nachklang('close')").await;
    tokio::time::sleep(Duration::from_millis(400)).await;
    browser.click("input[value='4']").await;
    browser.wait_for_heading("Thank you!").await;
    assert_eq!(collector.response("complete").await["answers"][0]["value"], 4);
    tokio::time::sleep(Duration::from_secs(8)).await;
    assert!(browser.shows_widget().await, "a part of the page stays");
}

#[tokio::test]
async fn a_missing_element_is_reported() {
    let browser = Browser::start().await;
    let _collector = open_page(&browser, r##"data-survey="nps" data-into="#there""##, "").await;
    let message = browser.event("error").await["message"].as_str().unwrap().to_owned();
    assert!(message.contains("data-into: no element of the page fits"), "{message}");
    assert!(!browser.shows_widget().await);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// Two elements that ask for surveys of their own.
const TWO: &str = "<nachklang-survey id=first survey=one touchpoint=cart></nachklang-survey>\
                   <nachklang-survey id=second survey=two touchpoint=checkout></nachklang-survey>";

#[tokio::test]
async fn two_elements_ask_at_the_same_time() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, r#"data-survey="/surveys.json""#, TWO).await;
    wait_for("both and the card", async || (widgets(&browser).await == 3).then_some(())).await;
    for (element, wording, value) in [("second", "Two?", 5), ("first", "One?", 2)] {
        browser.select_widget(&format!("#{element} nachklang-widget")).await;
        browser.wait_for_heading(wording).await;
        browser.click(&format!("input[value='{value}']")).await;
        browser.wait_for_heading("Thank you!").await;
    }
    for (survey, touchpoint, value) in [("one", "cart", 2), ("two", "checkout", 5)] {
        let is_it =
            |response: &serde_json::Value| response["survey"] == survey && response["status"] == "complete";
        let stored = wait_for(survey, async || collector.responses().into_iter().find(is_it)).await;
        assert_eq!(
            (&stored["touchpoint"]["key"], &stored["answers"][0]["value"]),
            (&json!(touchpoint), &json!(value))
        );
    }
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn an_element_that_is_added_later_asks() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, "", "").await;
    browser
        .run(
            "const late = document.createElement('nachklang-survey'); late.setAttribute('survey', 'csat'); \
              document.querySelector('main').append(late)",
        )
        .await;
    browser.wait_for_heading("How satisfied").await;
    assert_eq!(collector.response("shown").await["survey"], "csat");
    browser
        .run(
            "document.querySelector('main').insertAdjacentHTML('beforeend', \
              '<nachklang-survey id=later survey=nps></nachklang-survey>')",
        )
        .await;
    browser.select_widget("#later nachklang-widget").await;
    browser.wait_for_heading("How likely").await;
}

#[tokio::test]
async fn every_preset_works_inline() {
    let browser = Browser::start().await;
    let _collector = open_page(&browser, "", "<nachklang-survey survey=content></nachklang-survey>").await;
    browser.wait_for_heading("Was this page helpful?").await;
}

#[tokio::test]
async fn removing_an_element_removes_its_survey() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, r#"data-survey="/surveys.json" data-delay="3600""#, TWO).await;
    browser.select_widget("#first nachklang-widget").await;
    browser.wait_for_heading("One?").await;
    browser.run("document.querySelector('#first').remove()").await;
    assert_eq!(widgets(&browser).await, 1);
    browser.press(Key::Escape).await;
    browser.select_widget("#second nachklang-widget").await;
    browser.click("input[value='3']").await;
    browser.wait_for_heading("Thank you!").await;
    // In its place another one can stand.
    browser
        .run("document.querySelector('main').insertAdjacentHTML('beforeend', '<nachklang-survey id=third survey=one></nachklang-survey>')")
        .await;
    browser.select_widget("#third nachklang-widget").await;
    browser.wait_for_heading("One?").await;
    wait_for("three responses", async || (collector.responses().len() == 3).then_some(())).await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn moving_an_element_keeps_its_survey() {
    let browser = Browser::start().await;
    let collector = open_page(&browser, "", "<nachklang-survey survey=nps></nachklang-survey>").await;
    browser.wait_for_heading("How likely").await;
    browser.click("input[value='6']").await;
    browser.run("document.querySelector('main').prepend(document.querySelector('nachklang-survey'))").await;
    browser.settled_text("h2").await;
    assert_eq!(widgets(&browser).await, 1);
    assert_eq!(browser.widget("$(':checked').value").await, "6");
    collector.response("partial").await;
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn an_unknown_survey_is_reported() {
    let browser = Browser::start().await;
    let _collector = open_page(
        &browser,
        r#"data-survey="/surveys.json" data-delay="3600""#,
        "<nachklang-survey survey=onne></nachklang-survey>",
    )
    .await;
    let message = browser.event("error").await["message"].as_str().unwrap().to_owned();
    assert!(message.contains("<nachklang-survey>") && message.contains("onne"), "{message}");
}
