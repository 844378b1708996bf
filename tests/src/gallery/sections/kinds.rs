//! Every kind of question.

use serde_json::json;

use super::{contact, reasons};
use crate::picture::{Picture, Section, Step};

pub fn section() -> Section {
    let kinds = [
        ("nps", "Net promoter score", json!({ "kind": "nps" })),
        ("csat-faces", "Satisfaction by faces", json!({ "kind": "csat" })),
        ("csat-stars", "Satisfaction by stars", json!({ "kind": "csat", "look": "stars" })),
        ("csat-numbers", "Satisfaction by numbers", json!({ "kind": "csat", "look": "numbers" })),
        ("csat-thumbs", "Satisfaction by thumbs", json!({ "kind": "csat", "look": "thumbs" })),
        ("ces-7", "Effort on seven points", json!({ "kind": "ces" })),
        ("ces-5", "Effort on five points", json!({ "kind": "ces", "points": 5 })),
        ("emotion", "Emotion", json!({ "kind": "emotion" })),
        ("rating-10-numbers", "Rating by ten numbers", json!({ "kind": "rating", "points": 10 })),
        ("rating-5-stars", "Rating by five stars", json!({ "kind": "rating", "points": 5, "look": "stars" })),
        (
            "yes-no-words",
            "Yes or no in words",
            json!({ "kind": "yes-no", "text": "Did you find what you were looking for?" }),
        ),
        (
            "yes-no-thumbs",
            "Yes or no by thumbs",
            json!({ "kind": "yes-no", "look": "thumbs", "text": "Was this page helpful?" }),
        ),
        ("single-choice", "One of a list", reasons("single-choice", false)),
        ("multiple-choice", "Several of a list", reasons("multiple-choice", true)),
        ("short-text", "A line", json!({ "kind": "short-text", "text": "What were you looking for?" })),
        (
            "long-text",
            "Several lines",
            json!({ "kind": "long-text", "text": "Is there anything else you would like to tell us?" }),
        ),
        ("contact", "An address", contact()),
        (
            "statement",
            "Something to read",
            json!({ "kind": "statement", "text": "Two short questions about your order. They take less than a minute." }),
        ),
    ];
    let mut pictures: Vec<Picture> =
        kinds.map(|(name, caption, question)| Picture::asking(name, caption, question)).into();
    let other =
        Picture::asking("single-choice-other", "The text field of “other”", reasons("single-choice", true))
            .after(&[Step::Click(".other")]);
    let error = Picture::asking("contact-error", "An address without consent", contact()).after(&[
        Step::Click("#field"),
        Step::Type("jo@shop.example"),
        Step::Click(".send"),
    ]);
    pictures.extend([other, error]);
    Section {
        title: "Kinds of questions",
        text: "Each as a survey of its own, on a desktop and on a phone.",
        columns: 2,
        pictures: pictures.into_iter().flat_map(|picture| [picture.clone(), picture.on_phone()]).collect(),
    }
}
