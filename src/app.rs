//! Follows the page's calls, and owns the surveys on screen.

mod show;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use js_sys::Array;
use nachklang_model::context::WokenBy;
use nachklang_model::json::Json;
use nachklang_model::{Survey, preset, survey_file};
use wasm_bindgen::{JsCast, JsValue};

use crate::defer::defer;
use crate::deferred;
use crate::deferred::Tab;
use crate::outbox::Outbox;
use crate::page::listener::Listener;
use crate::page::snapshot::PageProbe;
use crate::page::{js, timer};
use crate::settings::{Settings, with_hyphens};
use crate::texts::Texts;
use crate::view::ActiveSurvey;

/// How long a call waits before it is tried again, because the page's dialog or banner is open or consent is missing, in
/// milliseconds.
const RETRY_MS: u32 = 500;

/// The widget on one page. It lives as long as the page.
pub struct App {
    /// The tag's attributes as they stand there.
    pub tag: Json,
    pub settings: Settings,
    /// The tag's attributes, live: a router that runs the tag again changes them.
    attributes: JsValue,
    /// The attributes as they were read last, and what they set for the surveys to come.
    read: RefCell<Json>,
    current: Cell<Option<&'static Settings>>,
    pub texts: Texts,
    /// The preset or the surveys of the file that `data-survey` names.
    pub surveys: Vec<Rc<Survey>>,
    pub outbox: Outbox,
    pub probe: PageProbe,
    /// The page's statements about touchpoint and customer that were checked.
    pub checked_statements: RefCell<Json>,
    /// At most one over the page, and those in elements of the page.
    pub active_surveys: RefCell<Vec<ActiveSurvey>>,
    pub tab: RefCell<Option<Tab>>,
    /// What the deferred part listens to.
    pub listeners: RefCell<Vec<Listener>>,
}

impl App {
    /// The widget with the tag's attributes and the survey file. The deferred part checks both: see `deferred::check`.
    pub fn new(attributes: JsValue, texts: Texts, file: JsValue, probe: PageProbe) -> &'static Self {
        let tag = with_hyphens(js::json(&attributes));
        let mut settings = Settings::of(&tag, &probe.snapshot());
        let surveys;
        (surveys, settings.file) = self::surveys(&settings.survey, &file);
        let app: &Self = Box::leak(Box::new(Self {
            outbox: Outbox::default(),
            read: RefCell::new(tag.clone()),
            tag,
            settings,
            attributes,
            current: Cell::new(None),
            texts,
            surveys,
            probe,
            checked_statements: RefCell::new(Json::Null),
            active_surveys: RefCell::default(),
            tab: RefCell::default(),
            listeners: RefCell::default(),
        }));
        defer(Box::new(move || deferred::check(app, &app.tag, &file)));
        app
    }

    /// The settings of a survey that is about to appear. They are read again where the attributes have changed, and kept for good:
    /// a survey on screen keeps its own.
    fn current_settings(&'static self) -> &'static Settings {
        let tag = with_hyphens(js::json(&self.attributes));
        if *self.read.borrow() != tag {
            let mut settings = Settings::of(&tag, &self.probe.snapshot());
            settings.file = self.settings.file.clone();
            self.current.set(Some(Box::leak(Box::new(settings))));
            self.read.replace(tag);
        }
        self.current.get().unwrap_or(&self.settings)
    }

    /// Follows a call of the page: a name and its arguments. The deferred part reports what is wrong with it.
    pub fn call(&'static self, call: Array) {
        if !self.settings.is_invalid.get() {
            self.execute(&call);
        }
        defer(Box::new(move || deferred::finish_call(self, &call)));
    }

    /// Executes one call, as far as it is right.
    fn execute(&'static self, call: &Array) {
        let (name, argument) = (call.get(0).as_string().unwrap_or_default(), call.get(1));
        // A call with which no answer goes is the loader's own. Pages cannot make it.
        let is_own = call.get(3).is_undefined();
        let shows = name == "show" || is_own && matches!(&*name, "load" | "inline");
        if shows && !self.probe.snapshot().has_consent() {
            // When consent comes, the loader looks again by itself whether a survey is due.
            return if name != "load" {
                self.retry_later(call)
            };
        }
        match (&*name, argument.as_string()) {
            ("load", _) if is_own => self.load(call),
            ("inline", _) if is_own => self.show_in(argument.unchecked_into(), &call.get(2)),
            ("show", Some(name)) => {
                let survey = self.survey_named(&name).or_else(|| surveys(&name, &call.get(2)).0.pop());
                if let Some(survey) = survey {
                    self.show(&survey, self.occasion(WokenBy::Call, false));
                }
            }
            ("show", None) => self.show_first(WokenBy::Call, false),
            ("close", _) => drop(self.over_page().map(|card| card.dismiss())),
            _ => {}
        }
    }

    /// Executes a call a little later, because something must come or go before.
    pub fn retry_later(&'static self, call: &Array) {
        let call = call.clone();
        let again = move || {
            if !self.settings.is_invalid.get() {
                self.execute(&call);
            }
        };
        timer::after(RETRY_MS, Box::new(again)).forget();
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
