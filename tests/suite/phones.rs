//! Small screens, large type: everything can be tapped, read and reached.

use nachklang_tests::{Browser, Device, Options, ask_survey};
use serde_json::{Value, json};

/// A question of each kind with long words, and the selector that answers it.
fn questions() -> Vec<(Value, &'static str)> {
    let options = json!([
        { "key": "a", "text": "Die Lieferzeit" },
        { "key": "b", "text": "Versandkostenfreigrenzenunterschreitungszuschlag" },
        { "key": "c", "text": "Ich möchte mich nur umsehen und komme später noch einmal wieder" },
    ]);
    vec![
        (json!({ "kind": "nps" }), "input[value='10']"),
        (json!({ "kind": "ces", "comment": false }), "input[value='7']"),
        (json!({ "kind": "csat", "comment": false }), "input[value='5']"),
        (json!({ "kind": "csat", "look": "stars", "comment": false }), "input[value='5']"),
        (json!({ "kind": "csat", "look": "numbers", "comment": false }), "input[value='5']"),
        (json!({ "kind": "csat", "look": "thumbs", "comment": false }), "input[value='2']"),
        (json!({ "kind": "emotion" }), "input[value='2']"),
        (json!({ "kind": "rating", "points": 10 }), "input[value='10']"),
        (json!({ "kind": "rating", "points": 8 }), "input[value='8']"),
        (json!({ "kind": "yes-no" }), "input[value='1']"),
        (json!({ "kind": "single-choice", "other": true, "options": options }), ".other"),
        (json!({ "kind": "multiple-choice", "options": options }), "input[value=b]"),
        (json!({ "kind": "short-text" }), "#field"),
        (json!({ "kind": "long-text" }), "#field"),
        (
            json!({ "kind": "contact", "by": "email",
                 "consent": "{shop} darf mir zu meiner Bestellung und zu ähnlichen Angeboten schreiben, bis ich widerspreche." }),
            "#consent",
        ),
        (json!({ "kind": "statement" }), "h2"),
    ]
}

/// The faults of what is on screen: targets less than LEAST pixels wide or 44 high, fields that iOS zooms into, text that is cut off,
/// elements beyond the card or the screen, and elements that cannot be scrolled to.
const FAULTS: &str = r#"(() => {
    const faults = [];
    const name = (e) => e.localName + "." + e.className + " " + (e.textContent || e.id || e.value).slice(0, 20);
    const visible = (selector) => [...shadow.querySelectorAll(selector)].filter((e) => e.checkVisibility() && !e.closest("[inert]"));
    const card = $(".card");
    for (const e of visible(".point, .option, button, a, textarea, input:not([type=radio], [type=checkbox])")) {
      const { width, height } = e.getBoundingClientRect();
      if (width < LEAST - 0.1 || height < 43.9) faults.push(`${name(e)} is ${width.toFixed(1)} x ${height.toFixed(1)}`);
      e.scrollIntoView({ block: "nearest" });
      const box = e.getBoundingClientRect();
      if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.top < -0.5 || box.bottom > innerHeight + 0.5)
        faults.push(`${name(e)} is beyond the screen`);
      const hit = shadow.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      if (!hit || !(e.contains(hit) || hit.contains(e) && hit.localName == "label")) faults.push(`${name(e)} lies below ${hit && name(hit)}`);
    }
    for (const e of visible("textarea, input:not([type=radio], [type=checkbox])"))
      if (parseFloat(getComputedStyle(e).fontSize) < 16) faults.push(`${name(e)} has small type`);
    const range = document.createRange();
    for (const e of visible("h2, p, label, button, a, span, b, output")) {
      const hasText = [...e.childNodes].some((node) => node.nodeType == 3 && node.data.trim());
      if (e.closest(".hidden") || !hasText) continue;
      range.selectNodeContents(e);
      const text = range.getBoundingClientRect();
      const around = (e.closest(".face, .option, button, a") || card).getBoundingClientRect();
      if (text.left < around.left - 0.5 || text.right > around.right + 0.5 || text.bottom - text.top > around.height + 0.5 && around.height < card.clientHeight)
        faults.push(`${name(e)} is cut off`);
    }
    if (card.scrollWidth > card.clientWidth) faults.push(`the card scrolls sideways: ${card.scrollWidth} in ${card.clientWidth}`);
    const page = document.documentElement;
    if (page.scrollWidth > page.clientWidth) faults.push("the page scrolls sideways");
    const box = card.getBoundingClientRect();
    if (box.left < -0.5 || box.right > innerWidth + 0.5 || box.top < -0.5 || box.bottom > innerHeight + 0.5) faults.push("the card is beyond the screen");
    return faults;
})()"#;

