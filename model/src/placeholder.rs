//! Placeholders in texts: `{shop}`, `{first_name|there}`.

use crate::text::position;

/// Puts values in the place of `{name}`, and in the place of `{name|fallback}` the fallback where the value is empty. What
/// has no value stays as it is written, so that a mistake is seen. A brace that is not closed is a brace.
///
/// ```
/// use nachklang_model::placeholder::fill;
///
/// let value = |name: &str| (name == "first_name").then(String::new);
/// assert_eq!(fill("Hello {first_name|there}, {shop}!", &value), "Hello there, {shop}!");
/// ```
pub fn fill(template: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    let mut filled = String::new();
    let mut rest = template;
    while let Some(open) = position(rest, b'{') {
        let (before, after) = (&rest[..open], &rest[open + 1..]);
        filled.push_str(before);
        rest = after;
        let Some(close) = position(after, b'}') else {
            filled.push_str(BRACE);
            continue;
        };
        let (name, fallback) = match position(&after[..close], b'|') {
            Some(bar) => (&after[..bar], &after[bar + 1..close]),
            None => (&after[..close], ""),
        };
        match value(name) {
            Some(value) => {
                filled.push_str(if value.is_empty() { fallback } else { &value });
                rest = &after[close + 1..];
            }
            None => filled.push_str(BRACE),
        }
    }
    filled.push_str(rest);
    filled
}

/// A sign as a text: pushing a `char` would bring the encoding of all of Unicode into the widget.
const BRACE: &str = "{";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_placeholders_as_text() {
        let value = |name: &str| match name {
            "shop" => Some("Ha{n}s & <b>Söhne</b>".into()),
            "empty" => Some(String::new()),
            _ => None,
        };
        for (template, filled) in [
            ("How do you like {shop}?", "How do you like Ha{n}s & <b>Söhne</b>?"),
            ("{shop}{shop}", "Ha{n}s & <b>Söhne</b>Ha{n}s & <b>Söhne</b>"),
            ("{empty}!", "!"),
            ("Hello {empty|there}!", "Hello there!"),
            ("Hello {empty|}!", "Hello !"),
            ("{shop|the shop}", "Ha{n}s & <b>Söhne</b>"),
            ("{unknown|x} stays", "{unknown|x} stays"),
            ("{unknown} stays", "{unknown} stays"),
            ("an open { brace", "an open { brace"),
            ("{{shop}}", "{Ha{n}s & <b>Söhne</b>}"),
            ("", ""),
        ] {
            assert_eq!(fill(template, &value), filled, "{template}");
        }
    }
}
