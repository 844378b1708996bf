//! The options of a browser.

/// The device that shows the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A window of 1280 pixels' width, used with mouse and keys.
    #[default]
    Desktop,
    /// A screen of 390 × 844 pixels, with touch where the engine can emulate it.
    Phone,
    /// The smallest phone: 320 × 568 pixels.
    SmallPhone,
    /// A phone in landscape: 844 × 390 pixels.
    PhoneSideways,
    /// A desktop at a zoom of 200 per cent, which leaves pages 640 × 400 pixels.
    ZoomedDesktop,
}

impl Device {
    /// Width and height of the page in CSS pixels, if they differ from the window's.
    pub(super) fn screen(self) -> Option<[u64; 2]> {
        match self {
            Self::Desktop => None,
            Self::Phone => Some([390, 844]),
            Self::SmallPhone => Some([320, 568]),
            Self::PhoneSideways => Some([844, 390]),
            Self::ZoomedDesktop => Some([640, 400]),
        }
    }

    /// Whether it is used by touch.
    pub(super) fn is_phone(self) -> bool {
        matches!(self, Self::Phone | Self::SmallPhone | Self::PhoneSideways)
    }
}

/// The colour scheme the person prefers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// Dark on light.
    #[default]
    Light,
    /// Light on dark.
    Dark,
}

/// A browser's device and preferences. The default is a desktop without preferences.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The device.
    pub device: Device,
    /// The colour scheme.
    pub scheme: Scheme,
    /// Prefers reduced motion.
    pub reduced_motion: bool,
    /// Forced colours. WebKit has none.
    pub forced_colors: bool,
    /// Blocks storage: reading it throws.
    pub no_storage: bool,
}
