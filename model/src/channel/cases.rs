//! Visits as they happen, and what they are.

use super::{Channel, FirstTouch};
use crate::touchpoint::Ownership::{self, Earned, Managed, Owned, Paid, Shared};

/// Where the customer landed (host and query), the referrer, and what that is: channel, ownership, source.
type Visit = (&'static str, &'static str, &'static str, Ownership, &'static str);

fn check(visits: &[Visit]) {
    for (landing, referrer, channel, ownership, source) in visits {
        let query = landing.find('?').map_or("", |at| &landing[at..]);
        let touch = FirstTouch::of(query, referrer, "www.shop.example");
        let found = (touch.channel.name(), touch.ownership, &*touch.source);
        assert_eq!(found, (*channel, *ownership, *source), "{landing} from {referrer}");
    }
}

#[test]
fn search_engines() {
    check(&[
        ("/", "https://www.google.com/", "search", Earned, "google"),
        ("/", "https://www.google.de/", "search", Earned, "google"),
        ("/", "https://www.google.co.uk/", "search", Earned, "google"),
        ("/", "https://www.google.com.br/search?q=shop", "search", Earned, "google"),
        ("/", "https://google.at", "search", Earned, "google"),
        ("/", "android-app://com.google.android.googlequicksearchbox/", "search", Earned, "google"),
        ("/", "https://www.bing.com/", "search", Earned, "bing"),
        ("/", "https://cn.bing.com/", "search", Earned, "bing"),
        ("/", "https://duckduckgo.com/", "search", Earned, "duckduckgo"),
        ("/", "https://html.duckduckgo.com/", "search", Earned, "duckduckgo"),
        ("/", "https://www.ecosia.org/", "search", Earned, "ecosia"),
        ("/", "https://r.search.yahoo.com/", "search", Earned, "yahoo"),
        ("/", "https://search.yahoo.co.jp/", "search", Earned, "yahoo"),
        ("/", "https://www.baidu.com/link?url=x", "search", Earned, "baidu"),
        ("/", "https://m.search.naver.com/", "search", Earned, "naver"),
        ("/", "https://search.seznam.cz/", "search", Earned, "seznam"),
        ("/", "https://yandex.ru/", "search", Earned, "yandex"),
        ("/", "https://yandex.com.tr/", "search", Earned, "yandex"),
        ("/", "https://ya.ru/", "search", Earned, "yandex"),
        ("/", "https://www.qwant.com/", "search", Earned, "qwant"),
        ("/", "https://www.startpage.com/", "search", Earned, "startpage"),
        ("/", "https://search.brave.com/", "search", Earned, "brave"),
        ("/", "https://kagi.com/", "search", Earned, "kagi"),
        ("/", "https://suche.t-online.de/", "search", Earned, "t-online"),
        // Free listings of Merchant Center, and the shop's profile in Google's search.
        ("/mug?srsltid=AfmBOop", "https://www.google.com/", "search", Earned, "google"),
        ("/mug?srsltid=AfmBOop", "", "search", Earned, "google"),
        (
            "/?utm_source=google&utm_medium=organic&utm_campaign=gmb",
            "https://www.google.com/",
            "search",
            Earned,
            "google",
        ),
        ("/?utm_source=gmb&utm_medium=organic", "", "search", Earned, "gmb"),
        ("/?ysclid=lq1", "https://yandex.ru/", "search", Earned, "yandex"),
    ]);
}

