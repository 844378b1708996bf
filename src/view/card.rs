//! What the components of a card share, and what happens to the card as a whole.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::Owner;
use web_sys::{Event, HtmlDialogElement, HtmlElement};

use super::element::{Element, element};
use super::event::{CardEvent, EventKind};
use super::node_ref::NodeRef;
use super::state::{CardState, QuestionState};
use crate::app::App;
use crate::defer::defer;
use crate::deferred::{self, Digits};
use crate::host::Host;
use crate::page::timer;
use crate::session::SurveySession;
use crate::settings::Mode;
use crate::texts::Texts;

/// How long screen readers need to notice a region, in milliseconds.
const ANNOUNCE_MS: u32 = 100;

/// What the components of a card share.
pub struct Card {
    pub session: Rc<SurveySession>,
    pub texts: Texts,
    pub host: Host,
    pub mode: Mode,
    /// Whether it is a dialog in the middle of the page, with all else out of reach.
    pub is_modal: bool,
    pub app: &'static App,
    /// Listeners, effects and the mounted view end with it.
    pub owner: Owner,
    pub state: CardState,
    /// The state of the question on screen; at the end, of the last one.
    question: RefCell<Option<Rc<QuestionState>>>,
    /// The element that gets the focus when a step appears.
    pub step_head: NodeRef<HtmlElement>,
    pub dialog: NodeRef<HtmlDialogElement>,
    /// The live region. It is no signal, because it speaks before the deferred part is there.
    pub status: NodeRef<HtmlElement>,
    /// Whether the card is on its way off the screen.
    pub is_dismissing: Cell<bool>,
    /// The rating that was clicked in an e-mail, until the first question has taken it.
    pub score: RefCell<String>,
    /// The digits that were pressed last.
    pub digits: Cell<Digits>,
    /// When the card was tapped last, in milliseconds.
    pub tapped: Cell<f64>,
    /// Where the drag that is under way began.
    pub drag_start: Cell<Option<i32>>,
    /// The timer until the card looks for a place again.
    pub settling: RefCell<Option<Timeout>>,
}

impl Card {
    /// A card that is about to be shown in `host`.
    pub fn new(app: &'static App, session: Rc<SurveySession>, texts: Texts, host: Host, mode: Mode) -> Self {
        let settings = session.settings;
        Self {
            session,
            texts,
            host,
            mode,
            is_modal: mode == Mode::Card && settings.position == "center",
            app,
            owner: Owner::new(),
            state: CardState::default(),
            question: RefCell::default(),
            step_head: NodeRef::default(),
            dialog: NodeRef::default(),
            status: NodeRef::default(),
            is_dismissing: Cell::default(),
            score: RefCell::new(settings.score.clone()),
            digits: Cell::default(),
            tapped: Cell::new(f64::NEG_INFINITY),
            drag_start: Cell::default(),
            settling: RefCell::default(),
        }
    }

    /// The state of the question on screen.
    pub fn question_state(&self) -> Option<Rc<QuestionState>> {
        self.question.borrow().clone()
    }

    /// Sets the state of a question that appears.
    pub fn set_question_state(&self, state: Rc<QuestionState>) {
        self.question.replace(Some(state));
    }

    /// An interface text.
    pub fn text(&self, name: &str) -> String {
        self.texts.get(name)
    }

    /// Whether the card's language is written from right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.text("direction") == "rtl"
    }

    /// Whether the shopper can close it. A part of the page stays.
    pub fn can_be_closed(&self) -> bool {
        self.mode == Mode::Card
    }

    /// A listener that handles events as this kind.
    pub fn handler(self: &Rc<Self>, kind: EventKind) -> impl FnMut(Event) + 'static {
        let card = self.clone();
        move |event| card.handle(kind, event)
    }

    /// Handles at once what cannot wait, and leaves all else to the deferred part.
    pub fn handle(self: &Rc<Self>, kind: EventKind, event: Event) {
        match kind {
            EventKind::Close => return self.dismiss(),
            EventKind::Later => {
                self.session.later.set(true);
                return self.dismiss();
            }
            // The browser would close a dialog with it, or leave the page.
            EventKind::Submit => event.prevent_default(),
            _ => {}
        }
        let card = self.clone();
        let step = self.question_state().map_or(0, |state| state.step);
        // Browsers forget the target once the event has been dispatched.
        let event = CardEvent { kind, step, target: event.target(), event };
        defer(Box::new(move || deferred::handle_event(&card, &event)));
    }

    /// Takes the card off the screen. The shopper has the page back at once; the deferred part does the rest.
    pub fn dismiss(self: &Rc<Self>) {
        self.is_dismissing.set(true);
        self.host.start_dismissing();
        // While a dialog is open, nothing outside can have the focus; closing gives it back.
        if let Some(dialog) = self.dialog.get() {
            dialog.close();
        }
        self.host.give_focus_back();
        let card = self.clone();
        defer(Box::new(move || deferred::dismissed(&card)));
    }

    /// Tells screen readers. It waits a moment, because they miss what is in a live region when the region appears.
    pub fn announce(self: &Rc<Self>, text: String) {
        let card = self.clone();
        timer::after(ANNOUNCE_MS, Box::new(move || card.set_status(&text))).forget();
    }

    /// Tells screen readers of a question, unless it has the focus: then they have read it already.
    pub fn announce_question(self: &Rc<Self>, text: String) {
        let card = self.clone();
        let announce = move || {
            let is_read = card.step_head.get().is_some_and(|head| card.host.is_focused(&head));
            card.set_status(if is_read { "" } else { &text });
        };
        timer::after(ANNOUNCE_MS, Box::new(announce)).forget();
    }

    fn set_status(&self, text: &str) {
        if let Some(status) = self.status.get() {
            status.set_text_content(Some(text));
        }
    }

    /// Opens it as a modal dialog, if it is one.
    pub fn show_modal(&self) {
        if let Some(dialog) = self.dialog.get() {
            let _ = dialog.show_modal();
        }
    }

    /// Gives the focus to the step on screen, unless the shopper has moved it into the card already.
    pub fn focus_step(&self) {
        if let Some(head) = self.step_head.get()
            && !self.host.has_focus()
        {
            let _ = head.focus();
        }
    }

    /// The heading of a step.
    pub fn heading(&self) -> Element {
        element("h2").attr("aria-level", (self.mode == Mode::Page).then_some("1"))
    }
}
