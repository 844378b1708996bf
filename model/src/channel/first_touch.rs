//! The first touch: how it is read and written.

use super::group::Channel;
use super::limits::MAX_TAG_LENGTH;
use super::referrer;
use crate::json::{Json, Object};
use crate::read::{Reader, optional};
use crate::touchpoint::Ownership;

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
    #[cfg_attr(feature = "schema", schemars(length(min = 1, max = super::limits::MAX_HOST_LENGTH), regex(pattern = r"^[a-z0-9_-]+(\.[a-z0-9_-]+)*$")))]
    pub referrer_host: Option<String>,
}

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
