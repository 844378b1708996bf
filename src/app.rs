//! What the page asked for, and the surveys on screen.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use nachklang_model::context::WokenBy;
use nachklang_model::json::Json;
use nachklang_model::{Survey, Touchpoint, eligibility, preset, survey_file};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

use crate::defer::defer;
use crate::deferred;
use crate::deferred::Tab;
use crate::outbox::Outbox;
use crate::page::facts::Gather;
use crate::page::listener::Listener;
use crate::page::{js, notice, timer};
use crate::settings::{Mode, Settings, with_hyphens};
use crate::showing::Showing;
use crate::texts::Texts;
use crate::view;

/// The calls there are. `touchpoint`, `event`, `customer` and `consent` the loader takes; `load`, `inline` and `send` are its own.
pub const CALLS: [&str; 12] = [
    "show",
    "close",
    "touchpoint",
    "event",
    "customer",
    "consent",
    "explain",
    "debug",
    "forget",
    "load",
    "inline",
    "send",
];

/// How often it is looked whether the page's dialog or banner has gone, or consent has come, in milliseconds.
const LOOK_AGAIN: u32 = 400;

/// The widget on one page. It lives as long as that.
pub struct App {
    pub settings: Settings,
    pub texts: Texts,
    /// The preset or the surveys of the file that `data-survey` names.
    pub surveys: Vec<Rc<Survey>>,
    pub outbox: Outbox,
    pub gather: Gather,
    /// What the page has said of touchpoint and customer, as far as it was checked.
    pub said: RefCell<Json>,
    /// At most one over the page, and those in elements of the page.
    pub on_screen: RefCell<Vec<view::OnScreen>>,
    pub tab: RefCell<Option<Tab>>,
    pub hidden: RefCell<Option<Listener>>,
}

/// How a survey came to be shown.
struct Occasion {
    touchpoint: Touchpoint,
    woken_by: WokenBy,
    mode: Mode,
    /// The element of the page it goes into.
    into: Option<Element>,
    /// Whether the shopper asked for it.
    opened: bool,
}

