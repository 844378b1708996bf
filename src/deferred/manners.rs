//! A guest's manners: the card makes room for the on-screen keyboard, and never covers what the shopper is writing into or
//! what the shop needs to be seen.

use std::rc::Rc;

use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::EventTarget;

use super::answer::prepare;
use super::looks;
use crate::page::listener::Listener;
use crate::page::{js, timer};
use crate::settings::{Mode, POSITIONS};
use crate::view::Card;

/// How long the page must rest before the card looks for a place again, in milliseconds.
const REST: u32 = 120;

/// Completes a card that has come on screen, and, where it lies over the page, has it attend to what may be in its way.
#[inline(never)]
pub fn attend(card: &Rc<Card>) {
    looks::complete(&card.host);
    prepare(card);
    let listen = |target: &EventTarget, event: &'static str, follow: fn(&Rc<Card>, &web_sys::Event)| {
        let weak = Rc::downgrade(card);
        let listener = move |event: web_sys::Event| {
            if let Some(card) = weak.upgrade() {
                follow(&card, &event);
            }
        };
        card.listeners.borrow_mut().push(Listener::new(target, event, Box::new(listener)));
    };
    if card.mode == Mode::Card && !card.modal {
        settle(card);
        let window = js::window();
        let viewport = js::get(&window, "visualViewport");
        let viewport: &EventTarget = if viewport.is_object() { viewport.unchecked_ref() } else { &window };
        for (target, event) in
            [(viewport, "resize"), (&window, "scroll"), (&window, "focusin"), (&window, "focusout")]
        {
            listen(target, event, settle_soon);
        }
    }
}

fn settle_soon(card: &Rc<Card>, _: &web_sys::Event) {
    let weak = Rc::downgrade(card);
    let settle = move || {
        if let Some(card) = weak.upgrade() {
            settle(&card);
        }
    };
    card.settling.replace(Some(timer::after(REST, Box::new(settle))));
}

/// Leaves the room the keyboard takes, then tries the corners, the shop's own first. Where each is in the way, the card
/// tucks itself away until one is free.
fn settle(card: &Card) {
    let (host, settings) = (&card.host, &card.showing.settings);
    let (position, avoid) = (settings.position, &*settings.avoid);
    let facts = card.showing.gather.now();
    host.set_style("--keyboard", &concat(&[&decimal(facts.number("keyboard") as i32), "px"]));
    let tucked = !host.has_focus()
        && ![position].iter().chain(&POSITIONS[..4]).any(|position| {
            host.place(position);
            !facts.covers(&host.root, avoid)
        });
    if tucked {
        host.place(position);
    }
    host.set_state("tucked", tucked);
}
