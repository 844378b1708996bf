//! What a link says of itself in the landing page's query: campaign tags and click ids.

use super::group::Channel;
use super::limits::MAX_TAG_LENGTH;
use super::sites::{Known, entry};

/// What a query says of the link that led to it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Tags {
    /// `utm_source`, in lower case; empty where there is none.
    pub source: String,
    /// `utm_medium`, in lower case; empty where there is none.
    pub medium: String,
    /// `utm_campaign`, as it is written.
    pub campaign: String,
    /// The channel a click id tells of, and who gave the id.
    pub click: Option<Known>,
}

/// Whose tags are read: the UTM tags that everybody shares
/// (<https://support.google.com/analytics/answer/10917952>), and those of Matomo
/// (<https://matomo.org/faq/reports/advanced-how-to-manually-build-campaign-tracking-urls>).
const PREFIXES: [&str; 3] = ["utm_", "mtm_", "pk_"];

/// Click ids: the parameter and who adds it. The first one found in this order counts, so that what was paid for comes first.
/// `fbclid` is not taken for an advertisement: Meta adds it to all links that lead out.
///
/// - Google Ads and Search Ads 360: <https://support.google.com/searchads/answer/7342044>, `gad_source`:
///   <https://support.google.com/google-ads/answer/16193746>; `gbraid` and `wbraid` stand where Apple asks for less
/// - Microsoft Advertising: <https://help.ads.microsoft.com/apex/index/3/en/60125>
/// - Yandex Direct: <https://yandex.com/support/direct/statistics/url-tags.html>; Yahoo! JAPAN Ads has a `yclid`, too
/// - TikTok: <https://ads.tiktok.com/help/article/tiktok-click-id>
/// - Pinterest: <https://help.pinterest.com/en/business/article/add-event-codes>
/// - X, LinkedIn, Snapchat: <https://www.simoahava.com/analytics/common-mistakes-click-identifiers>
/// - Reddit: <https://docs.mparticle.com/integrations/reddit/>
/// - affiliate networks: Awin (<https://help.awin.com/developers/docs/click-appends-dyn-params>), Impact and CJ
///   (<https://affiliyo.com/glossary/click-id>), Rakuten Advertising, Tradedoubler, ShareASale
/// - Campaign Manager and Display & Video 360: <https://support.google.com/campaignmanager/answer/9182069>; Taboola, Outbrain
/// - e-mail: Mailchimp, Klaviyo and HubSpot (<https://linkclean.app/trackers/mc-eid/>), Marketo, dotdigital, MailerLite,
///   Omnisend, Oracle Eloqua, Vero
/// - Meta: <https://developers.facebook.com/docs/marketing-api/conversions-api/parameters/fbp-and-fbc>; `igsh` and `igshid` are
///   on links shared from Instagram
/// - results that are not paid: Merchant Center (<https://support.google.com/merchants/answer/15191080>), Yandex (`ysclid`)
const CLICKS: [(Channel, &str); 7] = [
    (
        Channel::PaidSearch,
        "gclid=google gbraid=google wbraid=google gad_source=google msclkid=bing yclid=yandex",
    ),
    (
        Channel::PaidSocial,
        "ttclid=tiktok twclid=x li_fat_id=linkedin epik=pinterest sccid=snapchat rdt_cid=reddit",
    ),
    (
        Channel::Affiliate,
        "irclickid=impact awc=awin cjevent=cj ransiteid=rakuten-advertising tduid=tradedoubler sscid=shareasale",
    ),
    (Channel::Display, "dclid=google tblci=taboola dicbo=outbrain"),
    (
        Channel::Email,
        "mc_eid=mailchimp mc_cid=mailchimp _kx=klaviyo _hsenc=hubspot _hsmi=hubspot mkt_tok=marketo dm_i=dotdigital \
         ml_subscriber=mailerlite omnisendcontactid=omnisend elqtrackid=eloqua vero_id=vero",
    ),
    (Channel::Social, "fbclid=facebook igsh=instagram igshid=instagram"),
    (Channel::Search, "srsltid=google ysclid=yandex"),
];

impl Tags {
    /// Reads a query, with or without the question mark. Of a tag that stands there twice the first that is not empty counts.
    pub fn of(query: &str) -> Self {
        let mut tags = Self::default();
        let mut place = CLICKS.len();
        for pair in query.strip_prefix('?').unwrap_or(query).as_bytes().split(|byte| *byte == b'&') {
            // What templates write that mask the ampersand twice.
            let pair = pair.strip_prefix(b"amp;").unwrap_or(pair);
            let equals = pair.iter().position(|byte| *byte == b'=').unwrap_or(pair.len());
            let (name, value) = pair.split_at(equals);
            let (name, value) = (name.to_ascii_lowercase(), value.get(1..).unwrap_or_default());
            if value.is_empty() {
                continue;
            }
            if let Some(tag) = PREFIXES.iter().find_map(|prefix| name.strip_prefix(prefix.as_bytes())) {
                let text = match tag {
                    b"source" => &mut tags.source,
                    b"medium" => &mut tags.medium,
                    b"campaign" => &mut tags.campaign,
                    _ => continue,
                };
                if text.is_empty() {
                    *text = decoded(value);
                }
            }
            for (index, (channel, ids)) in CLICKS[..place].iter().enumerate() {
                let ids = ids.split_ascii_whitespace().map(entry);
                if let Some((_, giver)) = ids.into_iter().find(|(id, _)| id.as_bytes() == name) {
                    tags.click = Some((*channel, giver));
                    place = index;
                    break;
                }
            }
        }
        tags.source.make_ascii_lowercase();
        tags.medium.make_ascii_lowercase();
        // What Google Analytics itself writes where it knows nothing.
        for (text, nothings) in
            [(&mut tags.source, ["(direct)", "direct"]), (&mut tags.medium, ["(none)", "(not set)"])]
        {
            if nothings.contains(&text.as_str()) {
                text.clear();
            }
        }
        tags
    }
}

