//! A shop that asks a survey of its own.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Browser, Collector, Page, Shop};

/// How long the next question may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a shop whose tag has these attributes and that asks these questions; gives the collector once the first is on
/// screen.
pub async fn ask(browser: &Browser, questions: Value, attributes: &str) -> Collector {
    ask_survey(browser, json!({ "questions": questions }), attributes).await
}

/// The same with a whole survey, which needs no key.
pub async fn ask_survey(browser: &Browser, survey: Value, attributes: &str) -> Collector {
    let collector = Collector::start();
    let attributes = format!(r#"data-survey="/surveys.json" {attributes}"#);
    let shop = Shop::with_surveys(Page::with_tag(&collector, &attributes), &survey_file(&[survey])).await;
    browser.open(&shop.origin).await;
    browser.question().await;
    collector
}

/// A survey file of these surveys. One without a key gets `asked` as its key.
pub fn survey_file(surveys: &[Value]) -> String {
    let keyed = |survey: &Value| {
        let mut survey = survey.clone();
        survey.as_object_mut().expect("a survey is an object").entry("key").or_insert("asked".into());
        survey
    };
    let surveys: Vec<Value> = surveys.iter().map(keyed).collect();
    json!({ "format": 1, "surveys": surveys }).to_string()
}

impl Browser {
    /// Waits until the question, or what stands at the end, begins with this wording.
    pub async fn reads(&self, wording: &str) {
        let deadline = Instant::now() + PATIENCE;
        while let read = self.question().await
            && !read.starts_with(wording)
        {
            assert!(Instant::now() < deadline, "it reads \"{read}\" and not \"{wording}\"");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends a question off and waits for what comes after it.
    pub async fn send(&self, next: &str) {
        self.click(".send").await;
        self.reads(next).await;
    }

    /// Writes into a field of the widget.
    pub async fn write(&self, selector: &str, text: &str) {
        self.click(selector).await;
        self.type_text(text).await;
    }
}
