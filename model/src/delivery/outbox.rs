//! The responses that wait to be sent, and when each is.
//!
//! The outbox of a page holds the responses of that page. It writes each to the device's storage before it sends it, so that a
//! later page finds it when this one goes away. A response leaves the storage only when the endpoint has taken it or has refused
//! it for good. Of each response, only the newest revision waits.
//!
//! All tabs of a shop share one storage. A tab notes a request there before it makes it (a lease), so that no other tab makes the
//! same one. Where two tabs make the same request all the same, the endpoint recognises the revision.
//!
//! The outbox is bounded:
//! - The storage holds [`MAX_ENTRIES`](super::MAX_ENTRIES) and [`MAX_BYTES`](super::MAX_BYTES). Responses
//!   without an answer make room, the oldest first. Where that is not enough, the responses that wait stay, and the new one
//!   waits in the memory of its page.
//! - A response waits for [`MAX_WAIT`](super::entry::MAX_WAIT) at most. Then the outbox drops it and the page is told.

use super::backoff::Backoff;
use super::entry::{Entry, LEASE, LEASE_OF_BEACON};
use super::envelope::Format;
pub use super::outgoing::MAX_BATCH;
use super::outgoing::{MAX_KEEPALIVE_BYTES, Outcome, Outgoing};
use super::reply::{EndpointReply, Verdict, verdict};
use super::storage::{Storage, make_room};
use crate::key::Key;
use crate::response_id::ResponseId;

/// What waits on a page for one endpoint.
///
/// ```
/// use std::cell::RefCell;
///
/// use nachklang_model::delivery::{Backoff, EndpointReply, Entry, Format, Outbox, Outcome, Storage};
/// use nachklang_model::{Key, ResponseId};
///
/// /// A storage that lasts as long as the program.
/// #[derive(Default)]
/// struct Memory(RefCell<Vec<Entry>>);
///
/// impl Storage for Memory {
///     fn entries(&self) -> Vec<Entry> {
///         self.0.borrow().clone()
///     }
///     fn put(&self, entry: &Entry) -> bool {
///         self.remove(entry);
///         self.0.borrow_mut().push(entry.clone());
///         true
///     }
///     fn has(&self, entry: &Entry) -> bool {
///         self.0.borrow().iter().any(|stored| stored.name() == entry.name())
///     }
///     fn remove(&self, entry: &Entry) {
///         self.0.borrow_mut().retain(|stored| stored.name() != entry.name());
///     }
///     fn backoff(&self) -> Option<Backoff> {
///         None
///     }
///     fn set_backoff(&self, _: Option<Backoff>) {}
/// }
///
/// let (storage, now) = (Memory::default(), 1_795_000_000_000.0);
/// let mut outbox = Outbox::new(Key::new("shop.example").unwrap(), Format::Plain, 1);
/// outbox.put(&storage, ResponseId::new(now as u64, &[7; 10]), 1, true, r#"{"n":1}"#.into(), now);
///
/// let request = outbox.next(&storage, now, false).expect("one response waits");
/// assert_eq!(request.body, r#"{"n":1,"age":0}"#);
/// let reply = EndpointReply { status: 202, ..EndpointReply::default() };
/// let outcomes = outbox.handle_reply(&storage, request, &reply, now, 0.5);
/// assert!(matches!(outcomes[0], Outcome::Delivered(_)));
/// assert_eq!(outbox.time_until_due(&storage, now, false), None);
/// ```
#[derive(Debug)]
pub struct Outbox {
    site: Key,
    format: Format,
    /// How many responses a request has at most.
    at_once: usize,
    /// What was answered on this page and has not arrived.
    own: Vec<Entry>,
    backoff: Option<Backoff>,
    /// What was refused together with others is sent alone.
    alone: Vec<ResponseId>,
}

impl Outbox {
    /// An empty outbox. A request has at most `at_once` responses, at least one.
    pub fn new(site: Key, format: Format, at_once: usize) -> Self {
        let at_once = at_once.clamp(1, MAX_BATCH);
        Self { site, format, at_once, own: Vec::new(), backoff: None, alone: Vec::new() }
    }