/// The text of a value, cut to [`MAX_TAG_LENGTH`] and without white space around it. It is empty where it looks like an e-mail
/// address: some mailing programs write the recipient into the links, and that concerns nobody.
fn decoded(value: &[u8]) -> String {
    let mut bytes = Vec::new();
    let mut rest = value;
    while let [byte, after @ ..] = rest {
        rest = after;
        let decoded = match (byte, after) {
            (b'+', _) => b' ',
            (b'%', [high, low, after @ ..]) => match (nibble(*high), nibble(*low)) {
                (Some(high), Some(low)) => {
                    rest = after;
                    high << 4 | low
                }
                _ => b'%',
            },
            _ => *byte,
        };
        bytes.push(if decoded < b' ' || decoded == 0x7f { b' ' } else { decoded });
    }
    if bytes.contains(&b'@') {
        return String::new();
    }
    // Old pages encode in Latin-1: then the ASCII of it.
    let text = String::from_utf8(bytes).unwrap_or_else(|error| {
        let ascii = error.into_bytes().into_iter().filter(u8::is_ascii).collect();
        String::from_utf8(ascii).unwrap_or_default()
    });
    let text = text.trim_ascii();
    let mut end = text.len().min(MAX_TAG_LENGTH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].trim_ascii_end().into()
}

/// The value of a hexadecimal digit.
fn nibble(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_tags_as_people_write_them() {
        for (query, source, medium, campaign) in [
            ("", "", "", ""),
            ("?", "", "", ""),
            ("?utm_source=Google&utm_medium=CPC&utm_campaign=Sommer", "google", "cpc", "Sommer"),
            ("UTM_SOURCE=google", "google", "", ""),
            ("utm_source=e+mail&utm_medium=e%20mail", "e mail", "e mail", ""),
            ("utm_source=a&amp;utm_medium=b&amp;utm_campaign=c", "a", "b", "c"),
            ("utm_source=&utm_source=second&utm_source=third", "second", "", ""),
            ("mtm_source=news&pk_medium=email&pk_campaign=Mai", "news", "email", "Mai"),
            ("utm_campaign=S%C3%B6hne%20%26%20T%C3%B6chter", "", "", "Söhne & Töchter"),
            ("utm_campaign=S%F6hne", "", "", "Shne"),
            ("utm_campaign=100%&utm_source=50%zz", "50%zz", "", "100%"),
            ("utm_campaign=%20%0A%09", "", "", ""),
            ("utm_campaign=a%00b", "", "", "a b"),
            ("utm_campaign=mail-to-jo%40shop.example", "", "", ""),
            ("utm_source=(direct)&utm_medium=(none)", "", "", ""),
            ("xutm_source=a&utm_sourcex=b&utm_term=c&utm_content=d&source=e&utm_source", "", "", ""),
        ] {
            let tags = Tags::of(query);
            assert_eq!(
                (&*tags.source, &*tags.medium, &*tags.campaign),
                (source, medium, campaign),
                "{query}"
            );
        }
    }

    #[test]
    fn cuts_at_whole_characters() {
        for (letter, length) in [("a", 100), ("ä", 100), ("€", 99), ("😀", 100)] {
            let tags = Tags::of(&["utm_campaign=", &letter.repeat(200)].concat());
            assert_eq!(tags.campaign.len(), length, "{letter}");
        }
        assert_eq!(Tags::of(&["utm_campaign=", &"%C3%A4".repeat(200)].concat()).campaign.chars().count(), 50);
    }

    #[test]
    fn an_id_that_was_paid_for_counts_before_others() {
        for (query, click) in [
            ("gclid=abc", Some((Channel::PaidSearch, "google"))),
            ("GCLID=abc", Some((Channel::PaidSearch, "google"))),
            ("gclid=", None),
            ("gclid", None),
            ("gclidx=a&xgclid=b", None),
            ("srsltid=a&gclid=b", Some((Channel::PaidSearch, "google"))),
            ("gclid=b&srsltid=a", Some((Channel::PaidSearch, "google"))),
            ("fbclid=a&ttclid=b", Some((Channel::PaidSocial, "tiktok"))),
            ("ScCid=a", Some((Channel::PaidSocial, "snapchat"))),
            ("ranSiteID=a", Some((Channel::Affiliate, "rakuten-advertising"))),
            ("omnisendContactID=a", Some((Channel::Email, "omnisend"))),
            ("fbclid=a&mc_eid=b", Some((Channel::Email, "mailchimp"))),
        ] {
            assert_eq!(Tags::of(query).click, click, "{query}");
        }
    }
}
