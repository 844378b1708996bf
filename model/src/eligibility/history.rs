//! What the device remembers of the surveys it showed.

use super::context::Context;
use super::outcome::Outcome;
use super::rule::{is_same, number};
use crate::duration::{DAY, HOUR};
use crate::json::Json;
use crate::survey::Survey;

/// What the device remembers: an object with the time at which a survey was `shown` last, for how long it is to be `quiet` after
/// it, and of each of the `surveys`, under its key, how often it was shown (`count`), when what is known of it happened (`at`), the
/// `outcome`, and the `order` that was the last when it was shown. Times are in milliseconds since 1970. What is not there, or
/// something else, was never written.
#[derive(Debug, Clone, PartialEq)]
pub struct History(pub Json);

/// The cooldown after each outcome: the member of `frequency` that sets it, its default, and the unit.
pub(crate) const COOLDOWNS: [(&str, f64, f64); 4] = [
    ("ignored_days", 7.0, DAY),
    ("answered_days", 90.0, DAY),
    ("dismissed_days", 30.0, DAY),
    ("later_hours", 24.0, HOUR),
];

impl History {
    /// A survey is shown: for `quiet` milliseconds none is to be. `order` is that of the [`Context`]. Until it has
    /// [`record_outcome`](Self::record_outcome) it is ignored.
    pub fn record_shown(&mut self, survey: &str, now: f64, quiet: f64, order: Option<f64>) {
        let count = self.entry(survey).and_then(|entry| entry.number("count")).unwrap_or_default();
        put(&mut self.0, "shown", Json::Number(now));
        put(&mut self.0, "quiet", Json::Number(quiet));
        let entry = member(member(&mut self.0, "surveys"), survey);
        put(entry, "count", Json::Number(count + 1.0));
        put(entry, "order", order.map_or(Json::Null, Json::Number));
        self.record_outcome(survey, Outcome::Ignored, now);
    }

    /// A survey that was shown has come to an end. Its cooldown begins.
    pub fn record_outcome(&mut self, survey: &str, outcome: Outcome, now: f64) {
        let entry = member(member(&mut self.0, "surveys"), survey);
        put(entry, "at", Json::Number(now));
        put(entry, "outcome", outcome.name().into());
    }

    /// Sets every time in the future to `now`, and says whether there was one: then the clock was set back. Quiet
    /// period and cooldowns then last as long as if it had all been now. `order` stays, because it only tells orders apart.
    pub fn clamp_to(&mut self, now: f64) -> bool {
        let mut is_changed = clamp(&mut self.0, "shown", now);
        for (name, surveys) in members(&mut self.0) {
            if name == "surveys" {
                for (_, entry) in members(surveys) {
                    is_changed |= clamp(entry, "at", now);
                }
            }
        }
        is_changed
    }

    /// What is known of a survey.
    pub(super) fn entry(&self, survey: &str) -> Option<&Json> {
        self.0.get("surveys")?.get(survey)
    }

    /// How many more milliseconds the quiet period lasts; it is over at 0 and below.
    pub(super) fn quiet_remaining(&self, now: f64) -> f64 {
        left(&self.0, "shown", self.0.number("quiet").unwrap_or_default(), now)
    }

    /// How many more milliseconds the cooldown of `survey` lasts; it is over at 0 and below.
    pub(super) fn cooldown_remaining(&self, survey: &Survey, now: f64) -> f64 {
        self.entry(survey.key()).map_or(0.0, |entry| left(entry, "at", cooldown(survey, entry), now))
    }

    /// Whether `survey` was shown as often as it may be.
    pub(super) fn was_shown_enough(&self, survey: &Survey) -> bool {
        let entry = self.entry(survey.key());
        match (frequency(survey, "max_times"), entry.and_then(|entry| entry.get("count"))) {
            (Some(most), Some(count)) => number(count) >= number(most),
            _ => false,
        }
    }

    /// Whether `survey` comes once for each order, and came since the last.
    pub(super) fn was_at_order<'a>(&'a self, survey: &Survey, context: &'a Context) -> bool {
        let comes_once = match frequency(survey, "once_per_order") {
            Some(Json::Bool(once)) => *once,
            _ => survey.trigger().is_some_and(|trigger| trigger.get("order").is_some()),
        };
        match self.entry(survey.key()) {
            Some(entry) if comes_once => {
                let order = |json: &'a Json| json.get("order").unwrap_or(&Json::Null);
                is_same(order(entry), order(&context.0))
            }
            _ => false,
        }
    }
}

fn frequency<'a>(survey: &'a Survey, name: &str) -> Option<&'a Json> {
    survey.0.get("frequency")?.get(name)
}

/// How many milliseconds the cooldown of a survey lasts after its outcome.
pub(super) fn cooldown(survey: &Survey, entry: &Json) -> f64 {
    let outcome = entry.text("outcome").unwrap_or_default();
    let at = Outcome::NAMES.iter().position(|name| *name == outcome).unwrap_or_default();
    let (name, standard, unit) = COOLDOWNS[at];
    frequency(survey, name).map_or(standard, number) * unit
}

/// What is left of a `time` that began at the time `name`. Before it began, all of it; where it never did, nothing.
fn left(json: &Json, name: &str, time: f64, now: f64) -> f64 {
    match json.number(name) {
        Some(start) if now > start => time - (now - start),
        Some(_) => time,
        None => 0.0,
    }
}

fn clamp(json: &mut Json, name: &str, now: f64) -> bool {
    let is_ahead = json.number(name).is_some_and(|time| time > now);
    if is_ahead {
        put(json, name, Json::Number(now));
    }
    is_ahead
}

/// The members of an object; of anything else, which is wrong, those of an empty one in its place.
fn members(json: &mut Json) -> &mut Vec<(String, Json)> {
    if !matches!(json, Json::Object(_)) {
        *json = Json::Object(Vec::new());
    }
    match json {
        Json::Object(members) => members,
        _ => unreachable!("it has just become an object"),
    }
}

/// The member of this name, which is there afterwards.
fn member<'a>(json: &'a mut Json, name: &str) -> &'a mut Json {
    let members = members(json);
    let at = members.iter().position(|(known, _)| known == name).unwrap_or(members.len());
    if at == members.len() {
        members.push((name.into(), Json::Null));
    }
    &mut members[at].1
}

fn put(json: &mut Json, name: &str, value: Json) {
    *member(json, name) = value;
}
