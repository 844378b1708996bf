//! A scale as a group of radio buttons, with what its ends mean.

use std::rc::Rc;

use nachklang_model::kind::Look;
use nachklang_model::text::{concat, decimal};
use nachklang_model::{Question, Scale};

use super::element::{Element, element};
use super::options::input;
use super::{Card, icon, writing};
use crate::showing::Words;

/// The scale, and below it the field for a comment, where one is asked for.
///
/// The radio buttons are the browser's own, which know arrows and space; digits, Home and End come on top.
pub fn view(card: &Rc<Card>, question: Question, form: &Element, more: &Element) {
    let (scale, look) = (question.scale(), question.look());
    let points = element("div", &concat(&["points ", look.name()]));
    points.attribute("role", "radiogroup").attribute("aria-labelledby", "question");
    let ends = element("p", "ends");
    ends.attribute("aria-hidden", "true");
    for value in scale.min()..=scale.max() {
        // As people say it: yes or no.
        let value = if scale == Scale::YES_NO { 1 - value } else { value };
        let Some(rating) = scale.rating(value) else { continue };
        let number = card.texts.number(rating.value().into());
        let end = match rating.value() {
            value if value == scale.min() => "low_label",
            value if value == scale.max() => "high_label",
            _ => "",
        };
        let own = question.text(end).map(|text| card.showing.text(&card.texts, text));
        let standard = || Words { language: "", text: card.texts.meaning(rating).unwrap_or_default() };
        let words = own.unwrap_or_else(standard);
        let meant = &words.text;
        let point = element("label", "point");
        point.child(&input("radio", &decimal(rating.value().into())));
        let face = element("span", "face");
        let is_drawn = match look {
            Look::Numbers => {
                face.text(&number);
                false
            }
            Look::Words => {
                face.words(card, &words);
                false
            }
            _ => {
                face.child(&icon::of(look, rating));
                true
            }
        };
        if is_drawn || look == Look::Numbers && !meant.is_empty() {
            let name = match look {
                Look::Faces | Look::Thumbs => meant.clone(),
                _ if meant.is_empty() => number,
                _ => concat(&[&number, " – ", meant]),
            };
            face.attribute("aria-hidden", "true");
            point.child(element("span", "hidden").text(&name));
            if is_drawn {
                point.attribute("title", &name);
            }
        }
        points.child(point.child(&face));
        if !end.is_empty() {
            ends.child(element("span", "").words(card, &words));
        }
    }
    let view = element("div", "scale");
    view.child(&points);
    if look != Look::Words {
        view.child(&ends);
    }
    form.child(&view);
    if question.asks_comment() {
        writing::comment(card, more);
    }
}
