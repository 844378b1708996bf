//! What was chosen from lists.

use std::collections::BTreeMap;

use nachklang_model::score::option_share;
use nachklang_store::ChoiceCount;
use serde::Serialize;

use super::interval::Interval;

/// What was chosen in one question.
#[derive(Debug, Serialize)]
pub struct QuestionChoices {
    /// The shop.
    site: String,
    /// The survey.
    survey: String,
    /// The question.
    question: String,
    /// The kind of question: `single-choice` or `multiple-choice`.
    kind: String,
    /// Where it was answered; `null` for everywhere.
    touchpoint: Option<String>,
    /// How many responses answered it, at least 1.
    n: u64,
    /// The options that were chosen, the most frequent first, equally frequent ones by their keys.
    options: Vec<OptionShare>,
}

/// How often an option was chosen.
#[derive(Debug, Serialize)]
pub struct OptionShare {
    /// Its key.
    option: String,
    /// How many responses chose it.
    count: u64,
    /// Their share of `n` in per cent, 0…100. Where several options may be chosen, the shares add up to more.
    share: f64,
    /// Where the true share lies (Wilson).
    interval: Interval,
}

/// Site, survey, question, kind and touchpoint, in the order of the answer.
type Of = (String, String, String, String, Option<String>);

/// How many answered, and how many of them chose each option.
#[derive(Default)]
struct Tally {
    n: u64,
    options: BTreeMap<String, u64>,
}

/// The shares of the options; with `overall`, also over all touchpoints.
pub fn question_choices(counts: Vec<ChoiceCount>, overall: bool) -> Vec<QuestionChoices> {
    let mut tallies: BTreeMap<Of, Tally> = BTreeMap::new();
    for ChoiceCount { site, survey, question, kind, touchpoint, option, count } in counts {
        let everywhere = overall.then_some(None);
        for touchpoint in everywhere.into_iter().chain([Some(touchpoint)]) {
            let of = (site.clone(), survey.clone(), question.clone(), kind.clone(), touchpoint);
            let tally = tallies.entry(of).or_default();
            match &option {
                Some(option) => *tally.options.entry(option.clone()).or_default() += count,
                None => tally.n += count,
            }
        }
    }
    tallies.into_iter().map(shares).collect()
}

fn shares((of, tally): (Of, Tally)) -> QuestionChoices {
    let (site, survey, question, kind, touchpoint) = of;
    let share = |(option, count): (String, u64)| {
        let (share, interval) = option_share(count, tally.n)?;
        Some(OptionShare { option, count, share, interval: interval.into() })
    };
    let mut options: Vec<OptionShare> = tally.options.into_iter().filter_map(share).collect();
    options.sort_by_key(|option| std::cmp::Reverse(option.count));
    QuestionChoices { site, survey, question, kind, touchpoint, n: tally.n, options }
}
