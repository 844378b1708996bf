//! The rules by which a first touch is classified.

use super::first_touch::FirstTouch;
use super::group::Channel;
use super::limits::MAX_TAG_LENGTH;
use super::referrer::{host, host_of, is_own, without_www};
use super::sites::{self, Known, is_place};
use super::tags::Tags;
use crate::touchpoint::Ownership;

impl FirstTouch {
    /// Classifies the first touch of somebody who opens a first page with this query, coming from `referrer`, which is a URL,
    /// `android-app://…` or empty, in the shop whose pages are on `own_host`. Queries and referrers are taken as they come: what
    /// makes no sense in them is passed over.
    ///
    /// A referrer of the own site, of a payment provider or of a page to sign in is passed over, too, but what the query
    /// says counts: shops lead visitors to the page of their language and keep the query. Where nothing is left it is
    /// [`Channel::Direct`]: how that customer came was not seen.
    pub fn of(query: &str, referrer: &str, own_host: &str) -> Self {
        let tags = Tags::of(query);
        let own = host(own_host.as_bytes()).unwrap_or_default();
        let host = host_of(referrer).filter(|host| !is_own(host, &own));
        let place = host.as_deref().and_then(sites::of_host);
        let host = host.filter(|_| !matches!(place, Some((Channel::Direct, _))));
        let place = place.filter(|(channel, _)| is_place(*channel));
        let named = sites::named(&tags.source);
        let Decision { channel, is_paid, name } = decide(&tags, named, place, host.is_some());
        let name = if tags.source.is_empty() { name } else { named.map_or(&*tags.source, |(_, name)| name) };
        let source = match (name, &host) {
            ("", Some(host)) => without_www(host),
            ("", None) => "direct",
            _ => name,
        };
        Self {
            channel,
            ownership: if is_paid { Ownership::Paid } else { channel.ownership() },
            source: bounded(source).into(),
            campaign: Some(tags.campaign).filter(|campaign| !campaign.is_empty()),
            referrer_host: host,
        }
    }
}

struct Decision {
    channel: Channel,
    is_paid: bool,
    /// Who the customer comes from, where the link does not say it; empty where that is only a host.
    name: &'static str,
}

/// Decides by the query's tags, the place its source names, the place the referrer shows, and whether there is a referrer.
fn decide(tags: &Tags, named: Option<Known>, place: Option<Known>, is_linked: bool) -> Decision {
    let channel_of = |known: Option<Known>| known.map(|(channel, _)| channel);
    let name_of = |known: Option<Known>| known.map_or("", |(_, name)| name);
    let unpaid = |channel, known| Decision { channel, is_paid: false, name: name_of(known) };
    let paid = |ground, known| Decision { channel: paid_on(ground), is_paid: true, name: name_of(known) };
    let medium = Words::of(&tags.medium);
    let source = Words::of(&tags.source);

    if medium.are_paid() || source.name_an_ad() {
        let ground = channel_of(named).or(medium.ground()).or(channel_of(tags.click)).or(channel_of(place));
        return paid(ground, place.or(tags.click));
    }
    if let Some(channel) = medium.channel() {
        return unpaid(channel, place.or(tags.click));
    }
    match tags.click {
        Some((Channel::PaidSearch, _)) => {
            // An ad that was clicked on a page nobody knows was a banner there.
            let unknown = if is_linked { None } else { Some(Channel::Search) };
            let ground = channel_of(named).or(channel_of(place)).or(unknown);
            return paid(ground, place.filter(|_| ground != Some(Channel::Email)).or(tags.click));
        }
        Some((channel, _)) if channel.ownership() == Ownership::Paid => {
            return paid(Some(channel), tags.click);
        }
        _ => {}
    }
    if let Some(channel @ (Channel::Email | Channel::Message)) = source.channel() {
        return unpaid(channel, place);
    }
    let site = named.or(place).or(tags.click);
    match (site, medium.fallback()) {
        (Some((channel, name)), _) => Decision {
            channel,
            // Some places do nothing but sell.
            is_paid: channel.ownership() == Ownership::Paid,
            name,
        },
        (None, Some(channel)) => unpaid(channel, None),
        (None, None) if is_linked || !tags.source.is_empty() || !tags.medium.is_empty() => {
            unpaid(Channel::Referral, None)
        }
        (None, None) => unpaid(Channel::Direct, None),
    }
}

