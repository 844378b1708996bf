//! From one question to the next, to the end, and off the screen.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::sending::{complete, dismiss};
use crate::app::App;
use crate::page::timer;
use crate::view::{Card, OnScreen};

/// How long leaving takes, in milliseconds, as in the stylesheet.
const LEAVING: u32 = 160;

/// How long the thanks stand before the widget looks whether it can go, in milliseconds.
const THANKS: u32 = 7_000;

/// How long an answer stays in sight before the next question comes by itself, in milliseconds.
const PAUSE: u32 = 250;

/// The card has begun to leave the screen: says so, and takes it off.
#[inline(never)]
pub fn left(card: &Rc<Card>) {
    dismiss(&card.showing);
    let card = card.clone();
    let take_off = move || take_off(card.app, &|on_screen| Rc::ptr_eq(&on_screen.card, &card));
    timer::after(LEAVING, Box::new(take_off)).forget();
}

/// Takes off the screen what `goes`.
pub fn take_off(app: &App, goes: &dyn Fn(&OnScreen) -> bool) {
    loop {
        let at = app.on_screen.borrow().iter().position(goes);
        // Not dropped while the list is borrowed: it gives the focus back, and the page may call.
        let Some(_gone) = at.map(|at| app.on_screen.borrow_mut().remove(at)) else { return };
    }
}

/// Goes to the next question or to the end.
pub fn go_on(card: &Rc<Card>) {
    card.showing.go_on();
    if card.showing.question().is_some() {
        return card.show_step();
    }
    complete(&card.showing);
    // Behind the request, which begins when this call is over, where it waits for no other.
    let card = card.clone();
    spawn_local(async move {
        card.show_step();
        let has_action = card.find("a.send, .code").is_some();
        if !has_action {
            close_when_unused(&card);
        }
    });
}

/// Goes back to the question before.
pub fn go_back(card: &Rc<Card>) {
    card.showing.go_back();
    card.show_step();
}

/// How long the buttons of a question that came by itself take no tap, in milliseconds.
const CAREFUL: u32 = 600;

/// Goes on by itself after an answer that needed one tap. Who changes it meanwhile stays. Where there was a button as well, a
/// tap on its way there is not taken for one on the next question's.
pub fn go_on_soon(card: &Rc<Card>) {
    let steps = card.showing.steps().0;
    let had_button = card.find(".one-tap").is_none();
    let card = Rc::downgrade(card);
    let go_on = move || {
        if let Some(card) = card.upgrade()
            && card.showing.steps().0 == steps
            && !card.leaving.get()
        {
            go_on(&card);
            if had_button {
                card.host.set_state("careful", true);
                timer::after(CAREFUL, Box::new(move || release(&card))).forget();
            }
        }
    };
    timer::after(PAUSE, Box::new(go_on)).forget();
}

/// Has the buttons take taps again: time has passed, or the shopper has come to this question.
pub fn release(card: &Card) {
    card.host.set_state("careful", false);
}

/// Closes after the thanks have been read, but not under the shopper's hands.
fn close_when_unused(card: &Rc<Card>) {
    if !card.can_be_closed() {
        return;
    }
    let card = Rc::downgrade(card);
    let close = move || match card.upgrade() {
        Some(card) if card.host.is_in_use() => close_when_unused(&card),
        Some(card) => card.leave(),
        // Gone already: it was closed by hand.
        None => {}
    };
    timer::after(THANKS, Box::new(close)).forget();
}