impl App {
    /// The widget with the tag's attributes and the survey file. What is wrong with them is said a little later, see
    /// `deferred::check`.
    pub fn new(tag: &JsValue, texts: Texts, file: JsValue, gather: Gather) -> &'static Self {
        let tag = with_hyphens(js::json(tag));
        let mut settings = Settings::of(&tag, &gather.now());
        let surveys;
        (surveys, settings.file) = self::surveys(&settings.survey, &file);
        let app: &Self = Box::leak(Box::new(Self {
            outbox: Outbox::default(),
            settings,
            texts,
            surveys,
            gather,
            said: RefCell::new(Json::Null),
            on_screen: RefCell::default(),
            tab: RefCell::default(),
            hidden: RefCell::default(),
        }));
        defer(Box::new(move || deferred::check(app, &tag, &file)));
        app
    }

    /// Does what the page asks for: a name and its arguments. What is wrong with that is said a little later.
    pub fn call(&'static self, call: Array) {
        if self.settings.wrong.get() {
            return;
        }
        self.follow(&call);
        defer(Box::new(move || deferred::call_of_page(self, &call)));
    }

    /// Does one call, as far as it is right.
    fn follow(&'static self, call: &Array) {
        let (name, argument) = (call.get(0).as_string().unwrap_or_default(), call.get(1));
        let shows = matches!(&*name, "load" | "inline" | "show");
        if shows && !self.gather.now().has_consent() {
            // When consent comes, the loader looks again by itself whether a survey is due.
            return if name != "load" {
                self.again(call)
            };
        }
        match (&*name, argument.as_string()) {
            ("load", _) => self.load(call),
            ("inline", _) => self.show_in(argument.unchecked_into(), &call.get(2)),
            ("show", Some(name)) => {
                let survey = self.survey_named(&name).or_else(|| surveys(&name, &call.get(2)).0.pop());
                if let Some(survey) = survey {
                    self.show(&survey, self.occasion(WokenBy::Call, false));
                }
            }
            ("show", None) => self.show_first(WokenBy::Call, false),
            ("close", _) => drop(self.over_page().map(|card| card.leave())),
            _ => {}
        }
    }

    /// Does the call a little later: something must come or go before.
    pub fn again(&'static self, call: &Array) {
        let call = call.clone();
        let again = move || {
            if !self.settings.wrong.get() {
                self.follow(&call);
            }
        };
        timer::after(LOOK_AGAIN, Box::new(again)).forget();
    }

    /// A survey may be due: shows the first that is, or the tab that opens one.
    fn load(&'static self, call: &Array) {
        let facts = self.gather.now();
        match self.settings.mode {
            Mode::Tab => defer(Box::new(move || deferred::put_tab(self))),
            Mode::Page => self.show_first(WokenBy::Load, false),
            // What comes by itself comes after what is on its way off, and when that is remembered.
            Mode::Card if self.is_leaving() || facts.is_busy(&self.settings.wait_for) => self.again(call),
            _ => {
                let (context, history) = (facts.context(self.settings.places()), facts.history());
                // The channel is told by tables that come with the deferred part.
                let asks_channel = |survey: &Rc<Survey>| survey.asks_channel();
                if context.0.get("channel").is_none() && self.meant().any(asks_channel) {
                    let call = call.clone();
                    return defer(Box::new(move || deferred::know_channel(self, &call)));
                }
                let now = facts.number("unix");
                let due = |survey: &&Rc<Survey>| {
                    eligibility::reasons_against(survey, &context, &history, now).is_empty()
                };
                if let Some(survey) = self.meant().find(due) {
                    self.show(survey, self.occasion(survey.woken_by(), false));
                }
            }
        }
    }

    /// Shows the first survey that is asked here, or, where none is, the first.
    pub fn show_first(&'static self, woken_by: WokenBy, opened: bool) {
        let touchpoint = self.touchpoint().key;
        let first =
            self.meant().find(|survey| survey.is_asked_at(&touchpoint)).or_else(|| self.meant().next());
        if let Some(survey) = first {
            self.show(survey, self.occasion(woken_by, opened));
        }
    }

    /// The surveys that come without being named: all, or the one that `data-show` names.
    fn meant(&self) -> impl Iterator<Item = &Rc<Survey>> {
        let show = &*self.settings.show;
        self.surveys.iter().filter(move |survey| show.is_empty() || survey.key() == show)
    }

    fn occasion(&self, woken_by: WokenBy, opened: bool) -> Occasion {
        let mode = if self.settings.mode == Mode::Tab { Mode::Card } else { self.settings.mode };
        let into = self.settings.into.as_deref();
        let into = into.and_then(|into| js::document().query_selector(into).ok().flatten());
        Occasion { touchpoint: self.touchpoint(), woken_by, mode, into, opened }
    }

    /// The card over the page.
    fn over_page(&self) -> Option<Rc<view::Card>> {
        let on_screen = self.on_screen.borrow();
        let card = on_screen.iter().find(|on_screen| on_screen.is(Mode::Card));
        card.map(|on_screen| on_screen.card.clone())
    }

    fn is_leaving(&self) -> bool {
        self.on_screen.borrow().iter().any(|on_screen| on_screen.card.leaving.get())
    }

    /// The shop's survey of this name.
    pub fn survey_named(&self, name: &str) -> Option<Rc<Survey>> {
        self.surveys.iter().find(|survey| survey.key() == name).cloned()
    }

    /// Shows a survey in `<nachklang-survey>`: the one its attribute names, else the first.
    fn show_in(&'static self, element: Element, file: &JsValue) {
        let attribute = |name: &str| element.get_attribute(name);
        let touchpoint = attribute("touchpoint").and_then(|key| Touchpoint::of(&Json::String(key)));
        let survey = match attribute("survey") {
            Some(name) => self.survey_named(&name).or_else(|| surveys(&name, file).0.pop()),
            None => self.meant().next().cloned(),
        };
        let Some(survey) = survey else { return };
        let touchpoint = touchpoint.unwrap_or_else(|| self.touchpoint());
        let (woken_by, into) = (WokenBy::Load, Some(element));
        self.show(&survey, Occasion { touchpoint, woken_by, mode: Mode::Inline, into, opened: false });
    }

    /// One survey at a time over the page, and one in an element: another call while it is there changes nothing.
    fn show(&'static self, survey: &Rc<Survey>, occasion: Occasion) {
        let Occasion { touchpoint, woken_by, mode, into, opened } = occasion;
        if mode == Mode::Inline && into.is_none() {
            return notice::error("settings", "data-into: no element of the page fits the selector");
        }
        let taken = |on_screen: &view::OnScreen| match &into {
            None => on_screen.is(mode),
            Some(into) => on_screen.is_there() && on_screen.card.host.is_in(into),
        };
        if self.on_screen.borrow().iter().any(taken) {
            return;
        }
        let showing = Showing::new(
            &self.settings,
            &self.texts,
            survey.clone(),
            touchpoint,
            woken_by,
            self.gather.clone(),
            &self.outbox,
        );
        let Some(showing) = showing.map(Rc::new) else { return };
        let wanted = view::Wanted { texts: self.texts.clone(), mode, into, opened };
        if let Some(shown) = view::OnScreen::new(self, showing.clone(), wanted) {
            self.on_screen.borrow_mut().push(shown);
            let events = showing.facts.data_layer();
            let asked = mode == Mode::Card && !opened;
            defer(Box::new(move || deferred::begin(self, showing, events, asked)));
        }
    }

    /// Where the shopper is.
    fn touchpoint(&self) -> Touchpoint {
        self.gather.now().touchpoint(self.settings.places())
    }
}

/// The surveys that a name stands for: a preset, which may be one of those in its file, or all of a file; and the file without
/// them.
fn surveys(name: &str, file: &JsValue) -> (Vec<Rc<Survey>>, Json) {
    if let Some(preset) = preset::named(name) {
        return (vec![Rc::new(preset)], Json::Null);
    }
    let text = js::text(file, "text").unwrap_or_default();
    let mut file = js::json(&js_sys::JSON::parse(&text).unwrap_or_default());
    let only = if preset::NAMES.contains(&name) { name } else { "" };
    (survey_file::take_surveys(&mut file, only), file)
}
