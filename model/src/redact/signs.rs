//! A text as the finders see it.

use super::kind::Kind;
use super::masked::Masked;

/// The signs of a text, one byte for each character: those of ASCII, the signs of ASCII that stand for others (see [`sign`]),
/// [`LETTER`], [`WIDE`] and [`OTHER`]; and what was found.
pub(super) struct Signs(Vec<u8>);

/// A letter of Latin, Greek, Cyrillic or Armenian that is not of ASCII, or an accent of one.
pub(super) const LETTER: u8 = 0x80;
/// A letter of any other script. Many are written without spaces, or with prefixes and endings that are joined to numbers,
/// so a number or an address may stand directly beside them.
pub(super) const WIDE: u8 = 0x81;
/// Punctuation, a symbol, an emoji.
const OTHER: u8 = 0x82;
/// The first sign of something that was found; the kind is added.
const FIRST: u8 = 0xf0;
/// The other signs of it.
const REST: u8 = 0xff;

/// The zeros of the scripts that have digits of their own (general category Nd of Unicode, in the languages keyboards write):
/// Arabic, Persian, Devanagari, Bengali, Gurmukhi, Gujarati, Odia, Tamil, Telugu, Kannada, Malayalam, Thai, Lao, Tibetan,
/// Burmese, Khmer.
const ZEROS: [u16; 16] = [
    0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040,
    0x17e0,
];

/// The sign of a character: of ASCII for digits of all scripts, for full-width signs, for dashes (the long vowel of Katakana
/// is one between digits), for spaces other than line breaks, and `#` for `№`.
pub(super) fn sign(char: char) -> u8 {
    let code = u32::from(char);
    if code < 0x80 {
        return code as u8;
    }
    for zero in ZEROS {
        let digit = code.wrapping_sub(zero.into());
        if digit < 10 {
            return b'0' + digit as u8;
        }
    }
    match code {
        0xff01..=0xff5e => (code - 0xfee0) as u8,
        0x2010..=0x2015 | 0x2212 | 0x30fc => b'-',
        0xa0 | 0x2000..=0x200a | 0x202f | 0x3000 => b' ',
        0x2116 => b'#',
        0xc0..=0x58f | 0x1e00..=0x1fff => LETTER,
        0x590..=0x1dff | 0x2c00..=0x2dff | 0x3041..=0xd7ff | 0xf900..=0xfdff | 0x2_0000..=0x3_ffff => WIDE,
        _ => OTHER,
    }
}

/// Whether a sign is part of a word: then a number beside it is, too, and is no number by itself.
pub(super) fn is_word(sign: u8) -> bool {
    sign.is_ascii_alphanumeric() || sign == LETTER
}

impl Signs {
    /// The signs of a text.
    pub(super) fn new(text: &str) -> Self {
        let mut signs = Vec::new();
        for char in text.chars() {
            signs.push(sign(char));
        }
        Self(signs)
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// The sign at a place; [`OTHER`] behind the end.
    pub(super) fn at(&self, place: usize) -> u8 {
        self.0.get(place).copied().unwrap_or(OTHER)
    }

    /// The sign before a place; [`OTHER`] before the start.
    pub(super) fn before(&self, place: usize) -> u8 {
        self.at(place.wrapping_sub(1))
    }

    /// The signs from … to before ….
    pub(super) fn between(&self, start: usize, end: usize) -> &[u8] {
        self.0.get(start..end).unwrap_or_default()
    }

    /// How many digits follow each other from a place on, of which no more than `most` are looked at.
    pub(super) fn digits(&self, place: usize, most: usize) -> usize {
        let mut count = 0;
        while count < most && self.at(place + count).is_ascii_digit() {
            count += 1;
        }
        count
    }

    /// Takes what stands from `start` to before `end` as found.
    pub(super) fn found(&mut self, start: usize, end: usize, kind: Kind) {
        for sign in &mut self.0[start..end] {
            *sign = REST;
        }
        self.0[start] = FIRST + kind as u8;
    }

    /// The text, whose signs these are, with masks in the place of what was found, which is counted; `None` where nothing was.
    pub(super) fn cleaned(&self, text: &str, masked: &mut Masked) -> Option<String> {
        let mut cleaned = String::new();
        let mut copied = 0;
        for ((at, char), sign) in text.char_indices().zip(&self.0) {
            if *sign < FIRST {
                continue;
            }
            if *sign != REST {
                let kind = usize::from(*sign - FIRST);
                cleaned.push_str(&text[copied..at]);
                cleaned.push_str(Kind::MASKS[kind]);
                masked.0[kind] += 1;
            }
            copied = at + char.len_utf8();
        }
        if copied == 0 {
            return None;
        }
        cleaned.push_str(&text[copied..]);
        Some(cleaned)
    }
}
