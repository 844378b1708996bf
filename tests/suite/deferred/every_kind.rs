//! Every kind of question before and after the deferred part arrives.

use std::path::Path;
use std::time::Duration;

use nachklang_tests::{Browser, Cdn, CdnReply, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

use super::why;

/// The names of the texts in the built file with this prefix.
fn text_names(file: &str) -> Vec<String> {
    let files = std::fs::read_dir(xtask::pkg()).unwrap().map(|entry| entry.unwrap().path());
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut texts = files.filter(|path| name(path).starts_with(file) && name(path).ends_with(".json"));
    let texts = std::fs::read_to_string(texts.next().expect("a file of texts")).unwrap();
    let texts: Value = serde_json::from_str(&texts).unwrap();
    texts.as_object().unwrap().keys().cloned().collect()
}

/// Questions of every kind, with every optional part.
fn every_kind() -> Vec<Value> {
    let options = json!([{ "key": "a", "text": "A" }, { "key": "b", "text": "B" }]);
    let choice =
        |kind: &str| json!({ "kind": kind, "key": "q", "text": "Which?", "options": options, "other": true });
    let written = |kind: &str, required: bool| json!({ "kind": kind, "key": "q", "text": "What?", "required": required });
    let contact = |by: &str| json!({ "kind": "contact", "key": "q", "by": by, "text": "Where?", "consent": "Yes, do." });
    let mut all: Vec<Value> =
        ["nps", "csat", "ces", "emotion"].iter().map(|kind| json!({ "kind": kind })).collect();
    all.extend([
        json!({ "kind": "rating", "key": "q" }),
        json!({ "kind": "yes-no", "key": "q", "text": "So?" }),
    ]);
    all.extend([choice("single-choice"), choice("multiple-choice")]);
    all.extend([written("short-text", true), written("long-text", false)]);
    all.extend([
        contact("email"),
        contact("phone"),
        json!({ "kind": "statement", "key": "q", "text": "So." }),
    ]);
    all
}

/// The cards of [`ask_every_kind`].
const CARDS: &str = "[...document.querySelectorAll('nachklang-survey')].map((host) => host.shadowRoot).filter((shadow) => shadow)";

/// A page with questions of every kind below each other, and the widget from this network.
async fn ask_every_kind(cdn: &Cdn) -> (Collector, Shop, Browser) {
    let kinds = every_kind();
    let surveys: Vec<Value> = kinds
        .iter()
        .enumerate()
        .map(|(index, question)| {
            json!({ "key": format!("s{index}"), "trigger": { "call": true }, "questions": [question, why()] })
        })
        .collect();
    let elements: String = (0..kinds.len())
        .map(|index| format!("<nachklang-survey survey=s{index}></nachklang-survey>"))
        .collect();
    let collector = Collector::start();
    let page = Page::served_by(&cdn.origin, &collector, r#"data-survey="/surveys.json""#).body(&elements);
    let shop = Shop::with_surveys(page, &survey_file(&surveys)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    wait_for("all questions", async || {
        (browser.run(&format!("return {CARDS}.length")).await == kinds.len()).then_some(())
    })
    .await;
    (collector, shop, browser)
}

#[tokio::test]
async fn nothing_moves_when_the_deferred_part_arrives() {
    let cdn = Cdn::start(&[CdnReply::Held]).await;
    let (collector, _shop, browser) = ask_every_kind(&cdn).await;
    let watch = format!(
        "const places = new Map(); \
         window.moved = () => {CARDS}.flatMap((root) => [...root.querySelectorAll('*')]).flatMap((element) => {{ \
           const {{ x, y, width, height }} = element.getBoundingClientRect(); \
           const [before, now] = [places.get(element), [x, y + scrollY, width, height].map(Math.round).join()]; \
           places.set(element, now); \
           return before && before != now ? `${{element.outerHTML.slice(0, 200)}}: ${{before}}, then ${{now}}` : []; \
         }}); \
         moved()"
    );
    browser.run(&watch).await;
    let moved = async || {
        tokio::time::sleep(Duration::from_millis(500)).await;
        browser.run("return moved()").await
    };
    wait_for("the cards to rest", async || (moved().await == json!([])).then_some(())).await;
    cdn.release();
    let all = async || (collector.responses().len() == every_kind().len()).then_some(());
    wait_for("all to be stored", all).await;
    assert_eq!(moved().await, json!([]));
}

#[tokio::test]
async fn every_first_question_has_its_texts_before_the_deferred_texts_arrive() {
    let cdn = Cdn::for_file(".json", &[CdnReply::Held]).await;
    let (_collector, _shop, browser) = ask_every_kind(&cdn).await;
    // A text that is missing shows its name.
    let names = text_names("deferred-en.");
    let shown = format!(
        "return {CARDS}.flatMap((root) => [...root.querySelectorAll('*')].flatMap((element) => \
         [element.ariaLabel, element.placeholder, element.title, \
          ...[...element.childNodes].filter((node) => node.nodeType == 3).map((node) => node.data)]))"
    );
    let shown = browser.run(&shown).await;
    let shown: Vec<&str> = shown.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(shown.contains(&"Skip") && shown.contains(&"Please specify"), "{shown:?}");
    for text in shown {
        assert!(!names.contains(&text.to_owned()), "{text} is missing");
    }
    cdn.release();
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}
