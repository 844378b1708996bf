//! All bounds of this crate: how much is stored, read or held at once.

use std::time::Duration;

/// The most responses on a page.
pub const PAGE_SIZE: usize = 100;

/// The fewest characters of a secret that signs proofs: as many bytes as its hash has (RFC 7518, section 3.2).
pub const MIN_SECRET_LENGTH: usize = 32;
/// The most characters of a secret that signs proofs.
pub const MAX_SECRET_LENGTH: usize = 512;
/// The most characters of a site's key.
pub const MAX_SITE_KEY_LENGTH: usize = 64;

/// How many connections read from SQLite at the same time.
pub(crate) const SQLITE_READERS: u32 = 4;
/// How long a call waits for a connection, and a connection for another process that writes to the same file.
pub(crate) const SQLITE_TIMEOUT: Duration = Duration::from_secs(5);
/// The most calls SQLite commits together.
pub(crate) const MAX_COMMIT_CALLS: usize = 256;
