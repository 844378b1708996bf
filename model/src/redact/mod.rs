//! What says who somebody is, taken out of what they wrote, on their own device: [`redact`].
//!
//! A survey asks how it was, not who one is, but people write down how to reach them. Found are addresses and numbers whose
//! form gives them away; names and postal addresses have none. Where it cannot be told whether a number is a phone or one of
//! the shop's, the form decides that people write phone numbers in: a number with `+` or `0` in front is masked, a plain
//! `1234567` is not.
//!
//! There is a file for each kind of thing that is found. All of them work on the signs of a text, among which `９`, `९` and `9`
//! are the same, and the more specific comes first: what one has found the next ones no longer see.

mod card;
mod email;
mod iban;
mod phone;
mod signs;

use std::borrow::Cow;

use signs::{Signs, sign};

/// What is masked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The number of a bank account (ISO 13616).
    Iban,
    /// The number of a payment card (ISO/IEC 7812).
    Card,
    /// An e-mail address (RFC 5321).
    Email,
    /// A phone number (ITU-T E.164).
    Phone,
    /// What a pattern of the shop's own matched: see [`mask_found`].
    Own,
}

impl Kind {
    /// Every kind, the more specific first.
    pub const ALL: [Self; 5] = [Self::Iban, Self::Card, Self::Email, Self::Phone, Self::Own];
    /// Their names, in the same order.
    pub const NAMES: [&str; 5] = ["iban", "card", "email", "phone", "own"];
    /// What stands in the place of each, in the same order: words that every language has borrowed, and the sign that
    /// something was left out. None holds a digit or an `@`, so nothing is ever found in a mask.
    pub const MASKS: [&str; 5] = ["[iban]", "[card]", "[e-mail]", "[phone]", "[…]"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// What stands in the place of what was found.
    pub fn mask(self) -> &'static str {
        Self::MASKS[self as usize]
    }
}

/// How much was masked, of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Masked([u32; Kind::ALL.len()]);

impl Masked {
    /// How many of a kind.
    pub fn count(&self, kind: Kind) -> u32 {
        self.0[kind as usize]
    }

    /// Whether nothing was.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Counts what was masked elsewhere, too.
    pub fn add(&mut self, other: Self) {
        for (count, more) in self.0.iter_mut().zip(other.0) {
            *count += more;
        }
    }
}

/// A text, and what was masked in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted<'a> {
    /// The text. Borrowed where it is the text as it was.
    pub text: Cow<'a, str>,
    /// What was masked.
    pub masked: Masked,
}

/// Puts [masks](Kind::MASKS) in the place of e-mail addresses, phone numbers, IBANs and numbers of payment cards. Everything
/// else stays as it was written. Doing it again changes nothing.
pub fn redact(text: &str) -> Redacted<'_> {
    let mut redacted = Redacted { text: Cow::Borrowed(text), masked: Masked::default() };
    if !may_hold_anything(text) {
        return redacted;
    }
    // What is found can have been in the way of something beside it, hence once more until nothing is found.
    loop {
        let mut signs = Signs::new(&redacted.text);
        iban::find(&mut signs);
        card::find(&mut signs);
        email::find(&mut signs);
        phone::find(&mut signs);
        let Some(cleaned) = signs.cleaned(&redacted.text, &mut redacted.masked) else { return redacted };
        redacted.text = Cow::Owned(cleaned);
    }
}

/// Whether there is an `@` or enough digits for the shortest number, which is most texts' end here.
fn may_hold_anything(text: &str) -> bool {
    let mut digits = 0;
    for char in text.chars() {
        match sign(char) {
            b'@' => return true,
            b'0'..=b'9' => digits += 1,
            _ => {}
        }
    }
    digits >= phone::FEWEST
}

