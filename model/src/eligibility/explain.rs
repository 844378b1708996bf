//! Why a survey is shown or not, in words: for those who write survey files.

use super::check::reasons_against;
use super::context::Context;
use super::history::{History, cooldown};
use super::reason::Reason;
use super::rule::{How, RULES, Rule, is_one_of};

use crate::duration::{DAY, HOUR};
use crate::json::{Json, Object};
use crate::survey::Survey;
use crate::text::{concat, decimal};

/// Why `survey` is shown or not: `{"survey", "shown", "reasons": [{"reason", "wanted", "found", "message"}]}`. What is wanted and
/// found is missing where there is nothing; quiet periods and cooldowns are in days.
pub fn explain(survey: &Survey, context: &Context, history: &History, now: f64) -> Json {
    let reasons = reasons_against(survey, context, history, now);
    let mut explained = Object::default();
    explained.put("survey", survey.key());
    explained.put("shown", Json::Bool(reasons.is_empty()));
    let case = Case { survey, context, history, now };
    explained.put("reasons", Json::Array(reasons.iter().map(|reason| case.explain(*reason)).collect()));
    explained.into()
}

struct Case<'a> {
    survey: &'a Survey,
    context: &'a Context,
    history: &'a History,
    now: f64,
}

/// What is wanted, what is found, and the sentence.
type Explained = (Option<Json>, Option<Json>, String);

impl Case<'_> {
    fn explain(&self, reason: Reason) -> Json {
        let (wanted, found, message) = match RULES.iter().find(|rule| rule.reason == reason) {
            Some(rule) => self.of_rule(rule),
            None => self.of_history(reason),
        };
        let mut explained = Object::default();
        explained.put("reason", reason.name());
        explained.put_some("wanted", wanted);
        explained.put_some("found", found);
        explained.put("message", Json::String(message));
        explained.into()
    }

    fn of_rule(&self, rule: &Rule) -> Explained {
        let mut wanted = rule.wanted(self.survey).cloned().unwrap_or(Json::Null);
        let found = self.context.0.get(rule.found);
        match rule.how {
            How::From | How::Until => wanted = only(self.survey.0.get("audience"), &["from", "until"]),
            How::Listed => {
                let load = Json::Object(vec![("load".into(), Json::Number(0.0))]);
                wanted = self.survey.trigger().cloned().unwrap_or(load);
            }
            _ => {}
        }
        let is = found.map_or("which is not known".into(), |found| {
            let found = text(found);
            let part = match rule.how {
                How::From | How::Until => found.get(..10),
                How::Hours => found.get(11..16),
                _ => None,
            };
            concat(&["this is ", part.unwrap_or(&found)])
        });
        let message = match rule.how {
            How::NotDenied => "the consent is not given".into(),
            How::Alone => concat(&["only ", &found.map_or(String::new(), text), " is meant"]),
            How::Listed => concat(&["the trigger conditions do not hold: ", &text(&wanted)]),
            How::Below => concat(&[
                "share: wants ",
                &text(&wanted),
                " % of the visitors, this is number ",
                &found.map_or("unknown".into(), text),
                " of 100",
            ]),
            How::Each => self.attributes(&wanted, found),
            How::Visits => {
                let number =
                    found.map_or("which is not known".into(), |n| concat(&["this is visit ", &text(n)]));
                concat(&["visitor: wants ", &text(&wanted), ", ", &number])
            }
            _ => concat(&[rule.wanted_name(), ": wants ", &text(&wanted), ", ", &is]),
        };
        (Some(wanted), found.cloned(), message)
    }

    /// The attributes that do not fit, each with what is wanted of it and what it is.
    fn attributes(&self, wanted: &Json, found: Option<&Json>) -> String {
        let mut message = String::from("attributes:");
        let mut separator = " ";
        if let Json::Object(attributes) = wanted {
            for (name, values) in attributes {
                let value = found.and_then(|found| found.get(name));
                if value.is_some_and(|value| is_one_of(value, values)) {
                    continue;
                }
                let is =
                    value.map_or("which is not known".into(), |value| concat(&["this is ", &text(value)]));
                message.push_str(&concat(&[separator, name, " wants ", &text(values), ", ", &is]));
                separator = "; ";
            }
        }
        message
    }

    fn of_history(&self, reason: Reason) -> Explained {
        let days = |time: f64| Some(Json::Number((time / DAY * 1000.0).round() / 1000.0));
        let nothing = Json::Null;
        let entry = self.history.entry(self.survey.key()).unwrap_or(&nothing);
        match reason {
            Reason::Quiet => {
                let quiet = self.history.0.number("quiet").unwrap_or_default();
                let left = self.history.quiet_remaining(self.now);
                let message = concat(&["a survey was shown not long ago: quiet for ", &time(left)]);
                (days(quiet), days(quiet - left), message)
            }
            Reason::Cooldown => {
                let cooldown = cooldown(self.survey, entry);
                let left = self.history.cooldown_remaining(self.survey, self.now);
                let outcome = match entry.text("outcome") {
                    Some("answered") => "it was answered",
                    Some("dismissed") => "it was dismissed",
                    Some("later") => "it was put off",
                    _ => "it was ignored",
                };
                (days(cooldown), days(cooldown - left), concat(&[outcome, ": cooldown for ", &time(left)]))
            }
            Reason::MaxTimes => {
                let most =
                    self.survey.0.get("frequency").and_then(|frequency| frequency.get("max_times")).cloned();
                let count = entry.get("count").cloned();
                let [wants, was] = [&most, &count].map(|number| number.as_ref().map_or(String::new(), text));
                (
                    most,
                    count,
                    concat(&["max_times: wants to be shown at most ", &wants, "×, and was ", &was, "×"]),
                )
            }
            _ => {
                let order = entry.get("order").cloned();
                (None, order, "it was shown since the last order already".into())
            }
        }
    }
}

