//! The storage of the device: what it can do, and how much it holds.

use super::backoff::Backoff;
use super::entry::Entry;

/// The most entries the storage holds.
pub const MAX_ENTRIES: usize = 100;
/// The most bytes they have together.
pub const MAX_BYTES: usize = 256 * 1024;

/// The storage of the device, which all tabs share. Where there is none, it gives nothing and takes nothing.
pub trait Storage {
    /// All entries there are, in any order.
    fn entries(&self) -> Vec<Entry>;
    /// Writes an entry. Whether it could.
    fn put(&self, entry: &Entry) -> bool;
    /// Whether it has this entry.
    fn has(&self, entry: &Entry) -> bool;
    /// Takes an entry away, if it is there.
    fn remove(&self, entry: &Entry);
    /// The backoff there is.
    fn backoff(&self) -> Option<Backoff>;
    /// Writes the backoff, or takes it away.
    fn set_backoff(&self, backoff: Option<Backoff>);
}

/// Makes room for an entry in the storage, in the place of an older revision. Whether there is room then.
pub(super) fn make_room(storage: &dyn Storage, entry: &Entry) -> bool {
    let mut entries = storage.entries();
    entries.retain(|stored| stored.id != entry.id);
    entries.sort_by_key(|entry| entry.id);
    let mut bytes: usize = entries.iter().chain([entry]).map(|entry| entry.response.len()).sum();
    let mut count = entries.len() + 1;
    for old in entries.iter().filter(|old| !old.is_answered) {
        if count <= MAX_ENTRIES && bytes <= MAX_BYTES {
            break;
        }
        storage.remove(old);
        bytes -= old.response.len();
        count -= 1;
    }
    count <= MAX_ENTRIES && bytes <= MAX_BYTES
}
