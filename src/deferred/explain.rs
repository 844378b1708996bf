//! Why each survey is shown here and now, or is not.

use nachklang_model::eligibility::Context;
use nachklang_model::eligibility::explain::explain;
use nachklang_model::json::Json;

use crate::app::App;

/// The explanations of all surveys, in their order.
pub fn all(app: &App) -> Json {
    let page = app.probe.snapshot();
    let (context, history, now) = (page.context(app.settings.places()), page.history(), page.number("unix"));
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
    let mut all = Vec::new();
    for survey in &app.surveys {
        all.push(explain(survey, &context, &history, now));
    }
    Json::Array(all)
}
