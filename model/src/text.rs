//! Building texts from parts with little code: what the standard library does generically is too large for the widget.

/// A sign as a text: see [`digit`].
const MINUS: &str = "-";

/// Texts one behind the other. The standard library's is generic over what it joins, and twice the size.
pub fn concat(parts: &[&str]) -> String {
    let mut whole = String::new();
    for part in parts {
        whole.push_str(part);
    }
    whole
}

/// A whole number in decimal digits. The standard library's function brings its formatting along, which is half a kilobyte of
/// every shopper's download.
pub fn decimal(number: i32) -> String {
    let mut rest = number.unsigned_abs();
    let mut digits = String::new();
    loop {
        digits.insert_str(0, digit((rest % 10) as u8));
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    if number < 0 {
        digits.insert_str(0, MINUS);
    }
    digits
}

/// A number that is not negative without its fractions, in decimal digits: times in milliseconds, and what fits no [`decimal`].
pub fn whole(number: f64) -> String {
    let (high, low) = ((number / 1e9) as i32, (number % 1e9) as i32);
    if high == 0 {
        return decimal(low);
    }
    let low = decimal(1_000_000_000 + low);
    concat(&[&decimal(high), &low[1..]])
}

/// The first `most` characters of a text.
pub fn truncated(mut text: String, most: usize) -> String {
    if let Some((at, _)) = text.char_indices().nth(most) {
        text.truncate(at);
    }
    text
}

/// Whether there is a letter in the text that is written from right to left. Their first bytes are those of U+0580 to
/// U+07FF: Hebrew, Arabic, Syriac, Thaana and N'Ko, and the end of Armenian, which no locale is in.
pub fn has_right_to_left(text: &str) -> bool {
    text.bytes().any(|byte| (0xd6..=0xdf).contains(&byte))
}

/// Bytes in lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    let mut digits = String::new();
    for byte in bytes {
        for nibble in [byte >> 4, byte & 15] {
            digits.push_str(digit(nibble));
        }
    }
    digits
}

/// A digit of at most 15. Pushing a `char` would bring the encoding of all of Unicode into the widget.
fn digit(digit: u8) -> &'static str {
    let at = usize::from(digit);
    "0123456789abcdef".get(at..=at).unwrap_or_default()
}

/// Where an ASCII character stands first. Searching by `char` would bring a third of a kilobyte into the widget.
pub(crate) fn position(text: &str, ascii: u8) -> Option<usize> {
    text.bytes().position(|byte| byte == ascii)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_numbers_as_the_standard_library_does() {
        for number in [0, 1, 9, 10, 2026, -2, i32::MAX, i32::MIN] {
            assert_eq!(decimal(number), number.to_string());
        }
    }

    #[test]
    fn cuts_between_characters() {
        for (text, expected) in
            [("", ""), ("mug", "mug"), ("mugs", "mug"), ("Müße", "Müß"), ("杯子与盖", "杯子与")]
        {
            assert_eq!(truncated(text.into(), 3), expected);
        }
    }

    #[test]
    fn writes_whole_numbers() {
        for (number, expected) in [
            (0.0, "0"),
            (7.9, "7"),
            (999_999_999.0, "999999999"),
            (1e9, "1000000000"),
            (1_795_000_000_123.4, "1795000000123"),
            (1_000_000_000_001.0, "1000000000001"),
        ] {
            assert_eq!(whole(number), expected);
        }
    }
}
