//! What waits to be sent, and when it is.
//!
//! The outbox of a page holds what was answered there. What it holds is written to the device's storage before it is sent, so that
//! the pages to come find it when this one goes away, and leaves the storage only when the endpoint has it or has refused it for
//! good. Of each response the newest revision waits.
//!
//! All tabs of a shop share one storage. A request is noted there before it is made, so that no other tab makes the same; and where
//! two do all the same, the endpoint knows a revision that it has.
//!
//! What is bounded, and what happens at the bound:
//! - [`MAX_ENTRIES`] and [`MAX_BYTES`] in the storage. What holds no answer makes room, the oldest first. Where there is still
//!   none, what waits already stays, and the new entry waits in the memory of its page.
//! - [`MAX_WAIT`](super::entry::MAX_WAIT). What is older is taken off, and the page is told.

use super::backoff::Backoff;
use super::entry::{Entry, LEASE, LEASE_OF_BEACON};
use super::envelope::Format;
use super::reply::{EndpointReply, Verdict, verdict};
use crate::key::Key;
use crate::response::ResponseId;

/// The most entries the storage holds.
pub const MAX_ENTRIES: usize = 100;
/// The most bytes they have together.
pub const MAX_BYTES: usize = 256 * 1024;
/// The most bytes of a request that may outlive its page. Browsers allow 64 KiB for all that are under way
/// (<https://fetch.spec.whatwg.org/#http-network-or-cache-fetch>).
pub const MAX_KEEPALIVE_BYTES: usize = 60 * 1024;
/// The most responses a request has.
pub const MAX_BATCH: usize = 100;

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

/// What waits on a page for one endpoint.
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

/// A request to make.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// What is in it.
    pub entries: Vec<Entry>,
    /// Its body.
    pub body: String,
    /// Whether it may outlive its page.
    pub keepalive: bool,
}

/// What came of a response in a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The endpoint has it.
    Delivered(Entry),
    /// It will never be delivered, for this reason.
    Refused(Entry, String),
    /// It is tried again.
    Failed(Entry),
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
        let is_stored = has_room(storage, &entry) && storage.put(&entry);
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