/// The text spacing of WCAG 1.4.12.
const SPACING: &str = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; \
                       word-spacing: 0.16em !important } p { margin-block-end: 2em !important }";

/// Answers every kind on this device, and returns the faults with their question.
async fn faults(device: Device, style: &str) -> Vec<String> {
    let browser = Browser::with(Options { device, ..Options::default() }).await;
    let questions = questions();
    let numbered = questions.iter().enumerate().map(|(index, (question, _))| {
        let mut question = question.clone();
        question["key"] = format!("q{index}").into();
        question["text"] =
            format!("Frage {index}: Wie einfach war die Zahlungsabwicklung bei {{shop}}?").into();
        question
    });
    let survey = json!({ "questions": numbered.collect::<Vec<_>>(),
        "endings": [{ "title": "Danke!", "text": "Zehn Prozent auf alles", "voucher": "DANKESCHOEN-FUERS-MITMACHEN-2026-XXXXXXX" }] });
    let _collector =
        ask_survey(&browser, survey, r#"data-locale="de" data-shop="Schreibwarenfachgeschäft Müller""#).await;
    let apply = format!(
        "const sheet = new CSSStyleSheet(); sheet.replaceSync({}); \
         const shadow = document.querySelector('nachklang-widget').shadowRoot; \
         shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet]",
        json!(style)
    );
    browser.run(&apply).await;
    // Thumbs need larger targets: on upright phones, and wherever the browser reports touch. Elsewhere WCAG 2.5.8 sets the minimum.
    let is_touched = browser.run("return matchMedia('(pointer: coarse)').matches").await == true;
    let is_upright = matches!(device, Device::Phone | Device::SmallPhone);
    let least = if is_touched || is_upright { "44" } else { "24" };
    let faults = FAULTS.replace("LEAST", least);
    let mut found = Vec::new();
    let mut look = async |place: String| {
        browser.settled_text("h2").await;
        for fault in browser.widget(&faults).await.as_array().expect("faults") {
            found.push(format!("{place}: {fault}"));
        }
    };
    for (index, (question, answer)) in questions.iter().enumerate() {
        browser.wait_for_heading(&format!("Frage {index}:")).await;
        let kind = format!("{} {} {}", question["kind"], question["look"], question["points"]);
        look(kind.clone()).await;
        browser.click(answer).await;
        // A question that one tap answers goes on by itself.
        if browser.widget("!$('.one-tap') || !!$('#comment')").await == true {
            browser.settled_text(".send").await;
            look(format!("{kind}, answered")).await;
            if question["kind"] == "contact" {
                browser.write("#field", "jo@mugs.example").await;
            }
            browser.click(".send").await;
        }
    }
    browser.wait_for_heading("Danke!").await;
    look("the end".into()).await;
    found
}

async fn expect_no_faults(device: Device, style: &str) {
    let faults = faults(device, style).await;
    assert!(faults.is_empty(), "{device:?}:\n{}", faults.join("\n"));
}

#[tokio::test]
async fn every_question_fits_on_a_phone() {
    expect_no_faults(Device::Phone, "").await;
}

#[tokio::test]
async fn every_question_fits_on_the_smallest_phone() {
    expect_no_faults(Device::SmallPhone, "").await;
}

#[tokio::test]
async fn every_question_fits_on_a_phone_in_landscape() {
    expect_no_faults(Device::PhoneSideways, "").await;
}

#[tokio::test]
async fn every_question_fits_at_200_per_cent_zoom() {
    expect_no_faults(Device::ZoomedDesktop, "").await;
}

#[tokio::test]
async fn no_text_is_cut_off_with_wider_spacing() {
    expect_no_faults(Device::Phone, SPACING).await;
}
