//! Members that were renamed. Files with the old names are read for ever.

use crate::json::Json;

/// Each renamed member: its name, and the old one.
pub(crate) const ALIASES: [(&str, &str); 7] = [
    (MAX_TIMES, "most"),
    ("prefetch_at", "ahead"),
    ("low_label", "least"),
    ("high_label", "most"),
    ("min", "at_least"),
    ("max", "at_most"),
    ("max_length", "longest"),
];

/// The only member whose old name means something else elsewhere.
const MAX_TIMES: &str = "max_times";

/// Gives the members of a survey their current names, so that all other code knows only those. `place` is the name of the member
/// that holds `json`.
pub(super) fn rename_members(json: &mut Json, place: &str) {
    match json {
        Json::Array(items) => items.iter_mut().for_each(|item| rename_members(item, place)),
        // The shop chooses the names of attributes.
        Json::Object(members) if place != "attributes" => {
            for (name, member) in members {
                rename_members(member, name);
                let is_renamed =
                    |(new, old): &&(&str, &str)| old == name && (*new == MAX_TIMES) == (place == "frequency");
                if let Some((new, _)) = ALIASES.iter().find(is_renamed) {
                    *name = String::from(*new);
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::super::{read, validate};
    use super::*;

    /// A survey with every member that was renamed, under its old name.
    const OLD: &str = r#"{"format": 1, "surveys": [{
        "key": "s", "ahead": ["cart"],
        "audience": {"visits": {"at_least": 2, "at_most": 3}, "attributes": {"most": ["a"], "longest": [1]}},
        "frequency": {"most": 2},
        "questions": [
            {"kind": "nps", "least": "No", "most": {"en": "Yes"}, "next": [{"when": {"question": "nps", "at_least": 9}, "to": "end"}]},
            {"kind": "long-text", "text": "?", "longest": 9, "when": [{"question": "nps", "at_most": 3}]}
        ],
        "endings": [{"when": {"question": "nps", "at_least": 9, "at_most": 9}}]
    }]}"#;
    const NEW: &str = r#"{"format": 1, "surveys": [{
        "key": "s", "prefetch_at": ["cart"],
        "audience": {"visits": {"min": 2, "max": 3}, "attributes": {"most": ["a"], "longest": [1]}},
        "frequency": {"max_times": 2},
        "questions": [
            {"kind": "nps", "low_label": "No", "high_label": {"en": "Yes"}, "next": [{"when": {"question": "nps", "min": 9}, "to": "end"}]},
            {"kind": "long-text", "text": "?", "max_length": 9, "when": [{"question": "nps", "max": 3}]}
        ],
        "endings": [{"when": {"question": "nps", "min": 9, "max": 9}}]
    }]}"#;

    fn json(text: &str) -> Json {
        serde_json::from_str(text).unwrap()
    }

    fn messages(file: &str) -> Vec<String> {
        validate(&json(file), "").iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_with_the_old_names_is_the_same_survey() {
        let [old, new] = [OLD, NEW].map(|file| read(&json(file), ""));
        assert_eq!(old, new);
        assert_eq!(new.unwrap()[0].question(1).unwrap().max_length(), 9);
    }

    #[test]
    fn a_mistake_is_found_under_the_name_that_was_written() {
        for (member, wrong) in [
            (r#""ahead": ["cart"]"#, r#""ahead": []"#),
            (r#""at_least": 2"#, r#""at_least": -1"#),
            (r#""frequency": {"most": 2}"#, r#""frequency": {"most": 0}"#),
            (r#""least": "No""#, r#""least": """#),
            (r#""longest": 9"#, r#""longest": 0"#),
            (r#""at_least": 9}, "to""#, r#""at_least": 11}, "to""#),
        ] {
            let found = messages(&OLD.replace(member, wrong));
            let name = member.trim_start_matches(r#""frequency": {"#).split('"').nth(1).unwrap();
            assert!(found.len() == 1 && found[0].contains(&[name, ":"].concat()), "{found:?}");
        }
    }

    #[test]
    fn old_and_new_name_together_are_a_mistake() {
        let both = OLD.replace(r#""ahead": ["cart"]"#, r#""prefetch_at": ["cart"], "ahead": ["cart"]"#);
        let expected =
            "surveys[0].ahead: found the old name of prefetch_at beside it, expected only prefetch_at";
        assert_eq!(messages(&both), [expected]);
    }

    #[test]
    fn an_old_name_counts_only_where_it_stood() {
        let file = NEW.replace(r#""max_times": 2"#, r#""longest": 2"#);
        assert!(
            messages(&file)[0].starts_with(
                r#"surveys[0].frequency.longest: found "longest", expected one of answered_days"#
            )
        );
        let file = NEW.replace(r#""max_length": 9"#, r#""most": 9"#);
        assert!(
            messages(&file)[0]
                .starts_with(r#"surveys[0].questions[1].most: found "most", expected one of key"#)
        );
    }
}