impl Rule {
    /// The member that says what is wanted; of dates, which are two, the reason.
    fn wanted_name(&self) -> &'static str {
        if self.reason == Reason::Dates { self.reason.name() } else { self.wanted }
    }
}

/// An object without its other members.
fn only(json: Option<&Json>, names: &[&str]) -> Json {
    let Some(Json::Object(members)) = json else { return Json::Null };
    let meant = members.iter().filter(|(name, _)| names.contains(&name.as_str()));
    Json::Object(meant.cloned().collect())
}

/// The most values that are written out.
const MAX_WRITTEN: usize = 8;

/// A value in words: `phone or tablet`, `at least 2 and at most 5`.
fn text(json: &Json) -> String {
    let parts: Vec<String> = match json {
        Json::String(text) => return text.clone(),
        Json::Array(items) => items.iter().map(text).collect(),
        Json::Object(members) => members.iter().map(|(name, value)| member(name, value)).collect(),
        _ => return json.described().into_owned(),
    };
    let separator = if matches!(json, Json::Array(_)) { " or " } else { " and " };
    let mut all = String::new();
    for (index, part) in parts.iter().take(MAX_WRITTEN).enumerate() {
        let before = if index == 0 { "" } else { separator };
        all.push_str(&concat(&[before, part]));
    }
    if parts.len() > MAX_WRITTEN {
        let more = decimal((parts.len() - MAX_WRITTEN) as i32);
        all.push_str(&concat(&[separator, &more, " more"]));
    }
    all
}

/// A member in words: `at least 2`, `exit`, `load 30`.
fn member(name: &str, value: &Json) -> String {
    let words: String = match name {
        "min" => "at least".into(),
        "max" => "at most".into(),
        _ => name.split('_').collect::<Vec<&str>>().join(" "),
    };
    match value {
        Json::Bool(true) => words,
        _ => concat(&[&words, " ", &text(value)]),
    }
}

/// A time that is left, in words, rounded up to whole units.
fn time(left: f64) -> String {
    let (unit, name) = if left > 2.0 * DAY { (DAY, " more day") } else { (HOUR, " more hour") };
    let units = (left / unit).ceil().min(f64::from(i32::MAX)) as i32;
    concat(&[&decimal(units), name, if units == 1 { "" } else { "s" }])
}
