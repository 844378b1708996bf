//! What a document must look like, as data: one function holds JSON against a shape and notes every mistake.
//!
//! A reader for each type would be ten times the code, and every shopper downloads it.

use crate::field_error::quoted;
use crate::json::Json;
use crate::key::Key;
use crate::locale::Locale;
use crate::read::Reader;
use crate::shape::Need::May;
use crate::text::concat;
use crate::wording::check_wording;

/// What must stand at a place.
pub(crate) enum Shape {
    /// A key, as [`Key`] defines it.
    Key,
    /// A text in one language or several.
    Text,
    /// A text of at most so many characters, as it is.
    Plain(usize),
    /// `true` or `false`.
    Flag,
    /// `true`: what is not wanted is left out.
    True,
    /// A whole number from … to ….
    Whole(u32, u32),
    /// A number from … to ….
    Number(u32, u32),
    /// A number that is not negative.
    Amount,
    /// [`RANGE`], with at least one end, and not empty.
    Range,
    /// A text of at most so many characters, a number, `true` or `false`.
    Value(usize),
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// An array of at most so many.
    List(&'static Shape, usize),
    /// An object with these members and no others.
    Object(&'static [Member]),
    /// An object of at most so many members, whose names are keys.
    Map(&'static Shape, usize),
    /// An array or an object that is not empty.
    Filled(&'static Shape),
    /// What `parse` gives true for; the phrase says what it wants.
    Parsed(fn(&str) -> bool, &'static str),
    /// Something that cannot be judged alone and is looked at elsewhere.
    Elsewhere,
}

/// A member of an object: its name, what it must look like, and whether it must be there.
pub(crate) struct Member(pub &'static str, pub Shape, pub Need);

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    Must,
    May,
}

/// A range of numbers, both ends included.
pub(crate) const RANGE: &[Member] = &[Member("min", Shape::Amount, May), Member("max", Shape::Amount, May)];

impl Shape {
    /// Notes everything at this place that is not so. `placeholders` are those that texts may hold.
    pub(crate) fn check(&self, reader: &Reader, placeholders: &[&str]) {
        match self {
            Self::Key => drop(reader.key()),
            Self::Text => check_wording(reader, placeholders),
            Self::Plain(most) => drop(reader.text(*most)),
            Self::Flag => drop(reader.flag()),
            Self::Whole(least, most) => drop(reader.whole(*least, *most)),
            Self::True => {
                if !matches!(reader.json(), Some(Json::Bool(true))) {
                    reader.expected::<()>("true");
                }
            }
            Self::Number(least, most) => drop(reader.number(*least, *most)),
            Self::Amount => drop(reader.amount()),
            Self::Range => check_range(reader),
            Self::Value(most) => match reader.json() {
                Some(Json::String(_)) => drop(reader.text(*most)),
                Some(Json::Number(number)) if number.is_finite() => {}
                Some(Json::Bool(_)) => {}
                _ => drop(reader.expected::<()>("a text, a number, true or false")),
            },
            Self::OneOf(names) => drop(reader.one_of(names)),
            Self::List(shape, most) => {
                for index in 0..reader.length(*most).unwrap_or_default() {
                    shape.check(&reader.element(index), placeholders);
                }
            }
            Self::Object(members) => check_members(reader, &[members], placeholders),
            Self::Map(shape, most) => check_map(reader, shape, *most, placeholders),
            Self::Filled(shape) => {
                shape.check(reader, placeholders);
                check_filled(reader);
            }
            Self::Parsed(parse, expected) => drop(reader.parsed(|text| parse(text).then_some(()), expected)),
            Self::Elsewhere => {}
        }
    }
}

/// Notes everything that is wrong with the object here, whose members are those of all `tables`.
pub(crate) fn check_members(reader: &Reader, tables: &[&[Member]], placeholders: &[&str]) {
    let mut names = Vec::new();
    for table in tables {
        for member in *table {
            names.push(member.0);
        }
    }
    if reader.deny_unknown(&names).is_none() {
        return;
    }
    for table in tables {
        for Member(name, shape, need) in *table {
            let member = reader.member(name);
            if *need == Need::Must || member.is_present() {
                shape.check(&member, placeholders);
            }
        }
    }
}

fn check_map(reader: &Reader, shape: &Shape, most: usize, placeholders: &[&str]) {
    let mut found = 0;
    reader.each_member(&mut |name, value| {
        found += 1;
        match Key::new(name) {
            Some(_) => shape.check(value, placeholders),
            None => drop(value.error::<()>(quoted(name), Key::EXPECTED)),
        }
    });
    if found > most {
        let members = |number: usize| concat(&[&number.to_string(), " members"]);
        reader.error::<()>(members(found), concat(&["at most ", &members(most)]));
    }
}

/// A member that is `null` is none, as everywhere.
fn check_filled(reader: &Reader) {
    let is_empty = match reader.json() {
        Some(Json::Array(items)) => items.is_empty(),
        Some(Json::Object(members)) => members.iter().all(|(_, value)| matches!(value, Json::Null)),
        _ => false,
    };
    if is_empty {
        reader.error::<()>("nothing in it", "at least one");
    }
}

fn check_range(reader: &Reader) {
    check_members(reader, &[RANGE], &[]);
    check_filled(reader);
    let end = |reader: &Reader| match reader.json() {
        Some(Json::Number(number)) => Some(*number),
        _ => None,
    };
    let upper = reader.member("max");
    if let (Some(min), Some(max)) = (end(&reader.member("min")), end(&upper))
        && min > max
    {
        upper.expected::<()>("a number that is not less than \"min\"");
    }
}

/// A shape for a day of the calendar.
pub(crate) const DATE: Shape = Shape::Parsed(is_date, "a date such as 2026-12-24");

/// A shape for a time as a clock on the wall shows it.
pub(crate) const LOCAL_TIME: Shape =
    Shape::Parsed(is_local_time, "a local time such as 2026-11-22T09:30:00.000");

/// A shape for a language tag.
pub(crate) const LANGUAGE: Shape = Shape::Parsed(is_language, Locale::EXPECTED);

/// A shape for the path of a page.
pub(crate) const PATH: Shape = Shape::Parsed(is_path, "a path that starts with '/'");

fn is_date(text: &str) -> bool {
    let is_plain = |(at, byte): (usize, u8)| byte.is_ascii_digit() || matches!(at, 4 | 7) && byte == b'-';
    text.len() == 10 && text.bytes().enumerate().all(is_plain) && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_local_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
    is_date(date)
        && time.len() >= 5
        && time.bytes().all(is_plain)
        && text.parse::<jiff::civil::DateTime>().is_ok()
}

fn is_language(text: &str) -> bool {
    Locale::new(text).is_some()
}

fn is_path(text: &str) -> bool {
    text.as_bytes().first() == Some(&b'/')
}

/// A shape for a list of keys.
pub(crate) const fn keys(most: usize) -> Shape {
    Shape::List(&Shape::Key, most)
}

/// Notes keys that stand for a second time among the elements of an array. An element whose key is wrong has none.
pub(crate) fn check_unique(array: &Reader, keys: &[&str]) {
    for (index, key) in keys.iter().enumerate() {
        if !key.is_empty() && keys[..index].contains(key) {
            let found = concat(&[key, " again"]);
            array.element(index).member("key").error::<()>(found, "a key that no other has");
        }
    }
}

/// The keys of the elements of an array; empty where one has none.
pub(crate) fn keys_of<'a>(array: &Reader<'a>) -> Vec<&'a str> {
    let mut keys = Vec::new();
    for element in array.json().map_or(&[][..], |json| json.items()) {
        keys.push(element.text("key").filter(|key| Key::new(key).is_some()).unwrap_or_default());
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::FieldErrors;

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
}
