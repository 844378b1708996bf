//! Shapes of texts with a format.

use super::types::Shape;
use crate::locale::Locale;

/// A shape for a day of the calendar.
pub(crate) const DATE: Shape = Shape::Parsed(is_date, "a date such as 2026-12-24");

/// A shape for a time as a clock on the wall shows it.
pub(crate) const LOCAL_TIME: Shape =
    Shape::Parsed(is_local_time, "a local time such as 2026-11-22T09:30:00.000");

/// A shape for a language tag.
pub(crate) const LANGUAGE: Shape = Shape::Parsed(is_language, Locale::EXPECTED);

/// A shape for the path of a page.
pub(crate) const PATH: Shape = Shape::Parsed(is_path, "a path that starts with '/'");

fn is_date(text: &str) -> bool {
    let is_plain = |(at, byte): (usize, u8)| byte.is_ascii_digit() || matches!(at, 4 | 7) && byte == b'-';
    text.len() == 10 && text.bytes().enumerate().all(is_plain) && text.parse::<jiff::civil::Date>().is_ok()
}

fn is_local_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once('T') else { return false };
    let is_plain = |byte: u8| byte.is_ascii_digit() || matches!(byte, b':' | b'.');
    is_date(date)
        && time.len() >= 5
        && time.bytes().all(is_plain)
        && text.parse::<jiff::civil::DateTime>().is_ok()
}

fn is_language(text: &str) -> bool {
    Locale::new(text).is_some()
}

fn is_path(text: &str) -> bool {
    text.as_bytes().first() == Some(&b'/')
}
