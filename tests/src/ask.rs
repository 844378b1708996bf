//! A shop that asks a survey of its own.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{Browser, Collector, Page, Shop};

/// How long the next question may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// Opens a shop with these attributes of the tag and these questions. Returns the collector once the first question is on
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
    /// Waits until the heading, a question or the thank-you, begins with this wording.
    pub async fn wait_for_heading(&self, wording: &str) {
        let deadline = Instant::now() + PATIENCE;
        while let heading = self.question().await
            && !heading.starts_with(wording)
        {
            assert!(Instant::now() < deadline, "the heading is \"{heading}\", expected \"{wording}\"");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends the answer, and waits for the next heading.
    pub async fn send_and_expect(&self, next: &str) {
        self.click(".send").await;
        self.wait_for_heading(next).await;
    }

    /// Writes into a field of the widget.
    pub async fn write(&self, selector: &str, text: &str) {
        self.click(selector).await;
        self.type_text(text).await;
    }
}
