//! Reading data out of JSON, finding every mistake at once.
//!
//! A [`Reader`] stands at one place of a document and knows its path. Each question asked of it (`text`, `whole`,
//! `one_of` …) either gives the value or notes a [`Problem`] and gives `None`, so that reading goes on and the next
//! mistake is found too. The notes of all readers of one document go to one [`Notes`].

use std::cell::RefCell;

use crate::json::Json;
use crate::key::Key;
use crate::moment::Moment;
use crate::problem::Problem;

/// What was noted while a document was read.
#[derive(Debug, Default)]
pub struct Notes {
    problems: RefCell<Vec<Problem>>,
    unknown: RefCell<Vec<String>>,
}

impl Notes {
    /// The problems found, in the order of the document.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems.into_inner()
    }

    /// Gives `value` if nothing was wrong, else all problems. `None` without a problem is a mistake of the reading
    /// code, and is reported as such instead of being passed over.
    pub fn conclude<T>(self, value: Option<T>) -> Result<Read<T>, Vec<Problem>> {
        let problems = self.problems.into_inner();
        match value {
            Some(value) if problems.is_empty() => Ok(Read { value, unknown: self.unknown.into_inner() }),
            _ if problems.is_empty() => Err(vec![Problem::new("", "unreadable data", "readable data")]),
            _ => Err(problems),
        }
    }
}

/// A value that was read without a problem.
#[derive(Debug, PartialEq)]
pub struct Read<T> {
    /// The value.
    pub value: T,
    /// Paths of the members that are not known and were passed over.
    pub unknown: Vec<String>,
}

/// One place in a document.
#[derive(Clone)]
pub struct Reader<'a> {
    json: Option<&'a Json>,
    path: String,
    notes: &'a Notes,
}

impl<'a> Reader<'a> {
    /// A reader at the root of a document. `name` begins every path and may be empty.
    pub fn new(json: &'a Json, name: &str, notes: &'a Notes) -> Self {
        Self { json: Some(json), path: name.into(), notes }
    }

    /// Where this reader stands.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Whether there is a value here other than `null`.
    pub fn is_present(&self) -> bool {
        !matches!(self.json, None | Some(Json::Null))
    }

    /// This reader if there is a value here, for members that may be missing.
    pub fn optional(self) -> Option<Self> {
        self.is_present().then_some(self)
    }

