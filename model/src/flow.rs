//! The way through a survey: which question comes next, and how it ends.
//!
//! A question is passed over where its `when` does not hold. After an answer the first branch that holds says where to go;
//! without one the next question follows. Branches only lead forward, so no survey can go in a circle.
//!
//! A condition says what must be the case: of the answer to a `question` its `groups`, `at_least`, `at_most`, `chosen` and
//! `answered`; the `touchpoints`; the `segments`. All that is given must hold, of each list one. `when` is a condition, or an
//! array of which one must hold.

use crate::answer::{Answer, AnswerValue};
use crate::json::Json;
use crate::key::Key;
use crate::kind::{Group, InputKind, OTHER};
use crate::read::Reader;
use crate::shape::Need::{May, Must};
use crate::shape::{Member, Shape, check_members, keys};
use crate::survey::{MAX_TOUCHPOINTS, Question, Survey, TOUCHPOINTS};
use crate::touchpoint::covers;

/// Where a branch leads if not to a question.
pub(crate) const END: &str = "end";

/// The most conditions of which one must hold.
pub(crate) const MAX_CONDITIONS: usize = 10;
/// The most branches a question has.
pub(crate) const MAX_BRANCHES: usize = 20;

const CONDITION: &[Member] = &[
    Member("question", Shape::Elsewhere, May),
    Member("groups", Shape::Elsewhere, May),
    Member("at_least", Shape::Elsewhere, May),
    Member("at_most", Shape::Elsewhere, May),
    Member("chosen", Shape::Elsewhere, May),
    Member("answered", Shape::Flag, May),
    Member("touchpoints", TOUCHPOINTS, May),
    Member("segments", keys(MAX_TOUCHPOINTS), May),
];

const BRANCH: &[Member] = &[Member("when", Shape::Elsewhere, May), Member("to", Shape::Elsewhere, Must)];

/// What conditions are held against.
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
                && condition.number("at_least").is_none_or(|least| value >= least)
                && condition.number("at_most").is_none_or(|most| value <= most)
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

/// Notes what is wrong with the `when` of a question, a branch or an ending. `earlier` are the questions that can have been
/// answered by then.
pub(crate) fn check_conditions(reader: &Reader, earlier: &[Question]) {
    let when = reader.member("when");
    if !when.is_present() {
        return;
    }
    if when.is_object() {
        return check_condition(&when, earlier);
    }
    for index in 0..when.length(MAX_CONDITIONS).unwrap_or_default() {
        check_condition(&when.element(index), earlier);
    }
}

fn check_condition(reader: &Reader, earlier: &[Question]) {
    check_members(reader, &[CONDITION], &[]);
    let question = reader.member("question");
    let aspects = ["groups", "at_least", "at_most", "chosen", "answered"];
    if question.is_present() {
        let keyed = earlier.iter().map(Question::key).filter(|key| !key.is_empty());
        let keyed: Vec<&str> = keyed.collect();
        if keyed.is_empty() {
            question.expected::<()>("nothing: no question stands before this place");
        } else if let Some(index) = question.one_of(&keyed)
            && let Some(asked) = earlier.iter().find(|earlier| earlier.key() == keyed[index])
        {
            check_aspects(reader, asked);
        }
    } else if let Some(aspect) = aspects.iter().find(|aspect| reader.member(aspect).is_present()) {
        reader.member(aspect).expected::<()>("\"question\" beside it, which says whose answer is meant");
    }
}

/// Notes what is wrong with what is asked of the answer to `question`; each aspect only where such an answer has it.
fn check_aspects(reader: &Reader, question: &Question) {
    let (on_scale, on_list) = match question.input_kind() {
        InputKind::Scale => (true, false),
        InputKind::Single | InputKind::Multiple => (false, true),
        // Its kind has a mistake of its own, which is noted already.
        InputKind::Statement if question.kind() != "statement" => return,
        _ => (false, false),
    };
    let scale = question.scale();
    for name in ["groups", "at_least", "at_most", "chosen"] {
        let aspect = reader.member(name);
        if !aspect.is_present() {
            continue;
        }
        if on_scale == (name == "chosen") || (name == "chosen") != on_list {
            aspect.expected::<()>("nothing: the question it is about is of another kind");
        } else if name == "groups" {
            let groups: Vec<&str> = scale.groups().map(Group::name).collect();
            if groups.is_empty() {
                aspect.expected::<()>("\"at_least\" or \"at_most\": a rating has no groups");
            } else {
                check_names(&aspect, &groups);
            }
        } else if name == "chosen" {
            let mut options: Vec<&str> =
                question.options().iter().filter_map(|option| option.text("key")).collect();
            if question.has_other() {
                options.push(OTHER);
            }
            check_names(&aspect, &options);
        } else {
            aspect.integer(scale.min().into(), scale.max().into());
        }
    }
}

