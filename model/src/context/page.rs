//! The page on which a survey was shown.

use super::vitals::Vitals;
use crate::json::{Json, Object};
use crate::locale::Locale;
use crate::read::Reader;

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
    /// Every class, the narrowest first.
    pub const ALL: [Self; 3] = [Self::Phone, Self::Tablet, Self::Desktop];
    /// Their names, in the same order.
    pub const NAMES: [&str; 3] = ["phone", "tablet", "desktop"];

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
    /// How it had done for the shopper so far.
    #[cfg_attr(feature = "schema", schemars(flatten))]
    pub vitals: Vitals,
}

/// The size of a viewport in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Viewport {
    /// Its width.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_PIXELS)))]
    pub width: u32,
    /// Its height.
    #[cfg_attr(feature = "schema", schemars(range(max = MAX_PIXELS)))]
    pub height: u32,
}

const MAX_PIXELS: u32 = 100_000;

impl Page {
    pub(crate) fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["device", "viewport", "language", "lcp", "cls", "inp", "errors"]);
        let viewport = reader.member("viewport");
        viewport.collect_unknown(&["width", "height"]);
        let device = reader.member("device").one_of(&Device::NAMES);
        let width = viewport.member("width").whole(0, MAX_PIXELS);
        let height = viewport.member("height").whole(0, MAX_PIXELS);
        let language = Locale::read(&reader.member("language"));
        let vitals = Vitals::read(reader);
        Some(Self {
            device: Device::ALL[device?],
            viewport: Viewport { width: width?, height: height? },
            language: language?,
            vitals: vitals?,
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
        page.vitals.write(&mut object);
        object.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
