//! From one question to the next, to the end, and off the screen.

use std::rc::Rc;

use leptos::prelude::Set;

use super::revisions::{flush, report_completed, report_dismissed};
use crate::app::App;
use crate::page::timer;
use crate::view::{ActiveSurvey, Card};

/// How long a card takes to leave the screen, in milliseconds, as in the stylesheet.
const DISMISSING_MS: u32 = 160;

/// How long the thanks stay before the card closes by itself, in milliseconds.
const THANKS_MS: u32 = 7_000;

/// How long an answer stays in sight before the next question appears by itself, in milliseconds.
const ONE_TAP_DELAY_MS: u32 = 250;

/// How long the buttons of a question that appeared by itself ignore taps, in milliseconds.
const TAP_GUARD_MS: u32 = 600;

/// The card has begun to leave the screen: reports that, and removes it afterwards.
#[inline(never)]
pub fn dismissed(card: &Rc<Card>) {
    report_dismissed(&card.session);
    let card = card.clone();
    let take_off = move || take_off(card.app, &|active| Rc::ptr_eq(&active.card, &card));
    timer::after(DISMISSING_MS, Box::new(take_off)).forget();
}

/// Drops the surveys on screen for which `goes` holds.
pub fn take_off(app: &App, goes: &dyn Fn(&ActiveSurvey) -> bool) {
    loop {
        let at = app.active_surveys.borrow().iter().position(goes);
        // Not dropped while the list is borrowed: it gives the focus back, and the page may call.
        let Some(gone) = at.map(|at| app.active_surveys.borrow_mut().remove(at)) else { return };
        // What was answered counts, also where the page has taken the survey away.
        flush(&gone.card.session);
    }
}

/// Goes to the next question or to the end.
pub fn go_on(card: &Rc<Card>) {
    let next = card.session.next();
    if card.session.survey.question(next).is_none() {
        // Before the card changes: the request begins when this call is over, and the end is rendered behind it.
        report_completed(&card.session);
    }
    card.session.go_to(next);
    focus_step(card);
}

/// Goes back to the question before.
pub fn go_back(card: &Rc<Card>) {
    card.session.go_back();
    focus_step(card);
}

/// Gives the focus to the new step, once it is there.
fn focus_step(card: &Rc<Card>) {
    let card = card.clone();
    timer::after(0, Box::new(move || card.focus_step())).forget();
}

/// Goes on by itself after an answer that needed one tap, unless the shopper has gone elsewhere meanwhile. If the question had a
/// button as well, a tap that was meant for it must not hit the button of the next question.
pub fn go_on_soon(card: &Rc<Card>, had_button: bool) {
    let step = card.session.steps().0;
    let card = Rc::downgrade(card);
    let go_on = move || {
        if let Some(card) = card.upgrade()
            && card.session.steps().0 == step
            && !card.is_dismissing.get()
        {
            go_on(&card);
            if had_button {
                card.state.is_tap_guarded.set(true);
                timer::after(TAP_GUARD_MS, Box::new(move || release_taps(&card))).forget();
            }
        }
    };
    timer::after(ONE_TAP_DELAY_MS, Box::new(go_on)).forget();
}

/// Lets the buttons take taps again: time has passed, or the shopper has answered this question.
pub fn release_taps(card: &Card) {
    card.state.is_tap_guarded.set(false);
}

/// Closes the card once the thanks have been read, but not while the shopper uses it.
pub fn close_when_unused(card: &Rc<Card>) {
    if !card.can_be_closed() {
        return;
    }
    let card = Rc::downgrade(card);
    let close = move || match card.upgrade() {
        Some(card) if card.host.is_in_use() => close_when_unused(&card),
        Some(card) => card.dismiss(),
        // Gone already: it was closed by hand.
        None => {}
    };
    timer::after(THANKS_MS, Box::new(close)).forget();
}
