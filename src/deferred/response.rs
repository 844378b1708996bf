//! The response that a survey on screen becomes: what was there when the survey appeared, but for the size of the window, which is that
//! of the moment when the deferred part has come.

use std::cell::RefCell;

use nachklang_model::context::{Asked, Locale};
use nachklang_model::{Key, Progress, Response};

use crate::showing::Showing;

/// The response of a survey on screen.
pub fn response(showing: &Showing) -> &RefCell<Response> {
    showing.response.get_or_init(|| RefCell::new(begun(showing)))
}

/// One that says that the survey was shown.
fn begun(showing: &Showing) -> Response {
    let Showing { survey, settings, facts, .. } = showing;
    // What has no right name is never sent.
    let unknown = || Key::new("unknown").expect("a key");
    Response {
        id: facts.response_id(),
        revision: 0,
        progress: Progress::Shown,
        site: settings.site.clone().unwrap_or_else(unknown),
        survey: Key::new(survey.key()).unwrap_or_else(unknown),
        survey_version: survey.version(),
        locale: Locale::new(&showing.locale).expect("a locale file is named by a language tag"),
        touchpoint: Asked::at(showing.touchpoint.clone(), &facts.text("path"), showing.woken_by),
        journey: None,
        order: None,
        customer: None,
        page: facts.page(),
        shown_at: facts.time(),
        age: None,
        trap: false,
    }
}
