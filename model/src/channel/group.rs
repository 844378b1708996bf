//! Channels and who owns them.

use crate::read::Reader;
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

    pub(super) fn read(reader: &Reader) -> Option<Self> {
        reader.one_of(&Self::NAMES).map(|index| Self::ALL[index])
    }
}
