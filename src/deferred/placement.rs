//! Where a card stands: it makes way for dialogs and banners, makes room for the on-screen keyboard and for bars, and never covers
//! what the shopper is writing into, buttons that buy, or what the shop needs to be seen. It looks as long as it is there.

use std::rc::Rc;

use nachklang_model::context::WokenBy;
use wasm_bindgen::JsCast;
use web_sys::{Event, EventTarget, HtmlElement};

use super::{frame, looks, removal};
use crate::page::listener::listen;
use crate::page::snapshot::PageSnapshot;
use crate::page::{js, timer};
use crate::settings::{Mode, POSITIONS};
use crate::view::Card;

/// How long the page must be still before the card looks for a place again, in milliseconds.
const SETTLE_MS: u32 = 120;

/// How often the card looks when nothing tells it to, in milliseconds.
const LOOK_INTERVAL_MS: u32 = 500;

/// What may open something on the page, or move what is there.
const EVENTS: [&str; 8] = [
    "scroll",
    "focusin",
    "focusout",
    "click",
    "animationend",
    "transitionend",
    "fullscreenchange",
    "visibilitychange",
];

/// Completes a card that has appeared. If it lies over the page, it then makes way for what the shopper uses there.
#[inline(never)]
pub fn watch_page(card: &Rc<Card>) {
    card.owner.with(|| looks::complete(&card.host));
    frame::complete(card);
    if card.mode != Mode::Card {
        return;
    }
    card.owner.with(|| removal::keep_card(card));
    if card.is_modal {
        return;
    }
    // Who asks for a survey gets it, whatever is open at that moment.
    card.is_over_all.set(card.session.woken_by == WokenBy::Call);
    look(card);
    let window = js::window();
    let viewport = js::get(&window, "visualViewport");
    let viewport: &EventTarget = if viewport.is_object() { viewport.unchecked_ref() } else { &window };
    card.owner.with(|| {
        listen(viewport, "resize", look_after_event(card));
        for event in EVENTS {
            listen(&window, event, look_after_event(card));
        }
    });
}

/// Looks for a place, and again a while later.
pub(super) fn look(card: &Rc<Card>) {
    if card.is_dismissing.get() {
        return;
    }
    let page = card.session.probe.snapshot();
    card.looked_at.set(page.number("unix"));
    if !js::get(&js::document(), "hidden").is_truthy() {
        find_place(card, &page);
    }
    look_later(card, LOOK_INTERVAL_MS);
}

/// Looks after so many milliseconds, and not when it was planned before.
fn look_later(card: &Rc<Card>, milliseconds: u32) {
    let card_then = Rc::downgrade(card);
    let look = move || {
        if let Some(card) = card_then.upgrade() {
            look(&card);
        }
    };
    card.settling.replace(Some(timer::after(milliseconds, Box::new(look))));
}

/// A listener after which the card looks, once the page is still. Where the page never is, it looks when it was planned.
fn look_after_event(card: &Rc<Card>) -> Box<dyn FnMut(Event)> {
    let card = Rc::downgrade(card);
    Box::new(move |_| {
        let Some(card) = card.upgrade() else { return };
        let since = card.session.probe.snapshot().number("unix") - card.looked_at.get();
        if since < f64::from(LOOK_INTERVAL_MS - SETTLE_MS) {
            look_later(&card, SETTLE_MS);
        }
    })
}

/// Tries the places for the card. If something is open that has the page for itself, or each place covers something, the card
/// hides until that is over.
fn find_place(card: &Card, page: &PageSnapshot) {
    let is_blocked = page.is_blocked(&card.session.settings.wait_for);
    card.is_over_all.set(card.is_over_all.get() && is_blocked);
    let is_over_all = card.is_over_all.get();
    let is_in_the_way = (is_blocked && !is_over_all) || !has_place(card, page);
    let may_stay = is_over_all || (!is_blocked && card.host.has_focus());
    set_tucked(card, is_in_the_way && !may_stay);
}

/// Whether the card covers nothing at one of its places: the shop's own first, then the corner beside it, then those where bars
/// have to be kept clear. A card that has the focus stays where it is, as long as it covers nothing there.
fn has_place(card: &Card, page: &PageSnapshot) -> bool {
    let (host, settings, current) = (&card.host, &card.session.settings, card.position.get());
    let own = settings.position;
    let corners = &POSITIONS[..4];
    let beside = corners.iter().position(|corner| *corner == own).map_or(own, |index| corners[index ^ 1]);
    let mut places = vec![(own, false), (beside, false), (own, true)];
    places.extend(corners.iter().map(|corner| (*corner, true)));
    if host.has_focus() {
        places.insert(0, (current, true));
    }
    let found = places.into_iter().find(|(position, may_shift)| {
        host.place(position);
        page.make_room(&host.root, &settings.avoid, *may_shift)
    });
    if let Some((position, _)) = found {
        card.position.set(position);
    } else {
        host.place(current);
        page.make_room(&host.root, &settings.avoid, true);
    }
    found.is_some()
}

/// Takes the card out of sight and reach, or brings it back. The focus comes back with it, unless the page has it now.
fn set_tucked(card: &Card, is_tucked: bool) {
    if card.is_tucked.replace(is_tucked) == is_tucked {
        return;
    }
    if is_tucked && card.host.has_focus() {
        card.focused.replace(js::active_element().map(JsCast::unchecked_into::<HtmlElement>));
    }
    card.host.set_style("visibility", if is_tucked { "hidden" } else { "" });
    if !is_tucked
        && let Some(element) = card.focused.take()
        && js::document().active_element().is_none_or(|active| active.local_name() == "body")
    {
        let _ = element.focus();
    }
}
