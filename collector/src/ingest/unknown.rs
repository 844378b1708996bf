//! Fields that a newer widget sends beyond the contract. They are stored beside the response, up to a limit.

use std::collections::BTreeSet;

use nachklang_model::json::Json;
use nachklang_model::read::UnknownField;
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::limits::MAX_UNKNOWN_VALUES_BYTES;

/// The paths of the members that are stored, and their values as a JSON object, if there are any.
pub(super) fn split(mut unknown: Vec<UnknownField>) -> (Vec<String>, Option<String>) {
    // Of one that is there twice the first counts, as everywhere.
    let mut seen = BTreeSet::new();
    unknown.retain(|member| seen.insert(member.path.clone()));
    let mut length = 0;
    let mut fits = |member: &UnknownField| {
        length += member.path.len() + written(&Written(&member.json)).len();
        length <= MAX_UNKNOWN_VALUES_BYTES
    };
    let stored: Vec<UnknownField> = unknown.into_iter().take_while(|member| fits(member)).collect();
    let values = (!stored.is_empty()).then(|| written(&Values(&stored)));
    (stored.into_iter().map(|member| member.path).collect(), values)
}

fn written(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("JSON was read from JSON")
}

struct Values<'a>(&'a [UnknownField]);

impl Serialize for Values<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|unknown| (&unknown.path, Written(&unknown.json))))
    }
}

/// JSON as it was written, whole numbers without a decimal point.
struct Written<'a>(&'a Json);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        const EXACT: f64 = 9_007_199_254_740_992.0;
        match self.0 {
            Json::Null => serializer.serialize_unit(),
            Json::Bool(flag) => serializer.serialize_bool(*flag),
            Json::Number(number) if number.fract() == 0.0 && number.abs() <= EXACT => {
                serializer.serialize_i64(*number as i64)
            }
            Json::Number(number) => serializer.serialize_f64(*number),
            Json::String(text) => serializer.serialize_str(text),
            Json::Array(items) => serializer.collect_seq(items.iter().map(Written)),
            Json::Object(members) => {
                let mut map = serializer.serialize_map(Some(members.len()))?;
                for (name, member) in members {
                    map.serialize_entry(name, &Written(member))?;
                }
                map.end()
            }
        }
    }
}
