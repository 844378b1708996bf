//! Every kind of question.

use serde_json::json;

use super::{contact, reasons};
use crate::picture::{Picture, Section, Step};

pub fn section() -> Section {
    let kinds = [
        ("nps", "Net promoter score", json!({ "kind": "nps" })),
        ("csat-faces", "Satisfaction with faces", json!({ "kind": "csat" })),
        ("csat-stars", "Satisfaction with stars", json!({ "kind": "csat", "look": "stars" })),
        ("csat-numbers", "Satisfaction with numbers", json!({ "kind": "csat", "look": "numbers" })),
        ("csat-thumbs", "Satisfaction with thumbs", json!({ "kind": "csat", "look": "thumbs" })),
        ("ces-7", "Effort on seven points", json!({ "kind": "ces" })),
        ("ces-5", "Effort on five points", json!({ "kind": "ces", "points": 5 })),
        ("emotion", "Emotion", json!({ "kind": "emotion" })),
        ("rating-10-numbers", "Rating with ten numbers", json!({ "kind": "rating", "points": 10 })),
        (
            "rating-5-stars",
            "Rating with five stars",
            json!({ "kind": "rating", "points": 5, "look": "stars" }),
        ),
        (
            "yes-no-words",
            "Yes or no with words",
            json!({ "kind": "yes-no", "text": "Did you find what you were looking for?" }),
        ),
        (
            "yes-no-thumbs",
            "Yes or no with thumbs",
            json!({ "kind": "yes-no", "look": "thumbs", "text": "Was this page helpful?" }),
        ),
        ("single-choice", "Single choice", reasons("single-choice", false)),
        ("multiple-choice", "Multiple choice", reasons("multiple-choice", true)),
        ("short-text", "Short text", json!({ "kind": "short-text", "text": "What were you looking for?" })),
        (
            "long-text",
            "Long text",
            json!({ "kind": "long-text", "text": "Is there anything else you would like to tell us?" }),
        ),
        ("contact", "Contact", contact()),
        (
            "statement",
            "Statement",
            json!({ "kind": "statement", "text": "Two short questions about your order. They take less than a minute." }),
        ),
    ];
    let mut pictures: Vec<Picture> =
        kinds.map(|(name, caption, question)| Picture::asking(name, caption, question)).into();
    let other =
        Picture::asking("single-choice-other", "The text field of “other”", reasons("single-choice", true))
            .after(&[Step::Click(".other")]);
    let error = Picture::asking("contact-error", "A contact without consent", contact()).after(&[
        Step::Click("#field"),
        Step::Type("jo@shop.example"),
        Step::Click(".send"),
    ]);
    pictures.extend([other, error]);
    Section {
        title: "Kinds of questions",
        text: "Each kind is a survey of its own, on a desktop and on a phone.",
        columns: 2,
        pictures: pictures.into_iter().flat_map(|picture| [picture.clone(), picture.on_phone()]).collect(),
    }
}
