//! What the widget shows, and what the page recorded.

use serde_json::{Value, json};

use super::Browser;
use crate::wait_for;

impl Browser {
    /// What the page has recorded so far: `console`, `violations`, `uncaught` or `events`.
    pub async fn recorded(&self, what: &str) -> Vec<Value> {
        let recorded = self.run(&format!("return recorded.{what}")).await;
        recorded.as_array().expect("the page holds the recorder").clone()
    }

    /// Waits for an event of the widget, and returns its detail.
    pub async fn event(&self, name: &str) -> Value {
        let ask = async || {
            let events = self.recorded("events").await;
            events.into_iter().find(|event| event["name"] == name).map(|event| event["detail"].clone())
        };
        wait_for(&format!("the event nachklang:{name}"), ask).await
    }

    /// Selects the widget that all later calls refer to, on a page with several.
    pub async fn select_widget(&self, widget: &str) {
        self.run(&format!("window.selectedWidget = {}", json!(widget))).await;
    }

    /// Evaluates an expression in which `$` finds an element of the widget. `null` without a widget.
    pub async fn widget(&self, expression: &str) -> Value {
        self.run(&format!(
            "const hosts = [...document.querySelectorAll(window.selectedWidget || 'nachklang-widget, nachklang-survey')]; \
             const shadow = hosts.map((host) => host.shadowRoot).find((shadow) => shadow?.querySelector('.root')); \
             if (!shadow) return null; const $ = (selector) => shadow.querySelector(selector); return {expression};"
        ))
        .await
    }

    /// Whether the widget is on the page.
    pub async fn shows_widget(&self) -> bool {
        self.widget("true").await == Value::Bool(true)
    }

    /// Waits until the question is visible and stands still. Returns its wording.
    pub async fn question(&self) -> String {
        self.settled_text("h2").await
    }

    /// Waits until an element of the widget is visible and stands still. Returns its text.
    pub async fn settled_text(&self, selector: &str) -> String {
        let quoted = json!(selector);
        // A busy browser may start an animation late, so the element has to stand still for two checks.
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

    /// Waits until an element of the widget is visible, stands still and has this text. What is shown by CSS alone, such as the
    /// field for a comment, may be there before its text.
    pub async fn wait_for_text(&self, selector: &str, text: &str) {
        let ask = async || (self.settled_text(selector).await == text).then_some(());
        wait_for(&format!("{selector} in the widget to say \"{text}\""), ask).await;
    }

    /// Waits until the widget is gone.
    pub async fn wait_until_gone(&self) {
        wait_for("the widget to go", async || (!self.shows_widget().await).then_some(())).await;
    }
}
