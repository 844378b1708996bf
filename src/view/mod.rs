//! The components, and the survey on screen that they make.

mod element;
mod keys;
mod question;
mod scale;
mod thanks;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to_renderer};
use leptos::tachys::view::Render;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use nachklang_model::text::concat;

use crate::host::Host;
use crate::page::listener::Listener;
use crate::page::{js, notice, timer};
use crate::showing::Showing;
use crate::texts::Texts;
use element::{Element, element};

/// How long leaving takes, in milliseconds, as in the stylesheet.
const LEAVING: u32 = 160;

/// How long the thanks stand before the widget looks whether it can go, in milliseconds.
const THANKS: u32 = 7_000;

/// A survey on screen. Dropping it takes it off.
pub struct OnScreen {
    pub card: Rc<Card>,
    _escape: Listener,
    _mounted: UnmountHandle<Element>,
}

impl Drop for OnScreen {
    /// The listeners on the elements hold the card until the browser collects them, so nothing may wait for its drop.
    fn drop(&mut self) {
        self.card.host.remove();
        self.card.content.take();
    }
}

/// What the components share.
pub struct Card {
    pub showing: Rc<Showing>,
    texts: Texts,
    host: Host,
    /// Called when the card has left.
    gone: Box<dyn Fn()>,
    /// The index of the question on screen, or, behind the last, of the thanks.
    step: Cell<usize>,
    /// What stands on the card at this step.
    content: RefCell<Option<Element>>,
    /// Whether the card is on its way off the screen.
    leaving: Cell<bool>,
}

impl OnScreen {
    /// Puts a survey on screen. `gone` is called when it has left; it is expected to drop this.
    pub fn new(showing: Rc<Showing>, texts: Texts, gone: impl Fn() + 'static) -> Option<Self> {
        let host = match Host::new() {
            Ok(host) => host,
            Err(error) => {
                let message = js::text(&error, "message").unwrap_or_default();
                notice::error("browser", &concat(&["this browser cannot show a survey: ", &message]));
                return None;
            }
        };
        let ground = host.root.clone();
        let card = Rc::new(Card {
            showing,
            texts,
            host,
            gone: Box::new(gone),
            step: Cell::default(),
            content: RefCell::default(),
            leaving: Cell::default(),
        });
        let mounted = mount_to_renderer(&ground, {
            let card = card.clone();
            move || card.view()
        });
        let escape = Listener::new(&js::document(), "keydown", {
            let card = card.clone();
            Box::new(move |event| {
                let pressed = event.unchecked_ref::<KeyboardEvent>().key() == "Escape";
                if pressed && !event.default_prevented() && (card.host.has_focus() || nothing_has_focus()) {
                    card.close();
                }
            })
        });
        Some(Self { card, _escape: escape, _mounted: mounted })
    }
}

/// Whether the page's focus is nowhere in particular, so that a key press means what is in front.
fn nothing_has_focus() -> bool {
    js::document().active_element().is_none_or(|element| element.tag_name() == "BODY")
}

impl Card {
    fn text(&self, name: &str) -> String {
        self.texts.get(name)
    }

    /// An element of the card.
    fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.host.root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
    }

    /// Tells screen readers. A moment later, because they miss what is there when a region appears.
    fn say(self: &Rc<Self>, text: String) {
        let card = self.clone();
        let say = move || {
            if let Some(region) = card.find("[role]") {
                region.set_text_content(Some(&text));
            }
        };
        timer::after(100, Box::new(say)).forget();
    }

    /// Takes the card off the screen, as the shopper does. Once: another survey may be on screen afterwards.
    pub fn close(self: &Rc<Self>) {
        if self.leaving.replace(true) {
            return;
        }
        self.showing.dismiss();
        self.host.leave();
        let card = self.clone();
        timer::after(LEAVING, Box::new(move || (card.gone)())).forget();
    }

    /// Goes to the next question or to the thanks.
    fn go_on(self: &Rc<Self>) {
        let next = self.step.get() + 1;
        if next == self.showing.questions().len() {
            self.showing.complete();
            self.close_when_unused();
        }
        self.step.set(next);
        if let Some(content) = &mut *self.content.borrow_mut() {
            self.content().rebuild(content);
        }
        // The focus goes to the head of the new step, once it is there.
        let card = self.clone();
        let focus = move || {
            if let Some(head) = card.find("[tabindex]") {
                let _ = head.focus();
            }
        };
        timer::after(0, Box::new(focus)).forget();
    }

    /// Closes after the thanks have been read, but not under the shopper's hands.
    fn close_when_unused(self: &Rc<Self>) {
        let card = Rc::downgrade(self);
        let close = move || match card.upgrade() {
            Some(card) if card.host.is_in_use() => card.close_when_unused(),
            Some(card) => card.close(),
            // Gone already: it was closed by hand.
            None => {}
        };
        timer::after(THANKS, Box::new(close)).forget();
    }

    /// What stands on the card at the current step.
    fn content(self: &Rc<Self>) -> Element {
        match self.step.get() {
            step if step < self.showing.questions().len() => question::view(self, step),
            _ => thanks::view(self),
        }
    }

    fn view(self: Rc<Self>) -> Element {
        let closed = self.clone();
        let close = element("button", "close");
        close
            .attribute("type", "button")
            .attribute("aria-label", &self.text("close"))
            .on("click", move |_| closed.close());
        let content = self.content();
        let card = element("section", "card");
        card.attribute("aria-label", &self.text("region"))
            .child(element("div", "hidden").attribute("role", "status"))
            .child(&close)
            .child(&content);
        self.content.replace(Some(content));
        card
    }
}
