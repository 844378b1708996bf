//! Channels: how a customer came to the shop. The first touch of the journey is told from what the browser knows when the
//! first page opens: the page's query, the referrer, and the shop's own host.
//!
//! The rules are in `rules.rs`, the places known by name in `sites.rs`, what links carry in `tags.rs`. The reference are the
//! default channel groups of Google Analytics 4 (<https://support.google.com/analytics/answer/9756891>). Where this differs:
//!
//! - There are fewer channels. Paid and organic video are with (paid) social, because a video site is a network of people;
//!   paid shopping is with paid search, or with the marketplace it was paid on; everything else that is paid, with display.
//!   SMS and push are one channel, [`Channel::Message`].
//! - GA4's shopping sites are [`Channel::Marketplace`], price comparisons among them: a shop has its offers there, and keeps
//!   them, as on a marketplace. Review sites are a channel of their own, not referrals.
//! - The name of a campaign never decides. GA4 takes "shop" in it for shopping and "cross-network" for ads all over Google.
//! - [`Channel::AiAssistant`] is a channel of GA4 since May 2026, with five assistants; here are more.
//! - A medium that names e-mail, an affiliate, a message or social media counts before the source; with GA4, a known source
//!   counts before most of them.
//! - A source that is not known does not hide where the link was clicked: the click id and the referrer are asked next.
//! - What is tagged in a way nobody knows is a referral; with GA4 it is "unassigned".
//! - Click ids are read by their presence alone. GA4 asks Google Ads what the click was; here a Google ad is one in
//!   search results, unless the referrer shows another place.

#[cfg(test)]
mod cases;
mod first_touch;
mod group;
mod limits;
mod referrer;
mod rules;
mod sites;
mod tags;
#[cfg(test)]
mod tests;

pub use first_touch::FirstTouch;
pub use group::Channel;
pub use limits::{MAX_HOST_LENGTH, MAX_TAG_LENGTH};
