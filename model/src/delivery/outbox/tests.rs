use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use super::*;
use crate::delivery::entry::MAX_WAIT;
use crate::delivery::storage::{MAX_BYTES, MAX_ENTRIES};

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
    outbox.handle_reply(&device, outgoing, &EndpointReply { retry_after: Some(60), ..reply(429) }, NOW, 0.0);
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