/// Makes room for an entry in the storage, in the place of an older revision. Whether there is room then.
fn has_room(storage: &dyn Storage, entry: &Entry) -> bool {
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

#[cfg(test)]
mod tests {
    use std::cell::{Cell, RefCell};
    use std::collections::BTreeMap;

    use super::*;
    use crate::delivery::entry::MAX_WAIT;

    const NOW: f64 = 1_795_000_000_123.0;

    /// A storage as browsers have one: names and texts.
    #[derive(Default)]
    struct Device {
        texts: RefCell<BTreeMap<String, String>>,
        is_full: Cell<bool>,
    }

    impl Storage for Device {
        fn entries(&self) -> Vec<Entry> {
            self.texts.borrow().iter().filter_map(|(name, text)| Entry::parse(name, text)).collect()
        }
        fn put(&self, entry: &Entry) -> bool {
            if !self.is_full.get() {
                self.texts.borrow_mut().insert(entry.name(), entry.text());
            }
            !self.is_full.get()
        }
        fn has(&self, entry: &Entry) -> bool {
            self.texts.borrow().contains_key(&entry.name())
        }
        fn remove(&self, entry: &Entry) {
            self.texts.borrow_mut().remove(&entry.name());
        }
        fn backoff(&self) -> Option<Backoff> {
            self.texts.borrow().get(Backoff::NAME).and_then(|text| Backoff::parse(text))
        }
        fn set_backoff(&self, backoff: Option<Backoff>) {
            match backoff {
                Some(backoff) => self.texts.borrow_mut().insert(Backoff::NAME.into(), backoff.text()),
                None => self.texts.borrow_mut().remove(Backoff::NAME),
            };
        }
    }

    fn outbox() -> Outbox {
        Outbox::new(Key::new("shop.example").unwrap(), Format::Plain, 1)
    }

    fn in_batches() -> Outbox {
        Outbox::new(Key::new("shop.example").unwrap(), Format::Plain, 100)
    }

    fn id(index: u64) -> ResponseId {
        ResponseId::new(NOW as u64 + index, &[7; 10])
    }

    fn reply(status: u16) -> EndpointReply {
        EndpointReply { status, reason: format!("HTTP {status}"), ..EndpointReply::default() }
    }

    fn put(outbox: &mut Outbox, device: &Device, index: u64, revision: u32) {
        outbox.put(device, id(index), revision, true, format!("{{\"revision\":{revision}}}"), NOW);
    }

    /// Which they are, and the revisions.
    fn named(entries: &[Entry]) -> Vec<(u64, u32)> {
        entries
            .iter()
            .map(|entry| ((1..200).find(|&index| id(index) == entry.id).unwrap(), entry.revision))
            .collect()
    }

    #[test]
    fn a_newer_revision_takes_the_place_of_the_older() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        put(&mut outbox, &device, 2, 1);
        put(&mut outbox, &device, 1, 2);
        assert_eq!(named(&device.entries()), [(1, 2), (2, 1)]);
        assert_eq!(named(&outbox.own), [(2, 1), (1, 2)]);
    }

    #[test]
    fn an_older_revision_stays_on_the_device_until_the_newer_is_there_or_has_arrived() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        device.is_full.set(true);
        put(&mut outbox, &device, 1, 2);
        assert_eq!(named(&outbox.waiting(&device)), [(1, 2)]);
        assert_eq!(named(&device.entries()), [(1, 1)], "a page that crashes now has lost the comment alone");
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        assert_eq!(named(&outgoing.entries), [(1, 2)]);
        outbox.handle_reply(&device, outgoing, &reply(202), NOW, 0.5);
        assert_eq!((device.entries(), outbox.waiting(&device)), (vec![], vec![]));
    }

    #[test]
    fn a_response_is_alone_where_no_other_waits_on_the_device_or_the_page() {
        let (device, mut outbox) = (Device::default(), outbox());
        let of = |outbox: &Outbox, index| outbox.has_only(&device, id(index));
        put(&mut outbox, &device, 1, 1);
        put(&mut outbox, &device, 1, 2);
        assert_eq!((of(&outbox, 1), of(&outbox, 2)), (true, false));
        put(&mut self::outbox(), &device, 2, 1);
        assert!(!of(&outbox, 1), "another tab's");
    }

    #[test]
    fn what_is_cleared_is_not_known_any_more() {
        let (device, mut outbox) = (Device::default(), outbox());
        for is_full in [false, true] {
            device.is_full.set(is_full);
            put(&mut outbox, &device, 1, 1);
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            assert!(outbox.still_holds(&device, &outgoing));
            assert_eq!(
                self::outbox().still_holds(&device, &outgoing),
                !is_full,
                "another page knows what the device has"
            );
            outbox.clear(&device);
            assert!(!outbox.still_holds(&device, &outgoing));
        }
    }

    #[test]
    fn what_is_delivered_or_refused_leaves_and_what_fails_stays() {
        for (status, leaves) in [
            (202, true),
            (200, true),
            (400, true),
            (422, true),
            (413, true),
            (503, false),
            (0, false),
            (404, false),
        ] {
            let (device, mut outbox) = (Device::default(), outbox());
            put(&mut outbox, &device, 1, 1);
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            assert_eq!((&*outgoing.body, outgoing.keepalive), (r#"{"revision":1,"age":0}"#, true));
            assert_eq!(outbox.next(&device, NOW, true), None, "it is under way");
            let outcomes = outbox.handle_reply(&device, outgoing, &reply(status), NOW, 0.5);
            let expected = match status {
                200..300 => matches!(outcomes[..], [Outcome::Delivered(_)]),
                400 | 413 | 422 => {
                    matches!(&outcomes[..], [Outcome::Refused(_, reason)] if *reason == format!("HTTP {status}"))
                }
                _ => matches!(outcomes[..], [Outcome::Failed(_)]),
            };
            assert!(expected, "{status}: {outcomes:?}");
            assert_eq!(device.entries().is_empty(), leaves, "{status}");
            assert_eq!(outbox.own.is_empty(), leaves, "{status}");
            assert_eq!(device.backoff().is_some(), !leaves, "{status}");
            assert_eq!(outbox.time_until_due(&device, NOW, false).is_none(), leaves, "{status}");
        }
    }

    #[test]
    fn what_failed_is_tried_again_after_the_backoff_or_for_a_reason() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        outbox.handle_reply(&device, outgoing, &reply(500), NOW, 0.9);
        assert_eq!(outbox.time_until_due(&device, NOW, false), Some(1_800.0));
        assert_eq!(outbox.next(&device, NOW + 1_799.0, false), None);
        assert!(outbox.next(&device, NOW + 100.0, true).is_some());
    }

    #[test]
    fn a_backoff_that_the_endpoint_asks_for_holds_for_every_page_and_every_answer() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        outbox.handle_reply(
            &device,
            outgoing,
            &EndpointReply { retry_after: Some(60), ..reply(429) },
            NOW,
            0.0,
        );
        let mut another = self::outbox();
        put(&mut another, &device, 2, 1);
        for outbox in [&mut outbox, &mut another] {
            assert_eq!(outbox.next(&device, NOW + 59_999.0, true), None);
            assert_eq!(outbox.time_until_due(&device, NOW, true), Some(60_000.0));
        }
        assert!(another.next(&device, NOW + 60_000.0, false).is_some());
    }

    #[test]
    fn what_is_under_way_is_left_to_its_tab_for_a_time() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        let mut another = self::outbox();
        assert_eq!(another.next(&device, NOW + 1.0, true), None);
        assert_eq!(another.time_until_due(&device, NOW, true), Some(LEASE));
        // Its tab has crashed.
        let late = another.next(&device, NOW + LEASE, false).unwrap();
        assert_eq!(late.body, r#"{"revision":1,"age":30000}"#);
        assert_eq!(another.handle_reply(&device, late, &reply(202), NOW, 0.5).len(), 1);
        // Or was only asleep: nothing comes back.
        outbox.handle_reply(&device, outgoing, &reply(0), NOW + LEASE, 0.5);
        assert_eq!(device.entries(), []);
    }

    #[test]
    fn a_newer_revision_that_came_meanwhile_stays() {
        for status in [202, 400, 503] {
            let (device, mut outbox) = (Device::default(), outbox());
            put(&mut outbox, &device, 1, 1);
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            put(&mut outbox, &device, 1, 2);
            outbox.handle_reply(&device, outgoing, &reply(status), NOW, 0.0);
            assert_eq!(named(&device.entries()), [(1, 2)], "{status}");
            let outgoing = outbox.next(&device, NOW, true).unwrap();
            assert_eq!(outgoing.body, r#"{"revision":2,"age":0}"#);
        }
    }

    #[test]
    fn without_a_storage_it_waits_on_its_page() {
        let (device, mut outbox) = (Device::default(), outbox());
        device.is_full.set(true);
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        outbox.handle_reply(&device, outgoing, &reply(503), NOW, 0.0);
        let outgoing = outbox.next(&device, NOW + 1_000.0, false).unwrap();
        outbox.handle_reply(&device, outgoing, &reply(202), NOW, 0.0);
        assert_eq!(outbox.time_until_due(&device, NOW, false), None);
    }

    #[test]
    fn one_response_that_the_endpoint_cannot_take_holds_no_other_up() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        put(&mut outbox, &device, 2, 1);
        let mut now = NOW;
        let mut tried = Vec::new();
        for _ in 0..4 {
            now += 3_600_000.0;
            let outgoing = outbox.next(&device, now, false).unwrap();
            tried.extend(named(&outgoing.entries));
            outbox.handle_reply(&device, outgoing, &reply(500), now, 0.0);
        }
        assert_eq!(tried, [(1, 1), (2, 1), (1, 1), (2, 1)]);
    }

    #[test]
    fn several_go_together_and_what_is_refused_alone() {
        let (device, mut outbox) = (Device::default(), in_batches());
        (1..=3).for_each(|index| put(&mut outbox, &device, index, 1));
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        assert_eq!(named(&outgoing.entries), [(1, 1), (2, 1), (3, 1)]);
        // The endpoint took the first and names what it refused.
        let partly = EndpointReply { refused: vec![(1, "no".into())], ..reply(202) };
        let outcomes = outbox.handle_reply(&device, outgoing, &partly, NOW, 0.0);
        assert!(
            matches!(&outcomes[..], [Outcome::Delivered(_), Outcome::Refused(entry, reason), Outcome::Delivered(_)]
            if entry.id == id(2) && reason == "no")
        );
        // Another takes no arrays: each goes alone then.
        (4..=6).for_each(|index| put(&mut outbox, &device, index, 1));
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        assert_eq!(outbox.handle_reply(&device, outgoing, &reply(400), NOW, 0.0), []);
        for index in 4..=6 {
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            assert_eq!(named(&outgoing.entries), [(index, 1)]);
            assert_eq!(outbox.handle_reply(&device, outgoing, &reply(202), NOW, 0.0).len(), 1);
        }
        assert_eq!(outbox.next(&device, NOW, true), None);
    }

    #[test]
    fn a_request_has_so_many_bytes_and_outlives_its_page_only_where_it_is_small() {
        let (device, mut outbox) = (Device::default(), in_batches());
        for (index, bytes) in [(1, 30_000), (2, 30_000), (3, 30_000), (4, 70_000)] {
            outbox.put(&device, id(index), 1, true, "x".repeat(bytes), NOW);
        }
        for (expected, keepalive) in [(&[(1, 1), (2, 1)][..], true), (&[(3, 1)], true), (&[(4, 1)], false)] {
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            assert_eq!((&*named(&outgoing.entries), outgoing.keepalive), (expected, keepalive));
            outbox.handle_reply(&device, outgoing, &reply(202), NOW, 0.0);
        }
    }

    #[test]
    fn what_holds_no_answer_makes_room_and_what_waits_stays() {
        let (device, mut outbox) = (Device::default(), outbox());
        for index in 1..=MAX_ENTRIES as u64 {
            outbox.put(&device, id(index), 1, index > 2, "{}".into(), NOW);
        }
        put(&mut outbox, &device, 150, 1);
        put(&mut outbox, &device, 151, 1);
        put(&mut outbox, &device, 152, 1);
        let entries = named(&device.entries());
        assert_eq!((entries.len(), entries[0], entries.last()), (MAX_ENTRIES, (3, 1), Some(&(151, 1))));
        // What found no room waits on its page.
        assert_eq!(outbox.waiting(&device).len(), MAX_ENTRIES + 3);
        // A newer revision takes no more than the place of the older one.
        put(&mut outbox, &device, 3, 2);
        let entries = named(&device.entries());
        assert_eq!((entries.len(), entries[0]), (MAX_ENTRIES, (3, 2)));

        let (device, mut outbox) = (Device::default(), self::outbox());
        for (index, is_answered) in [(1, true), (2, false), (3, true)] {
            outbox.put(&device, id(index), 1, is_answered, "x".repeat(MAX_BYTES / 2 - 10), NOW);
        }
        assert_eq!(named(&device.entries()), [(1, 1), (3, 1)]);
    }

    #[test]
    fn what_waited_too_long_is_taken_off() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        outbox.handle_reply(&device, outgoing, &reply(503), NOW + MAX_WAIT, 0.0);
        assert_eq!(outbox.drop_expired(&device, NOW + MAX_WAIT), []);
        assert_eq!(named(&outbox.drop_expired(&device, NOW + MAX_WAIT + 1.0)), [(1, 1)]);
        assert_eq!(outbox.waiting(&device), []);
    }

    #[test]
    fn what_nobody_has_tried_for_too_long_is_taken_off_whichever_shop_it_is_for() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let mut renamed = Outbox::new(Key::new("new.example").unwrap(), Format::Plain, 1);
        assert_eq!(renamed.drop_expired(&device, NOW + MAX_WAIT), []);
        assert_eq!(named(&renamed.drop_expired(&device, NOW + MAX_WAIT + 2.0)), [(1, 1)]);
        assert_eq!(device.entries(), []);
    }

    #[test]
    fn a_page_that_goes_away_leaves_what_is_not_under_way_and_it_stays() {
        let (device, mut outbox) = (Device::default(), outbox());
        put(&mut outbox, &device, 1, 1);
        let outgoing = outbox.next(&device, NOW, false).unwrap();
        put(&mut outbox, &device, 2, 1);
        let left = outbox.hand_over(&device, NOW);
        assert_eq!(left.iter().map(|left| &*left.body).collect::<Vec<_>>(), [r#"{"revision":1,"age":0}"#]);
        assert_eq!(named(&left[0].entries), [(2, 1)]);
        assert_eq!(outbox.hand_over(&device, NOW + 1.0), [], "once");
        assert_eq!(named(&device.entries()), [(1, 1), (2, 1)]);
        drop(outgoing);
        let mut next_page = self::outbox();
        assert_eq!(next_page.time_until_due(&device, NOW + 1.0, true), Some(LEASE_OF_BEACON - 1.0));
        let outgoing = next_page.next(&device, NOW + LEASE_OF_BEACON, true).unwrap();
        assert_eq!(named(&outgoing.entries), [(2, 1)]);
    }

    #[test]
    fn a_page_that_goes_away_keeps_a_backoff_unless_it_would_lose_something() {
        for (is_full, left) in [(false, 0), (true, 1)] {
            let (device, mut outbox) = (Device::default(), outbox());
            device.is_full.set(is_full);
            put(&mut outbox, &device, 1, 1);
            let outgoing = outbox.next(&device, NOW, false).unwrap();
            outbox.handle_reply(
                &device,
                outgoing,
                &EndpointReply { retry_after: Some(60), ..reply(429) },
                NOW,
                0.0,
            );
            assert_eq!(outbox.hand_over(&device, NOW + 1.0).len(), left);
        }
    }

    #[test]
    fn entries_of_other_shops_are_left_alone() {
        let device = Device::default();
        let mut other = Outbox::new(Key::new("other.example").unwrap(), Format::Plain, 1);
        put(&mut other, &device, 1, 1);
        let mut outbox = outbox();
        assert_eq!(outbox.next(&device, NOW, true), None);
        outbox.clear(&device);
        assert_eq!(device.texts.borrow().len(), 0);
    }
}
