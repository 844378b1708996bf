//! What the tests of this folder share.

use serde_json::Value;

use crate::json::Json;
use crate::read::{FieldErrors, Reader};

/// What is written of `value` once it was read at the place `name`, or all that is wrong with it.
pub fn written<T>(
    value: &Value,
    name: &str,
    read: fn(&Reader) -> Option<T>,
    write: fn(&T) -> Json,
) -> Result<Value, Vec<String>> {
    let document = Json::Object(vec![(name.into(), serde_json::from_value(value.clone()).unwrap())]);
    let errors = FieldErrors::default();
    let read = read(&Reader::new(&document, "", &errors).member(name));
    match errors.finish(read) {
        Ok(read) => Ok(serde_json::to_value(write(&read.value)).unwrap()),
        Err(problems) => Err(problems.iter().map(ToString::to_string).collect()),
    }
}

/// Checks that each of these has this one mistake.
#[track_caller]
pub fn problems(read: fn(&Value) -> Result<Value, Vec<String>>, cases: &[(Value, &str)]) {
    for (value, problem) in cases {
        assert_eq!(read(value), Err(vec![(*problem).into()]), "{value}");
    }
}
