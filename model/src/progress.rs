//! How far a shopper has come in a survey.

use crate::answer::Answer;
use crate::moment::Moment;
use crate::read::Reader;

/// How far a shopper has come. What needs an answer cannot be without one.
#[derive(Debug, Clone, PartialEq)]
pub enum Progress {
    /// The question is on screen and nothing is answered.
    Shown,
    /// Something is answered and more can come.
    Partial(Answered),
    /// The shopper has finished.
    Complete(Answered),
    /// The shopper closed it, perhaps after having answered something, which counts.
    Dismissed(Option<Answered>),
}

/// At least one answer, and when the last was given.
#[derive(Debug, Clone, PartialEq)]
pub struct Answered {
    answers: Vec<Answer>,
    at: Moment,
}

/// The most answers a response has.
pub const MAX_ANSWERS: usize = 50;

impl Answered {
    /// The answers with the time of the last; `None` where there is none or one question is answered twice.
    pub fn new(answers: Vec<Answer>, at: Moment) -> Option<Self> {
        (!answers.is_empty() && answered_twice(&answers).is_none()).then_some(Self { answers, at })
    }
}

/// The question that is answered more than once.
fn answered_twice(answers: &[Answer]) -> Option<usize> {
    (1..answers.len()).find(|&i| answers[..i].iter().any(|earlier| earlier.question == answers[i].question))
}

impl Progress {
    /// The statuses as they are written.
    pub const STATUSES: [&str; 4] = ["shown", "partial", "complete", "dismissed"];

    /// The status as it is written.
    pub fn status(&self) -> &'static str {
        Self::STATUSES[match self {
            Self::Shown => 0,
            Self::Partial(_) => 1,
            Self::Complete(_) => 2,
            Self::Dismissed(_) => 3,
        }]
    }

    fn answered(&self) -> Option<&Answered> {
        match self {
            Self::Shown => None,
            Self::Partial(answered) | Self::Complete(answered) => Some(answered),
            Self::Dismissed(answered) => answered.as_ref(),
        }
    }

    /// The answers given so far.
    pub fn answers(&self) -> &[Answer] {
        self.answered().map_or(&[], |answered| &answered.answers)
    }

    /// When the last answer was given.
    pub fn answered_at(&self) -> Option<&Moment> {
        self.answered().map(|answered| &answered.at)
    }
}

/// Reads `status`, `answers` and `answered_at` of a response.
pub(crate) fn read_progress(reader: &Reader) -> Option<Progress> {
    let status = reader.member("status").one_of(&Progress::STATUSES);
    let array = reader.member("answers");
    let answers: Vec<Answer> = array.elements(MAX_ANSWERS, Answer::read)?;
    if let Some(index) = answered_twice(&answers) {
        return array.element(index).member("question").expected("each question answered once");
    }
    let at = reader.member("answered_at");
    let at = match (answers.is_empty(), at.is_present()) {
        (true, false) => None,
        (true, true) => return at.expected("no time of an answer where nothing is answered"),
        (false, _) => Some(at.moment()?),
    };
    let answered = at.map(|at| Answered { answers, at });
    match (status?, answered) {
        (0, None) => Some(Progress::Shown),
        (0, Some(_)) => array.error("answers", "none, since the status is shown"),
        (1, Some(answered)) => Some(Progress::Partial(answered)),
        (2, Some(answered)) => Some(Progress::Complete(answered)),
        (3, answered) => Some(Progress::Dismissed(answered)),
        (_, _) => array.error("none", "at least one answer, since the status is partial or complete"),
    }
}
