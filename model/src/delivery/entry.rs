//! One response that waits to be sent, as the device stores it.

use crate::key::Key;
use crate::response_id::ResponseId;
use crate::text::{concat, whole};

/// What the name of every entry in the storage begins with.
pub const PREFIX: &str = "nachklang:";

/// The version of the format of entries. Those of another version are left alone: another version of the widget wrote them and
/// will send them.
const VERSION: &str = "1";

const DAY: f64 = 24.0 * 3600.0 * 1000.0;

/// A response waits at most so long, in milliseconds.
pub const MAX_WAIT: f64 = 30.0 * DAY;

/// For how many milliseconds an entry belongs to the request that carries it: longer than the widget waits for a reply, so that
/// two tabs do not send the same.
pub const LEASE: f64 = 30_000.0;

/// The same for a beacon, whose reply nobody sees.
pub const LEASE_OF_BEACON: f64 = 5_000.0;

/// The newest revision of a response.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// Whose it is.
    pub id: ResponseId,
    /// Which revision.
    pub revision: u32,
    /// The shop it is for.
    pub site: Key,
    /// Whether anything is answered in it.
    pub is_answered: bool,
    /// The response as the contract writes it: a JSON object.
    pub response: String,
    /// For how many milliseconds it had waited at `since`; not known where the clock was set meanwhile.
    waited: Option<f64>,
    /// What the device's clock said when that was counted, in milliseconds since 1970.
    since: f64,
    /// For how many milliseconds from `since` on it belongs to the request that was made then.
    lease: f64,
}

impl Entry {
    /// An entry that begins to wait now.
    pub fn new(
        id: ResponseId,
        revision: u32,
        site: Key,
        is_answered: bool,
        response: String,
        now: f64,
    ) -> Self {
        Self { id, revision, site, is_answered, response, waited: Some(0.0), since: now, lease: 0.0 }
    }

    /// For how many milliseconds it has waited, as far as that is known. The clock of a device is not trusted: one that went back,
    /// or ahead by more than an entry may wait, was set.
    pub fn waited(&self, now: f64) -> Option<f64> {
        let gap = now - self.since;
        let is_credible = (0.0..=MAX_WAIT).contains(&gap);
        self.waited.filter(|_| is_credible).map(|waited| waited + gap)
    }

    /// Whether it has waited too long: by the count, or by the clock where that stood still, because nothing was tried meanwhile or
    /// the clock was set.
    pub fn is_expired(&self, now: f64) -> bool {
        self.waited(now) > Some(MAX_WAIT) || now - self.id.made_at() > MAX_WAIT
    }

    /// For how many more milliseconds it belongs to the request that is under way.
    pub fn lease_remaining(&self, now: f64) -> f64 {
        let gap = now - self.since;
        if (0.0..self.lease).contains(&gap) { self.lease - gap } else { 0.0 }
    }

    /// Notes that a request with it is made, to which it belongs for so many milliseconds.
    pub fn start_lease(&mut self, now: f64, lease: f64) {
        self.count(now);
        self.lease = lease;
    }

    /// Notes that the request with it failed.
    pub fn end_lease(&mut self, now: f64) {
        self.count(now);
        self.lease = 0.0;
    }

    /// When it was last tried, or began to wait.
    pub fn since(&self) -> f64 {
        self.since
    }

    fn count(&mut self, now: f64) {
        self.waited = self.waited(now);
        self.since = now;
    }

    /// Its name in the storage. Each revision has its own, so that a tab that has delivered one never takes away a newer one which
    /// another tab has just written.
    pub fn name(&self) -> String {
        concat(&[PREFIX, &self.id.text(), SEPARATOR, &whole(f64::from(self.revision))])
    }

    /// What is written under its name: a line of how it waits, and the response.
    pub fn text(&self) -> String {
        let waited = self.waited.map_or(String::from(UNKNOWN), whole);
        let parts = [
            VERSION,
            self.site.as_str(),
            if self.is_answered { "1" } else { "0" },
            &waited,
            &whole(self.since),
            &whole(self.lease),
        ];
        let mut text = String::new();
        for part in parts {
            text.push_str(part);
            text.push_str(BLANK);
        }
        concat(&[&text, LINE, &self.response])
    }

    /// Reads what [`text`](Self::text) has written under this name; `None` for what it cannot have written. Under another name
    /// than its own an entry could not be found again, and would be sent for ever.
    pub fn parse(name: &str, text: &str) -> Option<Self> {
        let (id, revision) = name.strip_prefix(PREFIX)?.split_once(':')?;
        let (line, response) = text.split_once('\n')?;
        let mut parts = line.split(' ');
        let mut next = || parts.next();
        if next()? != VERSION {
            return None;
        }
        let entry = Self {
            id: ResponseId::parse(id)?,
            revision: revision.parse().ok()?,
            site: Key::new(next()?)?,
            is_answered: next()? == "1",
            waited: next()?.parse().ok().map(|waited: u64| waited as f64),
            since: next()?.parse::<u64>().ok()? as f64,
            lease: next()?.parse::<u64>().ok()? as f64,
            response: response.into(),
        };
        (entry.name() == name && entry.text() == text).then_some(entry)
    }
}

