//! Triggers, audiences and frequencies in a survey file: to whom a survey is shown, when and how often.

use super::limits::{
    MAX_COOLDOWN_DAYS, MAX_EVENT_LENGTH, MAX_LANGUAGES, MAX_LATER_HOURS, MAX_ORDER_DAYS, MAX_SECONDS,
    MAX_SELECTOR_LENGTH, MAX_TOUCHPOINTS, MAX_VALUES,
};
use crate::channel::Channel;
use crate::context::{Device, MAX_ATTRIBUTE_LENGTH, MAX_ATTRIBUTES, Visitor};
use crate::json::Json;
use crate::read::Reader;
use crate::shape::Need::{May, Must};
use crate::shape::{DATE, LANGUAGE, Member, Shape, keys};
use crate::touchpoint::Phase;
use crate::touchpoint::sign::PARTS;

/// The trigger conditions of a survey: all must hold.
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

const VALUES: &Shape = &Shape::Filled(&Shape::List(&Shape::Value(MAX_ATTRIBUTE_LENGTH), MAX_VALUES));

const HOURS: &[Member] =
    &[Member("from", Shape::Number(0, 24), Must), Member("until", Shape::Number(0, 24), Must)];

/// How often a survey is shown.
pub(crate) const FREQUENCY: &[Member] = &[
    Member("answered_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("dismissed_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("ignored_days", Shape::Number(0, MAX_COOLDOWN_DAYS), May),
    Member("max_times", Shape::Whole(1, u32::MAX), May),
    Member("once_per_order", Shape::Flag, May),
    Member("later_hours", Shape::Number(1, MAX_LATER_HOURS), May),
];

/// Reports what the tables cannot see that is wrong with a survey's share and audience.
pub(super) fn check_targeting(survey: &Reader) {
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
