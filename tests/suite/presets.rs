//! Each preset asked and answered to its end by taps, in several languages, then read back from the collector.

use std::fs;

use nachklang_tests::{Browser, Collector, Page, Shop};
use serde_json::{Map, Value, json};

/// A question of a preset: the name of its text, the shopper's action, and the answer that is sent.
type Step = (&'static str, Does, Value);

/// The shopper's action.
enum Does {
    /// A tap that goes on by itself.
    Tap(&'static str),
    /// Taps, and one on the button.
    Send(&'static [&'static str]),
    /// Words, and a tap on the button.
    Write,
}

use Does::{Send, Tap, Write};

const WORDS: &str = "So so";

fn scale(question: &str, kind: &str, value: u8, scale: &str) -> Value {
    json!({ "question": question, "kind": kind, "value": value, "scale": scale })
}

fn text(question: &str) -> Value {
    json!({ "question": question, "kind": "text", "value": WORDS })
}

fn choice(question: &str, value: &str) -> Value {
    json!({ "question": question, "kind": "single-choice", "value": value })
}

/// The presets of one metric. Their comment stands below the rating.
fn metrics() -> Vec<(&'static str, Vec<Step>)> {
    vec![
        ("nps", vec![("nps", Send(&["input[value='9']"]), scale("nps", "nps", 9, "nps-0-10"))]),
        ("csat", vec![("csat", Send(&["input[value='4']"]), scale("csat", "csat", 4, "csat-1-5"))]),
        ("ces", vec![("ces", Send(&["input[value='7']"]), scale("ces", "ces", 7, "ces-2.0-1-7"))]),
    ]
}

/// The presets of several questions, those with a branch once for each path.
fn surveys() -> Vec<(&'static str, Vec<Step>)> {
    let csat = |preset: &'static str, point: &'static str, value| {
        (preset, Tap(point), scale("satisfaction", "csat", value, "csat-1-5"))
    };
    let yes_no =
        |name, question, point, value| (name, Tap(point), scale(question, "yes-no", value, "yes-no-0-1"));
    let else_ = || ("preset.anything-else", Write, text("anything-else"));
    let (yes, no) = ("input[value='1']", "input[value='0']");
    let problems = json!({ "question": "problem", "kind": "multiple-choice", "value": ["packaging"] });
    vec![
        (
            "post-purchase",
            vec![
                csat("preset.post-purchase.satisfaction", "input[value='5']", 5),
                ("preset.post-purchase.source", Tap("[value=friends]"), choice("source", "friends")),
                else_(),
            ],
        ),
        (
            "delivery",
            vec![
                csat("preset.delivery.satisfaction", "input[value='3']", 3),
                ("preset.delivery.problem", Send(&["[value=packaging]"]), problems),
                else_(),
            ],
        ),
        ("delivery", vec![csat("preset.delivery.satisfaction", "input[value='4']", 4), else_()]),
        (
            "returns",
            vec![
                ("preset.returns.effort", Tap("input[value='2']"), scale("effort", "ces", 2, "ces-2.0-1-7")),
                ("preset.returns.reason", Tap("[value=fit]"), choice("reason", "fit")),
                else_(),
            ],
        ),
        (
            "support",
            vec![
                csat("preset.support.satisfaction", "input[value='1']", 1),
                yes_no("preset.support.solved", "solved", no, 0),
                ("preset.support.missing", Write, text("missing")),
            ],
        ),
        (
            "support",
            vec![
                csat("preset.support.satisfaction", "input[value='5']", 5),
                yes_no("preset.support.solved", "solved", yes, 1),
                else_(),
            ],
        ),
        (
            "cart-exit",
            vec![("preset.cart-exit.reason", Tap("[value=shipping]"), choice("reason", "shipping")), else_()],
        ),
        (
            "search",
            vec![
                yes_no("preset.search.found", "found", no, 0),
                ("preset.search.wanted", Write, text("wanted")),
            ],
        ),
        ("search", vec![yes_no("preset.search.found", "found", yes, 1)]),
        (
            "content",
            vec![
                yes_no("preset.content.helpful", "helpful", no, 0),
                ("preset.content.missing", Write, text("missing")),
            ],
        ),
        ("content", vec![yes_no("preset.content.helpful", "helpful", yes, 1)]),
    ]
}

/// The texts of a language, with the informal ones in their place.
fn texts(locale: &str) -> Map<String, Value> {
    let read = |name: &str| -> Map<String, Value> {
        let path = xtask::root().join("src/locales").join(format!("{name}.json"));
        serde_json::from_slice(&fs::read(path).expect("a locale")).expect("JSON")
    };
    let base = locale.strip_suffix("-x-informal").unwrap_or(locale);
    let mut texts = read(base);
    texts.extend(read(locale));
    texts
}

/// Asks a preset in a language, answers it, and compares what is stored.
async fn expect_stored(browser: &Browser, locale: &str, attributes: &str, preset: &str, steps: &[Step]) {
    let collector = Collector::start();
    let attributes = format!(r#"data-touchpoint="checkout" data-shop="Mugs" {attributes}"#);
    browser.open(&Shop::with(Page::with_tag(&collector, &attributes)).await.origin).await;
    browser.run(&format!("nachklang('show', '{preset}')")).await;
    let texts = texts(locale);
    let text = |name: &str| texts.get(name).and_then(Value::as_str).unwrap_or_default();
    for (name, does, _) in steps {
        let place = text(&format!("{name}.at.checkout"));
        browser.wait_for_heading(&text(name).replace("{shop}", "Mugs").replace("{touchpoint}", place)).await;
        match does {
            Tap(point) => browser.click(point).await,
            Send(points) => {
                for point in *points {
                    browser.click(point).await;
                }
                browser.click(".send").await;
            }
            Write => {
                browser.write("#field", WORDS).await;
                browser.click(".send").await;
            }
        }
    }
    browser.wait_for_heading(text("thanks")).await;
    let stored = collector.response("complete").await;
    let answers: Value = steps.iter().map(|(.., answer)| answer.clone()).collect();
    assert_eq!((&stored["survey"], &stored["answers"]), (&json!(preset), &answers), "{locale}");
    assert_eq!((&stored["locale"], &stored["survey_version"]), (&json!(locale), &json!(1)), "{preset}");
    let touchpoint = json!({ "key": "checkout", "label": "Checkout", "phase": "purchase", "ownership": "owned",
                             "path": "/", "woken_by": "call" });
    assert_eq!(stored["touchpoint"], touchpoint, "{preset}");
    assert_eq!(browser.recorded("uncaught").await, [""; 0], "{preset}");
}

#[tokio::test]
async fn every_path_through_every_preset_is_stored() {
    let browser = Browser::start().await;
    for (preset, steps) in surveys() {
        expect_stored(&browser, "en", "", preset, &steps).await;
    }
}

/// Expects every preset to be stored once, on the path with more questions.
async fn expect_every_preset_stored(locale: &str, attributes: &str) {
    let browser = Browser::start().await;
    let mut presets: Vec<_> = metrics().into_iter().chain(surveys()).collect();
    presets.dedup_by_key(|(preset, _)| *preset);
    assert_eq!(presets.len(), nachklang_model::preset::NAMES.len());
    for (preset, steps) in presets {
        expect_stored(&browser, locale, attributes, preset, &steps).await;
    }
}

#[tokio::test]
async fn every_preset_is_stored_in_the_informal_form() {
    expect_every_preset_stored("de-x-informal", r#"data-locale="de" data-form="informal""#).await;
}

#[tokio::test]
async fn every_preset_is_stored_in_a_right_to_left_language() {
    expect_every_preset_stored("ar", r#"data-locale="ar""#).await;
}

#[tokio::test]
async fn presets_wait_for_their_triggers() {
    let days = |days: u32| {
        format!("localStorage.nachklang = JSON.stringify({{ orders: [Date.now() - {days} * 864e5] }})")
    };
    let cart = "dataLayer = [{ event: 'view_cart' }]".to_owned();
    for (preset, before, does, woken_by) in [
        ("delivery", days(6), "", "order"),
        (
            "cart-exit",
            cart,
            "document.dispatchEvent(new MouseEvent('mouseout', { bubbles: true, clientY: -1 }))",
            "exit",
        ),
        ("post-purchase", "dataLayer = [{ event: 'purchase' }]".into(), "", "load"),
    ] {
        let collector = Collector::start();
        let page = Page::with_tag(&collector, &format!(r#"data-survey="{preset}""#));
        let shop = Shop::with(page.head(&format!("<script>{before}</script>"))).await;
        let browser = Browser::start().await;
        browser.open(&shop.origin).await;
        // The script that watches for it arrives a moment later.
        tokio::time::sleep(std::time::Duration::from_secs(2)).await;
        browser.run(does).await;
        browser.question().await;
        let stored = collector.response("shown").await;
        assert_eq!(
            (&stored["survey"], &stored["touchpoint"]["woken_by"]),
            (&json!(preset), &json!(woken_by))
        );
    }
}
