//! The deferred part arrives when the first question is on screen. What the shopper does before that is neither lost nor done
//! twice, however late it arrives.

mod answers;
mod closing;
mod every_kind;
mod failures;

use nachklang_tests::{Browser, Cdn, CdnReply, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

/// A page with a question on screen, and the deferred part held back.
pub struct HeldPage {
    pub browser: Browser,
    pub collector: Collector,
    pub cdn: Cdn,
    pub shop: Shop,
}

impl HeldPage {
    /// Opens a page with these attributes of the tag, and the widget from this network.
    pub async fn open(page: impl FnOnce(Page) -> Page, attributes: &str, questions: Value, cdn: Cdn) -> Self {
        let collector = Collector::start();
        let page = page(Page::served_by(&cdn.origin, &collector, attributes));
        let shop = Shop::with_surveys(page, &survey_file(&[json!({ "questions": questions })])).await;
        let browser = Browser::start().await;
        browser.open(&shop.origin).await;
        Self { browser, collector, cdn, shop }
    }

    /// Opens a page with these questions, waits for the first, and holds the deferred part back.
    pub async fn ask(attributes: &str, questions: Value) -> Self {
        let attributes = format!(r#"data-survey="/surveys.json" {attributes}"#);
        let held = Self::open(|page| page, &attributes, questions, Cdn::start(&[CdnReply::Held]).await).await;
        held.browser.question().await;
        held
    }

    /// Releases the deferred part, and expects that nothing was reported or sent before.
    pub async fn release_deferred(&self) {
        wait_for("the deferred part to be asked for", async || (self.cdn.requests() > 0).then_some(())).await;
        assert_eq!(self.events().await, [""; 0], "told before the deferred part has come");
        assert_eq!(self.collector.responses(), [""; 0], "sent before the deferred part has come");
        self.cdn.release();
    }

    /// Waits until the early answers have been handled.
    pub async fn wait_until_handled(&self) {
        self.browser.event("answered").await;
    }

    /// The events of the page so far, except those of the delivery.
    pub async fn events(&self) -> Vec<String> {
        let events = self.browser.recorded("events").await;
        let names = events.iter().map(|event| event["name"].as_str().unwrap().to_owned());
        names.filter(|name| name != "delivered").collect()
    }

    /// Expects these answers to be stored, once and without errors.
    pub async fn expect_answers(&self, answers: Value) {
        assert_eq!(self.collector.response("complete").await["answers"], answers);
        self.expect_no_errors().await;
    }

    pub async fn expect_no_errors(&self) {
        assert_eq!(self.browser.recorded("uncaught").await, [""; 0]);
        assert_eq!(self.browser.recorded("console").await, [""; 0]);
        assert!(self.collector.responses().len() < 2);
    }
}

pub fn nps() -> Value {
    json!({ "kind": "nps", "text": "First?" })
}

pub fn emotion() -> Value {
    json!({ "kind": "emotion", "text": "First?" })
}

pub fn why() -> Value {
    json!({ "kind": "long-text", "key": "why", "text": "Why?" })
}

pub fn rated(value: u8) -> Value {
    json!({ "question": "nps", "kind": "nps", "value": value, "scale": "nps-0-10" })
}
