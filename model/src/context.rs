//! Where and in what circumstances a question was asked.

use crate::json::{Json, Object};
use crate::key::Key;
use crate::read::{Reader, optional};
use crate::text::concat;
use crate::touchpoint::{LONGEST_LABEL, Ownership, Phase, Touchpoint};

/// What woke a survey.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum WokenBy {
    /// The page was loaded and idle, and `data-delay` had passed; or a `<nachklang-survey>` stood on it.
    Load,
    /// The page called `nachklang('show', …)`, or the shopper opened the tab.
    Call,
}

impl WokenBy {
    const ALL: [Self; 2] = [Self::Load, Self::Call];
    const NAMES: [&str; 2] = ["load", "call"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }
}

/// The touchpoint at which a question was asked.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Asked {
    /// The touchpoint's stable key.
    pub key: Key,
    /// Its name for people.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = LONGEST_LABEL)))]
    pub label: Option<String>,
    /// The phase of the journey it belongs to.
    pub phase: Option<Phase>,
    /// Who owns the ground it stands on.
    pub ownership: Ownership,
    /// The path of the page, without query and fragment: those may hold what concerns nobody.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = LONGEST_PATH), regex(pattern = "^/[^?#]*$")))]
    pub path: String,
    /// What woke the survey.
    pub woken_by: WokenBy,
}

/// The most characters a path has; the widget cuts longer ones.
pub const LONGEST_PATH: usize = 512;

impl Asked {
    /// The circumstances of a question asked at `touchpoint` on the page at `path`.
    pub fn at(touchpoint: Touchpoint, path: &str, woken_by: WokenBy) -> Self {
        let Touchpoint { key, label, phase, ownership } = touchpoint;
        let end = path.bytes().position(|byte| matches!(byte, b'?' | b'#')).unwrap_or(path.len());
        let mut end = end.min(LONGEST_PATH);
        while !path.is_char_boundary(end) {
            end -= 1;
        }
        let path = if path.as_bytes().first() == Some(&b'/') { &path[..end] } else { "/" };
        Self { key, label, phase, ownership, path: path.into(), woken_by }
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.known(&["key", "label", "phase", "ownership", "path", "woken_by"]);
        let path = reader.member("path");
        let text = path.text(LONGEST_PATH)?;
        if !text.starts_with('/') || text.contains(['?', '#']) {
            return path.expected("a path that starts with '/', without query and fragment");
        }
        Some(Self {
            key: reader.member("key").key()?,
            label: optional(reader.member("label"), |label| label.text(LONGEST_LABEL).map(Into::into))?,
            phase: optional(reader.member("phase"), Phase::read)?,
            ownership: Ownership::read(&reader.member("ownership"))?,
            path: text.into(),
            woken_by: WokenBy::ALL[reader.member("woken_by").one_of(&WokenBy::NAMES)?],
        })
    }
}

impl From<&Asked> for Json {
    fn from(asked: &Asked) -> Self {
        let mut object = Object::default();
        object.put("key", asked.key.as_str());
        object.put_some("label", asked.label.as_deref());
        object.put_some("phase", asked.phase.map(Phase::name));
        object.put("ownership", asked.ownership.name());
        object.put("path", asked.path.as_str());
        object.put("woken_by", asked.woken_by.name());
        object.into()
    }
}

/// The order a shopper has placed.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Order {
    /// SHA-256 of [`Order::to_hash`], as 64 lower-case hexadecimal digits. Missing where the browser offers no
    /// hashing, which is on pages without https.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[0-9a-f]{64}$")))]
    pub id_hash: Option<String>,
    /// What it cost, in units of `currency`.
    #[cfg_attr(feature = "schema", schemars(range(min = 0)))]
    pub value: Option<f64>,
    /// ISO 4217 code, three capital letters.
    #[cfg_attr(feature = "schema", schemars(regex(pattern = "^[A-Z]{3}$")))]
    pub currency: Option<String>,
    /// How many different items it holds.
    #[cfg_attr(feature = "schema", schemars(range(max = MOST_ITEMS)))]
    pub items: u32,
}

const MOST_ITEMS: u32 = 10_000;

impl Order {
    /// What is hashed instead of the order's id. With the site as salt the same id gives another hash in every shop.
    pub fn to_hash(site: &Key, id: &str) -> String {
        concat(&[site.as_str(), ":", id])
    }

    /// An order from what the shop's page says of it. What is out of bounds is left out: an odd amount in a data layer
    /// is no reason to lose an answer.
    pub fn lenient(
        id_hash: Option<String>,
        value: Option<f64>,
        currency: Option<String>,
        items: u32,
    ) -> Self {
        Self {
            id_hash,
            value: value.filter(|value| *value >= 0.0 && value.is_finite()),
            currency: currency.map(|code| code.to_ascii_uppercase()).filter(|code| is_currency(code)),
            items: items.min(MOST_ITEMS),
        }
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.known(&["id_hash", "value", "currency", "items"]);
        let id_hash = optional(reader.member("id_hash"), |hash| {
            hash.parsed(|text| is_sha256(text).then(|| text.into()), "64 lower-case hexadecimal digits")
        });
        let currency = optional(reader.member("currency"), |code| {
            code.parsed(
                |text| is_currency(text).then(|| text.into()),
                "an ISO 4217 code, three capital letters",
            )
        });
        let value = optional(reader.member("value"), |value| value.amount());
        let items = reader.member("items").whole(0, MOST_ITEMS)?;
        Some(Self { id_hash: id_hash?, value: value?, currency: currency?, items })
    }
}

