//! What a document must look like, as data: one function holds JSON against a shape and notes every mistake.
//!
//! A reader for each type would be ten times the code, and every shopper downloads it.

use crate::key::Key;
use crate::read::Reader;
use crate::text::check_text;

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
    /// A whole number from … to ….
    Whole(u32, u32),
    /// One of these names.
    OneOf(&'static [&'static str]),
    /// An array of at most so many.
    List(&'static Shape, usize),
    /// An object with these members and no others.
    Object(&'static [Member]),
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

impl Shape {
    /// Notes everything at this place that is not so. `placeholders` are those that texts may hold.
    pub(crate) fn check(&self, reader: &Reader, placeholders: &[&str]) {
        match self {
            Self::Key => drop(reader.key()),
            Self::Text => check_text(reader, placeholders),
            Self::Plain(most) => drop(reader.text(*most)),
            Self::Flag => drop(reader.flag()),
            Self::Whole(least, most) => drop(reader.whole(*least, *most)),
            Self::OneOf(names) => drop(reader.one_of(names)),
            Self::List(shape, most) => {
                for index in 0..reader.length(*most).unwrap_or_default() {
                    shape.check(&reader.element(index), placeholders);
                }
            }
            Self::Object(members) => check_members(reader, &[members], placeholders),
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
    if reader.only(&names).is_none() {
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

/// A shape for a list of keys.
pub(crate) const fn keys(most: usize) -> Shape {
    Shape::List(&Shape::Key, most)
}

/// Notes keys that stand for a second time among the elements of an array. An element whose key is wrong has none.
pub(crate) fn check_unique(array: &Reader, keys: &[&str]) {
    for (index, key) in keys.iter().enumerate() {
        if !key.is_empty() && keys[..index].contains(key) {
            let found = crate::text::concat(&[key, " again"]);
            array.element(index).member("key").problem::<()>(found, "a key that no other has");
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
