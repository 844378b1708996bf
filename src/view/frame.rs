//! The frame of a card: the live region, the grip, the close button, and in it the question or the end.

use std::rc::Rc;

use leptos::prelude::{Get, Track};
use nachklang_model::placeholder::fill;
use nachklang_model::text::{concat, decimal};

use super::card::Card;
use super::element::{Element, element};
use super::event::EventKind;
use super::question::question;
use crate::deferred;
use crate::settings::Mode;

/// The frame of a card, and in it the step that the survey has come to.
pub fn frame(card: Rc<Card>) -> Element {
    let (classes, drag) = (card.clone(), card.state.drag.clone());
    let frame = element(tag_of(&card))
        .class(move || classes.state.classes())
        .style("--drag", move || concat(&[&decimal(drag.get()), "px"]))
        .attr("aria-label", card.text("region"))
        .attr("lang", &*card.texts.locale)
        .attr("dir", card.text("direction"))
        // There may be several in a page, which cannot all be landmarks of one name.
        .attr("role", (card.mode == Mode::Inline).then_some("group"))
        .child(element("div").class("hidden").attr("role", "status").node_ref(&card.status));
    let frame = if card.is_modal {
        frame.node_ref(&card.dialog).on("cancel", card.handler(EventKind::Close))
    } else {
        frame
    };
    let frame =
        if card.can_be_closed() { frame.child(grip(&card)).child(close_button(&card)) } else { frame };
    let path = card.session.path.clone();
    frame.child_from(move || path.track(), move || step(&card))
}

fn tag_of(card: &Card) -> &'static str {
    match card.mode {
        _ if card.is_modal => "dialog",
        Mode::Page => "main",
        Mode::Inline => "div",
        _ => "section",
    }
}

/// The question the survey has come to, or the end.
fn step(card: &Rc<Card>) -> Element {
    match card.session.question() {
        Some(asked) => question(card, asked),
        None => deferred::end(card),
    }
}

/// The grip by which a sheet is dragged down.
fn grip(card: &Rc<Card>) -> Element {
    let events = ["pointerdown", "pointermove", "pointerup", "pointercancel"];
    let grip = element("div").class("grip");
    events.into_iter().fold(grip, |grip, event| grip.on(event, card.handler(EventKind::Grip)))
}

fn close_button(card: &Rc<Card>) -> Element {
    element("button")
        .class("close")
        .attr("type", "button")
        .attr("aria-label", card.text("close"))
        .on("click", card.handler(EventKind::Close))
}

/// The progress bar, if there is more than one step.
pub fn progress(card: &Card) -> Option<Element> {
    let (step, steps) = card.session.steps();
    if steps < 2 {
        return None;
    }
    let number = |name: &str| match name {
        "n" => Some(card.texts.number(step as i32)),
        "all" => Some(card.texts.number(steps as i32)),
        _ => None,
    };
    let progress = element("progress")
        .attr("max", decimal(2 * steps as i32))
        // In the middle of its part: neither empty at the first question nor full at the last.
        .attr("value", decimal(2 * step as i32 - 1))
        .attr("aria-label", fill(&card.text("progress"), &number));
    Some(progress)
}
