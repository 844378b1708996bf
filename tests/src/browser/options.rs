//! What a browser is started as.

/// The device a page is seen on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// A window of 1280 pixels' width, used with mouse and keys.
    #[default]
    Desktop,
    /// A screen of 390 × 844 pixels, used by touch where the engine can pretend to it.
    Phone,
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
