//! A place in a document.

use std::borrow::Cow;

use super::errors::{FieldErrors, UnknownField};
use crate::field_error::FieldError;
use crate::json::Json;
use crate::text::concat;

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

    /// Calls `read` with every member of the object here, whatever its name. `None` where it is none, which is reported.
    pub fn each_member(&self, read: &mut dyn FnMut(&'a str, &Reader)) -> Option<()> {
        let Some(Json::Object(members)) = self.json else {
            return self.expected("an object");
        };
        for (name, json) in members {
            read(name, &Reader { json: Some(json), place: Place::Member(self, name), errors: self.errors });
        }
        Some(())
    }

    /// How many elements the array here has; `None` where it is none or has more than `max`, which is reported.
    pub fn length(&self, max: usize) -> Option<usize> {
        match self.json {
            Some(Json::Array(items)) if items.len() <= max => Some(items.len()),
            Some(Json::Array(items)) => self.too_many(items.len(), max, " elements"),
            _ => self.expected("an array"),
        }
    }

    /// Reads every element of the array here before missing one, so that all mistakes are found. At most `max`.
    pub fn elements<T>(&self, max: usize, read: impl Fn(&Reader) -> Option<T>) -> Option<Vec<T>> {
        let length = self.length(max)?;
        let mut all = Vec::new();
        for index in 0..length {
            if let Some(element) = read(&self.element(index)) {
                all.push(element);
            }
        }
        (all.len() == length).then_some(all)
    }

    /// Says that the object here has the members `known` and no others. In a file a person wrote an unknown one is a
    /// problem, so that a typo never changes anything silently. `None` where there is no object, which is reported: then no
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

    /// Reports members of the object here that look like a misspelling of one of `known`, and lets all others pass: for
    /// places where others put members of their own.
    pub fn deny_misspelled(&self, known: &[&'static str]) {
        self.each_member(&mut |name, reader| {
            let error = FieldError::not_one_of(reader.path(), name, known);
            if !known.contains(&name) && error.nearest.is_some() {
                reader.report(error);
            }
        });
    }

    /// Reports that what stands here is not `expected`.
    pub fn expected<T>(&self, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        let found = self.json.map_or("nothing".into(), Json::described);
        self.error(found, expected)
    }

    /// Reports an error here.
    pub fn error<T>(&self, found: impl Into<String>, expected: impl Into<Cow<'static, str>>) -> Option<T> {
        self.report(FieldError::new(self.path(), found, expected));
        None
    }

    /// Reports an error that was found elsewhere.
    pub fn report(&self, error: FieldError) {
        self.errors.errors.borrow_mut().push(error);
    }

    pub(super) fn too_many<T>(&self, found: usize, max: usize, of_what: &str) -> Option<T> {
        let expected = concat(&["at most ", &max.to_string(), of_what]);
        self.error(concat(&[&found.to_string(), of_what]), expected)
    }
}