/// Masks what a pattern of the shop's own has found in a text: each of `found`, wherever it stands in it, the longest where
/// several begin. They are what `text.match(pattern)` gives for a pattern with the flag `g`. Masks that are in the text stay
/// whole, so the text is that of [`redact`]: were it the other way round, a pattern for four digits would break an IBAN into
/// parts that are no longer known as one.
pub fn mask_found<'a>(text: &'a str, found: &[String]) -> Redacted<'a> {
    let mut cleaned = String::new();
    let mut masked = Masked::default();
    let (mut at, mut copied) = (0, 0);
    while at < text.len() {
        let bytes = &text.as_bytes()[at..];
        let longest = found.iter().map(String::as_bytes).filter(|found| bytes.starts_with(found));
        match (mask_length(bytes), longest.map(<[u8]>::len).max().unwrap_or_default()) {
            (0, 0) => at += 1,
            (0, length) => {
                cleaned.push_str(&text[copied..at]);
                cleaned.push_str(Kind::Own.mask());
                masked.0[Kind::Own as usize] += 1;
                // A mask that begins in what was found goes with it.
                let end = at + length;
                while at < end {
                    at += mask_length(&text.as_bytes()[at..]).max(1);
                }
                copied = at;
            }
            (mask, _) => at += mask,
        }
    }
    if masked.is_empty() {
        return Redacted { text: Cow::Borrowed(text), masked };
    }
    cleaned.push_str(&text[copied..]);
    Redacted { text: Cow::Owned(cleaned), masked }
}

