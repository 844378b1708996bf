//! Follows the page's calls, and owns the surveys on screen.

mod show;

use std::cell::RefCell;
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

/// All calls. `touchpoint`, `event`, `customer` and `consent` are the loader's; `load`, `inline` and `send` are its own.
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

/// How long a call waits before it is tried again, because the page's dialog or banner is open or consent is missing, in
/// milliseconds.
const RETRY_MS: u32 = 400;

/// The widget on one page. It lives as long as the page.
pub struct App {
    pub settings: Settings,
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
    pub hidden: RefCell<Option<Listener>>,
}

impl App {
    /// The widget with the tag's attributes and the survey file. The deferred part checks both: see `deferred::check`.
    pub fn new(tag: &JsValue, texts: Texts, file: JsValue, probe: PageProbe) -> &'static Self {
        let tag = with_hyphens(js::json(tag));
        let mut settings = Settings::of(&tag, &probe.snapshot());
        let surveys;
        (surveys, settings.file) = self::surveys(&settings.survey, &file);
        let app: &Self = Box::leak(Box::new(Self {
            outbox: Outbox::default(),
            settings,
            texts,
            surveys,
            probe,
            checked_statements: RefCell::new(Json::Null),
            active_surveys: RefCell::default(),
            tab: RefCell::default(),
            hidden: RefCell::default(),
        }));
        defer(Box::new(move || deferred::check(app, &tag, &file)));
        app
    }

    /// Follows a call of the page: a name and its arguments. The deferred part reports what is wrong with it.
    pub fn call(&'static self, call: Array) {
        if self.settings.is_invalid.get() {
            return;
        }
        self.execute(&call);
        defer(Box::new(move || deferred::finish_call(self, &call)));
    }

    /// Executes one call, as far as it is right.
    fn execute(&'static self, call: &Array) {
        let (name, argument) = (call.get(0).as_string().unwrap_or_default(), call.get(1));
        let shows = matches!(&*name, "load" | "inline" | "show");
        if shows && !self.probe.snapshot().has_consent() {
            // When consent comes, the loader looks again by itself whether a survey is due.
            return if name != "load" {
                self.retry_later(call)
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
