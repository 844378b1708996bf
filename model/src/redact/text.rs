//! Masking a text.

use std::borrow::Cow;

use super::kind::Kind;
use super::masked::Masked;
use super::signs::{Signs, sign};
use super::{card, email, iban, phone};

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