/// How long the mask is that the text begins with; 0 where it begins with none.
fn mask_length(text: &[u8]) -> usize {
    Kind::MASKS.iter().find(|mask| text.starts_with(mask.as_bytes())).map_or(0, |mask| mask.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    /// Holds texts against what becomes of them.
    pub(super) fn check(cases: &[(&str, &str)]) {
        for (text, expected) in cases {
            let redacted = redact(text);
            assert_eq!(redacted.text, *expected, "{text}");
            assert_eq!(redacted.masked.is_empty(), text == expected, "{text}");
            assert_eq!(redact(&redacted.text).text, *expected, "{text}, twice");
        }
    }

    /// Holds that nothing is found in texts.
    pub(super) fn check_untouched(texts: &[&str]) {
        for text in texts {
            let redacted = redact(text);
            assert_eq!(redacted.text, *text);
            assert!(matches!(redacted.text, Cow::Borrowed(_)), "{text}");
            assert!(redacted.masked.is_empty(), "{text}");
        }
    }

    /// Numbers that are the same at every run (Knuth's MMIX generator).
    fn random(state: &mut u64) -> usize {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) as usize
    }

    #[test]
    fn the_more_specific_comes_first() {
        check(&[
            ("DE89 3704 0044 0532 0130 00", "[iban]"),
            ("AL47 2121 1009 0000 0002 3569 8741", "[iban]"),
            ("4111111111111111@shop.example", "[card]@shop.example"),
            ("0171-1234567@shop.example", "[e-mail]"),
            ("+49171.1234567@shop.example", "+[e-mail]"),
        ]);
    }

    #[test]
    fn counts_what_it_masks() {
        let text =
            "jo@shop.example, jo@home.example; 030 1234567 (NL91ABNA0417164300) 4111 1111 1111 1111 ok";
        let Redacted { text, mut masked } = redact(text);
        assert_eq!(text, "[e-mail], [e-mail]; [phone] ([iban]) [card] ok");
        assert_eq!(Kind::ALL.map(|kind| masked.count(kind)), [1, 1, 2, 1, 0]);
        masked.add(redact("jo@shop.example").masked);
        assert_eq!(Kind::ALL.map(|kind| masked.count(kind)), [1, 1, 3, 1, 0]);
    }

    #[test]
    fn the_text_around_stays_as_it_is() {
        check(&[
            ("Grüße – 😀 jo@shop.example 日本", "Grüße – 😀 [e-mail] 日本"),
            ("a\n030 1234567\r\n\tb", "a\n[phone]\r\n\tb"),
            ("jo@shop.example", "[e-mail]"),
            ("jo@a.example030 1234567", "[e-mail] 1234567"),
            ("jo@a.example,jo@b.example", "[e-mail],[e-mail]"),
        ]);
        check_untouched(&["", " ", "Grüße – 😀", "🙂 1 2 3", "\0", "@", "1234567", "@ 1234567 @"]);
    }

    #[test]
    fn masks_hold_nothing_to_find_and_are_named() {
        check_untouched(&Kind::MASKS);
        for kind in Kind::ALL {
            assert_eq!((kind.name(), kind.mask()), (Kind::NAMES[kind as usize], Kind::MASKS[kind as usize]));
        }
    }

    #[test]
    fn doing_it_again_changes_nothing() {
        const PARTS: [&str; 36] = [
            " ",
            " ",
            " ",
            "-",
            ".",
            "/",
            "(",
            ")",
            "+",
            "@",
            ",",
            ":",
            "#",
            "\n",
            "0",
            "00",
            "49",
            "30",
            "171",
            "1234",
            "5678",
            "0123",
            "1234567",
            "4111",
            "1111 1111 1111",
            "DE89",
            "3704 0044 0532 0130 00",
            "jo",
            "shop.de",
            "é",
            "日",
            "٠٥",
            "［",
            "[phone]",
            "24.12.2026",
            "612 345 678",
        ];
        let mut state = 1;
        for _ in 0..20_000 {
            let parts: Vec<&str> =
                (0..random(&mut state) % 16).map(|_| PARTS[random(&mut state) % 36]).collect();
            let text = parts.concat();
            let once = redact(&text).text;
            let again = redact(&once);
            assert_eq!(again.text, once, "{text}");
            assert!(again.masked.is_empty(), "{text}");
        }
    }

    #[test]
    fn takes_time_in_proportion_to_the_text() {
        let started = Instant::now();
        for part in [
            "1",
            "0",
            "1 ",
            "11 ",
            "0123 ",
            "012-",
            "4111 ",
            "4",
            "+",
            "+49 ",
            "(0",
            "01.02.",
            "a@",
            "a",
            "@",
            ".a",
            "a-",
            "-",
            "DE89",
            "DE89 ",
            "de 8 ",
            "é",
            "日",
            "日@",
            "日.",
            "0171 1234567 ",
            "a@b.cd ",
            "[phone]",
        ] {
            redact(&part.repeat(20_000 / part.len()));
        }
        assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    }

    #[test]
    fn masks_what_the_patterns_of_a_shop_found() {
        for (text, found, expected, count) in [
            ("Kunde K-12345, nicht K-1", &["K-12345", "K-1"][..], "Kunde […], nicht […]", 2),
            ("aXbXc", &["X"], "a[…]b[…]c", 2),
            ("größe", &["öß"], "gr[…]e", 1),
            ("abab", &["abab", "ab"], "[…]", 1),
            ("abab", &["ab", "abab"], "[…]", 1),
            ("[phone] phone", &["phone"], "[phone] […]", 1),
            ("[phone][…]", &["p", "[", "]", "…"], "[phone][…]", 0),
            ("Tel. [phone]!", &["Tel. [pho"], "[…]!", 1),
            ("Tel. [phone]!", &["Tel. [phone]"], "[…]!", 1),
            ("nothing", &[], "nothing", 0),
            ("nothing", &["", "x"], "nothing", 0),
        ] {
            let found: Vec<String> = found.iter().map(|found| String::from(*found)).collect();
            let redacted = mask_found(text, &found);
            assert_eq!(redacted.text, expected, "{text}");
            assert_eq!(redacted.masked.count(Kind::Own), count, "{text}");
            assert_eq!(matches!(redacted.text, Cow::Borrowed(_)), count == 0, "{text}");
            assert_eq!(mask_found(&redacted.text, &found).text, expected, "{text}, twice");
        }
    }
}
