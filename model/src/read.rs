//! Reading data out of JSON, finding every mistake at once.
//!
//! A [`Reader`] stands at one place of a document and knows its path. Each question asked of it (`text`, `whole`,
//! `one_of` …) either gives the value or notes a [`FieldError`] and gives `None`, so that reading goes on and the next
//! mistake is found too. The notes of all readers of one document go to one [`FieldErrors`].

use std::borrow::Cow;
use std::cell::RefCell;

use crate::field_error::{FieldError, one_of};
use crate::json::Json;
use crate::key::Key;
use crate::moment::Moment;
use crate::text::concat;

/// What was noted while a document was read.
#[derive(Debug, Default)]
pub struct FieldErrors {
    errors: RefCell<Vec<FieldError>>,
    unknown_fields: RefCell<Vec<UnknownField>>,
    /// Members that were renamed: their names and the old ones.
    aliases: &'static [(&'static str, &'static str)],
}

impl FieldErrors {
    /// For a document some of whose members were renamed: each has its name, and an old one that is still read. A reader finds the
    /// member under either, and says in its path which was written.
    pub fn with_aliases(aliases: &'static [(&'static str, &'static str)]) -> Self {
        Self { aliases, ..Self::default() }
    }

    /// The problems found, in the order of the document.
    pub fn into_errors(self) -> Vec<FieldError> {
        self.errors.into_inner()
    }

    /// Gives `value` if nothing was wrong, else all problems. There is one wherever there is no value.
    pub fn finish<T>(self, value: Option<T>) -> Result<Read<T>, Vec<FieldError>> {
        match value {
            Some(value) if self.errors.borrow().is_empty() => {
                Ok(Read { value, unknown_fields: self.unknown_fields.into_inner() })
            }
            _ => Err(self.into_errors()),
        }
    }
}

/// A value that was read without a problem.
#[derive(Debug, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// The members that are not known and were passed over.
    pub unknown_fields: Vec<UnknownField>,
}

/// A member that is not known.
#[derive(Debug, Clone, PartialEq)]
pub struct UnknownField {
    /// Where it stands. A name may hold anything, so this tells people where it is, and not a program.
    pub path: String,
    /// Its value.
    pub json: Json,
}

/// One place in a document. It borrows the reader of the place around it, so that paths are only written out where there
/// is a problem to report.
#[derive(Clone, Copy)]
pub struct Reader<'a> {
    json: Option<&'a Json>,
    place: Place<'a>,
    errors: &'a FieldErrors,
}

