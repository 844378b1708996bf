//! A scale as a group of radio buttons, with what its ends mean.

use nachklang_model::text::concat;
use nachklang_model::{Rating, Scale};
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, HtmlInputElement, KeyboardEvent};

use super::element::{Element, element};
use super::{Card, keys::Keys};

/// The scale. `rate` is called with each rating that is chosen.
///
/// The radio buttons are the browser's own, which know arrows and space; digits, Home and End come on top.
pub fn view(card: &Card, scale: Scale, rate: impl Fn(Rating) + 'static) -> Element {
    let (least, most) = card.texts.ends(scale);
    let mut keys = Keys::new(scale);
    let points = element("div", "points");
    points
        .attribute("role", "radiogroup")
        .attribute("aria-labelledby", "question")
        .on("change", move |event| rate_chosen(&event, scale, &rate))
        .on("keydown", move |event| {
            let key: &KeyboardEvent = event.unchecked_ref();
            let with_modifier = key.ctrl_key() || key.alt_key() || key.meta_key();
            if !with_modifier && let Some(rating) = keys.press(&key.key(), event.time_stamp()) {
                choose(&event, rating);
            }
        });
    for rating in scale.ratings() {
        let value = rating.value().to_string();
        let input = element("input", "");
        input.attribute("type", "radio").attribute("name", "rating").attribute("value", &value);
        let point = element("label", "point");
        point.child(&input).child(element("span", "").text(&value));
        for (end, meaning) in [(scale.least(), &least), (scale.most(), &most)] {
            if rating.value() == end {
                point.child(element("span", "hidden").text(" – ").text(meaning));
            }
        }
        points.child(&point);
    }
    let ends = element("p", "ends");
    ends.attribute("aria-hidden", "true");
    ends.child(element("span", "").text(&least)).child(element("span", "").text(&most));
    let view = element("div", "scale");
    view.child(&points).child(&ends);
    view
}

fn rate_chosen(event: &Event, scale: Scale, rate: &dyn Fn(Rating)) {
    let Some(target) = event.target() else { return };
    let value = target.unchecked_into::<HtmlInputElement>().value();
    if let Some(rating) = scale.ratings().find(|rating| rating.value().to_string() == value) {
        rate(rating);
    }
}

/// Chooses a rating as a click on it would.
fn choose(event: &Event, rating: Rating) {
    event.prevent_default();
    let group = event.current_target().map(JsCast::unchecked_into::<web_sys::Element>);
    let selector = concat(&["[value='", &rating.value().to_string(), "']"]);
    if let Some(Ok(Some(point))) = group.map(|group| group.query_selector(&selector)) {
        let point: HtmlElement = point.unchecked_into();
        let _ = point.focus();
        point.click();
    }
}
