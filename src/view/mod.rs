//! The components, and the survey on screen that they make.

pub mod element;
mod icon;
mod mounted;
mod options;
mod question;
mod scale;
mod writing;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::tachys::view::Render;
use nachklang_model::placeholder::fill;
use nachklang_model::text::{concat, decimal};
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::app::App;
use crate::defer::defer;
use crate::deferred::{self, Drag, Keys};
use crate::host::Host;
use crate::page::listener::Listener;
use crate::page::{js, notice, timer};
use crate::settings::Mode;
use crate::showing::Showing;
use crate::texts::Texts;
use element::{Element, element};
pub use mounted::{Handle, Mounted};
pub use writing::room;

/// A survey on screen. Dropping it takes it off.
pub struct OnScreen {
    pub card: Rc<Card>,
    _mounted: Mounted,
}

impl Drop for OnScreen {
    /// The listeners on the elements hold the card until the browser collects them, so nothing may wait for its drop.
    fn drop(&mut self) {
        self.card.host.remove();
        self.card.content.take();
        self.card.listeners.take();
    }
}

/// What the components share.
pub struct Card {
    pub showing: Rc<Showing>,
    pub texts: Texts,
    pub host: Host,
    pub mode: Mode,
    /// Whether it takes the whole attention: in the middle, with all else out of reach.
    pub modal: bool,
    /// Whose it is.
    pub app: &'static App,
    /// What stands on the card at this step.
    content: RefCell<Option<Element>>,
    /// Whether the card is on its way off the screen.
    pub leaving: Cell<bool>,
    /// The rating an e-mail brought along, until the first question has taken it.
    pub score: RefCell<String>,
    /// The digits that were pressed last.
    pub keys: Cell<Keys>,
    /// When the card was tapped last, in milliseconds.
    pub tapped: Cell<f64>,
    /// Where the drag that is under way began.
    pub drag: Cell<Drag>,
    /// What of the page concerns the card.
    pub listeners: RefCell<Vec<Listener>>,
    /// Until the card looks for a place again.
    pub settling: RefCell<Option<Timeout>>,
}

/// What an event says only while it is heard.
pub struct Heard {
    /// How many questions were seen by then.
    pub step: usize,
    /// Where it happened.
    pub target: Option<web_sys::EventTarget>,
}

/// What a card is made with.
pub struct Wanted {
    pub texts: Texts,
    pub mode: Mode,
    /// The element of the page it goes into.
    pub into: Option<web_sys::Element>,
    /// Whether the shopper asked for it: then the focus goes there.
    pub opened: bool,
}

impl OnScreen {
    /// Puts a survey on screen.
    pub fn new(app: &'static App, showing: Rc<Showing>, wanted: Wanted) -> Option<Self> {
        let Wanted { texts, mode, into, opened } = wanted;
        let settings = showing.settings;
        let came_from = js::active_element();
        let host = match Host::new(settings, mode, into.as_ref()) {
            Ok(host) => host,
            Err(error) => {
                let message = js::text(&error, "message").unwrap_or_default();
                notice::error("browser", &concat(&["this browser cannot show a survey: ", &message]));
                return None;
            }
        };
        let ground = host.root.clone();
        let modal = mode == Mode::Card && settings.position == "center";
        let card = Rc::new(Card {
            showing,
            texts,
            host,
            mode,
            score: RefCell::new(settings.score.clone()),
            modal,
            app,
            content: RefCell::default(),
            leaving: Cell::default(),
            keys: Cell::default(),
            tapped: Cell::new(f64::NEG_INFINITY),
            drag: Cell::default(),
            listeners: RefCell::default(),
            settling: RefCell::default(),
        });
        let mounted = Mounted::on(&ground, {
            let card = card.clone();
            move || card.view()
        });
        crate::theme::apply(&card.host, settings);
        if modal || opened {
            card.host.came_from.replace(came_from.map(JsCast::unchecked_into));
            if let Some(dialog) = card.find("dialog") {
                let _ = dialog.unchecked_into::<web_sys::HtmlDialogElement>().show_modal();
            }
            card.focus_head();
        }
        let weak = Rc::downgrade(&card);
        // Nothing else that is typed into the page is looked at or kept. Browsers that fill in forms send events without a key.
        let escape = move |event: web_sys::Event| {
            if js::text(&event, "key").as_deref() == Some("Escape")
                && let Some(card) = weak.upgrade()
            {
                card.happened("escape", event);
            }
        };
        card.listeners.borrow_mut().push(Listener::new(&js::document(), "keydown", Box::new(escape)));
        let attended = card.clone();
        defer(Box::new(move || deferred::attend(&attended)));
        Some(Self { card, _mounted: mounted })
    }

    /// Whether the page still has it: it may have thrown it away with an element of its own.
    pub fn is_there(&self) -> bool {
        self.card.host.is_connected()
    }

    /// Whether it is there in this mode, and stays.
    pub fn is(&self, mode: Mode) -> bool {
        self.card.mode == mode && !self.card.leaving.get() && self.is_there()
    }
}

