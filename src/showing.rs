//! One survey on screen, from its appearance to its last revision.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use nachklang_model::context::{Asked, Locale};
use nachklang_model::response::Answered;
use nachklang_model::{Answer, AnswerValue, Progress, Question, Rating, Response, Survey};
use wasm_bindgen_futures::spawn_local;

use crate::delivery::Delivery;
use crate::page::data_layer::ReportedOrder;
use crate::page::facts::Gather;
use crate::page::{notice, timer};
use crate::settings::Settings;
use crate::texts::Texts;

/// How long a rating rests before it is sent, in milliseconds: who walks through the scale with the arrow keys gives one
/// answer, not ten.
const REST: u32 = 600;

/// One survey on screen. Every change becomes a revision of one response.
pub struct Showing {
    survey: Rc<Survey>,
    given: RefCell<Vec<Given>>,
    response: RefCell<Response>,
    shop: String,
    /// Whether there is something that no revision holds yet.
    unsent: Cell<bool>,
    resting: RefCell<Option<Timeout>>,
    gather: Gather,
    delivery: Delivery,
}

/// What was given as the answer to one question.
#[derive(Default, Clone)]
struct Given {
    rating: Option<Rating>,
    comment: String,
}

impl Showing {
    /// A survey that is about to come on screen.
    pub fn new(
        settings: &Settings,
        texts: &Texts,
        survey: Rc<Survey>,
        touchpoint: Asked,
        gather: Gather,
        delivery: Delivery,
    ) -> Self {
        let facts = gather.now();
        let response = Response {
            id: facts.response_id(),
            revision: 0,
            progress: Progress::Shown,
            site: settings.site.clone(),
            survey: survey.key.clone(),
            survey_version: survey.version,
            locale: Locale::new(texts.locale()).expect("a locale file is named by a language tag"),
            touchpoint,
            order: None,
            page: facts.page(),
            shown_at: facts.time(),
        };
        Self {
            given: RefCell::new(vec![Given::default(); survey.questions.len()]),
            survey,
            response: RefCell::new(response),
            shop: settings.shop.clone(),
            unsent: Cell::new(true),
            resting: RefCell::default(),
            gather,
            delivery,
        }
    }

    /// Sends the first revision, which says that the survey was shown. The order's id is hashed before, which takes the
    /// browser a moment.
    pub fn begin(self: Rc<Self>, order: Option<ReportedOrder>) {
        spawn_local(async move {
            let site = self.response.borrow().site.clone();
            if let Some(order) = order {
                let order = order.hashed(&site, &self.gather.now()).await;
                self.response.borrow_mut().order = Some(order);
            }
            self.revise("shown");
        });
    }

    /// The questions in their order.
    pub fn questions(&self) -> &[Question] {
        &self.survey.questions
    }

    /// The question as the shopper reads it.
    pub fn wording(&self, texts: &Texts, index: usize) -> String {
        texts.question(&self.survey.questions[index], &self.response.borrow().touchpoint, &self.shop)
    }

    /// The rating of the question at `index`.
    pub fn rating(&self, index: usize) -> Option<Rating> {
        self.given.borrow()[index].rating
    }

    /// Takes a rating.
    pub fn rate(self: &Rc<Self>, index: usize, rating: Rating) {
        self.given.borrow_mut()[index].rating = Some(rating);
        self.unsent.set(true);
        let showing = Rc::downgrade(self);
        self.resting.replace(Some(timer::after(
            REST,
            Box::new(move || {
                if let Some(showing) = showing.upgrade() {
                    showing.flush();
                }
            }),
        )));
    }

    /// Takes a comment as it is being written. It is sent with the next revision.
    pub fn comment(&self, index: usize, text: String) {
        self.given.borrow_mut()[index].comment = text;
        self.unsent.set(true);
    }

    /// Sends what no revision holds yet, as when the page is hidden.
    pub fn flush(&self) {
        if self.unsent.get() && !self.is_complete() {
            self.progress(|answered| answered.map_or(Progress::Shown, Progress::Partial));
            self.revise("answered");
        }
    }

    /// The shopper has finished.
    pub fn complete(&self) {
        self.progress(|answered| answered.map_or(Progress::Dismissed(None), Progress::Complete));
        self.revise("completed");
    }

    /// The shopper waved it away. After the last answer that means nothing.
    pub fn dismiss(&self) {
        if !self.is_complete() {
            self.progress(Progress::Dismissed);
            self.revise("dismissed");
        }
    }

    fn is_complete(&self) -> bool {
        matches!(self.response.borrow().progress, Progress::Complete(_))
    }

    /// Brings the response up to what was given.
    fn progress(&self, progress: impl Fn(Option<Answered>) -> Progress) {
        let answered = Answered::new(self.answers(), self.gather.now().time());
        self.response.borrow_mut().progress = progress(answered);
    }

    fn answers(&self) -> Vec<Answer> {
        let mut answers = Vec::new();
        for (question, given) in self.questions().iter().zip(&*self.given.borrow()) {
            let Some(rating) = given.rating else { continue };
            answers.push(Answer { question: question.key.clone(), value: AnswerValue::Rating(rating) });
            if let Some(value) = AnswerValue::text(&given.comment) {
                answers.push(Answer { question: question.key.comment(), value });
            }
        }
        answers
    }

    /// Sends the next revision, and tells the page of it by the event `nachklang:{event}`.
    fn revise(&self, event: &str) {
        self.resting.take();
        self.unsent.set(false);
        let mut response = self.response.borrow_mut();
        response.revision += 1;
        let object = self.delivery.send(&response);
        drop(response);
        notice::event(event, &object);
    }
}
