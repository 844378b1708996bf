//! A field that no human meets. What fills in every field it finds fills in this one, too, and so gives itself away.

use std::rc::Rc;

use super::response::response;
use crate::view::Card;
use crate::view::element::element;

/// Sets it beside the fields to write into, if there are any. It is out of sight, and out of reach of keys and screen readers.
pub fn set(card: &Rc<Card>) {
    let Some(field) = card.find("#field, #comment") else { return };
    let trap = element("div", "hidden");
    trap.attribute("inert", "");
    let input = element("input", "");
    // A name that is worth filling in to programs, and not to what helps people fill in forms.
    input.attribute("id", "trap").attribute("name", "website").attribute("autocomplete", "off");
    let _ = field.after_with_node_1(trap.child(&input).node());
}

/// Notes that it was filled in.
pub fn look(card: &Card) {
    if !card.value("#trap").is_empty() {
        response(&card.showing).borrow_mut().trap = true;
    }
}