impl Card {
    /// Leaves it to the deferred part to follow an event.
    pub fn happened(self: &Rc<Self>, what: &'static str, event: web_sys::Event) {
        match what {
            "close" => return self.leave(),
            "later" => {
                self.showing.later.set(true);
                return self.leave();
            }
            // The browser would close a dialog with it, or leave the page.
            "submit" => event.prevent_default(),
            _ => {}
        }
        let card = self.clone();
        let heard = Heard { step: self.showing.steps().0, target: event.target() };
        defer(Box::new(move || deferred::happened(&card, what, &event, &heard)));
    }

    /// Leaves the screen. Whatever else waits: the way to the shop is free at once.
    pub fn leave(self: &Rc<Self>) {
        self.leaving.set(true);
        self.host.set_state("leaving", true);
        // While a dialog is open, nothing outside can have the focus; closing gives it back.
        if let Some(dialog) = self.find("dialog") {
            dialog.unchecked_into::<web_sys::HtmlDialogElement>().close();
        }
        self.host.give_focus_back();
        let card = self.clone();
        defer(Box::new(move || deferred::left(&card)));
    }

    /// An interface text.
    pub fn text(&self, name: &str) -> String {
        self.texts.get(name)
    }

    /// An element of the card.
    pub fn find(&self, selector: &str) -> Option<HtmlElement> {
        self.host.root.query_selector(selector).ok().flatten().map(JsCast::unchecked_into)
    }

    /// Sets the text of an element.
    pub fn set_text(&self, selector: &str, text: &str) {
        if let Some(element) = self.find(selector) {
            element.set_text_content(Some(text));
        }
    }

    /// What stands in a field; nothing where there is none.
    pub fn value(&self, id: &str) -> String {
        self.find(id).and_then(|field| js::text(&field, "value")).unwrap_or_default()
    }

    /// A part of the page cannot be waved away.
    pub fn can_be_closed(&self) -> bool {
        self.mode == Mode::Card
    }

    /// Tells screen readers. A moment later, because they miss what is there when a region appears. A question that has got
    /// the focus they have read already.
    pub fn say(self: &Rc<Self>, text: String) {
        let card = self.clone();
        let say = move || {
            let is_read = card.find("h2:focus").is_some();
            card.set_text("[role=status]", if is_read { "" } else { &text });
        };
        timer::after(100, Box::new(say)).forget();
    }

    /// Shows the question the survey has come to, or the end, and puts the focus there.
    pub fn show_step(self: &Rc<Self>) {
        if let Some(content) = &mut *self.content.borrow_mut() {
            self.content().rebuild(content);
        }
        deferred::prepare(self);
        // The focus goes to the head of the new step, once it is there.
        let card = self.clone();
        timer::after(0, Box::new(move || card.focus_head())).forget();
    }

    /// Who was faster has the focus where they put it.
    fn focus_head(&self) {
        if let Some(head) = self.find("[tabindex='-1']")
            && self.find(":focus").is_none()
        {
            let _ = head.focus();
        }
    }

    /// What the step on the card is about, as a heading.
    pub fn heading(&self) -> Element {
        let heading = element("h2", "");
        if self.mode == Mode::Page {
            heading.attribute("aria-level", "1");
        }
        heading
    }

    /// What stands on the card at the current step.
    fn content(self: &Rc<Self>) -> Element {
        match self.showing.question() {
            Some(question) => question::view(self, question),
            None => deferred::end(self),
        }
    }

    fn view(self: Rc<Self>) -> Element {
        let tag = match self.mode {
            _ if self.modal => "dialog",
            Mode::Page => "main",
            Mode::Inline => "div",
            _ => "section",
        };
        let card = element(tag, "card");
        match tag {
            "dialog" => drop(card.hear(&self, "cancel", "close")),
            // There may be several in a page, which cannot all be landmarks of one name.
            "div" => drop(card.attribute("role", "group")),
            _ => {}
        }
        card.attribute("aria-label", &self.text("region"))
            .attribute("lang", &self.texts.locale)
            .attribute("dir", &self.text("direction"))
            .child(element("div", "hidden").attribute("role", "status"));
        if self.can_be_closed() {
            let grip = element("div", "grip");
            for event in &["pointerdown", "pointermove", "pointerup", "pointercancel"] {
                grip.hear(&self, event, event);
            }
            let close = element("button", "close");
            close.attribute("type", "button").attribute("aria-label", &self.text("close"));
            close.hear(&self, "click", "close");
            card.child(&grip).child(&close);
        }
        let content = self.content();
        card.child(&content);
        self.content.replace(Some(content));
        card
    }

    /// How far the shopper has come, where there is more than one step.
    fn progress(&self) -> Option<Element> {
        let (step, steps) = self.showing.steps();
        if steps < 2 {
            return None;
        }
        let number = |name: &str| match name {
            "n" => Some(self.texts.number(step as i32)),
            "all" => Some(self.texts.number(steps as i32)),
            _ => None,
        };
        let progress = element("progress", "");
        progress
            .attribute("max", &decimal(2 * steps as i32))
            // In the middle of its part: neither empty at the first question nor full at the last.
            .attribute("value", &decimal(2 * step as i32 - 1))
            .attribute("aria-label", &fill(&self.text("progress"), &number));
        Some(progress)
    }
}
