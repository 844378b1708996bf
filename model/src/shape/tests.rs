use super::Need::May;
use super::*;
use crate::json::Json;
use crate::read::{FieldErrors, Reader};

const TWO: &Shape = &keys(2);
const PAIR: &[Member] = &[Member("a", Shape::Value(9), May), Member("b", Shape::True, May)];

#[test]
fn says_what_does_not_have_its_shape() {
    for (shape, json, problem) in [
        (Shape::True, "true", ""),
        (Shape::True, "false", "found false, expected true"),
        (Shape::Number(1, 100), "1", ""),
        (Shape::Number(1, 100), "99.5", ""),
        (Shape::Number(1, 100), "0.5", "found 0.5, expected a number from 1 to 100"),
        (Shape::Number(0, 100), "100.1", "found 100.1, expected a number from 0 to 100"),
        (Shape::Number(0, 100), "\"1\"", "found \"1\", expected a number from 0 to 100"),
        (Shape::Amount, "0", ""),
        (Shape::Amount, "-1", "found -1, expected a number that is not negative"),
        (Shape::Value(9), "false", ""),
        (Shape::Value(9), "\"\"", "found \"\", expected a text that is not empty"),
        (Shape::Value(9), "[]", "found an array, expected a text, a number, true or false"),
        (Shape::Range, "{\"min\": 1, \"max\": 1}", ""),
        (Shape::Range, "{\"max\": 0}", ""),
        (Shape::Range, "{\"min\": null}", "found nothing in it, expected at least one"),
        (
            Shape::Range,
            "{\"min\": 2, \"max\": 1}",
            "max: found 1, expected a number that is not less than \"min\"",
        ),
        (Shape::Range, "3", "found 3, expected an object"),
        (Shape::Filled(&Shape::Object(PAIR)), "{\"a\": 1, \"b\": true}", ""),
        (Shape::Filled(&Shape::Object(PAIR)), "{}", "found nothing in it, expected at least one"),
        (Shape::Filled(TWO), "[]", "found nothing in it, expected at least one"),
        (Shape::Map(&Shape::Flag, 1), "{\"a.b\": true}", ""),
        (Shape::Map(&Shape::Flag, 1), "{\"a\": 0}", "a: found 0, expected true or false"),
        (
            Shape::Map(&Shape::Flag, 1),
            "{\"a\": true, \"b\": true}",
            "found 2 members, expected at most 1 members",
        ),
        (DATE, "\"2028-02-29\"", ""),
        (DATE, "\"2026-02-29\"", "found \"2026-02-29\", expected a date such as 2026-12-24"),
        (DATE, "\"20261224\"", "found \"20261224\", expected a date such as 2026-12-24"),
        (LOCAL_TIME, "\"2026-11-22T09:30:00.000\"", ""),
        (LOCAL_TIME, "\"2026-11-22T09:30\"", ""),
        (
            LOCAL_TIME,
            "\"2026-11-22T09:30:00Z\"",
            "found \"2026-11-22T09:30:00Z\", expected a local time such as 2026-11-22T09:30:00.000",
        ),
        (PATH, "\"mugs\"", "found \"mugs\", expected a path that starts with '/'"),
    ] {
        let json: Json = serde_json::from_str(json).unwrap();
        let errors = FieldErrors::default();
        shape.check(&Reader::new(&json, "", &errors), &[]);
        let problems: Vec<String> = errors.into_errors().iter().map(ToString::to_string).collect();
        assert_eq!(problems.join("\n"), problem);
    }
}