/// The channel of an advertisement on this ground.
fn paid_on(ground: Option<Channel>) -> Channel {
    match ground {
        Some(Channel::Search | Channel::PaidSearch) => Channel::PaidSearch,
        Some(Channel::Social | Channel::PaidSocial) => Channel::PaidSocial,
        Some(
            channel
            @ (Channel::Marketplace | Channel::ReviewSite | Channel::AiAssistant | Channel::Affiliate),
        ) => channel,
        _ => Channel::Display,
    }
}

/// The media of unpaid channels and of those that are only ever paid, without the signs between their words; `*` stands for
/// any end. Those of GA4, and what shops write instead of them.
const MEDIA: [(Channel, &str); 5] = [
    (Channel::Email, "email* newsletter* mailing* mail"),
    (
        Channel::Message,
        "sms* mms rcs push* webpush mobilepush apppush browserpush notification* whatsapp* messenger*",
    ),
    (Channel::Affiliate, "affiliate* affili partner partners partnership* influencer* creator* cashback*"),
    (Channel::Display, "display* banner* expandable interstitial native* programmatic* audio podcast*"),
    (Channel::Social, "social* sm"),
];

/// Words that say that something was paid for, beside those that begin with `paid`.
const PAID: [&str; 9] =
    ["ppc", "retargeting", "remarketing", "ad", "ads", "advertising", "adwords", "sem", "sea"];

/// A medium or a source: as it is written, and its letters and digits alone.
struct Words<'a> {
    text: &'a str,
    squeezed: String,
}

impl<'a> Words<'a> {
    fn of(text: &'a str) -> Self {
        let letters = text.bytes().filter(u8::is_ascii_alphanumeric).collect();
        Self { text, squeezed: String::from_utf8(letters).unwrap_or_default() }
    }

    /// Whether one of its words is so.
    fn any(&self, is: &dyn Fn(&[u8]) -> bool) -> bool {
        self.text.as_bytes().split(|byte| !byte.is_ascii_alphanumeric()).any(is)
    }

    /// Whether it is one of these words: whole, or where they end with `*` its beginning.
    fn are(&self, words: &str) -> bool {
        words.split_ascii_whitespace().any(|word| match word.strip_suffix("*") {
            Some(start) => self.squeezed.starts_with(start),
            None => self.squeezed == word,
        })
    }

    /// Whether this medium is one of advertisements. GA4: `^(.*cp.*|ppc|retargeting|paid.*)$`.
    fn are_paid(&self) -> bool {
        let has_cp = self.text.as_bytes().windows(2).any(|two| two == b"cp");
        has_cp
            || self.any(&|word| word.starts_with(b"paid") || PAID.iter().any(|paid| paid.as_bytes() == word))
    }

    /// Whether this source is one of advertisements, such as `facebook_ads`.
    fn name_an_ad(&self) -> bool {
        self.any(&|word| matches!(word, b"ad" | b"ads" | b"adwords" | b"googleads" | b"paid"))
    }

    /// Where a medium of advertisements says they are: `paid_social`, `sea`.
    fn ground(&self) -> Option<Channel> {
        let has = |part: &[u8]| self.squeezed.as_bytes().windows(part.len()).any(|found| found == part);
        let is_search = has(b"search") || self.any(&|word| matches!(word, b"sea" | b"sem"));
        match (is_search, has(b"social")) {
            (true, _) => Some(Channel::Search),
            (_, true) => Some(Channel::Social),
            _ => self.channel(),
        }
    }

    /// The channel of this medium, whatever the source is.
    fn channel(&self) -> Option<Channel> {
        let media = MEDIA.iter().find(|(_, words)| self.are(words));
        media.map(|(channel, _)| *channel)
    }

    /// The channel of this medium where nothing is known of the source.
    fn fallback(&self) -> Option<Channel> {
        match &*self.squeezed {
            "organic" => Some(Channel::Search),
            "aiassistant" => Some(Channel::AiAssistant),
            "marketplace" | "preisvergleich" | "pricecomparison" => Some(Channel::Marketplace),
            _ if self.are("video*") => Some(Channel::Social),
            _ => None,
        }
    }
}

/// The start of a source that is as long as a source may be. Hosts can be longer; they are ASCII.
fn bounded(source: &str) -> &str {
    source.get(..MAX_TAG_LENGTH).unwrap_or(source)
}
