//! What axe-core cannot check: keys, focus, announcements, languages.

use nachklang_tests::{Browser, Collector, Engine, Key, Page, Shop, ask, ask_survey, only_in, wait_for};
use serde_json::{Value, json};

async fn open(browser: &Browser, survey: &str, locale: &str) -> Collector {
    let collector = Collector::start();
    let attributes = format!(r#"data-survey="{survey}" data-touchpoint="checkout" data-locale="{locale}""#);
    let shop = Shop::with(Page::with_tag(&collector, &attributes)).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    collector
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
async fn moving_through_the_scale_by_arrow_keys_gives_one_answer() {
    let browser = Browser::start().await;
    let collector = open(&browser, "nps", "en").await;
    browser.tab_to("input").await;
    browser.press(Key::Space).await;
    browser.press_all(&[Key::ArrowRight; 6]).await;
    let stored = collector.response("partial").await;
    assert_eq!((&stored["answers"][0]["value"], &stored["revision"]), (&json!(6), &json!(2)));
}

#[tokio::test]
async fn screen_readers_hear_what_happens() {
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
async fn screen_readers_get_roles_names_and_labels_of_the_ends() {
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

#[tokio::test]
async fn contact_fields_state_their_purpose() {
    let browser = Browser::start().await;
    for (by, kind) in [("email", "email"), ("phone", "tel")] {
        let question = json!({ "kind": "contact", "text": "Asked", "by": by, "consent": "Yes" });
        let _collector = ask(&browser, json!([question]), "").await;
        let field = "['type', 'autocomplete'].map((name) => $('#field').getAttribute(name))";
        assert_eq!(browser.widget(field).await, json!([kind, kind]), "{by}");
    }
}

/// The language and direction that hold for an element of the widget, as it or what is around it says.
async fn marked(browser: &Browser, selector: &str) -> Value {
    browser.settled_text(selector).await;
    let marked =
        format!("[$('{selector}').closest('[lang]').lang, getComputedStyle($('{selector}')).direction]");
    browser.widget(&marked).await
}

/// Opens pages in several languages, and expects that this element declares the widget's language.
async fn expect_declared(mode: &str, selector: &str) {
    let browser = Browser::start().await;
    for (page, locale, expected) in [
        ("lang=en", "", ["en", "ltr"]),
        ("lang=de-AT", "", ["de", "ltr"]),
        ("lang=ar dir=rtl", "", ["ar", "rtl"]),
        ("lang=ar dir=rtl", "data-locale=pt-BR", ["pt-BR", "ltr"]),
        ("lang=en", "data-locale=he", ["he", "rtl"]),
        ("lang=eo", "", ["en", "ltr"]),
    ] {
        let collector = Collector::start();
        let shop = Page::with_tag(&collector, &format!("data-survey=nps {locale} {mode}"));
        browser.open(&Shop::with(shop.html_attributes(page)).await.origin).await;
        assert_eq!(marked(&browser, selector).await, json!(expected), "{page} {locale}");
    }
}

#[tokio::test]
async fn the_card_declares_language_and_direction() {
    expect_declared("", "h2").await;
}

#[tokio::test]
async fn the_tab_declares_language_and_direction() {
    expect_declared("data-mode=tab", ".tab").await;
}

#[tokio::test]
async fn a_text_in_another_language_declares_it() {
    let browser = Browser::start().await;
    for (locale, text, expected) in [
        // The shop has no French.
        ("fr", json!({ "de": "Wie war es?" }), "de"),
        // The widget has no Esperanto, and the shop has.
        ("eo", json!({ "en": "How was it?", "eo": "Kiel?" }), "eo"),
        ("de", json!({ "en": "How was it?", "de": "Wie war es?" }), "de"),
    ] {
        let options = json!([{ "key": "a", "text": text }, { "key": "b", "text": text }]);
        let question = json!({ "kind": "single-choice", "text": text, "options": options });
        let _collector = ask(&browser, json!([question]), &format!("data-locale={locale}")).await;
        for selector in ["h2 span", ".option span"] {
            assert_eq!(marked(&browser, selector).await, json!([expected, "ltr"]), "{locale}: {selector}");
        }
    }
}

#[tokio::test]
async fn digits_choose_a_rating_only_on_the_scale() {
    let browser = Browser::start().await;
    let _collector = open(&browser, "nps", "en").await;
    for place in [".close", "[name=point]"] {
        assert_eq!(checked(&browser).await, Value::Null, "from the page on");
        browser.type_text("7").await;
        assert_eq!(checked(&browser).await, Value::Null, "before {place}");
        browser.tab_to(place).await;
    }
    browser.type_text("7").await;
    assert_eq!(checked(&browser).await, "7");
    for place in ["textarea", ".send"] {
        browser.tab_to(place).await;
        browser.type_text("3").await;
        assert_eq!(checked(&browser).await, "7", "on {place}");
    }
    assert_eq!(browser.widget("$('textarea').value").await, "3");
}

#[tokio::test]
async fn the_focus_is_visible_on_every_element() {
    let browser = Browser::start().await;
    let options = json!([{ "key": "a", "text": "Ah" }]);
    let survey = json!({ "questions": [
        { "kind": "nps", "text": "scale" },
        { "kind": "emotion", "text": "faces" },
        { "kind": "multiple-choice", "text": "list", "options": options, "other": true },
        { "kind": "contact", "text": "contact", "by": "email", "consent": "Yes" },
    ], "endings": [{ "voucher": "MUG-10" }] });
    let _collector = ask_survey(&browser, survey, "").await;
    // A radio button of a scale is not seen itself, a box in a list has the outline around its words.
    let outline = "(() => { const at = shadow.activeElement; \
                   const { outlineStyle, outlineWidth, outlineColor } = \
                   getComputedStyle(at.closest('.point')?.lastChild || at.closest('.option') || at); \
                   return [outlineStyle, outlineWidth, outlineColor == getComputedStyle($('.card')).color] })()";
    for (wording, stops) in [
        ("scale", &[(".close", ""), ("[name=point]", "9"), ("textarea", ""), (".send", "\u{e007}")][..]),
        ("faces", &[("[name=point]", "5"), (".back", ""), (".send", "\u{e007}")]),
        ("list", &[("[value=a]", " "), (".other", " "), ("#other", "\u{e007}")]),
        ("contact", &[("#field", ""), ("#consent", ""), (".send", "\u{e007}")]),
        ("Thank you!", &[(".send", "")]),
    ] {
        browser.wait_for_heading(wording).await;
        for (stop, keys) in stops {
            browser.tab_to(stop).await;
            assert_eq!(browser.widget(outline).await, json!(["solid", "2px", true]), "{wording}: {stop}");
            browser.type_text(keys).await;
        }
    }
}

#[tokio::test]
async fn the_chosen_rating_differs_by_more_than_colour() {
    let options = json!([{ "key": "a", "text": "Ah" }, { "key": "b", "text": "Be" }]);
    let (bold, filled) =
        ("getComputedStyle(face).fontWeight == 600", "getComputedStyle(face).backgroundColor != surface");
    let lit = "getComputedStyle(face.firstChild).fill != 'none'";
    let ticked = "input.checked && getComputedStyle(input).appearance != 'none'";
    let browser = Browser::start().await;
    for (question, chosen, other, sign) in [
        (json!({ "kind": "nps" }), "9", "8", bold),
        (json!({ "kind": "csat", "look": "numbers" }), "5", "4", bold),
        (json!({ "kind": "yes-no", "text": "Asked" }), "1", "0", bold),
        (json!({ "kind": "csat" }), "4", "5", filled),
        (json!({ "kind": "csat", "look": "thumbs" }), "2", "1", filled),
        (json!({ "kind": "csat", "look": "stars" }), "3", "4", lit),
        (json!({ "kind": "single-choice", "text": "Asked", "options": options }), "a", "b", ticked),
        (json!({ "kind": "multiple-choice", "text": "Asked", "options": options }), "a", "b", ticked),
    ] {
        let _collector = ask(&browser, json!([question]), "").await;
        // A click by script, because a tap could go on.
        browser.widget(&format!("$('input[value={chosen:?}]').click()")).await;
        let signs = format!(
            "['{chosen}', '{other}'].map((value) => {{ const input = $(`input[value='${{value}}']`); \
             const face = input.parentElement.lastChild; \
             const surface = getComputedStyle($('.card')).backgroundColor; return {sign} }})"
        );
        // A colour takes its time to come.
        wait_for(&format!("{question} to differ"), async || {
            (browser.widget(&signs).await == json!([true, false])).then_some(())
        })
        .await;
    }
}

#[tokio::test]
async fn faces_and_thumbs_differ_by_shape() {
    let browser = Browser::start().await;
    for (look, number) in [("faces", 5), ("thumbs", 2)] {
        let _collector = ask(&browser, json!([{ "kind": "csat", "look": look }]), "").await;
        let drawings = "new Set([...shadow.querySelectorAll('svg')].map((drawing) => \
                        getComputedStyle(drawing).rotate + drawing.innerHTML)).size";
        assert_eq!(browser.widget(drawings).await, number, "{look}");
    }
}
