//! Languages: each is complete, the right one is chosen, and right-to-left ones are mirrored.

use std::fs;

use nachklang_tests::{Browser, Collector, Key, Page, Shop, survey_file, wait_for};
use serde_json::{Map, Value, json};

/// The locale files, without the informal forms, and those by themselves.
fn locales() -> (Vec<String>, Vec<String>) {
    let files = fs::read_dir(xtask::root().join("src/locales")).expect("the locales");
    let mut names: Vec<String> = files
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .filter_map(|name| Some(name.strip_suffix(".json")?.to_owned()))
        .collect();
    names.sort();
    names.into_iter().partition(|name| !name.ends_with("-x-informal"))
}

fn texts(locale: &str) -> Map<String, Value> {
    let path = xtask::root().join(format!("src/locales/{locale}.json"));
    serde_json::from_slice(&fs::read(path).expect("a locale")).expect("JSON")
}

/// Opens a page in this language with these attributes of the tag, and waits for a question.
async fn open_page(browser: &Browser, collector: &Collector, html: &str, attributes: &str) {
    let attributes = format!(r#"data-shop="Mugs" {attributes}"#);
    let page = Page::with_tag(collector, &attributes).html_attributes(html);
    browser.open(&Shop::with_surveys(page, &surveys()).await.origin).await;
    wait_until_true(browser, "!!$('h2')").await;
}

/// Waits until an expression about the widget is true. It does not wait for animations: there are many languages.
async fn wait_until_true(browser: &Browser, expression: &str) {
    wait_for(expression, async || (browser.widget(expression).await == true).then_some(())).await;
}

/// Language and direction of the card, and all that can be read or heard on it.
const CARD: &str = "(() => { const card = $('.card'); const seen = [...card.querySelectorAll('*')].flatMap((element) => \
    [...element.childNodes].filter((node) => node.nodeType == 3).map((node) => node.data)\
    .concat(element.getAttribute('aria-label') || [])); return { lang: card.lang, dir: getComputedStyle(card).direction, \
    region: card.getAttribute('aria-label'), seen } })()";

/// The texts of an NPS card, in the order of the question, the answer and the thank-you.
const NAMES: [&str; 9] = [
    "nps",
    "nps.least",
    "nps.most",
    "close",
    "follow-up.promoter",
    "optional",
    "send",
    "thanks",
    "thanks.more",
];

/// Asks for NPS in this language, and returns what the card showed until its end.
async fn shown(browser: &Browser, collector: &Collector, locale: &str) -> Value {
    let (tag, form) = match locale.strip_suffix("-x-informal") {
        Some(tag) => (tag, r#"data-form="informal""#),
        None => (locale, ""),
    };
    open_page(browser, collector, "lang=en", &format!(r#"data-survey="nps" data-locale="{tag}" {form}"#))
        .await;
    browser.widget("$(\"[value='9']\").click()").await;
    wait_until_true(browser, "$('.follow-up b').textContent != ''").await;
    let mut shown = browser.widget(CARD).await;
    browser.widget("$('.send').click()").await;
    wait_until_true(browser, "!!$('.thanks')").await;
    let thanks = browser.widget(CARD).await;
    shown["seen"].as_array_mut().unwrap().extend(thanks["seen"].as_array().unwrap().iter().cloned());
    shown
}

/// What is wrong with a language on screen.
fn faults(
    locale: &str,
    texts: &Map<String, Value>,
    english: &Map<String, Value>,
    shown: &Value,
) -> Vec<String> {
    let seen: Vec<&str> = shown["seen"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let text =
        |name: &str| texts.get(name).and_then(Value::as_str).unwrap_or_default().replace("{shop}", "Mugs");
    let mut faults = Vec::new();
    for name in NAMES {
        let text = text(name);
        // "Optional" stands in brackets.
        if text.is_empty() || !seen.iter().any(|seen| *seen == text || *seen == format!(" ({text})")) {
            faults.push(format!("{name} is missing"));
        }
    }
    for text in &seen {
        if text.contains(['{', '}', '@']) {
            faults.push(format!("a placeholder in {text}"));
        }
        // A single word may be the same in two languages.
        if locale != "en" && text.contains(' ') && english.values().any(|english| english == text) {
            faults.push(format!("English: {text}"));
        }
    }
    let expected = (json!(locale), json!(text("direction")), json!(text("region")));
    let card = (shown["lang"].clone(), shown["dir"].clone(), shown["region"].clone());
    if card != expected {
        faults.push(format!("{card:?}"));
    }
    faults.into_iter().map(|fault| format!("{locale}: {fault}")).collect()
}

#[tokio::test]
async fn every_language_shows_all_its_texts() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let (languages, informal) = locales();
    assert!(languages.len() > 30 && informal.len() > 5, "{languages:?} {informal:?}");
    let english = texts("en");
    let mut found = Vec::new();
    for locale in languages.iter().chain(&informal) {
        let mut all = texts(locale.strip_suffix("-x-informal").unwrap_or(locale));
        all.extend(texts(locale));
        found.extend(faults(locale, &all, &english, &shown(&browser, &collector, locale).await));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A survey whose only text is given in some languages.
fn surveys() -> String {
    let text = json!({ "en": "in en", "de": "in de", "de-CH": "in de-CH", "nl": "in nl", "nl-x-informal": "in nl-x-informal",
                       "sq": "in sq", "zh": "in zh", "zh-Hant": "in zh-Hant", "nb": "in nb" });
    survey_file(&[json!({ "questions": [{ "kind": "nps", "text": text }] })])
}

/// A page's `lang`, the tag's attributes, and the expected result.
type Case = (&'static str, &'static str, &'static str);

/// Opens the survey for each case, and compares an expression about the widget.
async fn expect_in_each(cases: &[Case], survey: &str, expression: &str) {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let mut wrong = Vec::new();
    for (html, attributes, expected) in cases {
        open_page(&browser, &collector, html, &format!(r#"data-survey="{survey}" {attributes}"#)).await;
        let found = browser.widget(expression).await;
        if found != *expected {
            wrong.push(format!("<html {html}> {attributes}: {found}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[tokio::test]
async fn the_language_matches_exactly_else_its_base_else_english() {
    let cases = [
        ("lang=en", "data-locale=de", "de"),
        ("lang=en", "data-locale=de-AT", "de"),
        ("lang=en", "data-locale=DE-at", "de"),
        ("lang=en", "data-locale=pt-br", "pt-BR"),
        ("lang=en", "data-locale=pt-AO", "pt"),
        ("lang=de", "data-locale=en-GB", "en"),
        ("lang=de", "data-locale=xx", "en"),
        ("lang=de", "data-locale=sq-AL", "en"),
        ("lang=en", "data-locale=zh", "zh-Hans"),
        ("lang=en", "data-locale=zh-CN", "zh-Hans"),
        ("lang=en", "data-locale=zh-TW", "zh-Hant"),
        ("lang=en", "data-locale=zh-Hant-HK", "zh-Hant"),
        ("lang=en", "data-locale=no", "nb"),
        ("lang=en", "data-locale=nn-NO", "nb"),
        ("lang=de-CH", "", "de"),
        ("lang=zh-HK", "", "zh-Hant"),
        ("lang=NO", "", "nb"),
        ("lang=fr-x-informal", "", "fr-x-informal"),
        // The browsers of this suite speak English.
        ("", "", "en"),
    ];
    expect_in_each(&cases, "nps", "$('.card').lang").await;
}

#[tokio::test]
async fn the_informal_form_is_used_where_a_language_has_one() {
    let cases = [
        ("lang=en", "data-form=informal data-locale=de", "de-x-informal"),
        ("lang=nl-BE", "data-form=informal", "nl-x-informal"),
        ("lang=da", "data-form=informal", "da"),
        ("lang=en", "data-form=informal", "en"),
        ("lang=de", "", "de"),
    ];
    expect_in_each(&cases, "nps", "$('.card').lang").await;
}

#[tokio::test]
async fn a_shops_text_matches_exactly_else_its_base_else_the_first() {
    let cases = [
        ("lang=de-CH", "", "in de-CH"),
        ("lang=de-ch", "", "in de-CH"),
        ("lang=de-AT", "", "in de"),
        ("lang=en", "data-locale=de", "in de"),
        ("lang=fr", "", "in en"),
        ("lang=nl", "", "in nl"),
        ("lang=nl", "data-form=informal", "in nl-x-informal"),
        ("lang=de", "data-form=informal", "in de"),
        // A language of the shop's own.
        ("lang=sq-AL", "", "in sq"),
        ("lang=zh-CN", "", "in zh"),
    ];
    expect_in_each(&cases, "/surveys.json", "$('h2').textContent").await;
}

#[tokio::test]
async fn a_shops_text_is_in_the_language_of_the_buttons_where_possible() {
    let cases = [
        ("lang=zh-TW", "", "in zh-Hant"),
        ("lang=zh-Hant-HK", "", "in zh-Hant"),
        ("lang=no", "", "in nb"),
        ("lang=nn-NO", "", "in nb"),
        ("lang=de-CH", "data-form=informal", "in de-CH"),
    ];
    expect_in_each(&cases, "/surveys.json", "$('h2').textContent").await;
}

/// Where things are: `x` of the middle of each of these elements of the widget.
async fn middles(browser: &Browser, selectors: &[&str]) -> Vec<f64> {
    browser.question().await;
    let middle =
        "((selector) => { const box = $(selector).getBoundingClientRect(); return box.x + box.width / 2 })";
    let middles = browser.widget(&format!("{}.map({middle})", json!(selectors))).await;
    serde_json::from_value(middles).expect("numbers")
}

const ARABIC: &str = "lang=ar dir=rtl";

#[tokio::test]
async fn a_right_to_left_card_is_mirrored() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    for (html, locale) in [(ARABIC, "ar"), ("lang=he dir=rtl", "he"), ("lang=en", "ar")] {
        open_page(&browser, &collector, html, &format!("data-survey=nps data-locale={locale}")).await;
        let points = ["input[value='10']", "input[value='5']", "input[value='0']"];
        assert!(middles(&browser, &points).await.is_sorted(), "{locale}: 10 is at the left");
        let ends = [".close", ".ends span:last-child", ".card", ".ends span:first-child"];
        assert!(middles(&browser, &ends).await.is_sorted(), "{locale}: the button is where a line ends");
    }
}

#[tokio::test]
async fn a_right_to_left_page_has_its_card_on_the_other_side() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    for (position, is_left) in
        [("bottom-right", true), ("top-right", true), ("bottom-left", false), ("top-left", false)]
    {
        open_page(&browser, &collector, ARABIC, &format!("data-survey=nps data-position={position}")).await;
        let card = middles(&browser, &[".card"]).await[0];
        assert_eq!(card < 640.0, is_left, "{position}: the middle of the card is at {card}");
    }
}

#[tokio::test]
async fn arrow_keys_follow_the_visual_direction() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    for (html, at_the_left) in [("lang=en", "0"), (ARABIC, "2")] {
        open_page(&browser, &collector, html, "data-survey=nps").await;
        browser.question().await;
        browser.tab_to("input").await;
        browser.type_text("1").await;
        for (key, expected) in [(Key::ArrowLeft, at_the_left), (Key::ArrowRight, "1"), (Key::ArrowDown, "2")]
        {
            browser.press(key).await;
            assert_eq!(browser.widget("$(':checked').value").await, expected, "{html}");
        }
    }
}

#[tokio::test]
async fn numbers_use_the_digits_of_the_language() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let questions = json!([{ "kind": "nps", "comment": false },
                           { "kind": "short-text", "key": "why", "text": "{answer.nps}", "max_length": 12 }]);
    for (locale, points, progress, nps, left) in [
        ("ar", "٠١٢٣٤٥٦٧٨٩١٠", ["١", "٢"], "١٠", ["١٢", "٩"]),
        ("he", "012345678910", ["1", "2"], "10", ["12", "9"]),
    ] {
        let page = Page::with_tag(&collector, "data-survey=/surveys.json");
        let page = page.html_attributes(&format!("lang={locale} dir=rtl"));
        let surveys = survey_file(&[json!({ "questions": questions })]);
        browser.open(&Shop::with_surveys(page, &surveys).await.origin).await;
        browser.question().await;
        let faces = "[...shadow.querySelectorAll('.face')].map((face) => face.textContent).join('')";
        assert_eq!(browser.widget(faces).await, points);
        let label = texts(locale)["progress"].as_str().unwrap().replace("{n}", progress[0]);
        let label = label.replace("{all}", progress[1]);
        assert_eq!(browser.widget("$('progress').getAttribute('aria-label')").await, label);
        assert_eq!(
            browser.widget("getComputedStyle($('progress')).direction").await,
            "rtl",
            "from the right"
        );
        browser.click("input[value='10']").await;
        browser.wait_for_heading(nps).await;
        let room = |left: &str| texts(locale)["left"].as_str().unwrap().replace("{n}", left);
        assert_eq!(browser.settled_text(".left").await, room(left[0]));
        browser.write("#field", "abc").await;
        wait_until_true(&browser, &format!("$('.left').textContent == {}", json!(room(left[1])))).await;
        browser.click(".send").await;
    }
}
