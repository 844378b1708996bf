//! The score of every rated question.

use std::collections::BTreeMap;

use nachklang_model::Scale;
use nachklang_model::kind::Rule;
use nachklang_model::score::{Histogram, score};
use nachklang_store::RatingCount;
use serde::Serialize;

use super::interval::Interval;

/// One score.
#[derive(Debug, Serialize)]
pub struct QuestionScore {
    /// The shop.
    site: String,
    /// The survey.
    survey: String,
    /// The question.
    question: String,
    /// The kind of question: `nps`, `csat`, `ces`, `emotion`, `rating` or `yes-no`.
    metric: &'static str,
    /// The scale with its version, such as `nps-0-10` or `ces-2.0-1-7`.
    scale: &'static str,
    /// Where it was answered; `null` for everywhere.
    touchpoint: Option<String>,
    /// How many ratings it was computed from, at least 1.
    n: u64,
    /// NPS: −100…+100, share of promoters minus share of detractors in points. CSAT and yes or no: 0…100, share of the
    /// satisfied, of yes, in per cent. All others: mean rating.
    score: f64,
    /// Where the true score lies, in the unit of `score`; `null` where there are too few ratings to say.
    interval: Option<Interval>,
    /// Mean rating, in steps of the scale. Where the score is a mean, the same.
    mean: f64,
    /// Where the score is a mean and the scale has groups: share of the best one in per cent, 0…100, named after it:
    /// `share_easy`, `share_positive`.
    #[serde(flatten)]
    share: BTreeMap<String, f64>,
    /// How often each rating of the scale was given, from the lowest to the highest, also those that nobody gave.
    histogram: Vec<Bar>,
}

/// How often a rating was given.
#[derive(Debug, Serialize)]
pub struct Bar {
    /// The rating.
    value: i8,
    /// How often it was given.
    count: u64,
}

/// Site, survey, question, scale and touchpoint, in the order of the answer.
type Of = (String, String, String, Scale, Option<String>);

/// The scores of these ratings; with `overall`, also over all touchpoints.
pub fn question_scores(counts: Vec<RatingCount>, overall: bool) -> Vec<QuestionScore> {
    let mut histograms: BTreeMap<Of, Histogram> = BTreeMap::new();
    for RatingCount { site, survey, question, scale, touchpoint, value, count } in counts {
        // A newer collector may have stored a scale that this one does not know.
        let Some(scale) = Scale::all().find(|known| known.name() == scale) else { continue };
        let Some(rating) = scale.rating(value) else { continue };
        let everywhere = overall.then_some(None);
        for touchpoint in everywhere.into_iter().chain([Some(touchpoint)]) {
            let of = (site.clone(), survey.clone(), question.clone(), scale, touchpoint);
            histograms.entry(of).or_insert_with(|| Histogram::new(scale)).add(rating, count);
        }
    }
    histograms.into_iter().filter_map(|(of, histogram)| question_score(of, &histogram)).collect()
}

fn question_score(of: Of, histogram: &Histogram) -> Option<QuestionScore> {
    let (site, survey, question, scale, touchpoint) = of;
    let score = score(histogram)?;
    let (mean, share) = match (scale.rule(), scale.groups().last()) {
        (Rule::Mean, Some(best)) => (Some(score.value), score.secondary.map(|share| (best, share))),
        (Rule::Mean, None) => (Some(score.value), None),
        (Rule::NetPromoter | Rule::BestShare, _) => (score.secondary, None),
    };
    let bars = scale.ratings().zip(histogram.counts());
    Some(QuestionScore {
        site,
        survey,
        question,
        metric: scale.kind(),
        scale: scale.name(),
        touchpoint,
        n: score.n,
        score: score.value,
        interval: score.interval.map(Interval::from),
        mean: mean?,
        share: share.into_iter().map(|(best, share)| (format!("share_{}", best.name()), share)).collect(),
        histogram: bars.map(|(rating, count)| Bar { value: rating.value(), count: *count }).collect(),
    })
}
