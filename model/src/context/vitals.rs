//! How well a page performed for the shopper.

use super::lenient::{amount, whole};
use crate::json::{Json, Object};
use crate::read::{Reader, optional};

/// How the page had done for the shopper up to the moment a question was asked: the Core Web Vitals
/// (<https://web.dev/articles/vitals>), measured as the browser's performance entries tell, and the errors of its scripts. Each
/// is missing where the browser does not measure it, or had nothing to measure yet.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Vitals {
    /// Largest contentful paint, in milliseconds from the start of the navigation (<https://web.dev/articles/lcp>): good up to
    /// 2500, poor above 4000.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = MAX_MILLISECONDS)))]
    pub lcp: Option<f64>,
    /// Cumulative layout shift, a number without unit (<https://web.dev/articles/cls>): good up to 0.1, poor above 0.25.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = MAX_SHIFT)))]
    pub cls: Option<f64>,
    /// Interaction to next paint, in milliseconds (<https://web.dev/articles/inp>): good up to 200, poor above 500.
    #[cfg_attr(feature = "schema", schemars(range(min = 0, max = MAX_MILLISECONDS)))]
    pub inp: Option<f64>,
    /// How many errors of scripts nobody caught. At 1000 counting ends.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_ERRORS)))]
    pub errors: Option<u32>,
}

const MAX_MILLISECONDS: u32 = 600_000;
const MAX_SHIFT: u32 = 100;
const MAX_ERRORS: u32 = 1000;

impl Vitals {
    /// Vitals as they were measured: `lcp` and `inp` are rounded to whole milliseconds, `cls` to thousandths. What is above its
    /// bound is cut to it; what is no measure, negative or not a number, is left out.
    pub fn lenient(lcp: Option<f64>, cls: Option<f64>, inp: Option<f64>, errors: Option<f64>) -> Self {
        Self {
            lcp: amount(lcp, 1.0, MAX_MILLISECONDS),
            cls: amount(cls, 1000.0, MAX_SHIFT),
            inp: amount(inp, 1.0, MAX_MILLISECONDS),
            errors: whole(errors, 0, MAX_ERRORS),
        }
    }

    /// Reads those among the members of a page.
    pub(super) fn read(page: &Reader) -> Option<Self> {
        let lcp = optional(page.member("lcp"), |lcp| lcp.amount_to(MAX_MILLISECONDS));
        let cls = optional(page.member("cls"), |cls| cls.amount_to(MAX_SHIFT));
        let inp = optional(page.member("inp"), |inp| inp.amount_to(MAX_MILLISECONDS));
        let errors = optional(page.member("errors"), |errors| errors.whole(0, MAX_ERRORS));
        Some(Self { lcp: lcp?, cls: cls?, inp: inp?, errors: errors? })
    }

    /// Puts them among the members of a page.
    pub(super) fn write(&self, page: &mut Object) {
        page.put_some("lcp", self.lcp.map(Json::Number));
        page.put_some("cls", self.cls.map(Json::Number));
        page.put_some("inp", self.inp.map(Json::Number));
        page.put_some("errors", self.errors);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::super::tests::{problems, written};
    use super::*;

    fn read(page: &Value) -> Result<Value, Vec<String>> {
        written(page, "page", Vitals::read, |vitals| {
            let mut object = Object::default();
            vitals.write(&mut object);
            object.into()
        })
    }

    #[test]
    fn writes_what_it_read() {
        for page in [
            json!({}),
            json!({"lcp": 1234.5, "cls": 0.02, "inp": 48, "errors": 1}),
            json!({"lcp": 0, "cls": 0, "inp": 0, "errors": 0}),
            json!({"lcp": 600_000, "cls": 100, "inp": 600_000, "errors": 1000}),
            json!({"cls": 0.1}),
        ] {
            assert_eq!(read(&page), Ok(page));
        }
        assert_eq!(read(&json!({"lcp": null, "errors": null})), Ok(json!({})));
    }

    #[test]
    fn names_every_mistake() {
        problems(
            read,
            &[
                (json!({"lcp": -1}), "page.lcp: found -1, expected a number from 0 to 600000"),
                (json!({"lcp": 600_000.5}), "page.lcp: found 600000.5, expected a number from 0 to 600000"),
                (json!({"lcp": "1 s"}), "page.lcp: found \"1 s\", expected a number from 0 to 600000"),
                (json!({"cls": 100.5}), "page.cls: found 100.5, expected a number from 0 to 100"),
                (json!({"inp": true}), "page.inp: found true, expected a number from 0 to 600000"),
                (json!({"errors": 1.5}), "page.errors: found 1.5, expected a whole number from 0 to 1000"),
                (json!({"errors": 1001}), "page.errors: found 1001, expected a whole number from 0 to 1000"),
            ],
        );
    }

    #[test]
    fn what_was_measured_is_brought_into_bounds() {
        let of = |measured: Option<f64>| Vitals::lenient(measured, measured, measured, measured);
        for (measured, lcp, cls, errors) in [
            (None, None, None, None),
            (Some(f64::NAN), None, None, None),
            (Some(f64::INFINITY), None, None, None),
            (Some(-0.1), None, None, None),
            (Some(0.0), Some(0.0), Some(0.0), Some(0)),
            (Some(0.12345), Some(0.0), Some(0.123), Some(0)),
            (Some(2.5), Some(3.0), Some(2.5), Some(2)),
            (Some(1e9), Some(600_000.0), Some(100.0), Some(1000)),
        ] {
            assert_eq!(of(measured), Vitals { lcp, cls, inp: lcp, errors }, "{measured:?}");
        }
    }
}
