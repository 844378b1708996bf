//! A survey on screen.

use std::rc::Rc;

use nachklang_model::text::concat;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::card::Card;
use super::event::EventKind;
use super::frame::frame;
use super::mount::mount;
use crate::app::App;
use crate::defer::defer;
use crate::deferred;
use crate::host::Host;
use crate::page::listener::listen;
use crate::page::{js, notice};
use crate::session::SurveySession;
use crate::settings::Mode;
use crate::texts::Texts;

/// A survey on screen. Dropping it takes it off, and ends all that belongs to it.
pub struct ActiveSurvey {
    pub card: Rc<Card>,
}

/// How a survey is presented.
pub struct Presentation {
    pub texts: Texts,
    pub mode: Mode,
    /// The element of the page it goes into.
    pub into: Option<Element>,
    /// Whether the shopper asked for it: then the focus goes there.
    pub is_opened: bool,
}

impl ActiveSurvey {
    /// Puts a survey on screen.
    pub fn new(app: &'static App, session: Rc<SurveySession>, presentation: Presentation) -> Option<Self> {
        let Presentation { texts, mode, into, is_opened } = presentation;
        let settings = session.settings;
        let focused = js::active_element();
        let host = match Host::new(settings, mode, into.as_ref()) {
            Ok(host) => host,
            Err(error) => {
                let message = js::text(&error, "message").unwrap_or_default();
                notice::error("browser", &concat(&["this browser cannot show a survey: ", &message]));
                return None;
            }
        };
        let card = Rc::new(Card::new(app, session, texts, host, mode));
        card.owner.with(|| {
            let framed = card.clone();
            mount(&card.host.root, move || frame(framed));
            listen(&js::document(), "keydown", Box::new(escape_handler(&card)));
        });
        crate::theme::apply(&card.host, settings);
        if card.is_modal || is_opened {
            card.host.came_from.replace(focused.map(JsCast::unchecked_into));
            card.show_modal();
            card.focus_step();
        }
        let watched = card.clone();
        defer(Box::new(move || deferred::watch_page(&watched)));
        Some(Self { card })
    }

    /// Whether the page still has it: it may have thrown it away with an element of its own.
    pub fn is_connected(&self) -> bool {
        self.card.host.is_connected()
    }

    /// Whether it is there in this mode, and stays.
    pub fn stays_as(&self, mode: Mode) -> bool {
        self.card.mode == mode && !self.card.is_dismissing.get() && self.is_connected()
    }
}

impl Drop for ActiveSurvey {
    fn drop(&mut self) {
        self.card.host.remove();
        let owner = self.card.owner.clone();
        defer(Box::new(move || deferred::clean_up(&owner)));
    }
}

/// Nothing else that is typed into the page is looked at or kept. Browsers that fill in forms send events without a key.
fn escape_handler(card: &Rc<Card>) -> impl FnMut(Event) + 'static {
    let card = Rc::downgrade(card);
    move |event| {
        if js::text(&event, "key").as_deref() == Some("Escape")
            && let Some(card) = card.upgrade()
        {
            card.handle(EventKind::Escape, event);
        }
    }
}