#[test]
fn advertisements_in_search_engines() {
    check(&[
        ("/?gclid=Cj0KCQ", "https://www.google.com/", "paid-search", Paid, "google"),
        ("/?gclid=Cj0KCQ", "", "paid-search", Paid, "google"),
        ("/?gad_source=1&gbraid=0AAAA", "https://www.google.de/", "paid-search", Paid, "google"),
        ("/?wbraid=CjkK", "", "paid-search", Paid, "google"),
        (
            "/?utm_source=google&utm_medium=cpc&utm_campaign=brand&gclid=Cj0K",
            "https://www.google.com/",
            "paid-search",
            Paid,
            "google",
        ),
        ("/?utm_source=google&utm_medium=cpc", "", "paid-search", Paid, "google"),
        ("/?utm_source=Google&utm_medium=PPC", "", "paid-search", Paid, "google"),
        ("/?utm_source=adwords&utm_campaign=sommer", "https://www.google.at/", "paid-search", Paid, "google"),
        ("/?utm_source=google-ads", "", "paid-search", Paid, "google"),
        ("/?utm_source=bing&utm_medium=cpc&msclkid=7f", "https://www.bing.com/", "paid-search", Paid, "bing"),
        ("/?msclkid=7f", "https://www.bing.com/", "paid-search", Paid, "bing"),
        ("/?msclkid=7f", "https://duckduckgo.com/", "paid-search", Paid, "duckduckgo"),
        ("/?msclkid=7f", "https://www.ecosia.org/", "paid-search", Paid, "ecosia"),
        ("/?yclid=123", "https://yandex.ru/", "paid-search", Paid, "yandex"),
        ("/?yclid=YSS.1", "https://search.yahoo.co.jp/", "paid-search", Paid, "yahoo"),
        ("/?utm_source=kampagne7&utm_medium=sea", "", "paid-search", Paid, "kampagne7"),
        ("/?utm_source=agentur&utm_medium=cpc", "https://www.google.de/", "paid-search", Paid, "agentur"),
        ("/?mtm_source=bing&mtm_medium=cpc&mtm_campaign=x", "", "paid-search", Paid, "bing"),
        ("/?gclid=&utm_source=google", "", "search", Earned, "google"),
    ]);
}

#[test]
fn social_networks() {
    check(&[
        ("/", "https://www.facebook.com/", "social", Shared, "facebook"),
        ("/", "https://m.facebook.com/", "social", Shared, "facebook"),
        ("/?fbclid=IwAR0", "https://l.facebook.com/", "social", Shared, "facebook"),
        ("/?fbclid=IwAR0", "https://lm.facebook.com/", "social", Shared, "facebook"),
        ("/?fbclid=PAZX", "https://l.instagram.com/", "social", Shared, "instagram"),
        ("/?fbclid=IwAR0", "", "social", Shared, "facebook"),
        ("/?igsh=MzRl", "", "social", Shared, "instagram"),
        ("/", "https://t.co/Ab12", "social", Shared, "x"),
        ("/", "https://x.com/", "social", Shared, "x"),
        ("/", "android-app://com.twitter.android/", "social", Shared, "x"),
        ("/", "https://www.linkedin.com/", "social", Shared, "linkedin"),
        ("/", "https://lnkd.in/", "social", Shared, "linkedin"),
        ("/", "android-app://com.linkedin.android/", "social", Shared, "linkedin"),
        ("/", "https://www.pinterest.de/", "social", Shared, "pinterest"),
        ("/", "https://www.pinterest.co.uk/", "social", Shared, "pinterest"),
        ("/", "https://pin.it/", "social", Shared, "pinterest"),
        ("/", "android-app://com.pinterest/", "social", Shared, "pinterest"),
        ("/", "https://old.reddit.com/", "social", Shared, "reddit"),
        ("/", "android-app://com.reddit.frontpage/", "social", Shared, "reddit"),
        ("/", "https://www.tiktok.com/", "social", Shared, "tiktok"),
        ("/", "https://www.youtube.com/", "social", Shared, "youtube"),
        ("/", "https://youtu.be/", "social", Shared, "youtube"),
        ("/", "https://web.whatsapp.com/", "social", Shared, "whatsapp"),
        ("/", "android-app://com.whatsapp/", "social", Shared, "whatsapp"),
        ("/", "https://web.telegram.org/", "social", Shared, "telegram"),
        ("/", "https://t.me/", "social", Shared, "telegram"),
        ("/", "https://www.threads.com/", "social", Shared, "threads"),
        ("/", "https://l.threads.net/", "social", Shared, "threads"),
        ("/", "https://bsky.app/", "social", Shared, "bluesky"),
        ("/", "https://go.bsky.app/", "social", Shared, "bluesky"),
        ("/", "https://mastodon.social/", "social", Shared, "mastodon"),
        ("/", "https://troet.cafe/", "social", Shared, "mastodon"),
        ("/", "https://away.vk.com/", "social", Shared, "vk"),
        ("/", "https://weibo.com/", "social", Shared, "weibo"),
        ("/", "https://liff.line.me/", "social", Shared, "line"),
        ("/", "https://tieba.baidu.com/", "social", Shared, "tieba"),
        ("/", "https://linktr.ee/", "social", Shared, "linktree"),
        (
            "/?utm_source=ig&utm_medium=social&utm_content=link_in_bio",
            "https://l.instagram.com/",
            "social",
            Shared,
            "instagram",
        ),
        ("/?utm_source=hootsuite&utm_medium=social-media", "", "social", Shared, "hootsuite"),
        ("/?utm_source=facebook&utm_medium=organic", "", "social", Shared, "facebook"),
        ("/?utm_source=lisas-blog", "https://l.instagram.com/", "social", Shared, "lisas-blog"),
        // A newsletter's link that was shared.
        ("/?mc_eid=b1", "https://l.facebook.com/", "social", Shared, "facebook"),
    ]);
}

