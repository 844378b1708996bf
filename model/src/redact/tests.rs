use std::borrow::Cow;
use std::time::{Duration, Instant};

use super::*;

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
    let text = "jo@shop.example, jo@home.example; 030 1234567 (NL91ABNA0417164300) 4111 1111 1111 1111 ok";
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
        let parts: Vec<&str> = (0..random(&mut state) % 16).map(|_| PARTS[random(&mut state) % 36]).collect();
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
