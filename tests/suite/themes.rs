//! Colours of the page and the shop: contrast and readability, computed from what the browser paints.

use nachklang_tests::{Browser, Collector, Key, Options, Page, Scheme, Shop, ask_survey};
use serde_json::{Value, json};

const BRANDS: [&str; 8] = ["", "white", "black", "#ffe600", "red", "#808080", "#0b2a6b", "rgb(0 255 0)"];

/// Finds colours on screen with too little contrast by WCAG 2.2: texts to their background,
/// meaningful lines and fills to the card, and the focus outline to the card.
///
/// A canvas gives any colour as four bytes, and one over the other as they are painted.
const FAULTS: &str = r#"(() => {
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const painted = (...layers) => {
      for (const layer of ["white", ...layers]) {
        canvas.fillStyle = layer;
        canvas.fillRect(0, 0, 1, 1);
      }
      return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const luminance = (colour) => colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
      .reduce((sum, c, index) => sum + c * [0.2126, 0.7152, 0.0722][index], 0.05);
    const contrast = (a, b) => { const [x, y] = [luminance(a), luminance(b)]; return Math.max(x / y, y / x); };
    const ancestors = (e) => e ? [...ancestors(e.parentElement), e] : [];
    const behind = (e) => ancestors(e).map((e) => getComputedStyle(e).backgroundColor);
    // What an element paints, let through by its opacity to what is behind that.
    const through = (e, colour) => {
      const opaque = ancestors(e).find((e) => getComputedStyle(e).opacity < 1);
      if (!opaque) return colour;
      const under = painted(...behind(opaque.parentElement));
      const { opacity } = getComputedStyle(opaque);
      return colour.map((c, index) => c * opacity + under[index] * (1 - opacity));
    };
    const faults = [];
    const near = (e, what, a, b, least) => {
      const ratio = contrast(a, b);
      if (ratio < least) faults.push(`${what} of ${e.localName}.${e.className} ${e.id}: ${ratio.toFixed(2)} < ${least}`);
    };
    const visible = (selector) => [...shadow.querySelectorAll(selector)].filter((e) => e.checkVisibility() && !e.closest(".hidden"));
    for (const e of visible("*")) {
      const style = getComputedStyle(e);
      const text = [...e.childNodes].some((node) => node.nodeType == 3 && node.data.trim()) || e.placeholder;
      const background = through(e, painted(...behind(e)));
      const colour = e.placeholder ? getComputedStyle(e, "::placeholder").color : style.color;
      if (text) near(e, "the text", through(e, painted(...behind(e), colour)), background, 4.5);
    }
    const outside = (e) => painted(...behind(e.parentElement));
    // What has a border is seen by it, or by a fill that stands out.
    for (const e of visible(".numbers .face, .words .face, .thumbs .face, .option, textarea, #field, #other, .back, .send, .mark, .code")) {
      const { borderTopWidth, borderTopColor } = getComputedStyle(e);
      const edge = parseFloat(borderTopWidth) ? painted(...behind(e.parentElement), borderTopColor) : painted(...behind(e));
      near(e, "the edge", through(e, edge), outside(e), 3);
    }
    for (const e of visible("svg")) near(e, "the drawing", painted(...behind(e), getComputedStyle(e).stroke), painted(...behind(e)), 3);
    // By its fill, or where that is bright by the line around it.
    for (const e of visible(".point:has(:checked) .face:not(.stars *)")) {
      const { backgroundColor, boxShadow } = getComputedStyle(e);
      const colours = [backgroundColor, boxShadow.split(" 0px")[0]].map((colour) => painted(colour));
      near(e, "what is chosen", colours.sort((a, b) => contrast(b, outside(e)) - contrast(a, outside(e)))[0], outside(e), 3);
    }
    for (const e of visible(".mark")) near(e, "the tick", painted(getComputedStyle(e, "::before").borderTopColor), painted(...behind(e)), 3);
    const focused = shadow.querySelector(":focus-visible:not([tabindex='-1'])");
    if (focused) {
      const e = focused.closest(".point")?.lastChild || focused.closest(".option") || focused;
      const { outlineStyle, outlineColor } = getComputedStyle(e);
      if (outlineStyle == "solid") near(e, "the outline", painted(outlineColor), outside(e), 3);
      else faults.push(`no outline of ${e.localName}.${e.className} ${e.id}`);
    }
    return faults;
})()"#;