    /// Takes a revision of a response of this page, in place of an older one.
    pub fn put(
        &mut self,
        storage: &dyn Storage,
        id: ResponseId,
        revision: u32,
        is_answered: bool,
        response: String,
        now: f64,
    ) {
        let entry = Entry::new(id, revision, self.site.clone(), is_answered, response, now);
        // Where there is no room for it, the device still has the older one.
        let is_stored = make_room(storage, &entry) && storage.put(&entry);
        self.own.retain(|own| {
            let is_older = own.id == id;
            if is_older && is_stored {
                storage.remove(own);
            }
            !is_older
        });
        self.own.push(entry);
    }

    /// The request that is to be made now, if there is one. It counts as under way until [`handle_reply`](Self::handle_reply). Where there is a
    /// `reason` to try at once, such as a connection that has come back, only a backoff that the endpoint asked for is kept.
    pub fn next(&mut self, storage: &dyn Storage, now: f64, reason: bool) -> Option<Outgoing> {
        if self.backoff_remaining(storage, now, reason) > 0.0 {
            return None;
        }
        let mut due = self.waiting(storage);
        due.retain(|entry| entry.lease_remaining(now) == 0.0);
        // What was tried last comes last, so that one response that the endpoint cannot take holds no other up.
        due.sort_by(|one, other| one.since().total_cmp(&other.since()));
        let first = due.first()?;
        let at_once = if self.alone.contains(&first.id) { 1 } else { self.at_once };
        due.retain(|entry| at_once == 1 || !self.alone.contains(&entry.id));
        let mut entries: Vec<Entry> = Vec::new();
        let mut bytes = 0;
        for entry in due {
            bytes += entry.response.len();
            if entries.len() == at_once || (bytes > MAX_KEEPALIVE_BYTES && !entries.is_empty()) {
                break;
            }
            entries.push(entry);
        }
        let body = self.format.body(&entries, now);
        for entry in &mut entries {
            entry.start_lease(now, LEASE);
            self.write(storage, entry);
        }
        // A browser that refuses one more request of this kind is asked for one of the other next time.
        let failures = self.backoff(storage).map_or(0, |backoff| backoff.failures());
        let keepalive = body.len() <= MAX_KEEPALIVE_BYTES && failures.is_multiple_of(2);
        Some(Outgoing { entries, body, keepalive })
    }

    /// Whether nothing waits but this response.
    pub fn has_only(&self, storage: &dyn Storage, id: ResponseId) -> bool {
        self.waiting(storage).iter().all(|entry| entry.id == id)
    }

    /// Whether all that is in a request still waits.
    pub fn still_holds(&self, storage: &dyn Storage, outgoing: &Outgoing) -> bool {
        let is_own = |entry: &Entry| self.own.iter().any(|own| own.id == entry.id);
        outgoing.entries.iter().all(|entry| is_own(entry) || storage.has(entry))
    }

    /// In how many milliseconds there is something to send; `None` where nothing waits.
    pub fn time_until_due(&self, storage: &dyn Storage, now: f64, reason: bool) -> Option<f64> {
        let left = self.waiting(storage).iter().map(|entry| entry.lease_remaining(now)).reduce(f64::min)?;
        Some(left.max(self.backoff_remaining(storage, now, reason)))
    }

    /// Handles what the endpoint replied to a request.
    pub fn handle_reply(
        &mut self,
        storage: &dyn Storage,
        outgoing: Outgoing,
        reply: &EndpointReply,
        now: f64,
        random: f64,
    ) -> Vec<Outcome> {
        let verdict = verdict(reply.status);
        let is_paused = verdict == Verdict::Retry;
        let backoff =
            is_paused.then(|| Backoff::after_failure(self.backoff(storage), now, random, reply.retry_after));
        self.backoff = backoff;
        storage.set_backoff(backoff);
        let is_alone = outgoing.entries.len() == 1;
        let mut outcomes = Vec::new();
        for (index, mut entry) in outgoing.entries.into_iter().enumerate() {
            let refused = reply.refused.iter().find(|(refused, _)| *refused == index);
            let outcome = match (verdict, refused) {
                (Verdict::Delivered, None) => Outcome::Delivered(entry),
                (Verdict::Delivered, Some((_, reason))) => Outcome::Refused(entry, reason.clone()),
                (Verdict::Refused, _) if is_alone => Outcome::Refused(entry, reply.reason.clone()),
                _ => {
                    entry.end_lease(now);
                    self.write(storage, &entry);
                    if !is_paused {
                        // Nobody knows which of them was refused.
                        self.alone.push(entry.id);
                        continue;
                    }
                    Outcome::Failed(entry)
                }
            };
            if let Outcome::Delivered(entry) | Outcome::Refused(entry, _) = &outcome {
                self.remove(storage, entry);
            }
            outcomes.push(outcome);
        }
        outcomes
    }