#[test]
fn advertisements_in_social_networks() {
    check(&[
        (
            "/?utm_source=facebook&utm_medium=paid&fbclid=IwAR",
            "https://l.facebook.com/",
            "paid-social",
            Paid,
            "facebook",
        ),
        ("/?utm_source=fb&utm_medium=cpc", "", "paid-social", Paid, "facebook"),
        ("/?utm_source=ig&utm_medium=paid_social", "", "paid-social", Paid, "instagram"),
        ("/?utm_source=meta&utm_medium=paid-social", "", "paid-social", Paid, "meta"),
        ("/?utm_source=Facebook_Mobile_Feed&utm_medium=cpm", "", "paid-social", Paid, "facebook"),
        ("/?utm_source=facebook_ads", "https://m.facebook.com/", "paid-social", Paid, "facebook"),
        ("/?utm_source=tiktok&utm_medium=retargeting&ttclid=E.C.P", "", "paid-social", Paid, "tiktok"),
        ("/?ttclid=E.C.P", "https://www.tiktok.com/", "paid-social", Paid, "tiktok"),
        ("/?twclid=2-4", "https://t.co/", "paid-social", Paid, "x"),
        ("/?li_fat_id=7b", "", "paid-social", Paid, "linkedin"),
        ("/?epik=dj0y", "https://www.pinterest.com/", "paid-social", Paid, "pinterest"),
        ("/?ScCid=4b", "", "paid-social", Paid, "snapchat"),
        ("/?rdt_cid=5b", "https://www.reddit.com/", "paid-social", Paid, "reddit"),
        ("/?gclid=Cj0K", "https://www.youtube.com/", "paid-social", Paid, "youtube"),
        ("/?utm_source=agentur&utm_medium=paid_social", "", "paid-social", Paid, "agentur"),
        ("/?utm_source=sommer&utm_medium=cpc&fbclid=IwAR", "", "paid-social", Paid, "sommer"),
    ]);
}

