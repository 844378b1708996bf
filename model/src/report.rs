//! What a shop's developer may copy into a report: the state of a page without its secrets.

use crate::json::Json;

/// What stands in the place of a secret.
const HIDDEN: &str = "…";

/// Members that are hidden wherever they stand: keys for the endpoint, proofs, and what tells who the shopper is.
const SECRETS: [&str; 6] = ["headers", "proof", "first-name", "id_hash", "customer", "other"];

/// What shoppers write: the kinds of answers whose value is hidden.
const WRITTEN: [&str; 2] = ["text", "contact"];

/// The JSON without secrets: what must not be read by others is `…`, and of addresses what stands behind the path is left out.
///
/// ```
/// use nachklang_model::json::Json;
/// use nachklang_model::report::without_secrets;
///
/// let json: Json = serde_json::from_str(r#"{"endpoint": "https://a.example/r?key=1", "proof": "eyJ"}"#).unwrap();
/// let hidden = without_secrets(json);
/// assert_eq!(hidden.text("endpoint"), Some("https://a.example/r"));
/// assert_eq!(hidden.text("proof"), Some("…"));
/// ```
pub fn without_secrets(json: Json) -> Json {
    match json {
        Json::String(text) => Json::String(without_query(&text)),
        Json::Array(items) => Json::Array(items.into_iter().map(without_secrets).collect()),
        Json::Object(members) => {
            let is_written = members.iter().any(|(name, kind)| name == "kind" && is_written(kind));
            let hide = |(name, member): (String, Json)| {
                let is_secret = SECRETS.contains(&&*name) || (is_written && name == "value");
                let member = if is_secret { HIDDEN.into() } else { without_secrets(member) };
                (name, member)
            };
            Json::Object(members.into_iter().map(hide).collect())
        }
        json => json,
    }
}

fn is_written(kind: &Json) -> bool {
    kind.as_str().is_some_and(|kind| WRITTEN.contains(&kind))
}

/// The text without queries, fragments and passwords of the URLs in it: they may hold a key.
pub fn without_query(text: &str) -> String {
    let words: Vec<String> = text.split(' ').map(clean_word).collect();
    words.join(" ")
}

fn clean_word(word: &str) -> String {
    let Some((scheme, rest)) = word.split_once("://") else { return word.into() };
    let rest = rest.split(['?', '#']).next().unwrap_or_default();
    let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
    let host = host.rsplit('@').next().unwrap_or_default();
    [scheme, "://", host, path].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hides_what_others_must_not_read() {
        for (json, expected) in [
            (r#"{"headers": "{\"X-Key\": \"s\"}"}"#, r#"{"headers": "…"}"#),
            (
                r#"{"order": {"id_hash": "ab", "value": 5, "proof": "eyJ"}}"#,
                r#"{"order": {"id_hash": "…", "value": 5, "proof": "…"}}"#,
            ),
            (r#"{"customer": {"key": "c-1"}}"#, r#"{"customer": "…"}"#),
            (
                r#"{"answers": [{"question": "q", "kind": "text", "value": "I am Jo"}, {"kind": "nps", "value": 9}]}"#,
                r#"{"answers": [{"question": "q", "kind": "text", "value": "…"}, {"kind": "nps", "value": 9}]}"#,
            ),
            (
                r#"[{"kind": "contact", "value": "jo@mugs.example", "by": "email", "consent": "Yes"}]"#,
                r#"[{"kind": "contact", "value": "…", "by": "email", "consent": "Yes"}]"#,
            ),
            (
                r#"{"kind": "single-choice", "value": "else", "other": "my boss"}"#,
                r#"{"kind": "single-choice", "value": "else", "other": "…"}"#,
            ),
            (r#"["https://jo:pw@a.example:8080/r/1?key=2#3"]"#, r#"["https://a.example:8080/r/1"]"#),
            (r#"["https://a.example?key=2"]"#, r#"["https://a.example"]"#),
            (
                r#"["/surveys.json", "what? this: //a?b", 1, null, true]"#,
                r#"["/surveys.json", "what? this: //a?b", 1, null, true]"#,
            ),
        ] {
            let read = |text: &str| serde_json::from_str::<Json>(text).unwrap();
            assert_eq!(without_secrets(read(json)), read(expected), "{json}");
        }
    }
}
