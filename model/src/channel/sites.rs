//! Places whose channel is known by their host: engines, networks, marketplaces and others.

use super::group::Channel;
use super::referrer::is_below;

/// A channel, and the name of who stands behind it.
pub(super) type Known = (Channel, &'static str);

/// Hosts, with everything below them; the first table a host is in counts. `google.*` is google in every country. A site is
/// named by its first label, or as the word behind `=` says. A word without a dot is no host, but another name that links
/// give as their source; a name with a dot is one that no link is known by, where its first label means other things, too.
/// Android apps stand here by their package.
///
/// Where they come from: the source categories of GA4 (linked at
/// <https://support.google.com/analytics/answer/9756891>), the lists of Matomo
/// (<https://github.com/matomo-org/searchengine-and-social-list>) and of Snowplow
/// (<https://github.com/snowplow-referer-parser/referer-parser>), and the shops' side of Europe, which they know less of.
const SITES: [(Channel, &str); 10] = [
    // No first touch: who comes from here was in the shop before, to pay or to sign in. It is what shops put on GA4's list
    // of unwanted referrals.
    (
        Channel::Direct,
        "paypal.com stripe.com klarna.com adyen.com mollie.com sofort.com giropay.de shop.app \
         checkout.shopify.com pay.google.com pay.amazon.* payments.amazon.* appleid.apple.com accounts.google.* \
         login.live.com login.microsoftonline.com pay1.de payone.com computop-paygate.com unzer.com heidelpay.com \
         ratepay.com riverty.com novalnet.de saferpay.com datatrans.com datatrans.ch wallee.com postfinance.ch \
         twint.ch six-payment-services.com worldpay.com worldline-solutions.com ogone.com braintreegateway.com \
         checkout.com authorize.net squareup.com afterpay.com clearpay.* affirm.com sezzle.com zip.co getalma.eu \
         scalapay.com oney.* paysafecard.com skrill.com trustly.com multisafepay.com buckaroo.nl pay.nl ideal.nl \
         satispay.com nexi.it redsys.es payu.* przelewy24.pl tpay.com dotpay.pl gopay.cz comgate.cz paytrail.com \
         vipps.no mobilepay.dk swish.nu dibspayment.eu quickpay.net mercadopago.com razorpay.com iyzico.com \
         arcot.com cardinalcommerce.com",
    ),
    (
        Channel::Email,
        "mail.google.com=gmail com.google.android.gm=gmail outlook.live.com outlook.office.com \
         outlook.office365.com outlook.com com.microsoft.office.outlook=outlook \
         com.yahoo.mobile.client.android.mail=yahoo-mail de.gmx.mobile.android.mail=gmx \
         de.web.mobile.android.mail=web.de icloud.com e.mail.ru=mail.ru touch.mail.ru=mail.ru",
    ),
    (
        Channel::AiAssistant,
        "chatgpt.com openai.com=chatgpt com.openai.chatgpt=chatgpt perplexity.ai \
         ai.perplexity.app.android=perplexity claude.ai com.anthropic.claude=claude gemini.google.com \
         bard.google.com=gemini com.google.android.apps.bard=gemini notebooklm.google.com copilot.microsoft.com \
         copilot.com com.microsoft.copilot=copilot grok.com deepseek.com com.deepseek.chat=deepseek \
         chat.mistral.ai=mistral meta.ai=meta-ai chat.qwen.ai=qwen kimi.com doubao.com yiyan.baidu.com=ernie \
         duck.ai=duck.ai poe.com=poe.com you.com=you.com phind.com iask.ai",
    ),
    // What is below a known host and something else.
    (
        Channel::Referral,
        "docs.google.com drive.google.com sites.google.com groups.google.* classroom.google.com play.google.com \
         support.google.com translate.google.* news.google.* news.yahoo.* finance.yahoo.* developer.amazon.com \
         aws.amazon.com disk.yandex.*",
    ),
    (
        Channel::ReviewSite,
        "trustpilot.* trustedshops.* maps.google.*=google-maps com.google.android.apps.maps=google-maps \
         maps.app.goo.gl=google-maps tripadvisor.* yelp.* kununu.com provenexpert.com ekomi.* ausgezeichnet.org \
         shopauskunft.de golocal.de shopvote.de kiyoh.com webwinkelkeur.nl avis-verifies.com verified-reviews.* \
         feefo.com reviews.io=reviews.io reviews.co.uk=reviews.io sitejabber.com productreview.com.au \
         glassdoor.* holidaycheck.* testberichte.de",
    ),
    // A bonus for every order, or a share of it.
    (
        Channel::Affiliate,
        "awin1.com=awin awin tradedoubler.com shareasale.com linksynergy.com=rakuten-advertising webgains.com \
         adcell.* belboon.* digidip.net skimresources.com=skimlinks skimlinks rakuten.com=rakuten-rewards shoop.* \
         igraal.* topcashback.* payback.* joinhoney.com=honey",
    ),
    // Marketplaces, and behind them the price comparisons.
    (
        Channel::Marketplace,
        "amazon.* com.amazon.mshop.android.shopping=amazon ebay.* com.ebay.mobile=ebay etsy.com \
         com.etsy.android=etsy otto.de otto.market=otto zalando.* kaufland.* allegro.* bol.com cdiscount.com \
         rakuten.* aliexpress.* alibaba.com temu.com walmart.com fnac.* manomano.* galaxus.* digitec.ch \
         aboutyou.* avocadostore.de kleinanzeigen.de vinted.* backmarket.* refurbed.* emag.* marktplaats.nl \
         leboncoin.fr wish.com=wish.com mercadolibre.* mercadolivre.com.br shopee.* lazada.* flipkart.com jd.com \
         taobao.com tmall.* ozon.ru wildberries.ru market.yandex.*=yandex-market trendyol.com hepsiburada.com \
         shopping.naver.com=naver-shopping shopping.yahoo.co.jp=yahoo-shopping idealo.* de.idealo.android=idealo \
         billiger.de geizhals.* check24.* guenstiger.de preisvergleich.de pricerunner.* kelkoo.* ceneo.pl \
         heureka.* arukereso.hu kieskeurig.nl beslist.nl pricespy.* prisjakt.* toppreise.ch trovaprezzi.it \
         skroutz.* ledenicheur.fr ladenzeile.* moebel.de=moebel.de lyst.*",
    ),
    (
        Channel::Display,
        "doubleclick.net googlesyndication.com=doubleclick amazon-adsystem.com=amazon-ads taboola.com \
         outbrain.com criteo.* adnxs.com=xandr teads.* rtbhouse.com",
    ),
    (
        Channel::Social,
        "facebook.com fb.com=facebook fb.me=facebook fb=facebook com.facebook.katana=facebook \
         com.facebook.lite=facebook messenger.com com.facebook.orca=messenger meta instagram.com ig=instagram \
         insta=instagram com.instagram.android=instagram threads.net threads.com com.instagram.barcelona=threads \
         whatsapp.com wa.me=whatsapp com.whatsapp=whatsapp com.whatsapp.w4b=whatsapp t.co=x x.com twitter.com=x \
         com.twitter.android=x linkedin.com lnkd.in=linkedin com.linkedin.android=linkedin pinterest.* \
         pin.it=pinterest com.pinterest=pinterest reddit.com redd.it=reddit com.reddit.frontpage=reddit \
         tiktok.com com.zhiliaoapp.musically=tiktok youtube.com youtu.be=youtube yt=youtube \
         com.google.android.youtube=youtube telegram.org t.me=telegram telegram.me \
         org.telegram.messenger=telegram snapchat.com snap=snapchat com.snapchat.android=snapchat \
         bsky.app=bluesky bluesky xyz.blueskyweb.app=bluesky mastodon.* mastodon.social mastodon.online \
         mastodon.world mstdn.* mstdn.social=mastodon mas.to=mastodon troet.cafe=mastodon chaos.social=mastodon \
         norden.social=mastodon fosstodon.org=mastodon org.joinmastodon.android=mastodon vk.com ok.ru=ok.ru \
         weibo.com weibo.cn line.me jp.naver.line.android=line kakao.com weixin.qq.com=wechat wechat \
         xiaohongshu.com douyin.com bilibili.com zhihu.com tieba.baidu.com blog.naver.com=naver-blog \
         cafe.naver.com=naver-cafe discord.com com.discord=discord slack.com com.slack=slack \
         teams.microsoft.com=microsoft-teams teams.cdn.office.net=microsoft-teams xing.com tumblr.com quora.com \
         gutefrage.net vimeo.com twitch.tv flickr.com nextdoor.* news.ycombinator.com=hacker-news \
         linktr.ee=linktree linktree",
    ),
    (
        Channel::Search,
        "google.* com.google.android.googlequicksearchbox=google cdn.ampproject.org=google adwords=google \
         googleads=google bing.com duckduckgo.com com.duckduckgo.mobile.android=duckduckgo ecosia.org \
         com.ecosia.android=ecosia yahoo.* baidu.com naver.com seznam.cz yandex.* ya.ru=yandex qwant.com \
         startpage.com search.brave.com=brave brave swisscows.com metager.* mojeek.com kagi.com search.aol.*=aol \
         aol ask.com=ask.com so.com=so.com sogou.com search.daum.net=daum coccoc.com go.mail.ru=mail.ru \
         suche.t-online.de=t-online suche.web.de=web.de-search suche.gmx.net=gmx-search search.ch=search.ch \
         lilo.org presearch.com",
    ),
];

/// A word of a table: what stands before `=`, and the name behind it, which else is the first label.
pub(super) fn entry(word: &'static str) -> (&'static str, &'static str) {
    let position = |sign: u8| word.bytes().position(|byte| byte == sign);
    match position(b'=') {
        Some(at) => (&word[..at], &word[at + 1..]),
        None => (word, &word[..position(b'.').unwrap_or(word.len())]),
    }
}

/// The first entry that `is` true for.
fn find(is: &dyn Fn(Channel, &str, &str) -> bool) -> Option<Known> {
    for (channel, table) in &SITES {
        for word in table.split_ascii_whitespace() {
            let (pattern, name) = entry(word);
            if is(*channel, pattern, name) {
                return Some((*channel, name));
            }
        }
    }
    None
}

/// What is known of a host. [`Channel::Direct`] says that coming from there is no first touch, [`Channel::Referral`] that it
/// is not what the rest of its site is. Any host that calls itself a mailbox is taken for one: `webmail.freenet.de`, and the
/// pages GMX and WEB.DE put before what their mails link to (`deref-gmx.net`).
pub(super) fn of_host(host: &str) -> Option<Known> {
    let site = without_country(host);
    let known = find(&|_, pattern, _| match pattern.strip_suffix(".*") {
        Some(label) => site.is_some_and(|site| is_below(site, label)),
        None => pattern.as_bytes().contains(&b'.') && is_below(host, pattern),
    });
    // The portals behind search engines have mailboxes, too.
    let is_search = matches!(known, None | Some((Channel::Search, _)));
    if is_search && is_mailbox(host) { Some((Channel::Email, "")) } else { known }
}

fn is_mailbox(host: &str) -> bool {
    let mut labels = host.as_bytes().split(|byte| *byte == b'.');
    let first = labels.next().unwrap_or_default();
    let is_named = matches!(first, b"mail" | b"webmail" | b"email" | b"e-mail") && labels.count() > 1;
    is_named || first.starts_with(b"deref-")
}

/// What is known of the source a link gives itself: the host or the name of a place, or a name with something behind it, such
/// as `facebook_ads`. Payment providers and the like are known as referrers only.
pub(super) fn named(source: &str) -> Option<Known> {
    if source.as_bytes().contains(&b'.') {
        of_host(source).filter(|(channel, _)| is_place(*channel))
    } else {
        let end = source.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(source.len());
        let first = &source[..end];
        by_name(source).or_else(|| if first.len() > 1 { by_name(first) } else { None })
    }
}

fn by_name(name: &str) -> Option<Known> {
    find(&|channel, pattern, known| is_place(channel) && (known == name || pattern == name))
}

/// Whether a channel says more of a place than that it is one.
pub(super) fn is_place(channel: Channel) -> bool {
    !matches!(channel, Channel::Direct | Channel::Referral)
}

/// The host without what says its country: `com`, two letters, or two letters behind `co`, `com` and their like. `None` where
/// it ends in anything else, so that `google.evil.example` is not google.
fn without_country(host: &str) -> Option<&str> {
    let (site, last) = cut_last(host)?;
    match (last.len(), cut_last(site)) {
        (2, Some((site, "co" | "com" | "ne" | "or" | "org" | "net"))) => Some(site),
        (2, _) => Some(site),
        _ => matches!(last, "com" | "cat").then_some(site),
    }
}

/// What stands before the last dot, and behind it.
fn cut_last(host: &str) -> Option<(&str, &str)> {
    let dot = host.bytes().rposition(|byte| byte == b'.')?;
    Some((&host[..dot], &host[dot + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_can_be_found() {
        for (channel, table) in SITES {
            for word in table.split_ascii_whitespace() {
                let (pattern, name) = entry(word);
                assert!(!name.is_empty() && *pattern == *pattern.to_ascii_lowercase(), "{word}");
                let host = pattern.replace(".*", ".com.tr");
                if host.contains('.') {
                    assert_eq!(of_host(&host), Some((channel, name)), "{word}");
                    assert_eq!(
                        of_host(&["not", &host].concat()).filter(|known| known.1 == name),
                        None,
                        "{word}"
                    );
                }
                if is_place(channel) && !name.contains('.') {
                    assert!(named(name).is_some_and(|known| known.0 == channel), "{word} by name");
                }
            }
        }
    }

    #[test]
    fn hosts_that_look_like_others_are_not_taken_for_them() {
        for (host, name) in [
            ("google.com", Some("google")),
            ("www.google.co.uk", Some("google")),
            ("www.google.com.au", Some("google")),
            ("images.google.de", Some("google")),
            ("google.cat", Some("google")),
            ("notgoogle.com", None),
            ("google.com.evil.example", None),
            ("google.evil.example", None),
            ("google.de.evil.com", None),
            ("google.example", None),
            ("google", None),
            ("google.", None),
            ("com", None),
            ("netflix.com", None),
            ("x.com.evil.example", None),
            ("amazon.com.mx", Some("amazon")),
            ("amazon.shop.de", None),
            ("fb", None),
            ("facebook", None),
            ("mail.ru", None),
            ("e.mail.ru", Some("mail.ru")),
        ] {
            assert_eq!(of_host(host).map(|known| known.1), name, "{host}");
        }
    }

    #[test]
    fn sources_are_known_by_name_and_by_host() {
        for (source, name) in [
            ("google", Some("google")),
            ("google_ads", Some("google")),
            ("adwords", Some("google")),
            ("fb", Some("facebook")),
            ("ig", Some("instagram")),
            ("m.facebook.com", Some("facebook")),
            ("chatgpt.com", Some("chatgpt")),
            ("x", Some("x")),
            ("x-mas", None),
            ("googleplex", None),
            ("paypal", None),
            ("paypal.com", None),
            ("docs", None),
            ("newsletter", None),
            ("äöü", None),
            ("", None),
        ] {
            assert_eq!(named(source).map(|known| known.1), name, "{source}");
        }
    }
}
