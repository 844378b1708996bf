//! Small screens.

use serde_json::json;

use super::{contact, reasons};
use crate::picture::Step::Click;
use crate::picture::{Picture, Section};

/// Screens: name, caption, width and height in CSS pixels, whether they are touched, how much smaller their picture is.
const SCREENS: [(&str, &str, u32, u32, bool, f64); 4] = [
    ("narrow", "320 pixels wide", 320, 640, true, 1.0),
    ("zoom", "Zoomed to 200 %", 640, 450, false, 0.75),
    ("landscape", "A phone in landscape", 844, 390, true, 0.75),
    ("tiny", "Zoomed to 400 %", 320, 225, false, 1.0),
];

pub fn section() -> Section {
    let surveys = [
        ("nps", json!({ "kind": "nps" }), &[Click("[value='9']")][..]),
        ("ces", json!({ "kind": "ces" }), &[]),
        ("faces", json!({ "kind": "csat" }), &[Click("[value='2']")]),
        ("list", reasons("multiple-choice", true), &[]),
        ("contact", contact(), &[]),
    ];
    let mut pictures = Vec::new();
    for (room, caption, width, height, touch, factor) in SCREENS {
        for (name, question, steps) in &surveys {
            let picture = Picture::asking(&format!("room-{room}-{name}"), caption, question.clone());
            pictures.push(picture.screen(width, height, touch).after(steps).whole(factor));
        }
    }
    Section {
        title: "Small screens",
        text: "Each picture shows the whole screen. A card that is too high scrolls.",
        columns: 2,
        pictures,
    }
}
