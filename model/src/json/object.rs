//! Building objects.

use super::value::Json;

/// An object that is being put together.
#[derive(Default)]
pub struct Object(Vec<(String, Json)>);

impl Object {
    /// An object with the members of `json`; without any where that is none.
    pub fn of(json: Json) -> Self {
        if let Json::Object(members) = json { Self(members) } else { Self::default() }
    }

    /// Adds a member.
    pub fn put(&mut self, name: &str, value: impl Into<Json>) {
        self.0.push((name.into(), value.into()));
    }

    /// Adds a member if it has a value.
    pub fn put_some(&mut self, name: &str, value: Option<impl Into<Json>>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object.0)
    }
}
