//! Where pictures are taken.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Value, json};

use crate::picture::{Background, Frame, Picture, Screen, Step, Survey};

const STYLE: &str = include_str!("stage.css");

/// Shuffled lists keep their order, so that a picture is the same each time.
const UNSHUFFLED: &str = "<script>Math.random = () => 0.999</script>";

const PRODUCT: &str = "<header><b></b><i></i><i></i></header><main><figure></figure><div><h1></h1><p></p><p></p><p></p>\
     <button></button></div></main>";

/// How much of the page is around the widget, in pixels.
const MARGIN: f64 = 24.0;

/// How long the widget may take to get the texts that come after a question, once its files are there.
const REST: Duration = Duration::from_millis(250);

/// Prepares the page for a picture, and takes it.
pub async fn take(picture: &Picture, browser: &Browser, collector: &Collector) -> Vec<u8> {
    let shop = shop(picture, collector).await;
    set_up(picture, browser).await;
    browser.open(&shop.origin).await;
    let is_tab = picture.attributes.contains("mode=tab");
    // Most presets wait for a touchpoint or a trigger.
    if let (Survey::Preset(name), false) = (&picture.survey, is_tab) {
        browser.run(&format!("nachklang('show', '{name}')")).await;
    }
    browser.settled_text(if is_tab { ".tab" } else { "h2" }).await;
    tokio::time::sleep(REST).await;
    for step in &picture.steps {
        match step {
            Step::Click(selector) => browser.click(selector).await,
            Step::Type(text) => browser.type_text(text).await,
            Step::Press(key) => browser.press(*key).await,
            Step::TabTo(selector) => browser.tab_to(selector).await,
            Step::LookAt(widget) => browser.select_widget(widget).await,
            Step::See(selector) => drop(browser.settled_text(selector).await),
        }
    }
    // The pointer would change what it hovers over.
    let away = json!({ "type": "mouseMoved", "x": 0, "y": 0 });
    browser.devtools("Input.dispatchMouseEvent", away).await;
    tokio::time::sleep(REST).await;
    browser.settled_text(if is_tab && picture.steps.is_empty() { ".tab" } else { ".card" }).await;
    if matches!(picture.frame, Frame::Screen(_)) {
        // An inline survey may be below the edge of the screen.
        browser.run("document.querySelector('#here:not(:empty)')?.scrollIntoView({ block: 'end' })").await;
    }
    let complaints = browser.recorded("console").await;
    assert!(complaints.is_empty(), "{}: {complaints:?}", picture.name);
    screenshot(browser, clip(picture, browser).await).await
}

async fn shop(picture: &Picture, collector: &Collector) -> Shop {
    let (attributes, file) = match &picture.survey {
        Survey::Preset(name) => (format!("data-survey={name}"), String::new()),
        Survey::Own(survey) => {
            let file = json!({ "format": 1, "surveys": [survey] });
            ("data-survey=/surveys.json".into(), file.to_string())
        }
        Survey::OnPage => Default::default(),
    };
    let body = match picture.background {
        Background::Product => format!("{PRODUCT}<div id=here></div>"),
        Background::Element => format!("{PRODUCT}<nachklang-survey id=here survey=csat></nachklang-survey>"),
        Background::Empty => String::new(),
    };
    let attributes = format!("{attributes} data-shop=Tonwerk {}", picture.attributes);
    let page = Page::with_tag(collector, &attributes).html_attributes(picture.html).replace_body(&body);
    Shop::with_surveys(page.head(&format!("{UNSHUFFLED}<style>{STYLE}</style>")), &file).await
}

/// Sets the browser's screen to that of the picture.
async fn set_up(picture: &Picture, browser: &Browser) {
    let Screen { width, height, touch } = picture.screen;
    let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": touch });
    browser.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
    browser.devtools("Emulation.setTouchEmulationEnabled", json!({ "enabled": touch })).await;
    let feature = |(name, value): &(&str, &str)| json!({ "name": name, "value": value });
    let features: Vec<Value> = picture.media.iter().map(feature).collect();
    browser.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
}

/// The part of the page that is in the picture.
async fn clip(picture: &Picture, browser: &Browser) -> Value {
    let (width, height) = (f64::from(picture.screen.width), f64::from(picture.screen.height));
    let (left, top, right, bottom, scale) = match picture.frame {
        Frame::Screen(scale) => (0.0, 0.0, width, height, scale),
        Frame::Widget => {
            let edges = "(({ left, top, right, bottom }) => [left, top, right, bottom])\
                         ($('.card, .tab').getBoundingClientRect())";
            let edges = browser.widget(edges).await;
            let edge = |index: usize| edges[index].as_f64().expect("the widget has a place");
            let (left, top) = ((edge(0) - MARGIN).max(0.0), (edge(1) - MARGIN).max(0.0));
            let (right, bottom) = ((edge(2) + MARGIN).min(width), (edge(3) + MARGIN).min(height));
            (left.floor(), top.floor(), right.ceil(), bottom.ceil(), 1.0)
        }
    };
    let scrolled = browser.run("return scrollY").await.as_f64().expect("how far the page is scrolled");
    json!({ "x": left, "y": top + scrolled, "width": right - left, "height": bottom - top, "scale": scale })
}

async fn screenshot(browser: &Browser, clip: Value) -> Vec<u8> {
    let answer = browser.devtools("Page.captureScreenshot", json!({ "clip": clip })).await;
    let data = answer["value"]["data"].as_str().unwrap_or_else(|| panic!("no picture: {answer}"));
    BASE64_STANDARD.decode(data).expect("a picture")
}
