//! Whether a survey may be shown here and now, and if not, why not.
//!
//! A survey says where it is asked (`touchpoints`), which conditions trigger it (`trigger`), to whom and when it is shown
//! (`audience`, `share`), and how often (`frequency`). [`reasons_against`] holds that against the [`Context`], which says what is
//! the case, and the [`History`], which is what the device remembers. The rules are a table (`rule.rs`), because every shopper
//! downloads them before the first question.
//!
//! | member of a context | what it says |
//! |---|---|
//! | `touchpoint` | the key of the touchpoint the shopper is at |
//! | `phase` | its phase |
//! | `path` | the path of the page |
//! | `device` | the class of the device |
//! | `language` | the language of the page |
//! | `visits` | how often the shopper was in the shop, this visit included |
//! | `orders` | how many orders the shopper placed |
//! | `days_since_order` | how many days ago the last one was |
//! | `order_value` | its value, in the currency of the shop |
//! | `cart_value` | what is in the cart is worth |
//! | `channel` | the channel through which the shopper first came |
//! | `segment` | the segment the shop says the shopper is in |
//! | `attributes` | what else the shop says, an object of texts, numbers and flags |
//! | `ready` | the keys of the surveys whose trigger conditions hold |
//! | `consent` | `false` where the shop waits for a consent that is not given |
//! | `share` | a number from 0 to 100 that stays the shopper's; a survey for 10 % is for those below 10 |
//! | `now` | the local time: `2026-11-22T09:30:00.000` |
//! | `order` | when the last order was placed, in milliseconds since 1970: what tells orders apart |
//! | `show` | the key of the only survey that is meant, where there is one |
//!
//! What is not there is not known, and then nobody belongs to an audience that asks for it.

mod check;
mod context;
pub mod explain;
mod history;
mod outcome;
mod reason;
mod rule;
#[cfg(test)]
mod tests;

pub use check::reasons_against;
pub use context::{Context, validate_context};
#[cfg(feature = "schema")]
pub(crate) use history::COOLDOWNS;
pub use history::History;
pub use outcome::Outcome;
pub use reason::Reason;