#[test]
fn mail_and_messages() {
    check(&[
        ("/?utm_source=newsletter&utm_medium=email&utm_campaign=kw12", "", "email", Owned, "newsletter"),
        ("/?utm_source=klaviyo&utm_medium=e-mail", "", "email", Owned, "klaviyo"),
        ("/?utm_source=brevo&utm_medium=E+Mail", "", "email", Owned, "brevo"),
        ("/?utm_source=crm&utm_medium=email_flow", "", "email", Owned, "crm"),
        ("/?utm_source=Newsletter", "https://www.google.com/", "email", Owned, "newsletter"),
        ("/?utm_source=google&utm_medium=email", "", "email", Owned, "google"),
        ("/?mc_cid=1&mc_eid=2", "", "email", Owned, "mailchimp"),
        ("/?_kx=AbC.Xy", "", "email", Owned, "klaviyo"),
        ("/?_hsenc=p2&_hsmi=9", "", "email", Owned, "hubspot"),
        ("/", "https://mail.google.com/", "email", Owned, "gmail"),
        ("/", "android-app://com.google.android.gm/", "email", Owned, "gmail"),
        ("/", "https://outlook.live.com/", "email", Owned, "outlook"),
        ("/", "https://mail.yahoo.com/", "email", Owned, "mail.yahoo.com"),
        ("/", "https://webmail.freenet.de/", "email", Owned, "webmail.freenet.de"),
        ("/", "https://deref-gmx.net/", "email", Owned, "deref-gmx.net"),
        ("/?_kx=AbC.Xy", "https://mail.google.com/", "email", Owned, "gmail"),
        ("/?utm_source=klaviyo&utm_medium=sms", "", "message", Owned, "klaviyo"),
        ("/?utm_source=app&utm_medium=web-push", "", "message", Owned, "app"),
        ("/?utm_source=sms", "", "message", Owned, "sms"),
        ("/?utm_source=charles&utm_medium=whatsapp", "", "message", Owned, "charles"),
    ]);
}

#[test]
fn marketplaces_and_review_sites() {
    check(&[
        ("/", "https://www.amazon.de/", "marketplace", Managed, "amazon"),
        ("/", "https://www.amazon.com.mx/", "marketplace", Managed, "amazon"),
        ("/", "https://www.ebay.co.uk/", "marketplace", Managed, "ebay"),
        ("/", "https://www.etsy.com/", "marketplace", Managed, "etsy"),
        ("/", "https://www.otto.de/", "marketplace", Managed, "otto"),
        ("/", "https://www.zalando.at/", "marketplace", Managed, "zalando"),
        ("/", "https://www.kaufland.de/", "marketplace", Managed, "kaufland"),
        ("/", "https://allegro.pl/", "marketplace", Managed, "allegro"),
        ("/", "https://www.bol.com/", "marketplace", Managed, "bol"),
        ("/", "https://www.cdiscount.com/", "marketplace", Managed, "cdiscount"),
        ("/", "https://item.rakuten.co.jp/", "marketplace", Managed, "rakuten"),
        ("/", "https://market.yandex.ru/", "marketplace", Managed, "yandex-market"),
        ("/", "https://www.idealo.de/", "marketplace", Managed, "idealo"),
        ("/?utm_source=idealo&utm_medium=Preisvergleich", "", "marketplace", Managed, "idealo"),
        ("/?utm_source=idealo&utm_medium=cpc", "https://www.idealo.de/", "marketplace", Paid, "idealo"),
        ("/?utm_source=preispirat&utm_medium=preisvergleich", "", "marketplace", Managed, "preispirat"),
        ("/", "https://geizhals.at/", "marketplace", Managed, "geizhals"),
        ("/", "https://www.trustpilot.com/", "review-site", Earned, "trustpilot"),
        ("/", "https://de.trustpilot.com/", "review-site", Earned, "trustpilot"),
        ("/?utm_medium=company_profile&utm_source=trustpilot", "", "review-site", Earned, "trustpilot"),
        ("/", "https://www.trustedshops.de/", "review-site", Earned, "trustedshops"),
        ("/", "https://maps.google.com/", "review-site", Earned, "google-maps"),
        ("/", "android-app://com.google.android.apps.maps/", "review-site", Earned, "google-maps"),
        ("/", "https://www.tripadvisor.co.uk/", "review-site", Earned, "tripadvisor"),
        ("/", "https://www.yelp.com/", "review-site", Earned, "yelp"),
        ("/", "https://www.kununu.com/", "review-site", Earned, "kununu"),
        ("/", "https://www.provenexpert.com/", "review-site", Earned, "provenexpert"),
        ("/?utm_source=yelp&utm_medium=cpc", "", "review-site", Paid, "yelp"),
    ]);
}

