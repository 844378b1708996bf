//! Why each survey is shown here and now, or is not.

use nachklang_model::eligibility::Context;
use nachklang_model::eligibility::explain::explain;
use nachklang_model::json::{Json, Object};
use nachklang_model::text::concat;

use super::amounts::add_amounts;
use crate::app::App;
use crate::settings::Mode;

/// The explanations of all surveys, in their order. Where a card waits for something on the page, that is a reason, too.
pub fn all(app: &App) -> Json {
    let page = app.probe.snapshot();
    let (mut context, history, now) =
        (page.context(app.settings.places()), page.history(), page.number("unix"));
    add_amounts(&mut context, &page);
    // The loader, which spares itself what it can, looks no further where another reason stands against a survey.
    let mut has_come = Vec::new();
    for survey in &app.surveys {
        if page.has_come(survey.trigger().unwrap_or(&Json::Null)) {
            has_come.push(Json::from(survey.key()));
        }
    }
    let Json::Object(mut members) = context.0 else { return Json::Null };
    members.retain(|(name, _)| name != "ready");
    members.push(("ready".into(), Json::Array(has_come)));
    let context = Context(Json::Object(members));
    let is_card = app.settings.mode == Mode::Card;
    let blocker = if is_card { page.blocker(&app.settings.wait_for) } else { String::new() };
    let mut all = Vec::new();
    for survey in &app.surveys {
        let explained = explain(survey, &context, &history, now);
        all.push(if blocker.is_empty() { explained } else { blocked(explained, &blocker) });
    }
    Json::Array(all)
}

/// An explanation with one more reason: what is open on the page, as a selector.
fn blocked(explained: Json, blocker: &str) -> Json {
    let mut reason = Object::default();
    reason.put("reason", "blocked");
    reason.put("found", blocker);
    reason.put("message", Json::String(concat(&["the card waits until this is closed: ", blocker])));
    let reason = Json::from(reason);
    let Json::Object(mut members) = explained else { return explained };
    for (name, value) in &mut members {
        match (name.as_str(), value) {
            ("shown", shown) => *shown = Json::Bool(false),
            ("reasons", Json::Array(reasons)) => reasons.push(reason.clone()),
            _ => {}
        }
    }
    Json::Object(members)
}