impl From<&Order> for Json {
    fn from(order: &Order) -> Self {
        let mut object = Object::default();
        object.put_some("id_hash", order.id_hash.as_deref());
        object.put_some("value", order.value.map(Json::Number));
        object.put_some("currency", order.currency.as_deref());
        object.put("items", order.items);
        object.into()
    }
}

fn is_sha256(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

fn is_currency(text: &str) -> bool {
    text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// The class of device a page was seen on, by the width of its viewport.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "lowercase"))]
pub enum Device {
    /// Narrower than 640 CSS pixels.
    Phone,
    /// 640 to 1023 CSS pixels.
    Tablet,
    /// 1024 CSS pixels and more.
    Desktop,
}

impl Device {
    const ALL: [Self; 3] = [Self::Phone, Self::Tablet, Self::Desktop];
    const NAMES: [&str; 3] = ["phone", "tablet", "desktop"];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// The class of a viewport that is `width` CSS pixels wide.
    pub fn of_width(width: u32) -> Self {
        match width {
            ..640 => Self::Phone,
            640..1024 => Self::Tablet,
            1024.. => Self::Desktop,
        }
    }
}

/// The page on which a question was asked.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Page {
    /// Class of the device.
    pub device: Device,
    /// The viewport in CSS pixels.
    pub viewport: Viewport,
    /// The language of the page, or where it names none, of the browser.
    pub language: Locale,
}

/// The size of a viewport in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewport {
    /// Its width.
    #[cfg_attr(feature = "schema", schemars(range(max = MOST_PIXELS)))]
    pub width: u32,
    /// Its height.
    #[cfg_attr(feature = "schema", schemars(range(max = MOST_PIXELS)))]
    pub height: u32,
}

const MOST_PIXELS: u32 = 100_000;

impl Page {
    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.known(&["device", "viewport", "language"]);
        let viewport = reader.member("viewport");
        viewport.known(&["width", "height"]);
        Some(Self {
            device: Device::ALL[reader.member("device").one_of(&Device::NAMES)?],
            viewport: Viewport {
                width: viewport.member("width").whole(0, MOST_PIXELS)?,
                height: viewport.member("height").whole(0, MOST_PIXELS)?,
            },
            language: Locale::read(&reader.member("language"))?,
        })
    }
}

impl From<&Page> for Json {
    fn from(page: &Page) -> Self {
        let mut viewport = Object::default();
        viewport.put("width", page.viewport.width);
        viewport.put("height", page.viewport.height);
        let mut object = Object::default();
        object.put("device", page.device.name());
        object.put("viewport", viewport);
        object.put("language", page.language.as_str());
        object.into()
    }
}

/// A language tag of BCP 47, such as `de` or `pt-BR`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Locale(#[cfg_attr(feature = "schema", schemars(regex(pattern = "^[A-Za-z0-9-]{1,35}$")))] String);

impl Locale {
    /// What a language tag looks like, as a phrase for messages.
    pub const EXPECTED: &str = "a language tag such as de or pt-BR";

    /// `text` as a language tag, if it looks like one.
    pub fn new(text: &str) -> Option<Self> {
        let plausible = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-';
        (!text.is_empty() && text.len() <= 35 && text.bytes().all(plausible)).then(|| Self(text.into()))
    }

    /// The tag as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.parsed(Self::new, Self::EXPECTED)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn path_goes_without_query_and_fragment() {
        for (path, kept) in [
            ("/cart?coupon=SECRET", "/cart"),
            ("/cart#email=a@b.c", "/cart"),
            ("/", "/"),
            ("", "/"),
            ("about:blank", "/"),
        ] {
            let touchpoint = Touchpoint::of_path("/");
            assert_eq!(Asked::at(touchpoint, path, WokenBy::Load).path, kept, "{path}");
        }
        // Browsers write paths in ASCII; a letter of more bytes is not cut in two.
        for (part, length) in [("/a", LONGEST_PATH), ("/ä", LONGEST_PATH - 1)] {
            let asked = Asked::at(Touchpoint::of_path("/"), &part.repeat(1000), WokenBy::Load);
            assert_eq!(asked.path.len(), length, "{part}");
        }
    }

    #[test]
    fn odd_amounts_in_a_data_layer_are_left_out() {
        for (value, currency, expected) in [
            (Some(49.9), Some("EUR"), (Some(49.9), Some("EUR"))),
            (Some(-1.0), Some("eur"), (None, Some("EUR"))),
            (Some(f64::NAN), Some("Euro"), (None, None)),
            (None, None, (None, None)),
        ] {
            let order = Order::lenient(None, value, currency.map(Into::into), 1);
            assert_eq!((order.value, order.currency.as_deref()), expected);
        }
    }

    #[test]
    fn classes_devices_by_width() {
        for (width, device) in [
            (320, Device::Phone),
            (639, Device::Phone),
            (640, Device::Tablet),
            (1023, Device::Tablet),
            (1024, Device::Desktop),
        ] {
            assert_eq!(Device::of_width(width), device, "{width}");
        }
    }
}
