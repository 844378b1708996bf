//! What is wrong with the conditions and branches of a survey.

use super::limits::{MAX_BRANCHES, MAX_CONDITIONS};
use super::members::{BRANCH, CONDITION};
use crate::flow::END;
use crate::json::Json;
use crate::kind::{Group, InputKind, OTHER};
use crate::question::Question;
use crate::read::Reader;
use crate::shape::check_members;

/// Reports what is wrong with the `when` of a question, a branch or an ending. `earlier` are the questions that can have been
/// answered by then.
pub(super) fn check_conditions(reader: &Reader, earlier: &[Question]) {
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
    let aspects = ["groups", "min", "max", "chosen", "answered"];
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

/// Reports what is wrong with what is asked of the answer to `question`; each aspect only where such an answer has it.
fn check_aspects(reader: &Reader, question: &Question) {
    let (on_scale, on_list) = match question.input_kind() {
        InputKind::Scale => (true, false),
        InputKind::Single | InputKind::Multiple => (false, true),
        // Its kind has a mistake of its own, which is reported already.
        InputKind::Statement if question.kind() != "statement" => return,
        _ => (false, false),
    };
    let scale = question.scale();
    for name in ["groups", "min", "max", "chosen"] {
        let aspect = reader.member(name);
        if !aspect.is_present() {
            continue;
        }
        if on_scale == (name == "chosen") || (name == "chosen") != on_list {
            aspect.expected::<()>("nothing: the question it is about is of another kind");
        } else if name == "groups" {
            let groups: Vec<&str> = scale.groups().map(Group::name).collect();
            if groups.is_empty() {
                aspect.expected::<()>("\"min\" or \"max\": a rating has no groups");
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

/// Reports what is wrong with the branches of the question at `index`.
pub(super) fn check_branches(reader: &Reader, index: usize, questions: &[Question]) {
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

/// Reports questions that no path through the survey reaches. Where a branch leads nowhere, which is reported already, this
/// reports nothing: nobody knows what was meant.
pub(super) fn check_reachable(array: &Reader, questions: &[Question]) {
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
