//! Questions that are answered by leaving an address: only with a consent the shopper ticks.

use crate::json::Object;
use crate::read::Reader;
use crate::wording::MAX_WORDING_LENGTH;

/// How somebody can be reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Channel {
    /// An e-mail address.
    Email,
    /// A phone number.
    Phone,
}

/// An address, and the consent it was given with.
#[derive(Debug, Clone, PartialEq)]
pub struct Contact {
    /// What the address is.
    pub by: Channel,
    /// The address: see [`Channel::address`].
    pub address: String,
    /// What was agreed to, as the shopper read it.
    pub consent: String,
}

/// The most characters a consent has once its placeholders are filled.
pub(crate) const MAX_CONSENT_LENGTH: usize = 2 * MAX_WORDING_LENGTH;

/// The most characters an address has (RFC 5321, section 4.5.3.1).
pub(crate) const MAX_ADDRESS_LENGTH: usize = 254;

impl Channel {
    const ALL: [Self; 2] = [Self::Email, Self::Phone];
    /// Their names.
    pub const NAMES: [&str; 2] = ["email", "phone"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The channel of this name.
    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|index| Self::ALL[index])
    }

    fn read(reader: &Reader) -> Option<Self> {
        reader.one_of(&Self::NAMES).map(|index| Self::ALL[index])
    }

    /// `text` as an address of this kind, without white space around it and in the digits and signs of ASCII, if it can be
    /// one. An e-mail address has something before its one `@` and a dot in the domain behind it; a phone number has 6 to 15
    /// digits (ITU-T E.164) and what people write between them. Whether it exists only a message to it would tell.
    pub fn address(self, text: &str) -> Option<String> {
        let text: String = text.trim().chars().map(in_ascii).collect();
        let valid = match self {
            Self::Email => is_email(text.as_bytes()),
            Self::Phone => {
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                let between = text.bytes().all(|byte| byte.is_ascii_digit() || b"+ -()/.".contains(&byte));
                between && digits > 5 && digits < 16
            }
        };
        (valid && text.len() <= MAX_ADDRESS_LENGTH).then_some(text)
    }
}

/// The zeros of Arabic, Persian, Devanagari and Thai digits, which keyboards of these languages write.
const ZEROS: [char; 4] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{e50}'];

/// The sign of ASCII for a digit of another script, for one of the full-width signs that Japanese keyboards write, and for
/// the dashes and spaces that word processors put in.
fn in_ascii(sign: char) -> char {
    let code = u32::from(sign);
    let digit = ZEROS.iter().map(|zero| code.wrapping_sub((*zero).into())).find(|digit| *digit < 10);
    match (digit, code) {
        (Some(digit), _) => (b'0' + digit as u8).into(),
        (_, 0xff01..=0xff5e) => ((code - 0xfee0) as u8).into(),
        (_, 0x2010..=0x2015) => '-',
        (_, 0xa0 | 0x202f | 0x3000) => ' ',
        _ => sign,
    }
}

fn is_email(text: &[u8]) -> bool {
    let Some(at) = text.iter().position(|byte| *byte == b'@') else { return false };
    let (local, domain) = (&text[..at], &text[at + 1..]);
    let dot = domain.iter().rposition(|byte| *byte == b'.');
    let odd = text.iter().any(|byte| *byte <= b' ') || domain.contains(&b'@');
    !odd && !local.is_empty() && dot.is_some_and(|dot| dot > 0 && dot + 2 < domain.len())
}

impl Contact {
    /// Reads `value`, `by` and `consent` of an answer.
    pub(crate) fn read(answer: &Reader) -> Option<Self> {
        let by = Channel::read(&answer.member("by"));
        let consent = answer.member("consent").text(MAX_CONSENT_LENGTH);
        let (by, value) = (by?, answer.member("value"));
        let expected = "an e-mail address or a phone number, as \"by\" says";
        let address = value.parsed(|text| by.address(text), expected);
        Some(Self { address: address?, by, consent: consent?.into() })
    }

    pub(crate) fn put(&self, object: &mut Object) {
        object.put("value", self.address.as_str());
        object.put("by", self.by.name());
        object.put("consent", self.consent.as_str());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_what_can_be_an_address() {
        for (by, text, address) in [
            (Channel::Email, " jo@shop.example ", Some("jo@shop.example")),
            (Channel::Email, "jo+a.b@sub.shop.example", Some("jo+a.b@sub.shop.example")),
            (Channel::Email, "jürgen@müller.example", Some("jürgen@müller.example")),
            (Channel::Email, "jo@localhost", None),
            (Channel::Email, "jo@.de", None),
            (Channel::Email, "jo@shop.", None),
            (Channel::Email, "jo@shop.e", None),
            (Channel::Email, "@shop.example", None),
            (Channel::Email, "jo@a@shop.example", None),
            (Channel::Email, "jo jo@shop.example", None),
            (Channel::Email, "jo", None),
            (Channel::Email, "", None),
            (Channel::Phone, "+49 (30) 123-45.6/7", Some("+49 (30) 123-45.6/7")),
            (Channel::Phone, "12345", None),
            (Channel::Phone, "123456", Some("123456")),
            (Channel::Phone, "1234567890123456", None),
            (Channel::Phone, "call me 123456", None),
            (Channel::Phone, "٠٣٠ ١٢٣٤٥٦٧", Some("030 1234567")),
            (Channel::Phone, "۰۹۱۲۳۴۵۶۷۸۹", Some("09123456789")),
            (Channel::Phone, "९८१०१२३४५६", Some("9810123456")),
            (Channel::Phone, "๐๘๑ ๒๓๔ ๕๖๗๘", Some("081 234 5678")),
            (Channel::Phone, "　０３－１２３４－５６７８", Some("03-1234-5678")),
            (Channel::Phone, "030\u{a0}123\u{2011}456", Some("030 123-456")),
            (Channel::Email, "jo＠shop．example", Some("jo@shop.example")),
        ] {
            assert_eq!(by.address(text).as_deref(), address, "{text}");
        }
        let long = format!("{}@shop.example", "a".repeat(300));
        assert_eq!(Channel::Email.address(&long), None);
    }
}
