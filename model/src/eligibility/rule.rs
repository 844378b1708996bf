//! What a survey wants, held against what is the case.

use super::{Context, Reason};
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
    /// It is a local time between two dates, both included.
    Dates,
    /// … between two hours; the first one is included.
    Hours,
    /// Of each attribute, what is found is one of the values.
    Each,
    /// What is found is one of the list that is wanted, which may be empty: then everything is.
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
pub(super) const RULES: [Rule; 20] = [
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
    rule(Reason::Dates, "audience", "now", How::Dates),
    rule(Reason::Hours, "hours", "now", How::Hours),
    rule(Reason::Share, "share", "share", How::Below),
];

impl Rule {
    /// Whether it is a reason against the survey.
    pub fn stands_against(&self, survey: &Survey, context: &Context) -> bool {
        let found = context.0.get(self.found).unwrap_or(&Json::Null);
        self.wanted(survey).is_some_and(|wanted| !holds(self.how, wanted, found))
    }

    /// What the survey says.
    pub fn wanted<'a>(&self, survey: &'a Survey) -> Option<&'a Json> {
        let survey = &survey.0;
        survey.get(self.wanted).or_else(|| survey.get("audience")?.get(self.wanted))
    }
}

fn holds(how: How, wanted: &Json, found: &Json) -> bool {
    let text = found.as_str().unwrap_or_default();
    let number = match found {
        Json::Number(number) => *number,
        _ => f64::NAN,
    };
    match how {
        How::Listed => is_one_of(wanted, found),
        How::Alone => matches!(found, Json::Null) || is_same(wanted, found),
        How::NotDenied => !matches!(found, Json::Bool(false)),
        How::Below => matches!(wanted, Json::Number(share) if number < *share),
        How::Range => {
            number >= wanted.number("at_least").unwrap_or(f64::MIN)
                && number <= wanted.number("at_most").unwrap_or(f64::MAX)
        }
        How::Visits if wanted.as_str() == Some("returning") => number > 1.0,
        How::Visits => number <= 1.0,
        How::Dates => {
            let today = text.get(..10).unwrap_or_default();
            wanted.text("from").is_none_or(|from| !today.is_empty() && from <= today)
                && wanted.text("until").is_none_or(|until| !today.is_empty() && today <= until)
        }
        How::Hours => {
            let end = |name: &str| wanted.number(name).unwrap_or_default();
            let (hour, from, until) = (hour(text), end("from"), end("until"));
            if from <= until { from <= hour && hour < until } else { from <= hour || hour < until }
        }
        How::Each => match wanted {
            Json::Object(attributes) => attributes
                .iter()
                .all(|(name, values)| found.get(name).is_some_and(|value| is_one_of(value, values))),
            _ => true,
        },
        How::OneOf | How::Covered | How::Language | How::Part => {
            let list = wanted.items();
            list.is_empty()
                || list.iter().any(|one| {
                    let one = one.as_str().unwrap_or_default();
                    !text.is_empty()
                        && match how {
                            How::Covered => covers(one, text),
                            How::Language => is_in_language(one, text),
                            How::Part => fits(one, text),
                            _ => one == text,
                        }
                })
        }
    }
}

/// Whether `value` is one of the list.
pub(super) fn is_one_of(value: &Json, list: &Json) -> bool {
    list.items().iter().any(|one| is_same(one, value))
}

/// Whether two texts, numbers or flags are the same. All of JSON would be more to download.
fn is_same(one: &Json, other: &Json) -> bool {
    match (one, other) {
        (Json::String(one), Json::String(other)) => one == other,
        (Json::Number(one), Json::Number(other)) => one == other,
        (Json::Bool(one), Json::Bool(other)) => one == other,
        _ => false,
    }
}

/// `de` includes `de-AT`.
fn is_in_language(tag: &str, language: &str) -> bool {
    let (tag, language) = (tag.as_bytes(), language.as_bytes());
    language.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag))
        && matches!(language.get(tag.len()), None | Some(b'-'))
}

/// The hour of a local time, minutes as parts of it; no number where it is none.
pub(super) fn hour(time: &str) -> f64 {
    let digit = |at: usize| time.as_bytes().get(at).map_or(f64::NAN, |digit| f64::from(*digit) - 48.0);
    digit(11) * 10.0 + digit(12) + (digit(14) * 10.0 + digit(15)) / 60.0
}
