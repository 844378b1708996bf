//! Survey files: what a shop writes, and how surveys are read from it.
//!
//! [`validate()`] finds every mistake in a file. [`take_surveys`] takes the surveys out without a look at them: the widget
//! shows what it can and reports mistakes afterwards. [`read()`] does both.

pub(crate) mod aliases;
mod flow;
pub(crate) mod limits;
pub(crate) mod members;
mod placeholders;
mod read;
mod targeting;
#[cfg(test)]
mod tests;
mod url;
mod validate;

pub use limits::{MAX_ENDINGS, MAX_QUESTIONS, MAX_SURVEYS, MAX_TOUCHPOINTS};
pub use placeholders::{ANSWER, PLACEHOLDERS};
#[cfg(feature = "schema")]
pub(crate) use read::QUIET_DAYS;
pub use read::{quiet_period, read, take_surveys};
#[cfg(feature = "schema")]
pub(crate) use url::SCHEMES;
pub use url::is_safe_url;
pub use validate::{FORMAT, validate};
