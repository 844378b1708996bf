//! What the widget shows, and what it and the page said.

use serde_json::{Value, json};

use super::Browser;
use crate::wait_for;

impl Browser {
    /// What the page and the widget said so far.
    pub async fn recorded(&self, what: &str) -> Vec<Value> {
        let recorded = self.run(&format!("return recorded.{what}")).await;
        recorded.as_array().expect("the page holds the recorder").clone()
    }

    /// Waits until the widget raised this event, and gives its details.
    pub async fn event(&self, name: &str) -> Value {
        let ask = async || {
            let events = self.recorded("events").await;
            events.into_iter().find(|event| event["name"] == name).map(|event| event["detail"].clone())
        };
        wait_for(&format!("the event nachklang:{name}"), ask).await
    }

    /// Says which widget is meant from now on where a page has several: the one this selector finds.
    pub async fn look_at(&self, widget: &str) {
        self.run(&format!("window.widgetMeant = {}", json!(widget))).await;
    }

    /// Evaluates an expression about `$`, which finds an element of the widget; `null` without widget.
    pub async fn widget(&self, expression: &str) -> Value {
        self.run(&format!(
            "const shadow = document.querySelector(window.widgetMeant || 'nachklang-widget')?.shadowRoot; \
             if (!shadow) return null; const $ = (selector) => shadow.querySelector(selector); return {expression};"
        ))
        .await
    }

    /// Whether the widget is on the page.
    pub async fn shows_widget(&self) -> bool {
        self.widget("true").await == Value::Bool(true)
    }

    /// Waits until the question is on screen and has come to rest; gives its wording.
    pub async fn question(&self) -> String {
        self.settled("h2").await
    }

    /// Waits until an element of the widget is visible and moves no more; gives its text.
    pub async fn settled(&self, selector: &str) -> String {
        let quoted = json!(selector);
        // Where a browser is busy, an animation that is about to begin is none yet: so it stands still for two looks.
        let found = format!(
            "$({quoted})?.checkVisibility() && shadow.getAnimations().every((a) => a.playState != 'running') \
             ? [$({quoted}).textContent, JSON.stringify($({quoted}).getBoundingClientRect())] : null"
        );
        let mut before = Value::Null;
        let ask = async || {
            let now = self.widget(&found).await;
            let rests = !now.is_null() && now == before;
            before = now;
            rests.then(|| before[0].as_str().expect("a text").to_owned())
        };
        wait_for(&format!("{selector} in the widget"), ask).await
    }

    /// Waits until the widget has gone.
    pub async fn gone(&self) {
        wait_for("the widget to go", async || (!self.shows_widget().await).then_some(())).await;
    }
}