fn survey() -> Value {
    let scale = |kind: &str, look: &str| json!({ "kind": kind, "key": look, "text": look, "look": look, "comment": false });
    json!({
        "questions": [
            { "kind": "nps" },
            scale("csat", "faces"), scale("rating", "stars"), scale("csat", "thumbs"), scale("yes-no", "words"),
            { "kind": "multiple-choice", "key": "list", "text": "list", "other": true,
              "options": [{ "key": "a", "text": "Ah" }, { "key": "b", "text": "Be" }] },
            { "kind": "contact", "text": "contact", "by": "email", "consent": "Yes" },
        ],
        "endings": [{ "voucher": "MUG-10" }],
    })
}

async fn ask_brand(browser: &Browser, brand: &str) -> Collector {
    let accent = if brand.is_empty() { String::new() } else { format!(r#"data-accent="{brand}""#) };
    ask_survey(browser, survey(), &accent).await
}

/// The faults of what is on screen, in light and in dark.
async fn faults_now(browser: &Browser, brand: &str, state: &str) -> Vec<String> {
    let mut found = Vec::new();
    for scheme in ["light", "dark"] {
        browser.run(&format!("document.documentElement.style.colorScheme = '{scheme}'")).await;
        let faults: Vec<String> = serde_json::from_value(browser.widget(FAULTS).await).expect("faults");
        found.extend(faults.iter().map(|fault| format!("\"{brand}\" in {scheme}, {state}: {fault}")));
    }
    found
}

/// Answers the survey by keyboard, in light and dark, and returns the faults with their place.
async fn faults(browser: &Browser, brand: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut look = async |state: &str| found.extend(faults_now(browser, brand, state).await);
    let _collector = ask_brand(browser, brand).await;
    browser.tab_to("[name=point]").await;
    look("nps").await;
    browser.type_text("9").await;
    browser.settled_text("textarea").await;
    look("nps, rated").await;
    for stop in ["textarea", ".send"] {
        browser.tab_to(stop).await;
        look(&format!("nps, {stop}")).await;
    }
    browser.press(Key::Enter).await;
    for (look_of_scale, key) in [("faces", "4"), ("stars", "3"), ("thumbs", "1"), ("words", "1")] {
        browser.wait_for_heading(look_of_scale).await;
        browser.tab_to("[name=point]").await;
        look(look_of_scale).await;
        browser.type_text(key).await;
        look(&format!("{look_of_scale}, rated")).await;
        browser.press(Key::Enter).await;
    }
    browser.wait_for_heading("list").await;
    browser.tab_to("[name=point]").await;
    browser.press(Key::Space).await;
    look("list").await;
    browser.tab_to(".other").await;
    browser.press_all(&[Key::Space, Key::Tab]).await;
    look("list, other").await;
    browser.press(Key::Enter).await;
    browser.wait_for_heading("contact").await;
    browser.tab_to("#field").await;
    browser.type_text("j").await;
    look("contact").await;
    browser.press(Key::Enter).await;
    browser.settled_text("[aria-invalid]").await;
    look("contact, wrong").await;
    browser.press_all(&[Key::Backspace, Key::Enter]).await;
    browser.settled_text(".thanks").await;
    look("thanks").await;
    browser.press(Key::Tab).await;
    look("thanks, button").await;
    found
}

async fn expect_readable(brands: &[&str]) {
    let browser = Browser::with(Options { reduced_motion: true, ..Options::default() }).await;
    let mut found = Vec::new();
    for brand in brands {
        found.extend(faults(&browser, brand).await);
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn everything_is_readable_without_a_brand_colour() {
    expect_readable(&BRANDS[..1]).await;
}

#[tokio::test]
async fn everything_is_readable_in_every_brand_colour() {
    expect_readable(&BRANDS[1..]).await;
}

#[tokio::test]
async fn hovered_elements_are_readable() {
    let browser = Browser::with(Options { reduced_motion: true, ..Options::default() }).await;
    let mut found = Vec::new();
    for brand in BRANDS {
        let _collector = ask_brand(&browser, brand).await;
        browser.click("input[value='9']").await;
        for place in ["input[value='3']", "input[value='9']", ".send", ".close"] {
            browser.hover(place).await;
            found.extend(faults_now(&browser, brand, place).await);
        }
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// Opens a page with these attributes of the `html` element and of the tag.
async fn open_page(browser: &Browser, html: &str, attributes: &str) {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, &format!("data-survey=nps {attributes}")).html_attributes(html);
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
}

/// Surface and ink.
const LIGHT: [&str; 2] = ["rgb(255, 255, 255)", "rgb(28, 27, 26)"];
const DARK: [&str; 2] = ["rgb(35, 34, 32)", "rgb(245, 243, 240)"];

async fn colours(browser: &Browser) -> Value {
    browser
        .widget("(({ backgroundColor, color }) => [backgroundColor, color])(getComputedStyle($('.card')))")
        .await
}

#[tokio::test]
async fn the_card_follows_the_theme_of_the_page_unless_the_shop_sets_one() {
    for (system, cases) in [
        (
            Scheme::Light,
            &[
                ("", "", LIGHT),
                ("style='color-scheme: dark'", "", DARK),
                ("style='color-scheme: light dark'", "", LIGHT),
                ("style='color-scheme: dark'", "data-theme=auto", DARK),
                ("style='color-scheme: dark'", "data-theme=light", LIGHT),
                ("", "data-theme=dark", DARK),
            ][..],
        ),
        (Scheme::Dark, &[("", "", LIGHT), ("style='color-scheme: light dark'", "", DARK)]),
    ] {
        let browser = Browser::with(Options { scheme: system, ..Options::default() }).await;
        for (html, attributes, expected) in cases {
            open_page(&browser, html, attributes).await;
            assert_eq!(colours(&browser).await, json!(expected), "{system:?}, {html}, {attributes}");
        }
    }
}

#[tokio::test]
async fn the_card_follows_when_the_page_changes_its_theme() {
    let browser = Browser::start().await;
    open_page(&browser, "", "").await;
    for (scheme, expected) in [("dark", DARK), ("light", LIGHT)] {
        browser.run(&format!("document.documentElement.style.colorScheme = '{scheme}'")).await;
        assert_eq!(colours(&browser).await, json!(expected), "{scheme}");
    }
}

#[tokio::test]
async fn an_inline_survey_in_a_dark_section_is_dark() {
    let collector = Collector::start();
    let part =
        "<section style='color-scheme: dark'><nachklang-survey survey=csat></nachklang-survey></section>";
    let shop = Shop::with(Page::with_tag(&collector, "").body(part)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    browser.question().await;
    assert_eq!(colours(&browser).await, json!(DARK));
}

/// Computed styles: of which element, and which property.
async fn style(browser: &Browser, selector: &str, property: &str) -> Value {
    browser.settled_text(".card").await;
    browser.widget(&format!("getComputedStyle($(\"{selector}\")).{property}")).await
}

#[tokio::test]
async fn a_brand_colour_with_enough_contrast_is_used_unchanged_in_every_notation() {
    let browser = Browser::start().await;
    for (accent, expected) in [
        ("#0a7d5c", "rgb(10, 125, 92)"),
        ("#06c", "rgb(0, 102, 204)"),
        ("teal", "rgb(0, 128, 128)"),
        ("rgb(10 125 92)", "rgb(10, 125, 92)"),
        ("rgb(10, 125, 92)", "rgb(10, 125, 92)"),
        ("hsl(240 100% 50%)", "rgb(0, 0, 255)"),
        ("hwb(0 0% 20%)", "rgb(204, 0, 0)"),
    ] {
        open_page(&browser, "", &format!(r#"data-accent="{accent}""#)).await;
        assert_eq!(style(&browser, ".send", "backgroundColor").await, expected, "{accent}");
        assert_eq!(style(&browser, ".send", "color").await, "rgb(255, 255, 255)", "{accent}");
    }
    open_page(&browser, "", "").await;
    let own = [style(&browser, ".send", "color").await, style(&browser, ".send", "backgroundColor").await];
    assert_eq!(json!(own), json!(LIGHT), "without one the ink is the accent");
}

#[tokio::test]
async fn the_tab_has_the_brand_colour() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, "data-survey=nps data-mode=tab data-accent=#0a7d5c");
    let browser = Browser::start().await;
    browser.open(&Shop::with(page).await.origin).await;
    browser.settled_text(".tab").await;
    assert_eq!(browser.widget("getComputedStyle($('.tab')).backgroundColor").await, "rgb(10, 125, 92)");
}

#[tokio::test]
async fn each_style_property_of_the_shop_takes_effect() {
    let browser = Browser::start().await;
    for (style_of_page, selector, property, expected) in [
        ("", ".card", "borderTopLeftRadius", "16px"),
        ("", "textarea", "borderTopLeftRadius", "8px"),
        ("--nachklang-radius: 30px", ".card", "borderTopLeftRadius", "30px"),
        ("--nachklang-radius: 30px", ".face", "borderTopLeftRadius", "15px"),
        ("--nachklang-radius: 0px", ".send", "borderTopLeftRadius", "0px"),
        ("--nachklang-font: monospace", ".card", "fontFamily", "monospace"),
        ("--nachklang-font: monospace", "textarea", "fontFamily", "monospace"),
        ("font-family: serif", ".send", "fontFamily", "serif"),
        ("font-family: serif; --nachklang-font: fantasy", ".send", "fontFamily", "fantasy"),
        ("--nachklang-surface: #fff8e0", ".card", "backgroundColor", "rgb(255, 248, 224)"),
        ("--nachklang-surface: #fff8e0", ".face", "backgroundColor", "rgb(255, 248, 224)"),
        ("--nachklang-ink: #00205b", ".card", "color", "rgb(0, 32, 91)"),
        ("--nachklang-ink: #00205b", ".send", "backgroundColor", "rgb(0, 32, 91)"),
        ("--nachklang-surface: light-dark(#fff, #112)", ".card", "backgroundColor", "rgb(255, 255, 255)"),
        (
            "color-scheme: dark; --nachklang-surface: light-dark(#fff, #112)",
            ".card",
            "backgroundColor",
            "rgb(17, 17, 34)",
        ),
    ] {
        open_page(&browser, &format!("style='{style_of_page}'"), "").await;
        assert_eq!(style(&browser, selector, property).await, expected, "{style_of_page}: {selector}");
    }
}

const NO_COLOUR: &str = "expected a colour as CSS writes it, such as #0a7 or tomato";

/// Expects that this value of an attribute is reported as wrong, and nothing is shown.
async fn expect_reported(browser: &Browser, attribute: &str, value: &str, expected: &str) {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, &format!(r#"data-survey=nps {attribute}="{value}""#));
    browser.open(&Shop::with(page).await.origin).await;
    let message = browser.event("error").await["message"].as_str().expect("a text").to_owned();
    assert!(message.contains(&format!("{attribute}: found \"{value}\", {expected}")), "{message}");
    assert!(!browser.shows_widget().await, "{value}");
}

#[tokio::test]
async fn an_invalid_theme_or_colour_is_reported() {
    let browser = Browser::start().await;
    expect_reported(&browser, "data-theme", "drak", "expected one of auto, light, dark (did you mean dark?)")
        .await;
    // A transparent colour has no contrast of its own.
    for value in ["tael", "0a7d5c", "#0a7d5c80", "transparent"] {
        expect_reported(&browser, "data-accent", value, NO_COLOUR).await;
    }
}

#[tokio::test]
async fn a_colour_that_depends_on_its_context_is_reported() {
    let browser = Browser::start().await;
    for value in ["var(--brand)", "inherit"] {
        expect_reported(&browser, "data-accent", value, NO_COLOUR).await;
    }
}
