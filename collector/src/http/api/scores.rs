//! `GET /v1/scores`: gives the admin the score of every rated question, and what was chosen from lists.
//!
//! The answer is `{"scores": [..], "choices": [..]}`. `scores` holds a [`QuestionScore`] for each site, survey, question and scale:
//! first the overall one (`touchpoint` is `null`), then one for each touchpoint in the order of their keys. `choices` holds a
//! [`QuestionChoices`] for each question that is answered from a list, in the same order. A question that nobody answered is left
//! out. Answers in dismissed and partial responses count like those in complete ones.
//!
//! The query filters: `site`, `survey`, and `touchpoint`, which leaves that touchpoint's figures and no overall ones. Anything else
//! in the query is 400.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use nachklang_store::{Filter, SharedStore};
use serde::Serialize;

use crate::http::error::ApiError;
use crate::http::extract::admin::Admin;
use crate::http::extract::query::QueryParameters;
use crate::insights::{QuestionChoices, QuestionScore, question_choices, question_scores};

#[derive(Serialize)]
struct Scores {
    scores: Vec<QuestionScore>,
    choices: Vec<QuestionChoices>,
}

/// Handles the request.
pub async fn list(
    _: Admin,
    State(store): State<SharedStore>,
    parameters: QueryParameters,
) -> Result<Response, ApiError> {
    let filter = filter(parameters)?;
    let overall = filter.touchpoint.is_none();
    let scores = Scores {
        scores: question_scores(store.rating_counts(&filter).await?, overall),
        choices: question_choices(store.choice_counts(&filter).await?, overall),
    };
    Ok(([(CACHE_CONTROL, "no-store")], Json(scores)).into_response())
}

fn filter(mut parameters: QueryParameters) -> Result<Filter, ApiError> {
    parameters.deny_unknown(&["site", "survey", "touchpoint"]);
    let filter = Filter {
        site: parameters.key("site"),
        survey: parameters.key("survey"),
        touchpoint: parameters.key("touchpoint"),
        ..Filter::default()
    };
    parameters.finish(filter)
}
