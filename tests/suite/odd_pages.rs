//! Pages that are not quite as a page should be, and what people do on them.

use nachklang_tests::{Browser, Collector, Engine, Key, Page, Shop, only_in, survey_file};
use serde_json::{Value, json};

#[tokio::test]
async fn the_language_is_read_as_people_write_it() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    for (lang, heading) in [
        ("de_DE", "Wie wahrscheinlich"),
        ("DE", "Wie wahrscheinlich"),
        ("pt_BR", "Qual é a probabilidade"),
        ("de_AT.UTF-8", "Wie wahrscheinlich"),
    ] {
        let page = Page::with_tag(&collector, "").html_attributes(&format!("lang={lang}"));
        browser.open(&Shop::with(page).await.origin).await;
        browser.run("nachklang('show', 'nps')").await;
        let question = browser.question().await;
        assert!(question.starts_with(heading), "{lang}: {question}");
        assert_eq!(browser.recorded("console").await, [""; 0], "{lang}");
    }
}

#[tokio::test]
async fn what_a_template_leaves_empty_is_missing_and_long_names_are_cut() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let empty = "shop product first-name segment touchpoint proof locale form delay mode position into avoid wait-for \
                 theme accent score push format batch headers show"
        .split(' ')
        .map(|name| format!("data-{name}='' "))
        .collect::<String>();
    let long = format!(
        "data-product='{0}' data-shop='{0}' data-first-name='{0}'",
        "Stoneware mug with lid, ".repeat(10)
    );
    let survey = survey_file(&[
        json!({ "questions": [{ "kind": "csat", "text": "The {product|mug}?", "comment": false }] }),
    ]);
    for (attributes, heading) in [(empty.as_str(), "The mug?"), (&*long, "The Stoneware mug with lid")] {
        let page = Page::with_tag(&collector, &format!(r#"data-survey="/surveys.json" {attributes}"#));
        browser.open(&Shop::with_surveys(page, &survey).await.origin).await;
        browser.wait_for_heading(heading).await;
        browser.event("shown").await;
        browser.click("input[value='4']").await;
        browser.event("delivered").await;
        assert_eq!(browser.recorded("console").await, [""; 0], "{attributes}");
        browser.run("localStorage.clear()").await;
    }
}

#[tokio::test]
async fn keys_typed_into_the_widget_stay_there() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let shortcuts = "<script>window.heard = []; for (const event of ['keydown', 'keypress', 'keyup']) \
        document.addEventListener(event, ({ key }) => heard.push(key)); \
        document.addEventListener('keydown', (event) => { if (event.key == 's') event.preventDefault() })</script>";
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).head(shortcuts);
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
    browser.event("shown").await;
    browser.click("input[value='9']").await;
    browser.write("textarea", "yes/no, super").await;
    assert_eq!(browser.widget("$('textarea').value").await, "yes/no, super");
    browser.press(Key::Tab).await;
    browser.press(Key::Escape).await;
    browser.wait_until_gone().await;
    let heard = browser.run("return [...new Set(heard)]").await;
    for key in heard.as_array().unwrap() {
        assert!(["Tab", "Escape"].contains(&key.as_str().unwrap()), "{heard}");
    }
    assert!(heard.as_array().unwrap().contains(&json!("Escape")), "{heard}");
}

#[tokio::test]
async fn a_card_is_not_printed() {
    if !only_in(&[Engine::Chromium], "only Chromium's driver shows a page as it is printed") {
        return;
    }
    let (browser, collector) = (Browser::start().await, Collector::start());
    browser.open(&Shop::with(Page::with_tag(&collector, r#"data-survey="nps""#)).await.origin).await;
    browser.question().await;
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "print" })).await;
    assert_eq!(browser.widget("$('.card').checkVisibility()").await, false);
    browser.devtools("Emulation.setEmulatedMedia", json!({ "media": "" })).await;
    assert_eq!(browser.widget("$('.card').checkVisibility()").await, true);
}

#[tokio::test]
async fn a_survey_comes_although_a_resource_hangs() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    // As while an image hangs. Drivers would wait for a real one.
    let hangs =
        "<script>Object.defineProperty(document, 'readyState', { get: () => 'interactive' })</script>";
    let page = Page::with_tag(&collector, "").head(hangs);
    browser.open(&Shop::with(page).await.origin).await;
    browser.run("nachklang('show', 'csat')").await;
    assert!(browser.question().await.starts_with("How satisfied"));
    let page = Page::with_tag(&collector, r#"data-survey="nps""#).head(hangs);
    browser.open(&Shop::with(page).await.origin).await;
    assert!(browser.question().await.starts_with("How likely"));
    let shown = browser.recorded("events").await[0]["at"].as_f64().expect("milliseconds");
    assert!(shown >= 8000.0, "loading comes first: {shown} ms");
}

#[tokio::test]
async fn a_page_with_credentials_in_its_address_works() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let survey = survey_file(&[json!({ "questions": [{ "kind": "csat", "comment": false }] })]);
    // The shop takes no responses, but it is asked.
    let page = Page::posting_to("/responses", &collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &survey).await;
    browser.open(&shop.origin.replace("://", "://user:secret@")).await;
    browser.wait_for_heading("How satisfied").await;
    assert_eq!(browser.event("failed").await["status"], 405);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_survey_works_in_xhtml() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let questions = json!({ "format": 1, "surveys": [{ "key": "asked",
        "questions": [{ "kind": "csat", "comment": false }, { "kind": "nps" }] }] });
    let address = format!("data:application/json,{questions}").replace('"', "&quot;");
    let document = format!(
        r#"<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en"><head>
        <title>Mugs</title><script async="async" src="{0}/nachklang.js" data-endpoint="{0}/v1/responses" data-site="shop.example"
        data-survey="{address}"></script></head><body><h1>Mugs</h1><nachklang-survey survey="ces"/></body></html>"#,
        collector.origin
    );
    browser.open(&Shop::with_document("application/xhtml+xml", &document).await.origin).await;
    browser.select_widget("nachklang-widget").await;
    browser.wait_for_heading("How satisfied").await;
    // One tap goes on.
    browser.click("input[value='4']").await;
    browser.wait_for_heading("How likely").await;
    browser.press(Key::Escape).await;
    browser.wait_until_gone().await;
}

#[tokio::test]
async fn a_finger_that_was_lifted_does_not_hold_the_thanks() {
    if !only_in(&[Engine::Chromium], "only Chromium's driver taps with a finger") {
        return;
    }
    let (browser, collector) = (Browser::start().await, Collector::start());
    let survey = survey_file(&[json!({ "questions": [{ "kind": "csat", "comment": false }] })]);
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
    browser.open(&Shop::with_surveys(page, &survey).await.origin).await;
    browser.question().await;
    browser.event("shown").await;
    let place = browser
        .widget("(() => { const { x, y, width, height } = $(\"input[value='4']\").getBoundingClientRect(); return { x: x + width / 2, y: y + height / 2 } })()")
        .await;
    let touch = |kind: &str, points: Value| json!({ "type": kind, "touchPoints": points });
    browser.devtools("Input.dispatchTouchEvent", touch("touchStart", json!([place]))).await;
    browser.devtools("Input.dispatchTouchEvent", touch("touchEnd", json!([]))).await;
    browser.wait_for_heading("Thank you!").await;
    browser.wait_until_gone().await;
}