    /// What the page has not sent and hands over to the browser when it may go away, an entry a request. Nobody hears what comes of
    /// that, so it stays, and is sent again later. What is in the storage keeps the backoff that the endpoint asked for.
    pub fn hand_over(&mut self, storage: &dyn Storage, now: f64) -> Vec<Outgoing> {
        let is_paused = self.backoff_remaining(storage, now, true) > 0.0;
        let mut left = Vec::new();
        for mut entry in self.own.clone() {
            if entry.lease_remaining(now) > 0.0 || (is_paused && storage.has(&entry)) {
                continue;
            }
            let entries = vec![entry.clone()];
            let body = self.format.body(&entries, now);
            entry.start_lease(now, LEASE_OF_BEACON);
            self.write(storage, &entry);
            left.push(Outgoing { entries, body, keepalive: true });
        }
        left
    }

    /// Takes off what has waited too long, for whatever shop on this device: the name of one may change.
    pub fn drop_expired(&mut self, storage: &dyn Storage, now: f64) -> Vec<Entry> {
        let mut old = storage.entries();
        old.retain(|entry| entry.is_expired(now));
        for entry in &old {
            self.remove(storage, entry);
        }
        old
    }

    /// Takes everything off, of all shops on this device.
    pub fn clear(&mut self, storage: &dyn Storage) {
        storage.entries().iter().for_each(|entry| storage.remove(entry));
        storage.set_backoff(None);
        self.own.clear();
        self.backoff = None;
    }

    /// All that waits for this site, of each response the newest revision.
    fn waiting(&self, storage: &dyn Storage) -> Vec<Entry> {
        let mut waiting: Vec<Entry> = Vec::new();
        for entry in storage.entries().into_iter().chain(self.own.iter().cloned()) {
            if entry.site != self.site {
                continue;
            }
            let Some(known) = waiting.iter_mut().find(|known| known.id == entry.id) else {
                waiting.push(entry);
                continue;
            };
            if entry.revision > known.revision {
                if storage.has(&entry) {
                    storage.remove(known);
                }
                *known = entry;
            } else if entry.revision < known.revision {
                storage.remove(&entry);
            }
        }
        waiting
    }

    /// Writes how an entry waits, where it still does.
    fn write(&mut self, storage: &dyn Storage, entry: &Entry) {
        if storage.has(entry) {
            storage.put(entry);
        }
        let is_same = |own: &&mut Entry| own.id == entry.id && own.revision == entry.revision;
        if let Some(own) = self.own.iter_mut().find(is_same) {
            *own = entry.clone();
        }
    }

    fn remove(&mut self, storage: &dyn Storage, entry: &Entry) {
        let is_known = |stored: &&Entry| stored.id == entry.id && stored.revision <= entry.revision;
        storage.entries().iter().filter(is_known).for_each(|stored| storage.remove(stored));
        // A newer revision that came meanwhile stays.
        self.own.retain(|own| own.id != entry.id || own.revision > entry.revision);
    }

    fn backoff(&self, storage: &dyn Storage) -> Option<Backoff> {
        storage.backoff().or(self.backoff)
    }

    fn backoff_remaining(&self, storage: &dyn Storage, now: f64, reason: bool) -> f64 {
        self.backoff(storage).map_or(0.0, |backoff| backoff.remaining(now, reason))
    }
}

#[cfg(test)]
mod tests;
