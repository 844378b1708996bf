//! The path through a survey: which question comes next, and how the survey ends.
//!
//! A question is skipped where its `when` does not hold. After an answer, the first branch that holds leads on; without one, the
//! next question follows. Branches only lead forward, so no survey has a cycle.
//!
//! A condition states what must be the case. Of the answer to a `question`: its `groups`, `min`, `max`, `chosen` and `answered`.
//! Of the shopper: the `touchpoints` and the `segments`. Everything that is given must hold; of each list, one element. `when` is a
//! condition, or an array of conditions of which one must hold.

use crate::answer::{Answer, AnswerValue};
use crate::json::Json;
use crate::key::Key;
use crate::survey::Survey;
use crate::touchpoint::covers;

/// Where a branch leads if not to a question.
pub(crate) const END: &str = "end";

/// What conditions are held against.
///
/// ```
/// use nachklang_model::flow::Situation;
/// use nachklang_model::kind::Scale;
/// use nachklang_model::{Key, Survey};
///
/// let survey = Survey::standard(Scale::CSAT);
/// let touchpoint = Key::new("checkout.payment").unwrap();
/// let situation = Situation { answers: &[], touchpoint: &touchpoint, segment: None };
/// assert_eq!(situation.first(&survey), 0);
/// // Behind the last question: the survey ends.
/// assert_eq!(situation.next(&survey, 0), survey.length());
/// ```
pub struct Situation<'a> {
    /// The answers so far.
    pub answers: &'a [Answer],
    /// Where the survey is asked.
    pub touchpoint: &'a Key,
    /// The segment the shop says the shopper is in.
    pub segment: Option<&'a Key>,
}

impl Situation<'_> {
    /// Whether the `when` of a question, a branch or an ending holds; without one it always does.
    pub fn meets(&self, when: Option<&Json>) -> bool {
        match when {
            None => true,
            Some(Json::Array(conditions)) => {
                conditions.is_empty() || conditions.iter().any(|condition| self.meets_one(condition))
            }
            Some(condition) => self.meets_one(condition),
        }
    }

    fn meets_one(&self, condition: &Json) -> bool {
        let touchpoint = |above: &str| covers(above, self.touchpoint.as_str());
        let segment = |wanted: &str| self.segment.is_some_and(|segment| segment.as_str() == wanted);
        any(condition, "touchpoints", &touchpoint)
            && any(condition, "segments", &segment)
            && condition.text("question").is_none_or(|question| self.is_answered_so(question, condition))
    }

    fn is_answered_so(&self, question: &str, condition: &Json) -> bool {
        let answer = self.answers.iter().find(|answer| answer.question.as_str() == question);
        let asks_for_answer = !matches!(condition.get("answered"), Some(Json::Bool(false)));
        answer.is_some() == asks_for_answer && answer.is_none_or(|answer| fits(&answer.value, condition))
    }

    /// The index of the question that comes first; behind the last where none is to be asked.
    pub fn first(&self, survey: &Survey) -> usize {
        self.asked_from(survey, 0)
    }

    /// The index of the question that comes after the one at `from`; behind the last where the survey ends.
    pub fn next(&self, survey: &Survey, from: usize) -> usize {
        let branches = survey.question(from).map_or(&[][..], |question| question.branches());
        let next = match branches.iter().find(|branch| self.meets(branch.get("when"))) {
            None => from + 1,
            Some(branch) => target(survey, branch.text("to")),
        };
        self.asked_from(survey, next)
    }

    /// The index of the question that is asked, the one at `next` or a later one.
    fn asked_from(&self, survey: &Survey, mut next: usize) -> usize {
        while let Some(question) = survey.question(next)
            && !self.meets(question.when())
        {
            next += 1;
        }
        next
    }
}

