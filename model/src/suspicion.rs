//! Signs that it was no human who answered. They are a reason to look, not to throw away: each can be wrong.

use crate::moment::Moment;
use crate::response::Response;

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Suspicion {
    /// A field was filled in that no human sees.
    Trap,
    /// The answers came faster after the question was shown than a human can give them: see [`fastest`].
    Pace,
}

impl Suspicion {
    /// The name as it is written.
    pub fn name(self) -> &'static str {
        match self {
            Self::Trap => "trap",
            Self::Pace => "pace",
        }
    }

    /// All signs that a response bears.
    pub fn of(response: &Response) -> Vec<Self> {
        let answers = response.progress.answers().len();
        let hasty =
            response.progress.answered_at().is_some_and(|at| too_fast(&response.shown_at, at, answers));
        let signs = [(Self::Trap, response.trap), (Self::Pace, hasty)];
        signs.into_iter().filter(|(_, shows)| *shows).map(|(sign, _)| sign).collect()
    }
}

/// The milliseconds in which no human has given so many answers.
///
/// 300 for the first: Merkel (1885, in Hick, *On the rate of gain of information*, Quarterly Journal of Experimental Psychology
/// 4, 1952) measured 316 ms for the choice between two signals that were known in advance, the fingers lying on the keys, and
/// 487 ms between five; reading the question and reaching for the answer come on top. 100 for each further one: Card, Moran and
/// Newell (*The Psychology of Human-Computer Interaction*, 1983, chapter 2) have 105 ms for the fastest human to see, decide
/// and move a finger once. Whoever is that fast has not read anything, and everybody else is several times slower.
pub fn fastest(answers: usize) -> i64 {
    let further = answers.saturating_sub(1).try_into().unwrap_or(i64::MAX);
    100_i64.saturating_mul(further).saturating_add(300)
}

/// Whether so many answers came too fast. Both times are of the same device, so that its clock may be wrong as long as it runs;
/// where it was set back meanwhile, nothing can be said.
fn too_fast(shown: &Moment, answered: &Moment, answers: usize) -> bool {
    shown.milliseconds_until(answered).is_some_and(|elapsed| (0..fastest(answers)).contains(&elapsed))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::json::Json;
    use crate::read::{FieldErrors, Reader};
    use crate::response::tests::example;

    fn moment(text: &str) -> Moment {
        Moment::parse(text).expect(text)
    }

    #[test]
    fn what_no_human_can_is_too_fast() {
        for (shown, answered, answers, expected) in [
            ("20:15:00.000+01:00", "20:15:00.000+01:00", 1, true),
            ("20:15:00.000+01:00", "20:15:00.299+01:00", 1, true),
            ("20:15:00.000+01:00", "20:15:00.300+01:00", 1, false),
            ("20:15:00.000+01:00", "20:15:00.300+01:00", 2, true),
            ("20:15:00.000+01:00", "20:15:00.399+01:00", 2, true),
            ("20:15:00.000+01:00", "20:15:00.400+01:00", 2, false),
            ("20:15:00.000+01:00", "20:15:02.199+01:00", 20, true),
            ("20:15:00.000+01:00", "20:15:02.200+01:00", 20, false),
            // The offset may change on the way, the time does not.
            ("20:15:00.000+01:00", "19:15:00.100Z", 1, true),
            ("20:15:00.000+01:00", "20:15:00.100Z", 1, false),
            // Without fractions, and past midnight.
            ("20:15:00Z", "20:15:00Z", 1, true),
            ("20:15:00Z", "20:15:01Z", 1, false),
            // A clock that was set back.
            ("20:15:00.000+01:00", "20:14:59.999+01:00", 1, false),
        ] {
            let times = [shown, answered].map(|time| moment(&format!("2026-11-21T{time}")));
            assert_eq!(too_fast(&times[0], &times[1], answers), expected, "{shown} {answered} {answers}");
        }
        assert!(fastest(usize::MAX) > 0);
    }

    fn signs(change: impl Fn(&mut Value)) -> Vec<&'static str> {
        let mut value = example();
        value.as_object_mut().unwrap().remove("trap");
        change(&mut value);
        let json: Json = serde_json::from_value(value).unwrap();
        let errors = FieldErrors::default();
        let response = Response::read(&Reader::new(&json, "", &errors)).unwrap();
        Suspicion::of(&response).into_iter().map(Suspicion::name).collect()
    }

    #[test]
    fn a_response_bears_all_its_signs() {
        assert_eq!(signs(|_| {}), [""; 0]);
        assert_eq!(signs(|value| value["trap"] = json!(true)), ["trap"]);
        assert_eq!(signs(|value| value["answered_at"] = value["shown_at"].clone()), ["pace"]);
        let both = |value: &mut Value| {
            value["trap"] = json!(true);
            value["answered_at"] = value["shown_at"].clone();
        };
        assert_eq!(signs(both), ["trap", "pace"]);
        let unanswered = |value: &mut Value| {
            value["status"] = json!("shown");
            value["answers"] = json!([]);
            value["answered_at"] = json!(null);
        };
        assert_eq!(signs(unanswered), [""; 0]);
    }
}
