//! `GET /v1/scores`: the score of every rated question, and what was chosen from lists, for the admin.
//!
//! `{"scores": [..], "choices": [..]}` holds for each site, survey, question and scale the overall score (`touchpoint` is
//! `null`) and then one for each touchpoint, in the order of their keys: [`QuestionScore`]. The same for each question that
//! is answered from a list: [`QuestionChoices`]. A question that nobody answered is not there. Answers in dismissed and
//! partial responses count as those in complete ones do; that a survey was shown does not.
//!
//! Filters, in the query: `site`, `survey`, and `touchpoint`, which leaves that touchpoint's figures and no overall ones.
//! Anything else in the query is 400.

mod choices;
mod ratings;

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use nachklang_model::score::{self, LEVEL};
use serde::Serialize;

pub use self::choices::{OptionShare, QuestionChoices};
pub use self::ratings::{Bar, QuestionScore};
use crate::auth::Admin;
use crate::problem::Rejection;
use crate::query::Parameters;
use crate::store::{Filter, Store};

/// A confidence interval.
#[derive(Debug, Serialize)]
pub struct Interval {
    low: f64,
    high: f64,
    /// The confidence level, 0…1.
    level: f64,
}

impl From<score::Interval> for Interval {
    fn from(interval: score::Interval) -> Self {
        Self { low: interval.low, high: interval.high, level: LEVEL }
    }
}

#[derive(Serialize)]
struct Scores {
    scores: Vec<QuestionScore>,
    choices: Vec<QuestionChoices>,
}

/// Handles the request.
pub async fn list(
    _: Admin,
    State(store): State<Store>,
    parameters: Parameters,
) -> Result<Response, Rejection> {
    let filter = filter(parameters)?;
    let overall = filter.touchpoint.is_none();
    let scores = Scores {
        scores: ratings::scores(store.counts(&filter).await?, overall),
        choices: choices::shares(store.choice_counts(&filter).await?, overall),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(scores)).into_response())
}

fn filter(mut parameters: Parameters) -> Result<Filter, Rejection> {
    parameters.only(&["site", "survey", "touchpoint"]);
    let filter = Filter {
        site: parameters.key("site"),
        survey: parameters.key("survey"),
        touchpoint: parameters.key("touchpoint"),
        ..Filter::default()
    };
    parameters.conclude(filter)
}
