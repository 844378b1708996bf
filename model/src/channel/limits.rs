//! The longest texts of a first touch.

/// The most characters a source or a campaign has; longer ones are cut. Google Analytics had the same bound (campaign fields of
/// its first measurement protocol).
pub const MAX_TAG_LENGTH: usize = 100;

/// The most characters a host has (RFC 1035, section 2.3.4, without the dot of the root).
pub const MAX_HOST_LENGTH: usize = 253;
