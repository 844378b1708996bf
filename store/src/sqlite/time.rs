use jiff::Timestamp;

/// A time of the collector as it is stored: UTC, always six decimal places, so that it sorts as text.
pub(super) fn written(time: Timestamp) -> String {
    format!("{time:.6}")
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn times_sort_as_text() {
        let times = ["2026-11-21T19:15:00Z", "2026-11-21T19:15:00.1Z", "2026-11-21T20:15:00.123456789+00:00"];
        let written = times.map(|time| written(time.parse().unwrap()));
        assert_eq!(
            written,
            ["2026-11-21T19:15:00.000000Z", "2026-11-21T19:15:00.100000Z", "2026-11-21T20:15:00.123456Z"]
        );
        assert!(written.is_sorted());
    }
}