#[test]
fn assistants() {
    check(&[
        ("/?utm_source=chatgpt.com", "", "ai-assistant", Earned, "chatgpt"),
        ("/?utm_source=chatgpt.com", "https://chatgpt.com/", "ai-assistant", Earned, "chatgpt"),
        ("/", "https://chat.openai.com/", "ai-assistant", Earned, "chatgpt"),
        ("/", "https://www.perplexity.ai/", "ai-assistant", Earned, "perplexity"),
        ("/", "https://gemini.google.com/", "ai-assistant", Earned, "gemini"),
        ("/", "https://copilot.microsoft.com/", "ai-assistant", Earned, "copilot"),
        ("/", "https://claude.ai/", "ai-assistant", Earned, "claude"),
        ("/", "https://chat.mistral.ai/", "ai-assistant", Earned, "mistral"),
        ("/?msclkid=7f", "https://copilot.microsoft.com/", "ai-assistant", Paid, "copilot"),
    ]);
}

#[test]
fn affiliates_and_other_advertisements() {
    check(&[
        (
            "/?utm_source=awin&utm_medium=affiliate&awc=1_2",
            "https://gutscheine.example/",
            "affiliate",
            Paid,
            "awin",
        ),
        ("/?awc=1_2", "https://gutscheine.example/", "affiliate", Paid, "awin"),
        ("/?irclickid=x&irgwc=1", "", "affiliate", Paid, "impact"),
        ("/?cjevent=x", "", "affiliate", Paid, "cj"),
        ("/?utm_source=lisa&utm_medium=influencer", "https://l.instagram.com/", "affiliate", Paid, "lisa"),
        ("/", "https://www.awin1.com/", "affiliate", Paid, "awin"),
        ("/", "https://www.rakuten.com/", "affiliate", Paid, "rakuten-rewards"),
        ("/?dclid=CJKu", "https://www.zeitung.example/", "display", Paid, "google"),
        ("/?gclid=Cj0K", "https://www.zeitung.example/", "display", Paid, "google"),
        ("/?gclid=Cj0K", "https://googleads.g.doubleclick.net/", "display", Paid, "doubleclick"),
        ("/?gclid=Cj0K", "https://mail.google.com/", "display", Paid, "google"),
        ("/?utm_source=google&utm_medium=display&gclid=Cj0K", "", "display", Paid, "google"),
        ("/?utm_source=zeitung&utm_medium=banner", "", "display", Paid, "zeitung"),
        ("/?utm_source=zeitung&utm_medium=cpm", "https://www.zeitung.example/", "display", Paid, "zeitung"),
        ("/?utm_source=taboola&utm_medium=native", "", "display", Paid, "taboola"),
        ("/?utm_source=taboola", "", "display", Paid, "taboola"),
        ("/?tblci=GiB", "https://www.zeitung.example/", "display", Paid, "taboola"),
        ("/", "https://tpc.googlesyndication.com/", "display", Paid, "doubleclick"),
        ("/?utm_source=spotify&utm_medium=audio", "", "display", Paid, "spotify"),
    ]);
}

#[test]
fn referrals() {
    check(&[
        ("/", "https://blog.example/post?id=7", "referral", Earned, "blog.example"),
        ("/", "https://www.zeitung.example/", "referral", Earned, "zeitung.example"),
        ("/", "https://www.mydealz.de/", "referral", Earned, "mydealz.de"),
        ("/", "https://docs.google.com/", "referral", Earned, "docs.google.com"),
        ("/", "https://news.google.com/", "referral", Earned, "news.google.com"),
        ("/", "http://192.168.0.1/", "referral", Earned, "192.168.0.1"),
        ("/", "android-app://org.example.reader/", "referral", Earned, "org.example.reader"),
        ("/?utm_source=kunde&utm_medium=referral", "", "referral", Earned, "kunde"),
        ("/?utm_source=paket&utm_medium=qr", "", "referral", Earned, "paket"),
        // Not who they look like.
        ("/", "https://notgoogle.com/", "referral", Earned, "notgoogle.com"),
        ("/", "https://google.com.evil.example/", "referral", Earned, "google.com.evil.example"),
        ("/", "https://google.com@evil.example/", "referral", Earned, "evil.example"),
        ("/", "https://myfacebook.com/", "referral", Earned, "myfacebook.com"),
        ("/", "https://netflix.com/", "referral", Earned, "netflix.com"),
        ("/", "https://evil.example/https://www.amazon.de/", "referral", Earned, "evil.example"),
        ("/", "https://shop.example.evil.example/", "referral", Earned, "shop.example.evil.example"),
        ("/", "https://paypal.com.evil.example/", "referral", Earned, "paypal.com.evil.example"),
    ]);
}