const SEPARATOR: &str = ":";
const BLANK: &str = " ";
const LINE: &str = "\n";
/// What stands for a time that is not known.
const UNKNOWN: &str = "-";

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: f64 = 1_795_000_000_123.0;

    fn entry() -> Entry {
        let id = ResponseId::parse("0192f1e0-8c5a-7abc-8def-0123456789ab").unwrap();
        Entry::new(id, 3, Key::new("shop.example").unwrap(), true, "{\n \"ü\": 1}".into(), NOW)
    }

    #[test]
    fn is_read_as_it_was_written() {
        let mut left = entry();
        left.start_lease(NOW + 1500.0, LEASE);
        let mut set = entry();
        set.end_lease(NOW - 1.0);
        for entry in [entry(), left, set] {
            assert_eq!(entry.name(), "nachklang:0192f1e0-8c5a-7abc-8def-0123456789ab:3");
            assert_eq!(Entry::parse(&entry.name(), &entry.text()), Some(entry));
        }
    }

    #[test]
    fn what_is_no_entry_is_none() {
        let (name, text) = (entry().name(), entry().text());
        for (name, text) in [
            ("nachklang", &*text),
            ("nachklang:", &text),
            ("nachklang:1:2", &text),
            ("nachklang:0192f1e0-8c5a-7abc-8def-0123456789ab", &text),
            ("nachklang:0192f1e0-8c5a-7abc-8def-0123456789ab:x", &text),
            (&name, ""),
            (&name, "{}"),
            (&name, "2 shop.example 1 0 1795000000123 0 \n{}"),
            (&name, "1 Shop 1 0 1795000000123 0 \n{}"),
            (&name, "1 shop.example 1 0 soon 0 \n{}"),
            (&name, "1 shop.example 1 0 \n{}"),
            // What says the same, but is not written so.
            ("nachklang:0192F1E0-8C5A-7ABC-8DEF-0123456789AB:3", &text),
            ("nachklang:0192f1e08c5a7abc8def0123456789ab:3", &text),
            ("nachklang:0192f1e0-8c5a-7abc-8def-0123456789ab:+3", &text),
            ("nachklang:0192f1e0-8c5a-7abc-8def-0123456789ab:03", &text),
            (&name, "1 shop.example yes 0 1795000000123 0 \n{}"),
            (&name, "1 shop.example 1 soon 1795000000123 0 \n{}"),
            (&name, "1 shop.example 1 0 01795000000123 0 \n{}"),
            (&name, "1 shop.example 1 0 18446744073709551615 0 \n{}"),
            (&name, "1 shop.example 1 0 1795000000123 0\n{}"),
            (&name, "1 shop.example 1 0 1795000000123 0 more \n{}"),
        ] {
            assert_eq!(Entry::parse(name, text), None, "{name} {text}");
        }
    }

    #[test]
    fn counts_for_how_long_it_waits_whatever_the_clock_does() {
        for (attempts, now, expected) in [
            (&[][..], 0.0, Some(0.0)),
            (&[], 700.0, Some(700.0)),
            (&[500.0], 700.0, Some(700.0)),
            (&[500.0, 600.0], 600.0, Some(600.0)),
            // The clock is set back, or far ahead, before an attempt or behind it.
            (&[-1.0], 700.0, None),
            (&[], -1.0, None),
            (&[MAX_WAIT * 20.0], MAX_WAIT * 20.0, None),
            (&[], MAX_WAIT, Some(MAX_WAIT)),
            (&[], MAX_WAIT + 1.0, None),
            (&[MAX_WAIT], MAX_WAIT + 1.0, Some(MAX_WAIT + 1.0)),
        ] {
            let mut entry = Entry { id: ResponseId::new(NOW as u64, &[7; 10]), ..entry() };
            attempts.iter().for_each(|after: &f64| entry.end_lease(NOW + after));
            assert_eq!(entry.waited(NOW + now), expected, "{attempts:?} {now}");
            let is_expired = expected > Some(MAX_WAIT) || now > MAX_WAIT;
            assert_eq!(entry.is_expired(NOW + now), is_expired, "{attempts:?} {now}");
        }
    }

    #[test]
    fn is_left_to_the_request_that_is_under_way() {
        let mut entry = entry();
        assert_eq!(entry.lease_remaining(NOW), 0.0);
        entry.start_lease(NOW, LEASE);
        for (after, expected) in [(0.0, LEASE), (1000.0, LEASE - 1000.0), (LEASE, 0.0), (-1.0, 0.0)] {
            assert_eq!(entry.lease_remaining(NOW + after), expected, "{after}");
        }
        entry.end_lease(NOW);
        assert_eq!(entry.lease_remaining(NOW), 0.0);
    }
}