    /// The member `name` of the object here. Notes nothing where it is missing: that is up to what is asked of it.
    pub fn member(&self, name: &str) -> Reader<'a> {
        let json = match self.json {
            Some(Json::Object(members)) => members.iter().find(|(key, _)| key == name).map(|(_, json)| json),
            _ => None,
        };
        let path = if self.path.is_empty() { name.into() } else { [&self.path, ".", name].concat() };
        Reader { json, path, notes: self.notes }
    }

    /// Whether an object stands here.
    pub fn is_object(&self) -> bool {
        matches!(self.json, Some(Json::Object(_)))
    }

    /// All members of the object here, whatever their names.
    pub fn members(&self) -> Option<Vec<(&'a str, Reader<'a>)>> {
        let Some(Json::Object(members)) = self.json else {
            return self.expected("an object");
        };
        Some(members.iter().map(|(key, _)| (key.as_str(), self.member(key))).collect())
    }

    /// The elements of the array here, at most `most` of them.
    pub fn elements(&self, most: usize) -> Option<Vec<Reader<'a>>> {
        match self.json {
            Some(Json::Array(items)) if items.len() <= most => {
                let at = |(index, json): (usize, &'a Json)| Reader {
                    json: Some(json),
                    path: [&self.path, "[", &index.to_string(), "]"].concat(),
                    notes: self.notes,
                };
                Some(items.iter().enumerate().map(at).collect())
            }
            Some(Json::Array(items)) => self.problem(
                [&items.len().to_string(), " elements"].concat(),
                ["at most ", &most.to_string(), " elements"].concat(),
            ),
            _ => self.expected("an array"),
        }
    }

    /// Says that the object here has the members `known` and no others. In a file a person wrote an unknown one is a
    /// problem, so that a typo never changes anything silently.
    pub fn only(&self, known: &[&'static str]) {
        for (name, reader) in self.members().unwrap_or_default() {
            if !known.contains(&name) {
                self.note(Problem::not_one_of(reader.path, name, known));
            }
        }
    }

    /// Says which members of the object here are known. In data a newer program wrote an unknown one is passed over and
    /// named, so that nothing is refused for being newer.
    pub fn known(&self, known: &[&str]) {
        for (name, reader) in self.members().unwrap_or_default() {
            if !known.contains(&name) {
                self.notes.unknown.borrow_mut().push(reader.path);
            }
        }
    }

    /// A text of `1..=most` characters.
    pub fn text(&self, most: usize) -> Option<&'a str> {
        match self.json {
            Some(Json::String(text)) if !text.is_empty() && text.chars().nth(most).is_none() => Some(text),
            Some(Json::String(text)) if !text.is_empty() => self.problem(
                [&text.chars().count().to_string(), " characters"].concat(),
                ["at most ", &most.to_string(), " characters"].concat(),
            ),
            _ => self.expected("a text that is not empty"),
        }
    }

    /// A key, as [`Key`] defines it.
    pub fn key(&self) -> Option<Key> {
        match self.json {
            Some(Json::String(text)) => match Key::new(text) {
                Some(key) => Some(key),
                None => self.expected(Key::EXPECTED),
            },
            _ => self.expected(Key::EXPECTED),
        }
    }

    /// A whole number in `range`.
    pub fn whole(&self, least: u32, most: u32) -> Option<u32> {
        match self.json {
            Some(Json::Number(n)) if n.fract() == 0.0 && *n >= f64::from(least) && *n <= f64::from(most) => {
                Some(*n as u32)
            }
            _ => self
                .expected(["a whole number from ", &least.to_string(), " to ", &most.to_string()].concat()),
        }
    }

    /// A number that is not negative.
    pub fn amount(&self) -> Option<f64> {
        match self.json {
            Some(Json::Number(n)) if *n >= 0.0 && n.is_finite() => Some(*n),
            _ => self.expected("a number that is not negative"),
        }
    }

    /// `true` or `false`.
    pub fn flag(&self) -> Option<bool> {
        match self.json {
            Some(Json::Bool(flag)) => Some(*flag),
            _ => self.expected("true or false"),
        }
    }

    /// A time with offset.
    pub fn moment(&self) -> Option<Moment> {
        match self.json {
            Some(Json::String(text)) => match Moment::parse(text) {
                Some(moment) => Some(moment),
                None => self.expected(Moment::EXPECTED),
            },
            _ => self.expected(Moment::EXPECTED),
        }
    }

    /// The index in `names` of the name that stands here.
    pub fn one_of(&self, names: &[&'static str]) -> Option<usize> {
        let Some(Json::String(text)) = self.json else {
            return self.expected(["one of ", &names.join(", ")].concat());
        };
        let index = names.iter().position(|name| name == text);
        if index.is_none() {
            self.note(Problem::not_one_of(self.path.as_str(), text, names));
        }
        index
    }

    /// The JSON here, for what has a rule of its own.
    pub fn json(&self) -> Option<&'a Json> {
        self.json
    }

    /// Notes a problem that was made elsewhere.
    pub fn note(&self, problem: Problem) {
        self.notes.problems.borrow_mut().push(problem);
    }

    /// Notes that what stands here is not `expected`.
    pub fn expected<T>(&self, expected: impl Into<std::borrow::Cow<'static, str>>) -> Option<T> {
        let found = self.json.map_or("nothing".into(), Json::described);
        self.problem(found, expected)
    }

    /// Notes a problem here.
    pub fn problem<T>(
        &self,
        found: impl Into<String>,
        expected: impl Into<std::borrow::Cow<'static, str>>,
    ) -> Option<T> {
        self.note(Problem::new(self.path.as_str(), found, expected));
        None
    }
}
