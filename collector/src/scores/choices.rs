//! What was chosen from lists.

use std::collections::BTreeMap;

use nachklang_model::score::option_share;
use serde::Serialize;

use super::Interval;
use crate::store::ChoiceCount;

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
pub(super) fn shares(counts: Vec<ChoiceCount>, overall: bool) -> Vec<QuestionChoices> {
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
    tallies.into_iter().map(question_choices).collect()
}

fn question_choices((of, tally): (Of, Tally)) -> QuestionChoices {
    let (site, survey, question, kind, touchpoint) = of;
    let share = |(option, count): (String, u64)| {
        let (share, interval) = option_share(count, tally.n)?;
        Some(OptionShare { option, count, share, interval: interval.into() })
    };
    let mut options: Vec<OptionShare> = tally.options.into_iter().filter_map(share).collect();
    options.sort_by_key(|option| std::cmp::Reverse(option.count));
    QuestionChoices { site, survey, question, kind, touchpoint, n: tally.n, options }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use serde_json::{Value, json};

    use crate::testing::{Collector, example};

    /// A response with one choice at a touchpoint.
    fn chose(index: usize, status: &str, touchpoint: &str, kind: &str, value: Value) -> Value {
        let mut response = example(index);
        response["status"] = json!(status);
        response["touchpoint"]["key"] = json!(touchpoint);
        response["answers"] = json!([{"question": "why", "kind": kind, "value": value}]);
        response
    }

    /// Four answers to one list, two of them in the cart, one to another list, and what does not count.
    async fn filled() -> Collector {
        let several = "multiple-choice";
        let mut other = chose(4, "complete", "cart", "single-choice", json!("friends"));
        other["site"] = json!("other.example");
        let mut with_text = chose(2, "partial", "order", several, json!(["late", "other"]));
        with_text["answers"][0]["other"] = json!("late");
        let collector = Collector::new().await;
        let sent = json!([
            chose(0, "complete", "cart", several, json!(["late", "wet"])),
            chose(1, "complete", "cart", several, json!(["late"])),
            with_text,
            chose(3, "dismissed", "order", several, json!(["wrong"])),
            other,
            example(5),
        ]);
        assert_eq!(collector.post(&sent).await.json()["refused"], json!([]));
        collector
    }

    /// Site, touchpoint and n of a question, and of each option its key, count, and share and interval to four places.
    fn figures(choices: &Value) -> Value {
        let rounded = |value: &Value| json!((value.as_f64().unwrap() * 1e4).round() / 1e4);
        let option = |option: &Value| {
            let interval = &option["interval"];
            assert_eq!(interval["level"], 0.95);
            let [share, low, high] = [&option["share"], &interval["low"], &interval["high"]].map(rounded);
            json!([option["option"], option["count"], share, low, high])
        };
        let options: Value = choices["options"].as_array().unwrap().iter().map(option).collect();
        json!([choices["site"], choices["touchpoint"], choices["n"], options])
    }

    async fn choices(collector: &Collector, query: &str) -> Vec<Value> {
        let answer = collector.admin(&format!("/v1/scores{query}")).await;
        assert_eq!(answer.status, StatusCode::OK);
        answer.json()["choices"].as_array().unwrap().clone()
    }

    #[tokio::test]
    async fn are_those_computed_by_hand() {
        let collector = filled().await;
        let choices = choices(&collector, "").await;
        // Wilson intervals with z = 1.959964. Of four, z²/4 = 0.960365: 3/4 has the centre (0.75 + 0.480182) / 1.960365
        // and the reach 1.959964 · √(0.1875/4 + 0.240091/4) / 1.960365.
        assert_eq!(
            choices.iter().map(figures).collect::<Vec<_>>(),
            [
                json!(["other.example", null, 1, [["friends", 1, 100.0, 20.6549, 100.0]]]),
                json!(["other.example", "cart", 1, [["friends", 1, 100.0, 20.6549, 100.0]]]),
                json!([
                    "shop.example",
                    null,
                    4,
                    [
                        ["late", 3, 75.0, 30.0642, 95.4413],
                        ["other", 1, 25.0, 4.5587, 69.9358],
                        ["wet", 1, 25.0, 4.5587, 69.9358],
                        ["wrong", 1, 25.0, 4.5587, 69.9358],
                    ]
                ]),
                json!([
                    "shop.example",
                    "cart",
                    2,
                    [["late", 2, 100.0, 34.238, 100.0], ["wet", 1, 50.0, 9.4531, 90.5469],]
                ]),
                json!([
                    "shop.example",
                    "order",
                    2,
                    [
                        ["late", 1, 50.0, 9.4531, 90.5469],
                        ["other", 1, 50.0, 9.4531, 90.5469],
                        ["wrong", 1, 50.0, 9.4531, 90.5469],
                    ]
                ]),
            ]
        );
        let overall = &choices[2];
        assert_eq!(
            [&overall["survey"], &overall["question"], &overall["kind"]],
            ["after-checkout", "why", "multiple-choice"]
        );
    }

    #[tokio::test]
    async fn a_revision_counts_once() {
        let collector = filled().await;
        let mut changed = chose(1, "complete", "cart", "multiple-choice", json!(["wrong"]));
        changed["revision"] = json!(9);
        for _ in 0..2 {
            collector.post(&changed).await;
        }
        let cart = choices(&collector, "?site=shop.example&touchpoint=cart").await;
        let share = |option: &str| json!([option, 1, 50.0, 9.4531, 90.5469]);
        let options = json!([share("late"), share("wet"), share("wrong")]);
        assert_eq!(
            cart.iter().map(figures).collect::<Vec<_>>(),
            [json!(["shop.example", "cart", 2, options])]
        );
    }
}
