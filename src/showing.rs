//! One survey on screen, from its appearance to its last revision.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use nachklang_model::context::WokenBy;
use nachklang_model::flow::Situation;
use nachklang_model::json::Json;
use nachklang_model::placeholder::fill;
use nachklang_model::survey_file::ANSWER;
use nachklang_model::{Answer, AnswerValue, Question, Response, Survey, Touchpoint};

use crate::deferred;
use crate::outbox::Outbox;
use crate::page::facts::{Facts, Gather};
use crate::settings::Settings;
use crate::texts::Texts;

/// A text of a survey as the shopper reads it.
pub struct Words<'a> {
    /// The tag of its language; empty where the shop does not say.
    pub language: &'a str,
    pub text: String,
}

/// One survey on screen. Every change becomes a revision of one response; how, stands in `deferred::sending`.
pub struct Showing {
    pub survey: Rc<Survey>,
    pub settings: &'static Settings,
    /// Where it is asked.
    pub touchpoint: Touchpoint,
    pub woken_by: WokenBy,
    /// The language it is asked in.
    pub locale: Rc<str>,
    /// The page when it came on screen, but for its size: see `Facts`.
    pub facts: Facts,
    /// All that was answered, also to questions that are no longer on the way.
    pub given: RefCell<Vec<Answer>>,
    /// The indexes of the questions seen so far, the one on screen last.
    way: RefCell<Vec<usize>>,
    /// What is sent. The deferred part of the program begins it: see `deferred::response`.
    pub response: OnceCell<RefCell<Response>>,
    /// Whether there is something that no revision holds yet.
    pub unsent: Cell<bool>,
    /// Whether the shopper wants to be asked later.
    pub later: Cell<bool>,
    pub resting: RefCell<Option<Timeout>>,
    pub gather: Gather,
    pub outbox: &'static Outbox,
}

impl Showing {
    /// A survey that is about to come on screen; nothing where no question of it is to be asked here.
    pub fn new(
        settings: &'static Settings,
        texts: &Texts,
        survey: Rc<Survey>,
        touchpoint: Touchpoint,
        woken_by: WokenBy,
        gather: Gather,
        outbox: &'static Outbox,
    ) -> Option<Self> {
        let situation =
            Situation { answers: &[], touchpoint: &touchpoint.key, segment: settings.segment.as_ref() };
        let first = situation.first(&survey);
        survey.question(first)?;
        Some(Self {
            survey,
            settings,
            touchpoint,
            woken_by,
            locale: texts.locale.clone(),
            facts: gather.now(),
            given: RefCell::default(),
            way: RefCell::new(vec![first]),
            response: OnceCell::new(),
            unsent: Cell::new(true),
            later: Cell::new(false),
            resting: RefCell::default(),
            gather,
            outbox,
        })
    }

    /// The question on screen; `None` at the end.
    pub fn question(&self) -> Option<Question<'_>> {
        self.survey.question(*self.way.borrow().last()?)
    }

    /// How many questions were seen, the one on screen included, and how many there are at most on the way.
    pub fn steps(&self) -> (usize, usize) {
        let way = self.way.borrow();
        let last = way.last().copied().unwrap_or_default();
        (way.len(), way.len() + self.survey.length().saturating_sub(last + 1))
    }

    /// Whether the question on screen is the last, as things stand.
    pub fn is_last(&self) -> bool {
        self.next() == self.survey.length()
    }

    fn next(&self) -> usize {
        let from = self.way.borrow().last().copied().unwrap_or_default();
        self.meets(&|situation| situation.next(&self.survey, from))
    }

    /// What a situation of this survey gives.
    pub fn meets<T>(&self, ask: &dyn Fn(&Situation) -> T) -> T {
        let answers = self.answers();
        ask(&Situation {
            answers: &answers,
            touchpoint: &self.touchpoint.key,
            segment: self.settings.segment.as_ref(),
        })
    }

    /// Goes to the next question, or to the end.
    pub fn go_on(&self) {
        let next = self.next();
        self.way.borrow_mut().push(next);
    }

    /// Goes back to the question before.
    pub fn go_back(&self) {
        self.way.borrow_mut().pop();
    }

    /// A text of the survey as the shopper reads it.
    pub fn text<'a>(&self, texts: &Texts, text: &'a Json) -> Words<'a> {
        let label = self.touchpoint.label.as_deref().unwrap_or_default();
        let (language, text) = texts.own(text);
        Words { language, text: self.fill(texts, text, label) }
    }

    /// The wording of the question on screen.
    pub fn wording<'a>(&self, texts: &Texts, question: Question<'a>) -> Words<'a> {
        let touchpoint = texts.touchpoint(question, &self.touchpoint);
        let standard;
        let (language, wording) = match question.text("text") {
            Some(text) => texts.own(text),
            None => {
                standard = texts.question(question.kind(), &touchpoint);
                ("", &*standard)
            }
        };
        Words { language, text: self.fill(texts, wording, &touchpoint) }
    }

    fn fill(&self, texts: &Texts, template: &str, touchpoint: &str) -> String {
        let settings = &self.settings;
        fill(template, &|name| {
            Some(match name {
                "shop" => settings.shop.clone(),
                "product" => settings.product.clone(),
                "first_name" => settings.first_name.clone(),
                "touchpoint" => touchpoint.into(),
                // Where there is an answer, the deferred part is there, too.
                _ if self.given.borrow().is_empty() => String::new(),
                _ => deferred::answer_text(self, texts, name.strip_prefix(ANSWER)?),
            })
        })
    }

    /// What was answered to the question of this key, or written below it.
    pub fn given(&self, question: &str) -> Option<AnswerValue> {
        let given = self.given.borrow();
        given.iter().find(|answer| answer.question.as_str() == question).map(|answer| answer.value.clone())
    }

    /// The answers on the way that was taken, in its order: who went back and took another branch has not answered what lies
    /// on the first.
    pub fn answers(&self) -> Vec<Answer> {
        let given = self.given.borrow();
        let mut answers = Vec::new();
        for index in &*self.way.borrow() {
            let Some(question) = self.survey.question(*index) else { continue };
            for answer in &*given {
                if question.is_answered_by(answer) {
                    answers.push(answer.clone());
                }
            }
        }
        answers
    }
}
