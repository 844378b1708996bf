//! Whether a survey is to be shown here and now, and if not, why not.

use crate::key::Key;
use crate::survey::Survey;

/// Why a survey is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// It is asked at other touchpoints than the current one.
    OtherTouchpoint,
}

/// Every reason why `survey` is not shown at `touchpoint`; empty if it is.
pub fn reasons_against(survey: &Survey, touchpoint: &Key) -> Vec<Reason> {
    let mut reasons = Vec::new();
    let asked_here =
        survey.touchpoints.is_empty() || survey.touchpoints.iter().any(|at| covers(at, touchpoint));
    if !asked_here {
        reasons.push(Reason::OtherTouchpoint);
    }
    reasons
}

/// Whether a touchpoint is `above` or one below it: `checkout` covers `checkout.payment`.
fn covers(above: &Key, touchpoint: &Key) -> bool {
    let below = touchpoint.as_str().strip_prefix(above.as_str());
    below.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preset;

    #[test]
    fn a_survey_is_asked_at_its_touchpoints_and_below_them() {
        for (touchpoints, at, shown) in [
            (&[][..], "product", true),
            (&["checkout"], "checkout", true),
            (&["checkout"], "checkout.payment", true),
            (&["checkout.payment"], "checkout", false),
            (&["check"], "checkout", false),
            (&["cart", "product"], "product", true),
            (&["cart"], "product", false),
        ] {
            let mut survey = preset::named("nps").unwrap();
            survey.touchpoints = touchpoints.iter().map(|key| Key::new(key).unwrap()).collect();
            let reasons = reasons_against(&survey, &Key::new(at).unwrap());
            assert_eq!(reasons.is_empty(), shown, "{touchpoints:?} at {at}");
        }
    }
}
