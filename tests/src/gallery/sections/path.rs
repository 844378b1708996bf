//! The path through a survey, and its ending.

use serde_json::{Value, json};

use super::reasons;
use crate::picture::Step::{Click, See};
use crate::picture::{Picture, Section, Survey};

pub fn section() -> Section {
    let three = json!([
        { "kind": "csat", "comment": false },
        { "kind": "yes-no", "text": "Did you find what you were looking for?" },
        { "kind": "long-text", "text": "What could we do better?" },
    ]);
    let first = picture("way-first", "The first of three questions", three.clone(), json!([]));
    let second = picture("way-second", "The second, with a back button", three.clone(), json!([]))
        .after(&[Click("[value='4']"), See(".back")]);
    let third = picture("way-third", "The third, which is optional", three, json!([])).after(&[
        Click("[value='4']"),
        See(".back"),
        Click("[value='1']"),
        See("textarea"),
    ]);
    let list = json!([{ "kind": "statement", "text": "Two short questions about your visit." }, reasons("multiple-choice", true)]);
    let list = picture("way-list", "A list as the second question", list, json!([]))
        .after(&[Click(".send"), See(".options")]);
    let thanks = end("thanks", "The thank-you", json!([]));
    let link = json!([{
        "title": "Thank you, that is great!",
        "text": "Would you tell others, too?",
        "link": { "url": "https://reviews.example/tonwerk", "text": "Write a review" },
    }]);
    let link = end("ending-link", "An ending with a link", link);
    let voucher = json!([{ "text": "Here is something for your next order.", "voucher": "TEA-2026-10" }]);
    let voucher = end("ending-voucher", "An ending with a voucher", voucher);
    let pictures = vec![
        first,
        second.clone(),
        second.on_phone(),
        third,
        list.clone(),
        list.on_phone(),
        thanks.clone(),
        thanks.on_phone(),
        link.clone(),
        link.on_phone(),
        voucher.clone(),
        voucher.on_phone(),
    ];
    Section {
        title: "The path through a survey",
        text: "The bar at the top shows the progress. If one tap answers a question, the next one follows by itself.",
        columns: 2,
        pictures,
    }
}

fn picture(name: &str, caption: &str, questions: Value, endings: Value) -> Picture {
    let survey = json!({ "key": "survey", "questions": questions, "endings": endings });
    Picture::of(name, caption, Survey::Own(survey))
}

fn end(name: &str, caption: &str, endings: Value) -> Picture {
    let questions = json!([{ "kind": "csat", "comment": false }]);
    picture(name, caption, questions, endings).after(&[Click("[value='5']"), See(".thanks")])
}
