//! Questions with an answer, and with an error.

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
            "A low score and its comment field",
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
        Picture::asking("answered-multiple-choice", "Multiple choice", reasons("multiple-choice", false))
            .after(&[Click("[value='price']"), Click("[value='time']")]),
        Picture::asking(
            "answered-multiple-other",
            "Multiple choice with “other”",
            reasons("multiple-choice", true),
        )
        .after(&[
            Click("[value='price']"),
            Click(".other"),
            Click("#other"),
            Type("The colour I wanted is sold out"),
        ]),
        Picture::asking("error-multiple-choice", "A missing answer", reasons("multiple-choice", false))
            .after(&[Click(".send")]),
        Picture::asking("error-email", "An invalid address", contact()).after(&[
            Click("#field"),
            Type("jo@shop"),
            Click("#consent"),
            Click(".send"),
        ]),
        Picture::asking("focus-point", "Keyboard focus on a point of a scale", json!({ "kind": "nps" }))
            .after(&[TabTo("[name=point]"), Press(Key::ArrowRight), Press(Key::ArrowRight)]),
        Picture::asking(
            "focus-face",
            "Keyboard focus on a face",
            json!({ "kind": "csat", "comment": false }),
        )
        .after(&[TabTo("[name=point]")]),
        Picture::asking("focus-option", "Keyboard focus on an option", reasons("multiple-choice", false))
            .after(&[TabTo("[value=time]")]),
        Picture::asking("focus-close", "Keyboard focus on the close button", json!({ "kind": "nps" }))
            .after(&[TabTo(".close")]),
        Picture::asking(
            "focus-send",
            "Keyboard focus on the send button",
            json!({ "kind": "long-text", "text": "What could we do better?" }),
        )
        .after(&[TabTo(".send")]),
    ];
    Section {
        title: "Answers, errors and the keyboard",
        text: "The comment field depends on the rating. An error appears in words beside its field.",
        columns: 2,
        pictures,
    }
}
