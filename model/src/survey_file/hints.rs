//! What is probably a mistake in a survey file, although it is allowed.

use crate::field_error::{FieldError, quoted};
use crate::json::Json;
use crate::text::{concat, decimal};
use crate::touchpoint::Touchpoint;

/// What a touchpoint in a survey file, or one that a page names, is expected to be.
pub const KNOWN_TOUCHPOINT: &str =
    "a standard touchpoint, or one that \"touchpoints\" of the survey file names";

/// The members that hold keys of touchpoints.
const LISTS: [&str; 3] = ["touchpoints", "prefetch_at", "ahead"];

/// What is probably a mistake in a survey file: keys of touchpoints that are near to a standard one and that the file does not name.
/// `name` begins the paths.
///
/// ```
/// use nachklang_model::json::Json;
/// use nachklang_model::survey_file;
///
/// let file = r#"{"format": 1, "surveys": [{"key": "s", "touchpoints": ["chekout"], "questions": [{"kind": "nps"}]}]}"#;
/// let json: Json = serde_json::from_str(file).unwrap();
/// let hints = survey_file::hints(&json, "");
/// assert_eq!(hints[0].path, "surveys[0].touchpoints[0]");
/// assert_eq!(hints[0].nearest.as_deref(), Some("checkout"));
/// ```
pub fn hints(file: &Json, name: &str) -> Vec<FieldError> {
    let mut hints = Vec::new();
    if let Some(surveys) = file.get("surveys") {
        look(surveys, concat(&[name, "surveys"]), file.list("touchpoints"), &mut hints);
    }
    hints
}

/// Looks for keys of touchpoints in everything below `json`.
fn look(json: &Json, path: String, shop: &[Json], hints: &mut Vec<FieldError>) {
    match json {
        Json::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                look(item, concat(&[&path, "[", &decimal(index as i32), "]"]), shop, hints);
            }
        }
        Json::Object(members) => {
            for (name, member) in members {
                let path = concat(&[&path, ".", name]);
                if LISTS.contains(&&**name) {
                    check_keys(member, &path, shop, hints);
                } else {
                    look(member, path, shop, hints);
                }
            }
        }
        _ => {}
    }
}

fn check_keys(keys: &Json, path: &str, shop: &[Json], hints: &mut Vec<FieldError>) {
    for (index, key) in keys.items().iter().enumerate() {
        let path = concat(&[path, "[", &decimal(index as i32), "]"]);
        hints.extend(key.as_str().and_then(|key| unknown_touchpoint(path, key, shop)));
    }
}

/// The hint that a key of a touchpoint is probably a misspelling of a standard one; none where it is not.
pub fn unknown_touchpoint(path: impl Into<String>, key: &str, shop: &[Json]) -> Option<FieldError> {
    let meant = Touchpoint::meant_by(key, shop)?;
    let mut hint = FieldError::new(path, quoted(key), KNOWN_TOUCHPOINT);
    hint.nearest = Some(meant.into());
    Some(hint)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspelt_touchpoints_wherever_they_stand() {
        let file = r#"{
            "format": 1,
            "touchpoints": [{"key": "products"}],
            "surveys": [
                {"key": "a", "touchpoints": ["cart", "chekout"], "prefetch_at": ["cardt"], "questions": [
                    {"kind": "nps", "when": {"touchpoints": ["serach"]},
                     "next": [{"when": {"touchpoints": ["order-confirmation"]}, "to": "end"}]}
                ]},
                {"key": "b", "touchpoints": ["products", "help"], "questions": [{"kind": "nps"}],
                 "endings": [{"when": {"touchpoints": ["products", 7]}}]}
            ]
        }"#;
        let hints = hints(&serde_json::from_str(file).unwrap(), "file ");
        let found: Vec<_> =
            hints.iter().map(|hint| (&*hint.path, hint.nearest.as_deref().unwrap_or_default())).collect();
        assert_eq!(
            found,
            [
                ("file surveys[0].touchpoints[1]", "checkout"),
                ("file surveys[0].prefetch_at[0]", "cart"),
                ("file surveys[0].questions[0].when.touchpoints[0]", "search"),
                ("file surveys[0].questions[0].next[0].when.touchpoints[0]", "order.confirmation"),
            ]
        );
    }

    #[test]
    fn a_file_of_another_shape_gets_no_hint() {
        for file in
            ["[]", "7", "{}", r#"{"surveys": "chekout"}"#, r#"{"surveys": [{"touchpoints": "chekout"}]}"#]
        {
            assert_eq!(hints(&serde_json::from_str(file).unwrap(), ""), [], "{file}");
        }
    }
}
