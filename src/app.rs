//! What the page asked for, and the survey on screen.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::Array;
use nachklang_model::context::{Asked, WokenBy};
use nachklang_model::problem::listed;
use nachklang_model::read::{Notes, Reader};
use nachklang_model::text::concat;
use nachklang_model::{Problem, Survey, Touchpoint, eligibility, preset, survey};
use wasm_bindgen::JsValue;

use crate::delivery::Delivery;
use crate::page::facts::Gather;
use crate::page::listener::Listener;
use crate::page::{js, notice};
use crate::settings::Settings;
use crate::showing::Showing;
use crate::texts::Texts;
use crate::view;

/// The calls a page may make.
const CALLS: [&str; 4] = ["load", "show", "touchpoint", "close"];

/// The widget on one page.
pub struct App {
    /// `None` where a setting or the survey file is wrong: then nothing is ever shown.
    ready: Option<Ready>,
}

/// What a widget needs to show surveys.
struct Ready {
    settings: Settings,
    texts: Texts,
    /// The preset or the surveys of the file that `data-survey` names.
    surveys: Vec<Rc<Survey>>,
    delivery: Delivery,
    gather: Gather,
    /// The touchpoint the page named, by its tag or by a call.
    named: RefCell<Option<Touchpoint>>,
    on_screen: Rc<RefCell<Option<view::OnScreen>>>,
    _hidden: Listener,
}

impl App {
    /// Reads settings and survey file. What is wrong with them is said once, all of it.
    pub fn new(tag: &JsValue, texts: Texts, surveys: &JsValue, gather: Gather) -> Self {
        let read = Settings::read(&js::json(tag), &gather.now());
        let ready = read.and_then(|settings| {
            let surveys = read_surveys(&settings, surveys)?;
            Ok(Ready::new(settings, texts, surveys, gather))
        });
        match ready {
            Ok(ready) => Self { ready: Some(ready) },
            Err(problems) => {
                notice::error(
                    "settings",
                    &concat(&["wrong settings, nothing is shown:", &listed(&problems)]),
                );
                Self { ready: None }
            }
        }
    }

    /// Does what the page asks for: a name and its arguments.
    pub fn call(&self, call: &Array) {
        let Some(ready) = &self.ready else { return };
        let problems = Notes::default();
        let json = js::json(call);
        let reader = Reader::new(&json, "nachklang", &problems);
        ready.call(&reader);
        let problems = problems.into_problems();
        if !problems.is_empty() {
            notice::error("call", &concat(&["a call that cannot be followed:", &listed(&problems)]));
        }
    }
}

/// The surveys that `data-survey` names: none, a preset, or those of a file.
fn read_surveys(settings: &Settings, file: &JsValue) -> Result<Vec<Rc<Survey>>, Vec<Problem>> {
    let Some(name) = &settings.survey else { return Ok(Vec::new()) };
    if let Some(preset) = preset::named(name) {
        return Ok(vec![Rc::new(preset)]);
    }
    let problem = |found: String| vec![Problem::new("data-survey", found, "a survey file at this address")];
    let at_address = |what: &str| concat(&[name, " (", what, ")"]);
    let Some(text) = js::text(file, "text") else {
        return match js::text(file, "reason") {
            Some(reason) => Err(problem(at_address(&reason))),
            None => Err(vec![Problem::not_one_of("data-survey", name, &preset::NAMES)]),
        };
    };
    let parsed = js_sys::JSON::parse(&text);
    let file = parsed.map_err(|_| problem(at_address("not JSON")))?;
    survey::read_file(&js::json(&file), &concat(&[name, " "]))
}

impl Ready {
    fn new(settings: Settings, texts: Texts, surveys: Vec<Rc<Survey>>, gather: Gather) -> Self {
        let delivery = Delivery::to(&settings.endpoint);
        let on_screen = Rc::new(RefCell::new(None::<view::OnScreen>));
        let hidden = Listener::new(&js::document(), "visibilitychange", {
            let (delivery, on_screen) = (delivery.clone(), on_screen.clone());
            Box::new(move |_| {
                if js::document().hidden() {
                    if let Some(on_screen) = &*on_screen.borrow() {
                        on_screen.card.showing.flush();
                    }
                    delivery.hand_over();
                }
            })
        });
        let named = RefCell::new(settings.touchpoint.clone());
        Self { settings, texts, surveys, delivery, gather, named, on_screen, _hidden: hidden }
    }

    /// Does one call. What is wrong with it is noted by its readers.
    fn call(&self, call: &Reader) {
        let (name, argument) = (call.element(0), call.element(1));
        let Some(index) = name.one_of(&CALLS) else { return };
        match (CALLS[index], argument.is_present()) {
            ("load", _) => self.show_due(),
            ("close", _) => {
                if let Some(on_screen) = &*self.on_screen.borrow() {
                    on_screen.card.close();
                }
            }
            ("show", true) => self.show_named(&argument),
            ("show", false) => self.show_first(),
            (_, _) => {
                if let Some(touchpoint) = Touchpoint::read(&argument) {
                    self.named.replace(Some(touchpoint));
                }
            }
        }
    }

    /// Shows the first survey that is eligible here, after the page was loaded.
    fn show_due(&self) {
        let touchpoint = self.touchpoint();
        let eligible =
            |survey: &&Rc<Survey>| eligibility::reasons_against(survey, &touchpoint.key).is_empty();
        if let Some(survey) = self.surveys.iter().find(eligible) {
            self.show(survey, touchpoint.clone(), WokenBy::Load);
        }
    }

    fn show_first(&self) {
        if let Some(survey) = self.surveys.first() {
            self.show(survey, self.touchpoint(), WokenBy::Call);
        }
    }

    fn show_named(&self, name: &Reader) {
        let Some(key) = name.key() else { return };
        let own = self.surveys.iter().find(|survey| survey.key == key);
        match own.cloned().or_else(|| preset::named(key.as_str()).map(Rc::new)) {
            Some(survey) => self.show(&survey, self.touchpoint(), WokenBy::Call),
            None => {
                name.expected::<()>("the key of a survey in the survey file, or nps, csat or ces");
            }
        }
    }

    /// One survey at a time: another call while one is on screen changes nothing.
    fn show(&self, survey: &Rc<Survey>, touchpoint: Touchpoint, woken_by: WokenBy) {
        if self.on_screen.borrow().is_some() {
            return;
        }
        let facts = self.gather.now();
        let asked = Asked::at(touchpoint, &facts.text("path"), woken_by);
        let showing = Showing::new(
            &self.settings,
            &self.texts,
            survey.clone(),
            asked,
            self.gather.clone(),
            self.delivery.clone(),
        );
        let showing = Rc::new(showing);
        let on_screen = Rc::downgrade(&self.on_screen);
        let gone = move || {
            if let Some(on_screen) = on_screen.upgrade() {
                on_screen.take();
            }
        };
        if let Some(shown) = view::OnScreen::new(showing.clone(), self.texts.clone(), gone) {
            self.on_screen.replace(Some(shown));
            showing.begin(facts.data_layer().order());
        }
    }

    /// Where the shopper is: as the page names it, else as its last e-commerce event tells, else by the path.
    fn touchpoint(&self) -> Touchpoint {
        let facts = self.gather.now();
        let named = self.named.borrow().clone();
        let known = named.or_else(|| facts.data_layer().touchpoint());
        known.unwrap_or_else(|| Touchpoint::of_path(&facts.text("path")))
    }
}
