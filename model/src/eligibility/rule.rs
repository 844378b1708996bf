//! What a survey wants, held against what is the case.

use super::context::Context;
use super::reason::Reason;
use crate::json::Json;
use crate::survey::Survey;
use crate::touchpoint::covers;
use crate::touchpoint::sign::fits;

/// A rule: where a survey says what it wants, and a context what is the case, there is a reason against the survey unless the
/// one fits the other. A survey that says nothing wants nothing.
pub(super) struct Rule {
    pub reason: Reason,
    /// The member of the survey, of its audience or its frequency.
    pub wanted: &'static str,
    /// The member of the context.
    pub found: &'static str,
    pub how: How,
}

/// How what is wanted is held against what is found.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum How {
    /// What is wanted is one of the list that is found.
    Listed,
    /// Nothing is found, or the very same.
    Alone,
    /// `false` is not found.
    NotDenied,
    /// What is found is a number below.
    Below,
    /// … in a range.
    Range,
    /// … 1 for a new visitor, and more for one that returns.
    Visits,
    /// It is a local time on or after a day.
    From,
    /// … on or before one.
    Until,
    /// … between two hours; the first one is included.
    Hours,
    /// Of each attribute, what is found is one of the values.
    Each,
    /// What is found is one of the list that is wanted. One that is empty wants nothing.
    OneOf,
    /// … or below one, as a touchpoint.
    Covered,
    /// … or begins like one, as a language tag.
    Language,
    /// A part of the list is in what is found.
    Part,
}

const fn rule(reason: Reason, wanted: &'static str, found: &'static str, how: How) -> Rule {
    Rule { reason, wanted, found, how }
}

/// The rules that ask for no history, in the order of the reasons.
pub(super) const RULES: [Rule; 21] = [
    rule(Reason::Consent, "key", "consent", How::NotDenied),
    rule(Reason::OtherSurvey, "key", "show", How::Alone),
    rule(Reason::Trigger, "key", "ready", How::Listed),
    rule(Reason::Touchpoint, "touchpoints", "touchpoint", How::Covered),
    rule(Reason::Phase, "phases", "phase", How::OneOf),
    rule(Reason::Path, "paths", "path", How::Part),
    rule(Reason::Device, "devices", "device", How::OneOf),
    rule(Reason::Language, "languages", "language", How::Language),
    rule(Reason::Visitor, "visitor", "visits", How::Visits),
    rule(Reason::Visits, "visits", "visits", How::Range),
    rule(Reason::Orders, "orders", "orders", How::Range),
    rule(Reason::DaysSinceOrder, "days_since_order", "days_since_order", How::Range),
    rule(Reason::OrderValue, "order_value", "order_value", How::Range),
    rule(Reason::CartValue, "cart_value", "cart_value", How::Range),
    rule(Reason::Channel, "channels", "channel", How::OneOf),
    rule(Reason::Segment, "segments", "segment", How::OneOf),
    rule(Reason::Attributes, "attributes", "attributes", How::Each),
    rule(Reason::Dates, "from", "now", How::From),
    rule(Reason::Dates, "until", "now", How::Until),
    rule(Reason::Hours, "hours", "now", How::Hours),
    rule(Reason::Share, "share", "share", How::Below),
];

impl Rule {
    /// Whether it is a reason against the survey.
    pub fn stands_against(&self, survey: &Survey, context: &Context) -> bool {
        let Some(wanted) = self.wanted(survey) else { return false };
        match context.0.get(self.found) {
            Some(found) => !holds(self.how, wanted, found),
            None => {
                let wants_nothing = matches!(wanted, Json::Array(list) if list.is_empty());
                !wants_nothing && !matches!(self.how, How::NotDenied | How::Alone)
            }
        }
    }

    /// What the survey says.
    pub fn wanted<'a>(&self, survey: &'a Survey) -> Option<&'a Json> {
        let survey = &survey.0;
        survey.get(self.wanted).or_else(|| survey.get("audience")?.get(self.wanted))
    }
}

fn holds(how: How, wanted: &Json, found: &Json) -> bool {
    let (wants, text) = (wanted.as_str().unwrap_or_default(), found.as_str().unwrap_or_default());
    let number = number(found);
    match how {
        How::Listed => is_one_of(wanted, found),
        How::Alone => is_same(wanted, found),
        How::NotDenied => !matches!(found, Json::Bool(false)),
        How::Below => number < self::number(wanted),
        How::Range => {
            number >= wanted.number("min").unwrap_or(f64::MIN)
                && number <= wanted.number("max").unwrap_or(f64::MAX)
        }
        How::Visits => (number > 1.0) == (wants == "returning"),
        How::From => wants <= text,
        How::Until => text <= wants || text.starts_with(wants),
        How::Hours => {
            let minutes = |name: &str| wanted.number(name).unwrap_or_default() * 60.0;
            let (now, from, until) = (minute(text), minutes("from"), minutes("until"));
            let (has_begun, goes_on) = (from <= now, now < until);
            if from <= until { has_begun && goes_on } else { has_begun || goes_on }
        }
        How::Each => match wanted {
            Json::Object(attributes) => attributes
                .iter()
                .all(|(name, values)| found.get(name).is_some_and(|value| is_one_of(value, values))),
            _ => true,
        },
        How::OneOf | How::Covered | How::Language | How::Part => {
            let list = wanted.items();
            let is_fit = |one: &Json| {
                let wants = one.as_str().unwrap_or_default();
                match how {
                    How::Covered => covers(wants, text),
                    How::Language => is_in_language(wants, text),
                    How::Part => fits(wants, text),
                    _ => is_same(one, found),
                }
            };
            list.is_empty() || list.iter().any(is_fit)
        }
    }
}

/// The number here; where there is none, one that no other is less than, equal to or greater than.
pub(super) fn number(json: &Json) -> f64 {
    match json {
        Json::Number(number) => *number,
        _ => f64::NAN,
    }
}

/// Whether `value` is one of the list.
pub(super) fn is_one_of(value: &Json, list: &Json) -> bool {
    list.items().iter().any(|one| is_same(one, value))
}

/// Whether two texts, numbers or flags are the same, or both nothing. All of JSON would be more to download.
pub(super) fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::String(one), Json::String(other)) => one == other,
        (Json::Number(one), Json::Number(other)) => one == other,
        (Json::Bool(one), Json::Bool(other)) => one == other,
        (Json::Null, Json::Null) => true,
        _ => false,
    }
}

/// `de` includes `de-AT`.
fn is_in_language(tag: &str, language: &str) -> bool {
    let begins = language.get(..tag.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(tag));
    begins && matches!(language.as_bytes().get(tag.len()), None | Some(b'-'))
}

/// The minute of the day at a local time.
fn minute(time: &str) -> f64 {
    let digit = |digit: &u8| i32::from(*digit) - 48;
    match time.as_bytes().get(11..16) {
        Some([ten_hours, hour, _, ten_minutes, minute]) => {
            f64::from((digit(ten_hours) * 10 + digit(hour)) * 60 + digit(ten_minutes) * 10 + digit(minute))
        }
        _ => f64::NAN,
    }
}
