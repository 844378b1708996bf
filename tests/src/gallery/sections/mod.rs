//! All pictures, in the order of the page.

mod answered;
mod colours;
mod kinds;
mod languages;
mod modes;
mod path;
mod presets;
mod screens;

use serde_json::{Value, json};

use crate::picture::Section;

/// All of them.
pub fn all() -> Vec<Section> {
    vec![
        kinds::section(),
        answered::section(),
        path::section(),
        presets::section(),
        modes::desktop(),
        modes::phone(),
        colours::section(),
        languages::section(),
        screens::section(),
    ]
}

/// A list that is asked in more than one picture.
fn reasons(kind: &str, other: bool) -> Value {
    let texts = [
        ("price", "The price"),
        ("shipping", "Shipping costs more than I expected"),
        ("time", "It takes too long"),
        ("looking", "I am only looking"),
    ];
    let options: Vec<Value> = texts.map(|(key, text)| json!({ "key": key, "text": text })).into();
    let text = "What keeps you from ordering today?";
    json!({ "kind": kind, "key": "reason", "text": text, "options": options, "other": other })
}

/// A question for an address.
fn contact() -> Value {
    json!({
        "kind": "contact",
        "text": "May we ask you more about this?",
        "by": "email",
        "consent": "Tonwerk may write to me about this order. I can withdraw this at any time.",
    })
}
