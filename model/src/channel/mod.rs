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

mod referrer;
mod rules;
mod sites;
mod tags;

use crate::json::{Json, Object};
use crate::read::{Reader, optional};
use crate::touchpoint::Ownership;

/// A way in which customers come to the shop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[cfg_attr(feature = "schema", schemars(rename_all = "kebab-case"))]
pub enum Channel {
    /// A result of a search engine.
    Search,
    /// An advertisement in a search engine.
    PaidSearch,
    /// A post, a profile or a message in a social network, a messenger or on a video site.
    Social,
    /// An advertisement in one of these.
    PaidSocial,
    /// An e-mail: the shop's own, or a link read in a mailbox.
    Email,
    /// Another message of the shop: SMS, push, messenger.
    Message,
    /// A link on another site.
    Referral,
    /// A marketplace or a price comparison, where the shop has offers.
    Marketplace,
    /// A site on which customers rate shops.
    ReviewSite,
    /// A link in an answer of an assistant, such as ChatGPT.
    AiAssistant,
    /// A partner who is paid for the customers who come: affiliate networks, cashback, influencers. Not a referral, because
    /// it is paid, and no advertisement, because it is paid by the order.
    Affiliate,
    /// Any other advertisement: banners, native, audio, and what is only known to be paid. As a referral it would be
    /// taken for earned.
    Display,
    /// By itself: an address that was typed or kept, or a link that does not say where it was. Also where the referrer is
    /// no first touch: the shop's own pages, and payment and sign-in on the way back.
    Direct,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 13] = [
        Self::Search,
        Self::PaidSearch,
        Self::Social,
        Self::PaidSocial,
        Self::Email,
        Self::Message,
        Self::Referral,
        Self::Marketplace,
        Self::ReviewSite,
        Self::AiAssistant,
        Self::Affiliate,
        Self::Display,
        Self::Direct,
    ];
    /// Their names, in the same order.
    pub const NAMES: [&str; 13] = [
        "search",
        "paid-search",
        "social",
        "paid-social",
        "email",
        "message",
        "referral",
        "marketplace",
        "review-site",
        "ai-assistant",
        "affiliate",
        "display",
        "direct",
    ];

    /// The name as it is written.
    pub fn name(self) -> &'static str {
        Self::NAMES[self as usize]
    }

    /// Who owns the ground of a touch through this channel, where nobody paid for that touch: what engines, assistants, sites
    /// and reviewers say of a shop is earned.
    pub fn ownership(self) -> Ownership {
        match self {
            Self::PaidSearch | Self::PaidSocial | Self::Affiliate | Self::Display => Ownership::Paid,
            Self::Search | Self::Referral | Self::ReviewSite | Self::AiAssistant => Ownership::Earned,
            Self::Social => Ownership::Shared,
            Self::Marketplace => Ownership::Managed,
            Self::Email | Self::Message | Self::Direct => Ownership::Owned,
        }
    }

    fn read(reader: &Reader) -> Option<Self> {
        reader.one_of(&Self::NAMES).map(|index| Self::ALL[index])
    }
}

/// The touch through which a customer came to the shop.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FirstTouch {
    /// How the customer came.
    pub channel: Channel,
    /// Who owns the ground it happened on: that of the channel, or `paid` for an advertisement on a marketplace, a review
    /// site or in an assistant.
    pub ownership: Ownership,
    /// From where, in lower case: the name of a place that is known (`google` for every host of Google's search), else what
    /// the link says, else the referrer's host without `www.`; `direct` where there is none.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_TAG_LENGTH)))]
    pub source: String,
    /// The campaign the link names.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_TAG_LENGTH)))]
    pub campaign: Option<String>,
    /// The host of the page the link was on, or the package of the Android app; nothing else of its address.
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = MAX_HOST_LENGTH), regex(pattern = r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$")))]
    pub referrer_host: Option<String>,
}

/// The most characters a source or a campaign has; longer ones are cut. Google Analytics had the same bound (campaign fields of
/// its first measurement protocol).
pub const MAX_TAG_LENGTH: usize = 100;

/// The most characters a host has (RFC 1035, section 2.3.4, without the dot of the root).
pub const MAX_HOST_LENGTH: usize = 253;

