//! Which survey is shown, where and when.

use std::rc::Rc;

use js_sys::Array;
use nachklang_model::context::WokenBy;
use nachklang_model::json::Json;
use nachklang_model::{Survey, Touchpoint, eligibility};
use wasm_bindgen::JsValue;
use web_sys::Element;

use super::{App, surveys};
use crate::defer::defer;
use crate::deferred;
use crate::page::{js, notice};
use crate::session::SurveySession;
use crate::settings::Mode;
use crate::view::{ActiveSurvey, Card, Presentation};

/// How a survey came to be shown.
pub(super) struct Occasion {
    touchpoint: Touchpoint,
    woken_by: WokenBy,
    mode: Mode,
    /// The element of the page it goes into.
    into: Option<Element>,
    /// Whether the shopper asked for it.
    is_opened: bool,
}

impl App {
    /// A survey may be due: shows the first that is, or the tab that opens one.
    pub(super) fn load(&'static self, call: &Array) {
        let page = self.probe.snapshot();
        match self.settings.mode {
            Mode::Tab => defer(Box::new(move || deferred::show_tab(self))),
            Mode::Page => self.show_first(WokenBy::Load, false),
            // What comes by itself comes after what is on its way off, and when that is remembered.
            Mode::Card if self.is_dismissing() || page.is_busy(&self.settings.wait_for) => {
                self.retry_later(call)
            }
            _ => {
                let (context, history) = (page.context(self.settings.places()), page.history());
                // The channel is told by tables that come with the deferred part.
                let asks_channel = |survey: &Rc<Survey>| survey.asks_channel();
                if context.0.get("channel").is_none() && self.candidates().any(asks_channel) {
                    let call = call.clone();
                    return defer(Box::new(move || deferred::detect_channel(self, &call)));
                }
                let now = page.number("unix");
                let due = |survey: &&Rc<Survey>| {
                    eligibility::reasons_against(survey, &context, &history, now).is_empty()
                };
                if let Some(survey) = self.candidates().find(due) {
                    self.show(survey, self.occasion(survey.woken_by(), false));
                }
            }
        }
    }

    /// Shows the first survey that is asked here, or, where none is, the first.
    pub fn show_first(&'static self, woken_by: WokenBy, is_opened: bool) {
        let touchpoint = self.touchpoint().key;
        let first = self
            .candidates()
            .find(|survey| survey.is_asked_at(&touchpoint))
            .or_else(|| self.candidates().next());
        if let Some(survey) = first {
            self.show(survey, self.occasion(woken_by, is_opened));
        }
    }

    /// The surveys that come without being named: all, or the one that `data-show` names.
    fn candidates(&self) -> impl Iterator<Item = &Rc<Survey>> {
        let show = &*self.settings.show;
        self.surveys.iter().filter(move |survey| show.is_empty() || survey.key() == show)
    }

    pub(super) fn occasion(&self, woken_by: WokenBy, is_opened: bool) -> Occasion {
        let mode = if self.settings.mode == Mode::Tab { Mode::Card } else { self.settings.mode };
        let into = self.settings.into.as_deref();
        let into = into.and_then(|into| js::document().query_selector(into).ok().flatten());
        Occasion { touchpoint: self.touchpoint(), woken_by, mode, into, is_opened }
    }

    /// The card over the page.
    pub(super) fn over_page(&self) -> Option<Rc<Card>> {
        let active = self.active_surveys.borrow();
        let card = active.iter().find(|active| active.stays_as(Mode::Card));
        card.map(|active| active.card.clone())
    }

    fn is_dismissing(&self) -> bool {
        self.active_surveys.borrow().iter().any(|active| active.card.is_dismissing.get())
    }

    /// The shop's survey of this name.
    pub fn survey_named(&self, name: &str) -> Option<Rc<Survey>> {
        self.surveys.iter().find(|survey| survey.key() == name).cloned()
    }

    /// Shows a survey in `<nachklang-survey>`: the one its attribute names, else the first.
    pub(super) fn show_in(&'static self, element: Element, file: &JsValue) {
        let attribute = |name: &str| element.get_attribute(name);
        let touchpoint = attribute("touchpoint").and_then(|key| Touchpoint::of(&Json::String(key)));
        let survey = match attribute("survey") {
            Some(name) => self.survey_named(&name).or_else(|| surveys(&name, file).0.pop()),
            None => self.candidates().next().cloned(),
        };
        let Some(survey) = survey else { return };
        let touchpoint = touchpoint.unwrap_or_else(|| self.touchpoint());
        let (woken_by, into) = (WokenBy::Load, Some(element));
        self.show(&survey, Occasion { touchpoint, woken_by, mode: Mode::Inline, into, is_opened: false });
    }

    /// One survey at a time over the page, and one in an element: another call while it is there changes nothing.
    pub(super) fn show(&'static self, survey: &Rc<Survey>, occasion: Occasion) {
        let Occasion { touchpoint, woken_by, mode, into, is_opened } = occasion;
        if mode == Mode::Inline && into.is_none() {
            return notice::error("settings", "data-into: no element of the page fits the selector");
        }
        let taken = |active: &ActiveSurvey| match &into {
            None => active.stays_as(mode),
            Some(into) => active.is_connected() && active.card.host.is_in(into),
        };
        if self.active_surveys.borrow().iter().any(taken) {
            return;
        }
        let session = SurveySession::new(
            &self.settings,
            &self.texts,
            survey.clone(),
            touchpoint,
            woken_by,
            self.probe.clone(),
            &self.outbox,
        );
        let Some(session) = session.map(Rc::new) else { return };
        let presentation = Presentation { texts: self.texts.clone(), mode, into, is_opened };
        if let Some(shown) = ActiveSurvey::new(self, session.clone(), presentation) {
            self.active_surveys.borrow_mut().push(shown);
            let events = session.page.data_layer();
            let is_unasked = mode == Mode::Card && !is_opened;
            defer(Box::new(move || deferred::begin(self, session, events, is_unasked)));
        }
    }

    /// Where the shopper is.
    fn touchpoint(&self) -> Touchpoint {
        self.probe.snapshot().touchpoint(self.settings.places())
    }
}
