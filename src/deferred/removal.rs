//! What the page takes away. A router that swaps the page's body takes the card with it, which then comes back: the shopper has not
//! closed it. What the page takes away alone, or with an element of its own, is gone.

use std::rc::Rc;

use leptos::prelude::on_cleanup;
use wasm_bindgen::JsValue;

use super::placement::look;
use super::steps::take_off;
use crate::app::App;
use crate::host::Host;
use crate::page::snapshot::PageProbe;
use crate::view::Card;

/// Keeps a card over the page where the page is swapped, until the current owner is cleaned up.
pub fn keep_card(card: &Rc<Card>) {
    let kept = Rc::downgrade(card);
    let removed = move |is_swapped: bool| {
        let Some(card) = kept.upgrade().filter(|card| !card.is_dismissing.get()) else { return };
        if !is_swapped {
            return release(card.app);
        }
        card.host.put_back();
        // Off the page a dialog is none any more, although it does not know.
        if let Some(dialog) = card.dialog.get() {
            dialog.close();
            card.show_modal();
        } else {
            look(&card);
        }
    };
    on_removal(&card.session.probe, &card.host, Box::new(removed));
}

/// Keeps a tab in the same way.
pub fn keep_tab(app: &'static App, host: &Host) {
    let removed = move |is_swapped: bool| {
        if let Some(tab) = app.tab.borrow().as_ref().filter(|_| is_swapped) {
            tab.host.put_back();
        }
    };
    on_removal(&app.probe, host, Box::new(removed));
}

fn on_removal(probe: &PageProbe, host: &Host, removed: Box<dyn FnMut(bool)>) {
    let stop = probe.snapshot().on_removal(host.element(), removed);
    on_cleanup(move || drop(stop.call0(&JsValue::NULL)));
}

/// Drops the surveys that the page has taken away.
pub fn release(app: &App) {
    take_off(app, &|active| !active.is_connected());
}