impl FirstTouch {
    /// Reads a first touch.
    pub fn read(reader: &Reader) -> Option<Self> {
        reader.collect_unknown(&["channel", "ownership", "source", "campaign", "referrer_host"]);
        let channel = Channel::read(&reader.member("channel"));
        let ownership = Ownership::read(&reader.member("ownership"));
        let source = reader.member("source").text(MAX_TAG_LENGTH);
        let campaign = optional(reader.member("campaign"), |text| text.text(MAX_TAG_LENGTH).map(Into::into));
        let referrer_host = optional(reader.member("referrer_host"), |host| {
            host.parsed(
                |text| referrer::is_host(text).then(|| text.into()),
                "a host in lower case, such as www.example.com",
            )
        });
        Some(Self {
            channel: channel?,
            ownership: ownership?,
            source: source?.into(),
            campaign: campaign?,
            referrer_host: referrer_host?,
        })
    }
}

impl From<&FirstTouch> for Json {
    fn from(touch: &FirstTouch) -> Self {
        let mut object = Object::default();
        object.put("channel", touch.channel.name());
        object.put("ownership", touch.ownership.name());
        object.put("source", touch.source.as_str());
        object.put_some("campaign", touch.campaign.as_deref());
        object.put_some("referrer_host", touch.referrer_host.as_deref());
        object.into()
    }
}

#[cfg(test)]
mod cases;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::read::FieldErrors;

    fn read(value: &Value) -> Result<FirstTouch, Vec<String>> {
        let json: Json = serde_json::from_value(value.clone()).unwrap();
        let errors = FieldErrors::default();
        let touch = FirstTouch::read(&Reader::new(&json, "first_touch", &errors));
        let read = errors.finish(touch).map(|read| read.value);
        read.map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn every_channel_has_its_name() {
        for (channel, name) in Channel::ALL.into_iter().zip(Channel::NAMES) {
            assert_eq!(channel.name(), name);
        }
        assert_eq!(Channel::PaidSearch.name(), "paid-search");
        assert_eq!(Channel::Direct.name(), "direct");
    }

    #[test]
    fn writes_what_it_read() {
        for value in [
            json!({"channel": "direct", "ownership": "owned", "source": "direct"}),
            json!({
                "channel": "marketplace", "ownership": "paid", "source": "idealo", "campaign": "Töpfe",
                "referrer_host": "www.idealo.de",
            }),
        ] {
            let touch = read(&value).unwrap();
            assert_eq!(serde_json::to_value(Json::from(&touch)).unwrap(), value);
        }
    }

    #[test]
    fn what_is_made_of_a_visit_can_be_read() {
        let long = "ä".repeat(1000);
        for (query, referrer) in [
            ("", String::new()),
            ("?utm_source=%20&utm_campaign=%00", "https://".into()),
            (&["utm_source=", &long, "&utm_campaign=", &long].concat(), ["https://", &long, "/"].concat()),
            ("", ["https://", &"a.".repeat(200), "example/"].concat()),
            ("utm_source=%FF%FE&utm_campaign=a%FFb", "https://[::1]:80/".into()),
        ] {
            let touch = FirstTouch::of(query, &referrer, "shop.example");
            let written = serde_json::to_value(Json::from(&touch)).unwrap();
            assert_eq!(read(&written), Ok(touch), "{query} {referrer}");
        }
    }

    #[test]
    fn says_everything_that_is_wrong_at_once() {
        let value = json!({
            "channel": "serch", "ownership": "rented", "source": "", "campaign": "c".repeat(101),
            "referrer_host": "https://www.example.com/",
        });
        assert_eq!(
            read(&value).unwrap_err(),
            [
                "first_touch.channel: found \"serch\", expected one of search, paid-search, social, paid-social, email, \
                 message, referral, marketplace, review-site, ai-assistant, affiliate, display, direct (did you mean search?)",
                "first_touch.ownership: found \"rented\", expected one of owned, paid, earned, shared, managed",
                "first_touch.source: found \"\", expected a text that is not empty",
                "first_touch.campaign: found 101 characters, expected at most 100 characters",
                "first_touch.referrer_host: found \"https://www.example.com/\", expected a host in lower case, such as \
                 www.example.com",
            ]
        );
    }
}
