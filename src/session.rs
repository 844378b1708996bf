//! One survey on screen, from its appearance to its last revision.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use gloo_timers::callback::Timeout;
use leptos::prelude::{ArcRwSignal, GetUntracked, Update, With};
use nachklang_model::context::WokenBy;
use nachklang_model::flow::Situation;
use nachklang_model::json::Json;
use nachklang_model::placeholder::fill;
use nachklang_model::survey_file::ANSWER;
use nachklang_model::{Answer, AnswerValue, Question, Response, Survey, Touchpoint};

use crate::deferred;
use crate::outbox::Outbox;
use crate::page::snapshot::{PageProbe, PageSnapshot};
use crate::settings::Settings;
use crate::texts::Texts;

/// A text of a survey as the shopper reads it.
pub struct LocalizedText<'a> {
    /// The tag of its language; empty where the shop does not say.
    pub language: &'a str,
    pub text: String,
}

/// One survey on screen. `deferred::revisions` turns each change into a revision of one response.
pub struct SurveySession {
    pub survey: Rc<Survey>,
    pub settings: &'static Settings,
    /// The touchpoint at which it is asked.
    pub touchpoint: Touchpoint,
    pub woken_by: WokenBy,
    /// The language it is asked in.
    pub locale: Rc<str>,
    /// The page when the survey appeared, except what `PageSnapshot` reads late, such as its size.
    pub page: PageSnapshot,
    /// All answers, including those to questions that are no longer on the path.
    pub given: RefCell<Vec<Answer>>,
    /// The indexes of the questions seen so far, the one on screen last. When it changes, the card shows another step.
    pub path: ArcRwSignal<Vec<usize>>,
    /// The response that is sent. The deferred part creates it: see `deferred::response`.
    pub response: OnceCell<RefCell<Response>>,
    /// Whether something changed that no revision contains yet.
    pub unsent: Cell<bool>,
    /// Whether the shopper wants to be asked later.
    pub later: Cell<bool>,
    pub debounce: RefCell<Option<Timeout>>,
    pub probe: PageProbe,
    pub outbox: &'static Outbox,
}

impl SurveySession {
    /// A survey that is about to appear; `None` if none of its questions is to be asked here.
    pub fn new(
        settings: &'static Settings,
        texts: &Texts,
        survey: Rc<Survey>,
        touchpoint: Touchpoint,
        woken_by: WokenBy,
        probe: PageProbe,
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
            page: probe.snapshot(),
            given: RefCell::default(),
            path: ArcRwSignal::new(vec![first]),
            response: OnceCell::new(),
            unsent: Cell::new(true),
            later: Cell::new(false),
            debounce: RefCell::default(),
            probe,
            outbox,
        })
    }

    /// The question on screen; `None` at the end.
    pub fn question(&self) -> Option<Question<'_>> {
        self.survey.question(self.path.with(|path| path.last().copied())?)
    }

    /// How many questions were seen, the one on screen included, and how many there are at most on the path.
    pub fn steps(&self) -> (usize, usize) {
        let (seen, last) = self.path.with(|path| (path.len(), path.last().copied().unwrap_or_default()));
        (seen, seen + self.survey.length().saturating_sub(last + 1))
    }

    /// Whether the question on screen is the last, as things stand.
    pub fn is_last(&self) -> bool {
        self.next() == self.survey.length()
    }

    /// The index of the next question, given the answers so far; one past the last question at the end.
    pub fn next(&self) -> usize {
        let from = self.path.with(|path| path.last().copied().unwrap_or_default());
        self.meets(&|situation| situation.next(&self.survey, from))
    }

    /// Evaluates something in the situation of this survey.
    pub fn meets<T>(&self, ask: &dyn Fn(&Situation) -> T) -> T {
        let answers = self.answers();
        ask(&Situation {
            answers: &answers,
            touchpoint: &self.touchpoint.key,
            segment: self.settings.segment.as_ref(),
        })
    }

    /// Goes to the question of this index, or to the end.
    pub fn go_to(&self, index: usize) {
        self.path.update(|path| path.push(index));
    }

    /// Goes back to the question before.
    pub fn go_back(&self) {
        self.path.update(|path| {
            path.pop();
        });
    }

    /// A text of the survey as the shopper reads it.
    pub fn text<'a>(&self, texts: &Texts, text: &'a Json) -> LocalizedText<'a> {
        let label = self.touchpoint.label.as_deref().unwrap_or_default();
        let (language, text) = texts.own(text);
        LocalizedText { language, text: self.fill(texts, text, label) }
    }

    /// The wording of the question on screen.
    pub fn wording<'a>(&self, texts: &Texts, question: Question<'a>) -> LocalizedText<'a> {
        let touchpoint = texts.touchpoint(question, &self.touchpoint);
        let standard;
        let (language, wording) = match question.text("text") {
            Some(text) => texts.own(text),
            None => {
                standard = texts.question(question.kind(), &touchpoint);
                ("", &*standard)
            }
        };
        LocalizedText { language, text: self.fill(texts, wording, &touchpoint) }
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

    /// The answer to the question of this key, or the comment below it.
    pub fn given(&self, question: &str) -> Option<AnswerValue> {
        let given = self.given.borrow();
        given.iter().find(|answer| answer.question.as_str() == question).map(|answer| answer.value.clone())
    }

    /// The answers on the path, in its order. A shopper who went back and took another branch has not answered the questions of
    /// the first one.
    pub fn answers(&self) -> Vec<Answer> {
        let given = self.given.borrow();
        let mut answers = Vec::new();
        for index in self.path.get_untracked() {
            let Some(question) = self.survey.question(index) else { continue };
            for answer in &*given {
                if question.is_answered_by(answer) {
                    answers.push(answer.clone());
                }
            }
        }
        answers
    }
}
