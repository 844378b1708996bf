//! Where a card stands: it makes room for the on-screen keyboard, and never covers what the shopper is writing into or
//! what the shop needs to be seen.

use std::rc::Rc;

use leptos::prelude::Set;
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget};

use super::looks;
use crate::page::listener::listen;
use crate::page::{js, timer};
use crate::settings::{Mode, POSITIONS};
use crate::view::Card;

/// How long the page must be still before the card looks for a place again, in milliseconds.
const SETTLE_MS: u32 = 120;

/// Completes a card that has appeared. If it lies over the page, it then moves out of the way of what the shopper uses there.
#[inline(never)]
pub fn watch_page(card: &Rc<Card>) {
    looks::complete(&card.host);
    if card.mode != Mode::Card || card.is_modal {
        return;
    }
    settle(card);
    let window = js::window();
    let viewport = js::get(&window, "visualViewport");
    let viewport: &EventTarget = if viewport.is_object() { viewport.unchecked_ref() } else { &window };
    card.owner.with(|| {
        listen(viewport, "resize", settle_soon(card));
        for event in ["scroll", "focusin", "focusout"] {
            listen(&window, event, settle_soon(card));
        }
    });
}

/// A listener after which the card looks for a place, once the page is still.
fn settle_soon(card: &Rc<Card>) -> Box<dyn FnMut(Event)> {
    let card = Rc::downgrade(card);
    Box::new(move |_| {
        let weak = card.clone();
        let settle = move || {
            if let Some(card) = weak.upgrade() {
                settle(&card);
            }
        };
        if let Some(card) = card.upgrade() {
            card.settling.replace(Some(timer::after(SETTLE_MS, Box::new(settle))));
        }
    })
}

/// Leaves room for the on-screen keyboard, then tries the corners, the shop's own first. If each of them covers something, the
/// card hides until one is free.
fn settle(card: &Card) {
    let (host, settings) = (&card.host, &card.session.settings);
    let (position, avoid) = (settings.position, &*settings.avoid);
    let page = card.session.probe.snapshot();
    host.set_style("--keyboard", &concat(&[&decimal(page.number("keyboard") as i32), "px"]));
    let is_tucked = !host.has_focus()
        && ![position].iter().chain(&POSITIONS[..4]).any(|position| {
            host.place(position);
            !page.covers(&host.root, avoid)
        });
    if is_tucked {
        host.place(position);
    }
    card.state.is_tucked.set(is_tucked);
}
