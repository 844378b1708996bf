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
    if !survey.is_asked_at(touchpoint) {
        reasons.push(Reason::OtherTouchpoint);
    }
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{Json, Object};

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
            let mut json = Object::default();
            json.put("touchpoints", Json::Array(touchpoints.iter().map(|key| Json::from(*key)).collect()));
            let survey = Survey(json.into());
            let reasons = reasons_against(&survey, &Key::new(at).unwrap());
            assert_eq!(reasons.is_empty(), shown, "{touchpoints:?} at {at}");
        }
    }
}
