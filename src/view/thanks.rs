//! What stands after the last answer.

use std::rc::Rc;

use nachklang_model::text::concat;

use super::Card;
use super::element::{Element, element};

/// The thanks.
pub fn view(card: &Rc<Card>) -> Element {
    let (thanks, more) = (card.text("thanks"), card.text("thanks.more"));
    let view = element("div", "thanks");
    view.attribute("tabindex", "-1").child(&element("div", "mark"));
    view.child(element("h2", "").text(&thanks)).child(element("p", "").text(&more));
    card.say(concat(&[&thanks, " ", &more]));
    view
}
