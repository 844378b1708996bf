//! Pointer and keys.

use std::time::Duration;

use fantoccini::actions::{
    InputSource, KeyAction, KeyActions, MOUSE_BUTTON_LEFT, MouseActions, PointerAction, TouchActions,
};
use serde_json::{Value, json};

use super::{Browser, Engine};
use crate::wait_for;

/// A key with a name.
#[derive(Clone, Copy)]
#[expect(missing_docs, reason = "named as the keys are")]
pub enum Key {
    Tab,
    Enter,
    Escape,
    Space,
    Home,
    End,
    ArrowLeft,
    ArrowRight,
    ArrowDown,
    Backspace,
}

impl Key {
    /// The key's code point in WebDriver (<https://www.w3.org/TR/webdriver/#keyboard-actions>).
    fn code(self) -> char {
        match self {
            Self::Tab => '\u{e004}',
            Self::Enter => '\u{e007}',
            Self::Escape => '\u{e00c}',
            Self::Space => ' ',
            Self::Home => '\u{e011}',
            Self::End => '\u{e010}',
            Self::ArrowLeft => '\u{e012}',
            Self::ArrowRight => '\u{e014}',
            Self::ArrowDown => '\u{e015}',
            Self::Backspace => '\u{e003}',
        }
    }
}

impl Browser {
    /// Clicks into the middle of an element of the widget.
    pub async fn click(&self, selector: &str) {
        self.click_at(&self.middle(selector).await).await;
    }

    /// Double-clicks into the middle of an element of the widget.
    pub async fn double_click(&self, selector: &str) {
        let middle = self.middle(selector).await;
        let clicks = press(press(pointer_to(&middle)));
        self.session.client.perform_actions(clicks).await.expect("the clicks");
    }

    /// Drags an element of the widget down by so many pixels: by touch, or in WebKit by mouse, because its driver has no
    /// touch.
    pub async fn drag(&self, selector: &str, down: f64) {
        let middle = self.middle(selector).await;
        let (x, y) = (middle[0].as_f64().expect("a place"), middle[1].as_f64().expect("a place"));
        let way = (0..=5).map(|step| y + down * f64::from(step) / 5.0);
        let mut way = way.map(|y| PointerAction::MoveTo { duration: Some(Duration::from_millis(20)), x, y });
        let start = way.next().expect("a place");
        let (press, release) = (
            PointerAction::Down { button: MOUSE_BUTTON_LEFT },
            PointerAction::Up { button: MOUSE_BUTTON_LEFT },
        );
        let drawn = if Self::engine() == Engine::WebKit {
            let mouse = MouseActions::new("mouse".into()).then(start).then(press);
            self.session
                .client
                .perform_actions(way.fold(mouse, |mouse, step| mouse.then(step)).then(release))
                .await
        } else {
            let finger = TouchActions::new("finger".into()).then(start).then(press);
            self.session
                .client
                .perform_actions(way.fold(finger, |finger, step| finger.then(step)).then(release))
                .await
        };
        drawn.expect("the pointer moves");
    }

    /// Moves the pointer into the middle of an element of the widget.
    pub async fn hover(&self, selector: &str) {
        let there = pointer_to(&self.middle(selector).await);
        self.session.client.perform_actions(there).await.expect("the pointer moves");
    }

    /// The middle of an element of the widget, once it stands still.
    async fn middle(&self, selector: &str) -> Value {
        self.settled_text(selector).await;
        let selector = json!(selector);
        let middle = format!(
            "(() => {{ $({selector}).scrollIntoView({{ block: 'nearest' }}); const box = \
             $({selector}).getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; }})()"
        );
        self.widget(&middle).await
    }

    /// Clicks into the middle of an element of the page, once it is visible.
    pub async fn click_on_page(&self, selector: &str) {
        let quoted = json!(selector);
        let middle = format!(
            "const element = document.querySelector({quoted}); if (!element?.checkVisibility()) return null; \
             element.scrollIntoView({{ block: 'center' }}); const box = element.getBoundingClientRect(); \
             return [box.x + box.width / 2, box.y + box.height / 2];"
        );
        let ask = async || Some(self.run(&middle).await).filter(Value::is_array);
        let middle = wait_for(&format!("{selector} on the page"), ask).await;
        self.click_at(&middle).await;
    }

    async fn click_at(&self, middle: &Value) {
        self.session.client.perform_actions(press(pointer_to(middle))).await.expect("the click");
    }

    /// Presses a key.
    pub async fn press(&self, key: Key) {
        self.press_all(&[key]).await;
    }

    /// Presses keys one after the other, without a pause.
    pub async fn press_all(&self, keys: &[Key]) {
        self.press_codes(&keys.iter().map(|key| key.code()).collect::<String>()).await;
    }

    /// Types a text, key by key.
    pub async fn type_text(&self, text: &str) {
        self.press_codes(text).await;
    }

    async fn press_codes(&self, codes: &str) {
        let pressed = codes.chars().fold(KeyActions::new("keys".into()), |keys, value| {
            keys.then(KeyAction::Down { value }).then(KeyAction::Up { value })
        });
        self.session.client.perform_actions(pressed).await.expect("the keys");
    }

    /// Presses the tab key until the focus is on an element of the widget.
    pub async fn tab_to(&self, selector: &str) {
        let arrived = format!("!!shadow.activeElement?.matches({})", json!(selector));
        for _ in 0..20 {
            self.press(Key::Tab).await;
            if self.widget(&arrived).await == true {
                return;
            }
        }
        panic!("no way to {selector} by the tab key");
    }
}

/// The pointer on its way to a place.
fn pointer_to(place: &Value) -> MouseActions {
    let (x, y) = (place[0].as_f64().expect("a place"), place[1].as_f64().expect("a place"));
    MouseActions::new("mouse".into()).then(PointerAction::MoveTo { duration: Some(Duration::ZERO), x, y })
}

/// And presses the button there.
fn press(pointer: MouseActions) -> MouseActions {
    let down = PointerAction::Down { button: MOUSE_BUTTON_LEFT };
    pointer.then(down).then(PointerAction::Up { button: MOUSE_BUTTON_LEFT })
}