fn check_names(list: &Reader, names: &[&str]) {
    for index in 0..list.length(names.len()).unwrap_or_default() {
        list.element(index).one_of(names);
    }
}

/// Notes what is wrong with the branches of the question at `index`.
pub(crate) fn check_branches(reader: &Reader, index: usize, questions: &[Question]) {
    let branches = reader.member("next");
    if !branches.is_present() {
        return;
    }
    let (earlier, later) = questions.split_at(index + 1);
    for branch in 0..branches.length(MAX_BRANCHES).unwrap_or_default() {
        let branch = branches.element(branch);
        check_members(&branch, &[BRANCH], &[]);
        check_conditions(&branch, earlier);
        let to = branch.member("to");
        // Said in words of its own, because "not one of" would not tell why.
        if earlier.iter().any(|question| to.is_text(question.key())) {
            to.expected::<()>("a question that stands behind this one, or \"end\": going back makes a cycle");
        } else if branch.is_object() {
            let mut targets: Vec<&str> =
                later.iter().map(Question::key).filter(|key| !key.is_empty()).collect();
            targets.push(END);
            to.one_of(&targets);
        }
    }
}

/// Notes questions that no way through the survey comes by. Where a branch leads nowhere, which is noted already, nothing is
/// said: nobody knows what was meant.
pub(crate) fn check_reachable(array: &Reader, questions: &[Question]) {
    let mut reachable = vec![false; questions.len() + 1];
    reachable[0] = true;
    let mut never = Vec::new();
    for (index, question) in questions.iter().enumerate() {
        if !reachable[index] {
            never.push(index);
            continue;
        }
        let mut falls_through = true;
        for branch in question.branches() {
            let to = branch.text("to").unwrap_or_default();
            match questions.iter().position(|later| later.key() == to) {
                // No branch behind one that is always taken ever is.
                Some(to) => reachable[to] |= falls_through,
                None if to == END => {}
                None => return,
            }
            let always =
                branch.get("when").is_none_or(|when| matches!(when, Json::Array(any) if any.is_empty()));
            falls_through &= !always;
        }
        reachable[index + 1] |= falls_through || question.when().is_some();
    }
    for index in never {
        let found = "a question that is never asked";
        array.element(index).error::<()>(found, "a way that leads to it: all branches before go past it");
    }
}

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::json::Json;
    use crate::kind::{Chosen, Scale};
    use crate::survey;

    /// NPS; detractors are asked for a reason, passives what is missing unless in the cart, promoters go to the end; then
    /// a contact for the segment "vip".
    fn example() -> Rc<Survey> {
        let file = r#"{"format":1,"surveys":[{"key":"s","questions":[
            {"kind":"nps","next":[{"when":{"question":"nps","groups":["promoter"]},"to":"contact"}]},
            {"kind":"multiple-choice","key":"reason","text":"Why?","when":{"question":"nps","groups":["detractor"],"at_least":1},
             "options":[{"key":"price","text":"Price"},{"key":"time","text":"Time"}],
             "next":[{"when":[{"question":"reason","chosen":["price"]},{"question":"reason","answered":false}],"to":"end"}]},
            {"kind":"short-text","text":"What?","when":{"question":"nps","groups":["passive","detractor"],"touchpoints":["checkout"]}},
            {"kind":"contact","text":"Where?","by":"email","consent":"Yes","when":{"segments":["vip"]}}]}]}"#;
        let json: Json = serde_json::from_str(file).unwrap();
        survey::read_file(&json, "").unwrap().remove(0)
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
