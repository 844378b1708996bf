//! A field that no human meets. What fills in every field it finds fills in this one, too, and so gives itself away.

use super::element::{Element, element};
use super::state::QuestionState;

/// The field, out of sight, and out of reach of keys and screen readers.
pub fn honeypot(state: &QuestionState) -> Element {
    let input = element("input")
        .attr("id", "trap")
        // A name that is worth filling in to programs, and not to what helps people fill in forms.
        .attr("name", "website")
        .attr("autocomplete", "off")
        .node_ref(&state.fields.honeypot);
    element("div").class("hidden").attr("inert", "").child(input)
}
