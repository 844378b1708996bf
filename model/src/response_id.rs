//! Names of responses.

use std::fmt;

use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::read::Reader;
use crate::text::hex;

/// The name of a response, given when its question is first shown: a UUIDv7, which sorts by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ResponseId(Uuid);

impl ResponseId {
    /// A new id from the time in milliseconds since 1970 and ten random bytes (RFC 9562, section 5.7).
    pub fn new(unix_milliseconds: u64, random: &[u8; 10]) -> Self {
        Self(uuid::Builder::from_unix_timestamp_millis(unix_milliseconds, random).into_uuid())
    }

    /// When it was made, by the clock of who made it: the milliseconds since 1970 that it begins with.
    pub fn made_at(&self) -> f64 {
        self.0.as_bytes()[..6].iter().fold(0.0, |time, byte| time * 256.0 + f64::from(*byte))
    }

    /// The id as it is written.
    pub fn text(&self) -> String {
        let mut text = hex(self.0.as_bytes());
        for hyphen in [8, 13, 18, 23] {
            text.insert(hyphen, '-');
        }
        text
    }

    /// The id that is written so, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        Uuid::try_parse(text).ok().filter(|id| id.get_version_num() == 7).map(Self)
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.parsed(Self::parse, "a UUID of version 7")
    }
}

impl Serialize for ResponseId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl fmt::Display for ResponseId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text())
    }
}