#[test]
fn what_is_no_first_touch() {
    check(&[
        ("/", "", "direct", Owned, "direct"),
        ("/?variant=7&page=2", "", "direct", Owned, "direct"),
        ("/", "https://www.shop.example/", "direct", Owned, "direct"),
        ("/", "https://shop.example/de/", "direct", Owned, "direct"),
        ("/", "https://checkout.shop.example/", "direct", Owned, "direct"),
        ("/thanks", "https://www.paypal.com/", "direct", Owned, "direct"),
        ("/thanks", "https://pay.klarna.com/", "direct", Owned, "direct"),
        ("/thanks", "https://checkout.stripe.com/", "direct", Owned, "direct"),
        ("/thanks", "https://checkoutshopper-live.adyen.com/", "direct", Owned, "direct"),
        ("/thanks", "https://www.mollie.com/", "direct", Owned, "direct"),
        ("/thanks", "https://www.sofort.com/", "direct", Owned, "direct"),
        ("/thanks", "https://pay.amazon.de/", "direct", Owned, "direct"),
        ("/thanks", "https://secure.pay1.de/", "direct", Owned, "direct"),
        ("/account", "https://accounts.google.com/", "direct", Owned, "direct"),
        ("/account", "https://appleid.apple.com/", "direct", Owned, "direct"),
        ("/", "about:blank", "direct", Owned, "direct"),
        ("/", "file:///home/links.html", "direct", Owned, "direct"),
        ("/?utm_source=(direct)&utm_medium=(none)", "", "direct", Owned, "direct"),
        // The page of the shopper's language kept the query.
        ("/de/?utm_source=google&utm_medium=cpc", "https://www.shop.example/", "paid-search", Paid, "google"),
        ("/de/?gclid=Cj0K", "https://shop.example/", "paid-search", Paid, "google"),
    ]);
}

#[test]
fn campaign_and_host_are_kept_and_nothing_else() {
    let of = |query: &str, referrer: &str| {
        let FirstTouch { campaign, referrer_host, .. } = FirstTouch::of(query, referrer, "shop.example:8080");
        (campaign, referrer_host)
    };
    for (query, referrer, campaign, host) in [
        ("", "", None, None),
        (
            "?utm_campaign=Sommer+2026",
            "https://www.google.de/search?q=a",
            Some("Sommer 2026"),
            Some("www.google.de"),
        ),
        ("?utm_term=jo%40shop.example&utm_content=7&gclid=secret", "", None, None),
        (
            "?utm_campaign=jo%40shop.example",
            "android-app://com.google.android.gm/",
            None,
            Some("com.google.android.gm"),
        ),
        ("?utm_campaign=a", "https://shop.example:8080/", Some("a"), None),
        ("?utm_campaign=a", "https://www.paypal.com/", Some("a"), None),
    ] {
        assert_eq!(
            of(query, referrer),
            (campaign.map(Into::into), host.map(Into::into)),
            "{query} {referrer}"
        );
    }
}

#[test]
fn a_long_host_is_a_shorter_source() {
    let host = ["a".repeat(60), "b".repeat(60), "example".into()].join(".");
    let touch = FirstTouch::of("", &["https://", &host, "/"].concat(), "shop.example");
    assert_eq!((touch.channel, touch.source.as_str()), (Channel::Referral, &host[..100]));
    assert_eq!(touch.referrer_host, Some(host));
}
