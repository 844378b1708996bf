//! Language tags.

use crate::read::Reader;

/// A language tag of BCP 47, such as `de` or `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Locale(#[cfg_attr(feature = "schema", schemars(regex(pattern = "^[A-Za-z0-9-]{1,35}$")))] String);

impl Locale {
    /// What a language tag looks like, as a phrase for messages.
    pub const EXPECTED: &str = "a language tag such as de or pt-BR";

    /// `text` as a language tag, if it looks like one.
    pub fn new(text: &str) -> Option<Self> {
        let plausible = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (!text.is_empty() && text.len() <= 35 && text.bytes().all(plausible)).then(|| Self(text.into()))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.parsed(Self::new, Self::EXPECTED)
    }
}