/// Whether an answer is what a condition says. Not inlined: before the first answer the widget can do without.
#[inline(never)]
fn fits(answer: &AnswerValue, condition: &Json) -> bool {
    match answer {
        AnswerValue::Rating(rating) => {
            let value = f64::from(rating.value());
            any(condition, "groups", &|name| rating.group().is_some_and(|group| group.name() == name))
                && condition.number("min").is_none_or(|min| value >= min)
                && condition.number("max").is_none_or(|max| value <= max)
        }
        AnswerValue::Choice(chosen) => {
            any(condition, "chosen", &|name| chosen.keys.iter().any(|key| key.as_str() == name))
        }
        _ => true,
    }
}

/// The index of the question a branch leads to; behind the last for the end.
fn target(survey: &Survey, to: Option<&str>) -> usize {
    let mut index = 0;
    while let Some(question) = survey.question(index)
        && Some(question.key()) != to
    {
        index += 1;
    }
    index
}

/// Whether `fits` for one of the names in this list of the condition, or there is no such list.
fn any(condition: &Json, list: &str, fits: &dyn Fn(&str) -> bool) -> bool {
    let names = condition.list(list);
    names.is_empty() || names.iter().any(|name| name.as_str().is_some_and(fits))
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::json::Json;
    use crate::kind::{Chosen, Scale};
    use crate::survey_file;

    /// NPS; detractors are asked for a reason, passives what is missing unless in the cart, promoters go to the end; then
    /// a contact for the segment "vip".
    fn example() -> Rc<Survey> {
        let file = r#"{"format":1,"surveys":[{"key":"s","questions":[
            {"kind":"nps","next":[{"when":{"question":"nps","groups":["promoter"]},"to":"contact"}]},
            {"kind":"multiple-choice","key":"reason","text":"Why?","when":{"question":"nps","groups":["detractor"],"min":1},
             "options":[{"key":"price","text":"Price"},{"key":"time","text":"Time"}],
             "next":[{"when":[{"question":"reason","chosen":["price"]},{"question":"reason","answered":false}],"to":"end"}]},
            {"kind":"short-text","text":"What?","when":{"question":"nps","groups":["passive","detractor"],"touchpoints":["checkout"]}},
            {"kind":"contact","text":"Where?","by":"email","consent":"Yes","when":{"segments":["vip"]}}]}]}"#;
        let json: Json = serde_json::from_str(file).unwrap();
        survey_file::read(&json, "").unwrap().remove(0)
    }

    fn rated(value: i8) -> Answer {
        Answer {
            question: Key::new("nps").unwrap(),
            value: AnswerValue::Rating(Scale::NPS.rating(value).unwrap()),
        }
    }

    fn chose(key: &str) -> Answer {
        let keys = vec![Key::new(key).unwrap()];
        let chosen = Chosen { multiple: true, keys, other: None };
        Answer { question: Key::new("reason").unwrap(), value: AnswerValue::Choice(chosen) }
    }

    #[test]
    fn leads_by_answers_groups_touchpoint_and_segment() {
        let (survey, vip) = (example(), Key::new("vip").unwrap());
        for (touchpoint, segment, answers, from, to) in [
            ("cart", None, vec![], None, 0),
            ("cart", None, vec![rated(3)], Some(0), 1),
            ("cart", None, vec![rated(0)], Some(0), 4),
            ("checkout.payment", None, vec![rated(0)], Some(0), 2),
            ("checkout.payment", None, vec![rated(8)], Some(0), 2),
            ("cart", None, vec![rated(8)], Some(0), 4),
            ("cart", Some(&vip), vec![rated(8)], Some(0), 3),
            ("checkout", Some(&vip), vec![rated(9)], Some(0), 3),
            ("checkout", None, vec![rated(9)], Some(0), 4),
            ("checkout", None, vec![rated(3), chose("price")], Some(1), 4),
            ("checkout", None, vec![rated(3), chose("time")], Some(1), 2),
            ("checkout", None, vec![rated(3)], Some(1), 4),
        ] {
            let touchpoint = Key::new(touchpoint).unwrap();
            let situation = Situation { answers: &answers, touchpoint: &touchpoint, segment };
            let next = match from {
                None => situation.first(&survey),
                Some(from) => situation.next(&survey, from),
            };
            assert_eq!(next, to, "{touchpoint} {segment:?} {answers:?}");
        }
    }
}
