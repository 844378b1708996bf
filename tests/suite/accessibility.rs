//! What axe-core finds in every state, and what it cannot find: keys, focus and announcements.

use std::fs;

use nachklang_tests::{Browser, Collector, Device, Engine, Key, Page, Scheme, Shop, only_in, wait_for};
use serde_json::{Value, json};

async fn open(browser: &Browser, survey: &str, locale: &str) -> Collector {
    let collector = Collector::start();
    let attributes = format!(r#"data-survey="{survey}" data-touchpoint="checkout" data-locale="{locale}""#);
    let shop = Shop::with(Page::with_tag(&collector, &attributes)).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    collector
}

/// What axe-core says of the page, the widget included.
async fn checked_by_axe(browser: &Browser) -> Value {
    let path = xtask::root().join("tests/node_modules/axe-core/axe.min.js");
    let axe = fs::read_to_string(&path).expect("axe-core is installed: npm ci in tests/");
    let script = "(0, eval)(arguments[0]); axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', \
                  'wcag22aa', 'best-practice'] }).then((found) => done({ passes: found.passes.length, violations: \
                  found.violations.map((rule) => rule.id + ': ' + rule.nodes.map((node) => node.html).join(' ')) }))";
    browser.run_until_done(script, vec![axe.into()]).await
}

/// Expects that axe-core finds nothing.
async fn is_accessible(browser: &Browser, state: &str) {
    let found = checked_by_axe(browser).await;
    assert_eq!(found["violations"], json!([]), "{state}");
    assert!(
        found["passes"].as_u64() > Some(15),
        "{state}: only {} rules had something to check",
        found["passes"]
    );
}

async fn every_state_is_accessible(device: Device, scheme: Scheme) {
    for (survey, locale) in [("nps", "en"), ("csat", "de"), ("ces", "de")] {
        let browser = Browser::on(device, scheme).await;
        let _collector = open(&browser, survey, locale).await;
        let state = |name: &str| format!("{survey} {locale} {device:?} {scheme:?}: {name}");
        is_accessible(&browser, &state("question")).await;
        browser.click("[value='2']").await;
        browser.settled("textarea").await;
        is_accessible(&browser, &state("rated")).await;
        browser.click(".send").await;
        browser.settled(".thanks").await;
        is_accessible(&browser, &state("thanks")).await;
    }
}

#[tokio::test]
async fn every_state_is_accessible_on_desktop_in_light() {
    every_state_is_accessible(Device::Desktop, Scheme::Light).await;
}

#[tokio::test]
async fn every_state_is_accessible_on_desktop_in_dark() {
    every_state_is_accessible(Device::Desktop, Scheme::Dark).await;
}

#[tokio::test]
async fn every_state_is_accessible_on_a_phone_in_light() {
    every_state_is_accessible(Device::Phone, Scheme::Light).await;
}

#[tokio::test]
async fn every_state_is_accessible_on_a_phone_in_dark() {
    every_state_is_accessible(Device::Phone, Scheme::Dark).await;
}

#[tokio::test]
async fn the_check_looks_into_the_widget() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "nps", "en").await;
    browser.widget("$('h2').style.color = '#ddd'").await;
    browser.widget("$('.close').removeAttribute('aria-label')").await;
    let found = checked_by_axe(&browser).await["violations"].to_string();
    assert!(found.contains("color-contrast: <span") && found.contains("button-name: <button"), "{found}");
}

async fn checked(browser: &Browser) -> Value {
    browser.widget("$(':checked')?.value").await
}

#[tokio::test]
async fn the_scale_behaves_as_radio_buttons_do() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "nps", "en").await;
    browser.tab_to("input").await;
    assert_eq!(checked(&browser).await, Value::Null, "nothing is chosen by arriving");
    browser.press(Key::Space).await;
    assert_eq!(checked(&browser).await, "0");
    // Not beyond the ends: WebKit stops there, the others go on at the other end.
    for (key, expected) in [
        (Key::ArrowRight, "1"),
        (Key::End, "10"),
        (Key::ArrowLeft, "9"),
        (Key::Home, "0"),
        (Key::ArrowRight, "1"),
    ] {
        browser.press(key).await;
        assert_eq!(checked(&browser).await, expected);
    }
    for (digits, expected) in [("7", "7"), ("10", "10"), ("5", "5")] {
        browser.type_text(digits).await;
        assert_eq!(checked(&browser).await, expected);
        tokio::time::sleep(std::time::Duration::from_millis(1100)).await;
    }
    browser.press(Key::Tab).await;
    assert_eq!(browser.widget("shadow.activeElement.localName").await, "textarea", "the scale is one stop");
}

#[tokio::test]
async fn walking_through_the_scale_gives_one_answer() {
    let browser = Browser::start().await;
    let collector = open(&browser, "nps", "en").await;
    browser.tab_to("input").await;
    browser.press(Key::Space).await;
    browser.press_all(&[Key::ArrowRight; 6]).await;
    let stored = collector.response("partial").await;
    assert_eq!((&stored["answers"][0]["value"], &stored["revision"]), (&json!(6), &json!(2)));
}

#[tokio::test]
async fn screen_readers_are_told_what_happens() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "csat", "en").await;
    let said = async |expected: &'static str| {
        let ask = async || (browser.widget("$('[role=status]').textContent").await == expected).then_some(());
        wait_for(expected, ask).await;
    };
    said("How satisfied are you with the checkout?").await;
    browser.click("[value='5']").await;
    said("What did we do well?").await;
    browser.click(".send").await;
    said("Thank you! Your answer helps us do better.").await;
}

#[tokio::test]
async fn roles_names_and_ends_are_what_screen_readers_read() {
    if !only_in(&[Engine::Chromium], "the other drivers do not show the accessibility tree") {
        return;
    }
    let browser = Browser::start().await;
    let _collector = open(&browser, "nps", "de").await;
    let tree = browser.devtools("Accessibility.getFullAXTree", json!({})).await;
    let nodes = tree["value"]["nodes"].as_array().expect("the accessibility tree").clone();
    let names = |role: &str| -> Vec<String> {
        let of_role = nodes.iter().filter(|node| node["role"]["value"] == role);
        of_role.map(|node| node["name"]["value"].as_str().unwrap_or_default().to_owned()).collect()
    };
    let question = "Wie wahrscheinlich ist es, dass Sie localhost Freunden oder Kollegen weiterempfehlen?";
    assert_eq!(names("radiogroup"), [question]);
    let radios = names("radio");
    assert_eq!(radios.len(), 11);
    assert_eq!(
        (&*radios[0], &*radios[5], &*radios[10]),
        ("0 – Sehr unwahrscheinlich", "5", "10 – Sehr wahrscheinlich")
    );
    assert_eq!(names("region"), ["Feedback"]);
    assert!(names("button").contains(&"Schließen".to_owned()));
}
