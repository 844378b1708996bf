//! What completes the frame of a card once the first question is on screen: the grip of a sheet, and the link to the shop's privacy
//! notice.

use std::rc::Rc;

use web_sys::Node;

use super::end::in_new_tab;
use super::sheet;
use crate::settings::Mode;
use crate::view::Card;
use crate::view::element::{Element, element};

/// Completes the frame.
pub fn complete(card: &Rc<Card>) {
    card.owner.with(|| {
        if let Some(link) = privacy_link(card) {
            append(card, &element("p").class("quiet foot").child(link));
        }
        if card.mode == Mode::Card && !card.is_modal {
            sheet::add_grip(card);
            card.session.probe.snapshot().watch_sheet(&card.host.root);
        }
    });
}

/// The link to the shop's privacy notice, if the shop has named it.
pub fn privacy_link(card: &Card) -> Option<Element> {
    let address = &*card.session.settings.privacy;
    let link = || element("a").class("privacy").attr("href", address).text(card.text("privacy"));
    (!address.is_empty()).then(|| in_new_tab(card, link()))
}

/// Puts an element behind the question, and before the close button, which comes last.
pub fn append(card: &Card, element: &Element) {
    let Some(frame) = card.host.root.first_element_child() else { return };
    let close = frame.query_selector(".close").ok().flatten();
    let _ = frame.insert_before(&element.node::<Node>(), close.as_deref());
}