#[derive(Clone, Copy)]
enum Place<'a> {
    Root(&'a str),
    Member(&'a Reader<'a>, &'a str),
    Element(&'a Reader<'a>, usize),
}

impl<'a> Reader<'a> {
    /// A reader at the root of a document. `name` begins every path; it is empty or ends with `-` or a space.
    pub fn new(json: &'a Json, name: &'a str, errors: &'a FieldErrors) -> Self {
        Self { json: Some(json), place: Place::Root(name), errors }
    }

    /// Where this reader stands.
    pub fn path(&self) -> String {
        match self.place {
            Place::Root(name) => name.into(),
            Place::Member(parent, name) => {
                let mut path = parent.path();
                // The name of a document ends with a mark of its own: "data-", "surveys.json ".
                if !matches!(path.as_bytes().last(), None | Some(b'-' | b' ')) {
                    path.push('.');
                }
                path.push_str(name);
                path
            }
            Place::Element(parent, index) => {
                let mut path = parent.path();
                path.push('[');
                path.push_str(&index.to_string());
                path.push(']');
                path
            }
        }
    }

    /// The JSON here.
    pub fn json(&self) -> Option<&'a Json> {
        self.json
    }

    /// Whether there is a value here other than `null`.
    pub fn is_present(&self) -> bool {
        !matches!(self.json, None | Some(Json::Null))
    }

    /// Whether this very text stands here.
    pub fn is_text(&self, text: &str) -> bool {
        matches!(self.json, Some(Json::String(found)) if found == text)
    }

    /// Whether an object stands here.
    pub fn is_object(&self) -> bool {
        matches!(self.json, Some(Json::Object(_)))
    }

    /// The member `name` of the object here. Notes nothing where it is missing: that is up to what is asked of it.
    pub fn member<'r>(&'r self, name: &'r str) -> Reader<'r> {
        let find = |name: &'r str| {
            let Some(Json::Object(members)) = self.json else { return None };
            let (_, json) = members.iter().find(|(known, _)| known == name)?;
            Some((name, json))
        };
        let old = || {
            let mut aliases = self.errors.aliases.iter().filter(|(new, _)| *new == name);
            aliases.find_map(|(_, old)| find(old))
        };
        let (name, json) = match find(name).or_else(old) {
            Some((name, json)) => (name, Some(json)),
            None => (name, None),
        };
        Reader { json, place: Place::Member(self, name), errors: self.errors }
    }

    /// The element `index` of the array here.
    pub fn element(&self, index: usize) -> Reader<'_> {
        let json = match self.json {
            Some(Json::Array(items)) => items.get(index),
            _ => None,
        };
        Reader { json, place: Place::Element(self, index), errors: self.errors }
    }

    /// Calls `read` with every member of the object here, whatever its name. `None` where it is none, which is noted.
    pub fn each_member(&self, read: &mut dyn FnMut(&'a str, &Reader)) -> Option<()> {
        let Some(Json::Object(members)) = self.json else {
            return self.expected("an object");
        };
        for (name, json) in members {
            read(name, &Reader { json: Some(json), place: Place::Member(self, name), errors: self.errors });
        }
        Some(())
    }

    /// How many elements the array here has; `None` where it is none or has more than `most`, which is noted.
    pub fn length(&self, most: usize) -> Option<usize> {
        match self.json {
            Some(Json::Array(items)) if items.len() <= most => Some(items.len()),
            Some(Json::Array(items)) => self.too_many(items.len(), most, " elements"),
            _ => self.expected("an array"),
        }
    }

    /// Reads every element of the array here before missing one, so that all mistakes are found. At most `most`.
    pub fn elements<T>(&self, most: usize, read: impl Fn(&Reader) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length(most)?;
        let mut all = Vec::new();
        for index in 0..length {
            if let Some(element) = read(&self.element(index)) {
                all.push(element);
            }
        }
        (all.len() == length).then_some(all)
    }

    /// Says that the object here has the members `known` and no others. In a file a person wrote an unknown one is a
    /// problem, so that a typo never changes anything silently. `None` where there is no object, which is noted: then no
    /// member of it need be missed.
    pub fn deny_unknown(&self, known: &[&str]) -> Option<()> {
        self.each_member(&mut |name, reader| {
            if known.contains(&name) {
                return;
            }
            let is_alias = |(new, old): &&(&str, &str)| *old == name && known.contains(new);
            match self.errors.aliases.iter().find(is_alias) {
                None => reader.report(FieldError::not_one_of(reader.path(), name, known)),
                Some((new, _)) if self.has(new) => {
                    let found = concat(&["the old name of ", new, " beside it"]);
                    reader.error::<()>(found, concat(&["only ", new]));
                }
                Some(_) => {}
            }
        })
    }

    /// Whether the object here has a member of this very name.
    fn has(&self, name: &str) -> bool {
        matches!(self.json, Some(Json::Object(members)) if members.iter().any(|(known, _)| known == name))
    }

    /// Says which members of the object here are known. In data a newer program wrote an unknown one is passed over and
    /// put aside, so that nothing is refused or lost for being newer.
    pub fn collect_unknown(&self, known: &[&str]) {
        self.each_member(&mut |name, reader| {
            if !known.contains(&name)
                && let Some(json) = reader.json
            {
                self.errors
                    .unknown_fields
                    .borrow_mut()
                    .push(UnknownField { path: reader.path(), json: json.clone() });
            }
        });
    }

    /// Notes members of the object here that look like a misspelling of one of `known`, and lets all others pass: for
    /// places where others put members of their own.
    pub fn deny_misspelled(&self, known: &[&'static str]) {
        self.each_member(&mut |name, reader| {
            let error = FieldError::not_one_of(reader.path(), name, known);
            if !known.contains(&name) && error.nearest.is_some() {
                reader.report(error);
            }
        });
    }

    /// A text of `1..=most` characters.
    pub fn text(&self, most: usize) -> Option<&'a str> {
        match self.json {
            Some(Json::String(text)) if !text.is_empty() => match text.chars().count() {
                length if length <= most => Some(text),
                length => self.too_many(length, most, " characters"),
            },
            _ => self.expected("a text that is not empty"),
        }
    }

    /// What `parse` makes of the text here.
    pub fn parsed<T>(&self, parse: impl FnOnce(&str) -> Option<T>, expected: &'static str) -> Option<T> {
        let parsed = match self.json {
            Some(Json::String(text)) => parse(text),
            _ => None,
        };
        parsed.or_else(|| self.expected(expected))
    }

    /// A key, as [`Key`] defines it.
    pub fn key(&self) -> Option<Key> {
        self.parsed(Key::new, Key::EXPECTED)
    }

    /// A time with offset.
    pub fn moment(&self) -> Option<Moment> {
        self.parsed(Moment::parse, Moment::EXPECTED)
    }

    /// A whole number from `least` to `most`.
    pub fn whole(&self, least: u32, most: u32) -> Option<u32> {
        match self.json {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= f64::from(least) && *n <= f64::from(most) => {
                Some(*n as u32)
            }
            _ => self.out_of_range(&least.to_string(), &most.to_string()),
        }
    }

    /// A whole number from `least` to `most`, which may be negative.
    pub fn integer(&self, least: i32, most: i32) -> Option<i32> {
        match self.json {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= f64::from(least) && *n <= f64::from(most) => {
                Some(*n as i32)
            }
            _ => self.out_of_range(&least.to_string(), &most.to_string()),
        }
    }

    /// A number from `least` to `most`.
    pub fn number(&self, least: u32, most: u32) -> Option<f64> {
        match self.json {
            Some(Json::Number(n)) if *n >= f64::from(least) && *n <= f64::from(most) => Some(*n),
            _ => self.expected(concat(&["a number from ", &least.to_string(), " to ", &most.to_string()])),
        }
    }

    /// A number that is not negative.
    pub fn amount(&self) -> Option<f64> {
        match self.json {
            Some(Json::Number(n)) if *n >= 0.0 && n.is_finite() => Some(*n),
            _ => self.expected("a number that is not negative"),
        }
    }

    /// A number from 0 to `most`.
    pub fn amount_to(&self, most: u32) -> Option<f64> {
        self.number(0, most)
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.json {
            Some(Json::Bool(flag)) => Some(*flag),
            _ => self.expected("true or false"),
        }
    }

    /// The index in `names` of the name that stands here.
    pub fn one_of(&self, names: &[&str]) -> Option<usize> {
        let Some(Json::String(text)) = self.json else {
            return self.expected(one_of(names));
        };
        let index = names.iter().position(|name| name == text);
        if index.is_none() {
            self.report(FieldError::not_one_of(self.path(), text, names));
        }
        index
    }

    /// Notes that what stands here is not `expected`.
    pub fn expected<T>(&self, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        let found = self.json.map_or("nothing".into(), Json::described);
        self.error(found, expected)
    }

    /// Notes a problem here.
    pub fn error<T>(&self, found: impl Into<String>, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        self.report(FieldError::new(self.path(), found, expected));
        None
    }

    /// Notes a problem that was made elsewhere.
    pub fn report(&self, error: FieldError) {
        self.errors.errors.borrow_mut().push(error);
    }

    fn out_of_range<T>(&self, least: &str, most: &str) -> Option<T> {
        match least == most {
            true => self.expected(String::from(least)),
            false => self.expected(concat(&["a whole number from ", least, " to ", most])),
        }
    }

    fn too_many<T>(&self, found: usize, most: usize, of_what: &str) -> Option<T> {
        let expected = concat(&["at most ", &most.to_string(), of_what]);
        self.error(concat(&[&found.to_string(), of_what]), expected)
    }
}

/// What may be missing: `None` where it is, `Some` of what `read` gives where it is not.
pub fn optional<T>(reader: Reader, read: impl FnOnce(&Reader) -> Option<T>) -> Option<Option<T>> {
    if reader.is_present() { read(&reader).map(Some) } else { Some(None) }
}
