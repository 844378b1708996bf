//! Reading data out of JSON, finding every mistake at once.
//!
//! A [`Reader`] stands at one place of a document and knows its path. Each question asked of it (`text`, `whole`,
//! `one_of` …) either gives the value, or reports a [`FieldError`](crate::FieldError) and gives `None`, so that reading goes on
//! and the next mistake is found too. All readers of one document report to one [`FieldErrors`].
//!
//! ```
//! use nachklang_model::json::Json;
//! use nachklang_model::read::{FieldErrors, Reader};
//!
//! let json: Json = serde_json::from_str(r#"{"key": "Not a key", "count": 3}"#).unwrap();
//! let errors = FieldErrors::default();
//! let reader = Reader::new(&json, "", &errors);
//! let (key, count) = (reader.member("key").key(), reader.member("count").whole(1, 2));
//! assert!(key.is_none() && count.is_none());
//! assert_eq!(errors.into_errors()[1].to_string(), "count: found 3, expected a whole number from 1 to 2");
//! ```

mod errors;
mod reader;
mod values;

pub use errors::{FieldErrors, Read, UnknownField};
pub use reader::Reader;
pub use values::optional;
