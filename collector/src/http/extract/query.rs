//! The parameters in the query of an address.
//!
//! An unknown or repeated parameter is a mistake: a filter with a typo would give more than was asked for.

use std::ops::RangeInclusive;

use axum::extract::{FromRequestParts, Query};
use axum::http::request::Parts;
use jiff::Timestamp;
use nachklang_model::context::Locale;
use nachklang_model::field_error::quoted;
use nachklang_model::{FieldError, Key, Moment, Progress};

use crate::http::error::ApiError;

/// The parameters of a query.
#[derive(Debug)]
pub struct QueryParameters {
    pairs: Vec<(String, String)>,
    errors: Vec<FieldError>,
}

impl<S: Sync> FromRequestParts<S> for QueryParameters {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, ApiError> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(pairs)) => Ok(Self { pairs, errors: Vec::new() }),
            Err(_) => Err(ApiError::BadQuery(Vec::new())),
        }
    }
}

impl QueryParameters {
    /// Reports all parameters but these as mistakes.
    pub fn deny_unknown(&mut self, known: &[&'static str]) {
        let unknown = self.pairs.iter().filter(|(name, _)| !known.contains(&name.as_str()));
        self.errors.extend(unknown.map(|(name, _)| FieldError::not_one_of(name.as_str(), name, known)));
    }

    /// Ignores parameters, as if they were not there.
    pub fn ignore(&mut self, ignored: impl Fn(&str, &str) -> bool) {
        self.pairs.retain(|(name, value)| !ignored(name, value));
    }

    /// The parameter `name` as `read` understands it.
    fn read<T>(
        &mut self,
        name: &str,
        expected: impl FnOnce() -> String,
        read: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let mut values = self.pairs.iter().filter(|(found, _)| found == name).map(|(_, value)| value);
        let value = values.next()?;
        let error = match (read(value), values.next()) {
            (_, Some(_)) => FieldError::new(name, "it more than once", "it once"),
            (None, _) => FieldError::new(name, quoted(value), expected()),
            (read, None) => return read,
        };
        self.errors.push(error);
        None
    }

    /// A parameter that is a key.
    pub fn key(&mut self, name: &str) -> Option<Key> {
        self.read(name, || Key::EXPECTED.into(), Key::new)
    }

    /// A parameter that is a response's status.
    pub fn status(&mut self, name: &str) -> Option<&'static str> {
        let expected = || format!("one of {}", Progress::STATUSES.join(", "));
        self.read(name, expected, |value| Progress::STATUSES.into_iter().find(|status| *status == value))
    }

    /// A parameter that is true or false.
    pub fn flag(&mut self, name: &str) -> Option<bool> {
        self.read(name, || "true or false".into(), |value| value.parse().ok())
    }

    /// A parameter that is a language tag.
    pub fn locale(&mut self, name: &str) -> Option<Locale> {
        self.read(name, || Locale::EXPECTED.into(), Locale::new)
    }

    /// A parameter that is a whole number.
    pub fn integer(&mut self, name: &str, range: RangeInclusive<i8>) -> Option<i8> {
        let expected = || format!("a whole number from {} to {}", range.start(), range.end());
        self.read(name, expected, |value| value.parse().ok().filter(|value| range.contains(value)))
    }

    /// A parameter that is a text of `1..=longest` characters.
    pub fn text(&mut self, name: &str, longest: usize) -> Option<String> {
        let fits = |value: &str| (1..=longest).contains(&value.chars().count());
        let expected = || format!("a text of 1 to {longest} characters");
        self.read(name, expected, |value| fits(value).then(|| value.into()))
    }

    /// A parameter that is a time with offset.
    pub fn time(&mut self, name: &str) -> Option<Timestamp> {
        let expected = || format!("{}, with + written as %2B", Moment::EXPECTED);
        self.read(name, expected, |value| Moment::parse(value)?.as_str().parse().ok())
    }

    /// Gives `value` if there was no mistake.
    ///
    /// # Errors
    /// [`ApiError::BadQuery`] with all mistakes.
    pub fn finish<T>(self, value: T) -> Result<T, ApiError> {
        if self.errors.is_empty() { Ok(value) } else { Err(ApiError::BadQuery(self.errors)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(pairs: &[(&str, &str)]) -> QueryParameters {
        let pairs = pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        QueryParameters { pairs, errors: Vec::new() }
    }

    #[test]
    fn says_everything_that_is_wrong_at_once() {
        let mut parameters = parameters(&[
            ("sites", "shop.example"),
            ("site", "Shop"),
            ("status", "completed"),
            ("since", "2026-11-21T20:15:00 01:00"),
            ("survey", "a"),
            ("survey", "a"),
        ]);
        parameters.deny_unknown(&["site", "survey", "status", "since"]);
        parameters.key("site");
        parameters.key("survey");
        parameters.status("status");
        parameters.time("since");
        let Err(ApiError::BadQuery(errors)) = parameters.finish(()) else { panic!("no error") };
        let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
        let starts = [
            "sites: found \"sites\", expected one of site, survey, status, since (did you mean site?)",
            "site: found \"Shop\", expected a key",
            "survey: found it more than once, expected it once",
            "status: found \"completed\", expected one of shown, partial, complete, dismissed",
            "since: found \"2026-11-21T20:15:00 01:00\", expected a time with offset as in RFC 3339",
        ];
        assert_eq!(errors.len(), starts.len());
        for (error, start) in errors.iter().zip(starts) {
            assert!(error.starts_with(start), "{error}");
        }
    }

    #[test]
    fn reads_what_is_right() {
        let mut parameters = parameters(&[("since", "2026-11-21T20:15:00+01:00"), ("status", "shown")]);
        assert_eq!(parameters.time("since"), Some("2026-11-21T19:15:00Z".parse().unwrap()));
        assert_eq!(parameters.status("status"), Some("shown"));
        assert_eq!(parameters.key("site"), None);
        assert!(parameters.finish(()).is_ok());
    }
}
