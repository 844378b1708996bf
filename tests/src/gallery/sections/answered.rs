//! What a question looks like once it is answered, or is not.

use nachklang_tests::Key;
use serde_json::json;

use super::{contact, reasons};
use crate::picture::Step::{Click, Press, TabTo, Type};
use crate::picture::{Picture, Section};

pub fn section() -> Section {
    let nps = Picture::asking("answered-nps", "NPS with a comment", json!({ "kind": "nps" })).after(&[
        Click("[value='9']"),
        Click("#comment"),
        Type("Fast delivery, and the mug is even nicer than in the pictures."),
    ]);
    let one_tap = |name: &str, caption: &str, question, point| {
        Picture::asking(name, caption, question).after(&[Click(point)])
    };
    let pictures = vec![
        nps.clone(),
        nps.on_phone(),
        one_tap(
            "answered-nps-detractor",
            "A low score, and what is asked then",
            json!({ "kind": "nps" }),
            "[value='3']",
        ),
        one_tap("answered-csat-faces", "Faces", json!({ "kind": "csat" }), "[value='2']"),
        one_tap("answered-csat-stars", "Stars", json!({ "kind": "csat", "look": "stars" }), "[value='4']"),
        one_tap("answered-csat-thumbs", "Thumbs", json!({ "kind": "csat", "look": "thumbs" }), "[value='2']"),
        one_tap("answered-ces", "Effort", json!({ "kind": "ces" }), "[value='5']"),
        one_tap(
            "answered-rating-stars",
            "Rating",
            json!({ "kind": "rating", "look": "stars", "comment": true }),
            "[value='5']",
        ),
        Picture::asking("answered-multiple-choice", "Several of a list", reasons("multiple-choice", false))
            .after(&[Click("[value='price']"), Click("[value='time']")]),
        Picture::asking(
            "answered-multiple-other",
            "Several of a list, and “other”",
            reasons("multiple-choice", true),
        )
        .after(&[
            Click("[value='price']"),
            Click(".other"),
            Click("#other"),
            Type("The colour I wanted is sold out"),
        ]),
        Picture::asking(
            "error-multiple-choice",
            "An answer that is needed",
            reasons("multiple-choice", false),
        )
        .after(&[Click(".send")]),
        Picture::asking("error-email", "An address that cannot be one", contact()).after(&[
            Click("#field"),
            Type("jo@shop"),
            Click("#consent"),
            Click(".send"),
        ]),
        Picture::asking("focus-point", "By keyboard: a point of a scale", json!({ "kind": "nps" })).after(&[
            TabTo("[name=point]"),
            Press(Key::ArrowRight),
            Press(Key::ArrowRight),
        ]),
        Picture::asking("focus-face", "By keyboard: a face", json!({ "kind": "csat", "comment": false }))
            .after(&[TabTo("[name=point]")]),
        Picture::asking("focus-option", "By keyboard: an option", reasons("multiple-choice", false))
            .after(&[TabTo("[value=time]")]),
        Picture::asking("focus-close", "By keyboard: closing", json!({ "kind": "nps" }))
            .after(&[TabTo(".close")]),
        Picture::asking(
            "focus-send",
            "By keyboard: sending",
            json!({ "kind": "long-text", "text": "What could we do better?" }),
        )
        .after(&[TabTo(".send")]),
    ];
    Section {
        title: "Answers, mistakes and the keyboard",
        text: "What is asked after a rating depends on it. A mistake is said in words where it happened.",
        columns: 2,
        pictures,
    }
}
