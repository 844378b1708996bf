//! An entry of the outbox in a browser's storage, which every script on the page can change.

use nachklang_model::delivery::{Backoff, Entry, Format};
use nachklang_model::json::Json;

/// The input is a key of the storage and, from the second line on, its value.
///
/// - An entry or a backoff is written as it was read. An entry with another name or text could not be found again, and would
///   never be removed.
/// - If an entry holds a JSON object, so does the body of its request.
pub fn check(input: &[u8]) -> bool {
    let Ok(input) = str::from_utf8(input) else { return false };
    let Some((name, text)) = input.split_once('\n') else { return false };
    let entry = Entry::parse(name, text);
    if let Some(entry) = &entry {
        assert_eq!((&*entry.name(), &*entry.text()), (name, text));
        check_entry(entry);
    }
    let backoff = Backoff::parse(text);
    if let Some(backoff) = &backoff {
        assert_eq!(backoff.text(), text);
        check_backoff(*backoff);
    }
    entry.is_some() || backoff.is_some()
}

fn check_entry(entry: &Entry) {
    for now in TIMES {
        assert!(entry.waited(now).is_none_or(|waited| waited >= 0.0), "{entry:?} at {now}");
        assert!(entry.lease_remaining(now) >= 0.0, "{entry:?} at {now}");
        let mut later = entry.clone();
        later.end_lease(now);
        assert_eq!(Entry::parse(&later.name(), &later.text()), Some(later), "{entry:?} at {now}");
    }
    if !is_object(&entry.response) {
        return;
    }
    let (id, now) = (format!("{}/{}", entry.id, entry.revision), entry.since() + 1.0);
    let plain = Format::Plain.body(std::slice::from_ref(entry), now);
    assert!(is_object(&plain), "{plain}");
    let event = Format::CloudEvents.body(std::slice::from_ref(entry), now);
    let event: Json = serde_json::from_str(&event).unwrap_or_else(|error| panic!("{error}: {event}"));
    assert_eq!(event.text("id"), Some(&*id));
}

/// Times of a clock: never set, now, and far ahead.
const TIMES: [f64; 3] = [0.0, 1_795_000_000_123.0, 1e15];

fn is_object(text: &str) -> bool {
    matches!(serde_json::from_str(text), Ok(Json::Object(members)) if !members.is_empty())
}

fn check_backoff(backoff: Backoff) {
    for now in TIMES {
        assert!(
            backoff.remaining(now, true) >= 0.0 && backoff.remaining(now, false) <= HOUR,
            "{backoff:?} at {now}"
        );
        let after = Backoff::after_failure(Some(backoff), now, 0.5, Some(7));
        assert_eq!(Backoff::parse(&after.text()), Some(after));
    }
}

const HOUR: f64 = 3_600_000.0;
