//! Holds the rules and the history against a survey.

use super::context::Context;
use super::history::History;
use super::reason::Reason;
use super::rule::RULES;
use crate::survey::Survey;

/// Every reason why `survey` is not shown, in the order of [`Reason::ALL`]; empty if it is. `now` is in milliseconds since 1970. A
/// time of the history that is in the future counts as now: see [`History::clamp_to`].
///
/// ```
/// use nachklang_model::Survey;
/// use nachklang_model::eligibility::{Context, History, Reason, reasons_against};
/// use nachklang_model::json::Json;
/// use nachklang_model::kind::Scale;
///
/// let survey = Survey::standard(Scale::NPS);
/// let context = Context(serde_json::from_str(r#"{"ready": ["nps"], "touchpoint": "cart"}"#).unwrap());
/// let mut history = History(Json::Null);
/// assert_eq!(reasons_against(&survey, &context, &history, 0.0), []);
///
/// // It was shown a second ago, and no survey is to be shown for another minute.
/// history.record_shown("nps", 0.0, 60_000.0, None);
/// let reasons = reasons_against(&survey, &context, &history, 1_000.0);
/// assert_eq!(reasons, [Reason::Quiet, Reason::Cooldown]);
/// ```
pub fn reasons_against(survey: &Survey, context: &Context, history: &History, now: f64) -> Vec<Reason> {
    let mut reasons = Vec::new();
    for rule in &RULES {
        if rule.stands_against(survey, context) {
            reasons.push(rule.reason);
        }
    }
    let of_history = [
        (Reason::Quiet, history.quiet_remaining(now) > 0.0),
        (Reason::Cooldown, history.cooldown_remaining(survey, now) > 0.0),
        (Reason::MaxTimes, history.was_shown_enough(survey)),
        (Reason::SameOrder, history.was_at_order(survey, context)),
    ];
    for (reason, stands) in &of_history {
        if *stands {
            reasons.push(*reason);
        }
    }
    reasons
}
