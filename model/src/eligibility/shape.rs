//! What triggers, audiences, frequencies and contexts look like in JSON, and what is wrong with one.

use super::history::Outcome;
use crate::channel::Channel;
use crate::context::{Device, MAX_ATTRIBUTES, Visitor};
use crate::field_error::FieldError;
use crate::json::Json;
use crate::read::{FieldErrors, Reader};
use crate::shape::Need::{May, Must};
use crate::shape::{DATE, LANGUAGE, LOCAL_TIME, Member, PATH, Shape, check_members, keys};
use crate::survey::{MAX_SURVEYS, MAX_TOUCHPOINTS};
use crate::touchpoint::Phase;
use crate::touchpoint::sign::PARTS;

/// The most seconds a trigger waits.
pub(crate) const MAX_SECONDS: u32 = 3600;
/// The most characters the name of an event has.
pub(crate) const MAX_EVENT_LENGTH: usize = 100;
/// The most characters a selector has.
pub(crate) const MAX_SELECTOR_LENGTH: usize = 200;
/// The most days after an order that a survey comes.
pub(crate) const MAX_ORDER_DAYS: u32 = 365;
/// The most languages an audience has.
pub(crate) const MAX_LANGUAGES: usize = 50;
/// The most values of an attribute of which a shopper has one.
pub(crate) const MAX_VALUES: usize = 50;
/// The most days a survey rests.
pub(crate) const MAX_COOLDOWN_DAYS: u32 = 3650;
/// The most hours a survey is put off.
pub(crate) const MAX_LATER_HOURS: u32 = 720;

/// What must have come before a survey is shown: all of it.
pub(crate) const TRIGGER: &[Member] = &[
    Member("load", Shape::Number(0, MAX_SECONDS), May),
    Member("idle", Shape::Number(0, MAX_SECONDS), May),
    Member("stay", Shape::Number(0, MAX_SECONDS), May),
    Member("scroll", Shape::Number(1, 100), May),
    Member("exit", Shape::True, May),
    Member("abandon", Shape::True, May),
    Member("event", Shape::Plain(MAX_EVENT_LENGTH), May),
    Member("click", Shape::Plain(MAX_SELECTOR_LENGTH), May),
    Member("view", Shape::Plain(MAX_SELECTOR_LENGTH), May),
    Member("order", Shape::Number(1, MAX_ORDER_DAYS), May),
    Member("call", Shape::True, May),
];

/// To whom a survey is shown, and when.
pub(crate) const AUDIENCE: &[Member] = &[
    Member("phases", Shape::List(&Shape::OneOf(&Phase::NAMES), Phase::NAMES.len()), May),
    Member("paths", PARTS, May),
    Member("devices", Shape::List(&Shape::OneOf(&Device::NAMES), Device::NAMES.len()), May),
    Member("languages", Shape::List(&LANGUAGE, MAX_LANGUAGES), May),
    Member("visitor", Shape::OneOf(&Visitor::NAMES), May),
    Member("visits", Shape::Range, May),
    Member("orders", Shape::Range, May),
    Member("days_since_order", Shape::Range, May),
    Member("order_value", Shape::Range, May),
    Member("cart_value", Shape::Range, May),
    Member("channels", Shape::List(&Shape::OneOf(&Channel::NAMES), Channel::NAMES.len()), May),
    Member("segments", keys(MAX_TOUCHPOINTS), May),
    Member("attributes", Shape::Map(VALUES, MAX_ATTRIBUTES), May),
    Member("from", DATE, May),
    Member("until", DATE, May),
    Member("hours", Shape::Object(HOURS), May),
];

const VALUES: &Shape = &Shape::Filled(&Shape::List(&Shape::Value, MAX_VALUES));

const HOURS: &[Member] =
    &[Member("from", Shape::Number(0, 24), Must), Member("until", Shape::Number(0, 24), Must)];

/// How often a survey is shown.
pub(crate) const FREQUENCY: &[Member] = &[
    Member("answered_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("dismissed_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("ignored_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("most", Shape::Whole(1, u32::MAX), May),
    Member("once_per_order", Shape::Flag, May),
    Member("later_hours", Shape::Number(1, MAX_LATER_HOURS), May),
];

/// Notes what the tables cannot see that is wrong with a survey's share and audience.
pub(crate) fn check_whom(survey: &Reader) {
    let share = survey.member("share");
    let is_share = matches!(share.json(), Some(Json::Number(share)) if *share > 0.0 && *share <= 100.0);
    if share.is_present() && !is_share {
        share.expected::<()>("a number above 0 and at most 100");
    }
    let audience = survey.member("audience");
    let until = audience.member("until");
    let date = |reader: &Reader| reader.json().and_then(Json::as_str).map(String::from);
    if let (Some(from), Some(last)) = (date(&audience.member("from")), date(&until))
        && last < from
    {
        until.expected::<()>("a date that is not before \"from\"");
    }
    let hours = audience.member("hours");
    let hour = |name: &str| hours.json().and_then(|hours| hours.number(name));
    if let (Some(from), Some(until)) = (hour("from"), hour("until"))
        && (from == until || from == 24.0 && until == 0.0)
    {
        hours.member("until").expected::<()>("another hour than \"from\": there is no time between them");
    }
}

/// What a context may hold. The module's documentation says what it means.
const CONTEXT: &[Member] = &[
    Member("touchpoint", Shape::Key, May),
    Member("phase", Shape::OneOf(&Phase::NAMES), May),
    Member("path", PATH, May),
    Member("device", Shape::OneOf(&Device::NAMES), May),
    Member("language", LANGUAGE, May),
    Member("visits", Shape::Whole(0, u32::MAX), May),
    Member("orders", Shape::Whole(0, u32::MAX), May),
    Member("days_since_order", Shape::Amount, May),
    Member("order_value", Shape::Amount, May),
    Member("cart_value", Shape::Amount, May),
    Member("channel", Shape::OneOf(&Channel::NAMES), May),
    Member("segment", Shape::Key, May),
    Member("attributes", Shape::Map(&Shape::Value, MAX_ATTRIBUTES), May),
    Member("ready", keys(MAX_SURVEYS), May),
    Member("consent", Shape::Flag, May),
    Member("share", Shape::Number(0, 100), May),
    Member("now", LOCAL_TIME, May),
    Member("order", Shape::Amount, May),
    Member("show", Shape::Key, May),
];

/// What may stand beside it where somebody writes a context down: what the device remembers, and the time.
const BESIDE: &[Member] =
    &[Member("history", Shape::Object(HISTORY), May), Member("unix", Shape::Amount, May)];

const HISTORY: &[Member] = &[
    Member("shown", Shape::Amount, May),
    Member("quiet", Shape::Amount, May),
    Member("surveys", Shape::Map(&Shape::Object(ENTRY), MAX_SURVEYS), May),
];

const ENTRY: &[Member] = &[
    Member("count", Shape::Whole(0, u32::MAX), May),
    Member("at", Shape::Amount, May),
    Member("outcome", Shape::OneOf(&Outcome::NAMES), May),
    Member("order", Shape::Amount, May),
];

/// Everything that is wrong with a context as somebody writes it down: its members, and beside them `history` and `unix`, the
/// time in milliseconds since 1970. `name` begins the paths.
pub fn context_problems(json: &Json, name: &str) -> Vec<FieldError> {
    let errors = FieldErrors::default();
    check_members(&Reader::new(json, name, &errors), &[CONTEXT, BESIDE], &[]);
    errors.into_errors()
}
