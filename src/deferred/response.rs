//! The response that a survey on screen becomes: what was there when the survey appeared, but for the size of the window, which is that
//! of the moment when the deferred part has come.

use std::cell::RefCell;

use nachklang_model::context::{Asked, Locale};
use nachklang_model::{Key, Progress, Response};

use crate::session::SurveySession;

/// The response of a survey on screen.
pub fn response(session: &SurveySession) -> &RefCell<Response> {
    session.response.get_or_init(|| RefCell::new(begun(session)))
}

/// One that says that the survey was shown.
fn begun(session: &SurveySession) -> Response {
    let SurveySession { survey, settings, page, .. } = session;
    // What has no right name is never sent.
    let unknown = || Key::new("unknown").expect("a key");
    Response {
        id: page.response_id(),
        revision: 0,
        progress: Progress::Shown,
        site: settings.site.clone().unwrap_or_else(unknown),
        survey: Key::new(survey.key()).unwrap_or_else(unknown),
        survey_version: survey.version(),
        locale: Locale::new(&session.locale).expect("a locale file is named by a language tag"),
        touchpoint: Asked::at(session.touchpoint.clone(), &page.text("path"), session.woken_by),
        journey: None,
        order: None,
        customer: None,
        page: page.page(),
        shown_at: page.time(),
        age: None,
        trap: false,
    }
}
