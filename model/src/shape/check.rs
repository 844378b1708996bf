//! Holding JSON against shapes.

use super::types::{Member, Need, RANGE, Shape};
use crate::field_error::quoted;
use crate::json::Json;
use crate::key::Key;
use crate::read::Reader;
use crate::text::concat;
use crate::wording::check_wording;

impl Shape {
    /// Reports everything at this place that is not so. `placeholders` are those that texts may hold.
    pub(crate) fn check(&self, reader: &Reader, placeholders: &[&str]) {
        match self {
            Self::Key => drop(reader.key()),
            Self::Text => check_wording(reader, placeholders),
            Self::Plain(max) => drop(reader.text(*max)),
            Self::Flag => drop(reader.flag()),
            Self::Whole(min, max) => drop(reader.whole(*min, *max)),
            Self::True => {
                if !matches!(reader.json(), Some(Json::Bool(true))) {
                    reader.expected::<()>("true");
                }
            }
            Self::Number(min, max) => drop(reader.number(*min, *max)),
            Self::Amount => drop(reader.amount()),
            Self::Range => check_range(reader),
            Self::Value(max) => match reader.json() {
                Some(Json::String(_)) => drop(reader.text(*max)),
                Some(Json::Number(number)) if number.is_finite() => {}
                Some(Json::Bool(_)) => {}
                _ => drop(reader.expected::<()>("a text, a number, true or false")),
            },
            Self::OneOf(names) => drop(reader.one_of(names)),
            Self::List(shape, max) => {
                for index in 0..reader.length(*max).unwrap_or_default() {
                    shape.check(&reader.element(index), placeholders);
                }
            }
            Self::Object(members) => check_members(reader, &[members], placeholders),
            Self::Map(shape, max) => check_map(reader, shape, *max, placeholders),
            Self::Filled(shape) => {
                shape.check(reader, placeholders);
                check_filled(reader);
            }
            Self::Parsed(parse, expected) => drop(reader.parsed(|text| parse(text).then_some(()), expected)),
            Self::Elsewhere => {}
        }
    }
}

/// Reports everything that is wrong with the object here, whose members are those of all `tables`.
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

fn check_map(reader: &Reader, shape: &Shape, max: usize, placeholders: &[&str]) {
    let mut found = 0;
    reader.each_member(&mut |name, value| {
        found += 1;
        match Key::new(name) {
            Some(_) => shape.check(value, placeholders),
            None => drop(value.error::<()>(quoted(name), Key::EXPECTED)),
        }
    });
    if found > max {
        let members = |number: usize| concat(&[&number.to_string(), " members"]);
        reader.error::<()>(members(found), concat(&["at most ", &members(max)]));
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
