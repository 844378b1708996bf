//! What a browser is started as.

/// The device a page is seen on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A window of 1280 pixels' width, used with mouse and keys.
    #[default]
    Desktop,
    /// A screen of 390 × 844 pixels, used by touch where the engine can pretend to it.
    Phone,
    /// The smallest there are, 320 × 568 pixels.
    SmallPhone,
    /// A phone held sideways, 844 × 390 pixels.
    PhoneSideways,
    /// A desktop whose pages are enlarged to 200 per cent, which leaves them 640 × 400 pixels.
    ZoomedDesktop,
}

impl Device {
    /// Width and height of the page where the window does not say them, in CSS pixels.
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

/// A browser's device and what its person has chosen. The default is a desktop on which nothing is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The device.
    pub device: Device,
    /// The colour scheme.
    pub scheme: Scheme,
    /// Wants few things to move.
    pub reduced_motion: bool,
    /// Sees pages in the colours of the system. WebKit has no such thing.
    pub forced_colors: bool,
    /// Keeps nothing on the device: reading a storage throws.
    pub no_storage: bool,
}
