//! Consent banners that are not on npm, by their marks or by what they say: a card waits for each, and makes way for it.

use std::time::Duration;

use nachklang_tests::{Browser, Collector};
use serde_json::json;

use super::frames::{self, DESKTOP_AND_PHONE, Frames};

/// How long a card may take that must not come.
const WAIT: Duration = Duration::from_millis(1500);

/// A banner: its name and the script that puts it on the page. The script uses the functions below.
type Row = (&'static str, &'static str);

/// Functions for the rows. `put` puts a banner on the page, which `remove` removes.
const FUNCTIONS: &str = "
  const BAR = 'position: fixed; left: 0; right: 0; bottom: 0; padding: 20px; background: #ddd';
  const BOX = 'position: fixed; right: 20px; bottom: 20px; width: 330px; padding: 20px; background: #ddd';
  const BUTTONS = '<button id=accept>Fine</button> <button>No</button>';
  let last;
  window.html = (text) => { document.body.insertAdjacentHTML('beforeend', text); last = document.body.lastElementChild };
  // An element with this mark.
  window.marked = (attribute, style = BAR, text = 'Welcome!') => html(`<div ${attribute} style='${style}'>${text} ${BUTTONS}</div>`);
  window.shadow = (mark, text) => { html(`<div ${mark}></div>`); last.attachShadow({ mode: 'open' }).innerHTML = text };
  // An element without a mark that the widget could know.
  window.bar = (text, button = 'OK') => html(`<div style='${BAR}'>${text} <button id=accept>${button}</button></div>`);
  window.box = (text, button) => html(`<div style='${BOX}'><p>${text}</p> <a role=button tabindex=0 id=accept>${button}</a></div>`);
  const listeners = [];
  const data = (eventStatus) => ({ gdprApplies: true, eventStatus, purpose: { consents: {} } });
  window.tcf = (eventStatus, ping) => {
    const tell = (status) => listeners.forEach((listener) => listener(data(status), true));
    window.__tcfapi ||= (command, version, callback) => {
      if (command == 'ping') callback(window.ping, true);
      if (command == 'addEventListener') { listeners.push(callback); callback(data(eventStatus), true) }
    };
    window.ping = ping;
    tell(eventStatus);
    html(`<section style='${BAR}'>Hello <button id=accept>Hm</button></section>`);
    const screen = last;
    last = { remove: () => { screen.remove(); window.ping = { displayStatus: 'hidden' }; if (eventStatus) tell('useractioncomplete') } };
  };
  window.remove = () => last.remove();
";

/// A card waits for these, and makes way for them.
const BANNERS: &[Row] = &[
    ("OneTrust", "marked('id=onetrust-banner-sdk')"),
    ("Cookiebot", "marked('id=CybotCookiebotDialog', BOX)"),
    ("Didomi's notice", "marked('id=didomi-notice')"),
    (
        "Didomi's popup",
        "html(`<div id=didomi-host><div class=didomi-popup-container style='${BOX}'>We care ${BUTTONS}</div></div>`)",
    ),
    ("Quantcast", "marked('class=qc-cmp2-container')"),
    ("Sourcepoint", "marked('id=sp_message_container_812')"),
    ("CookieYes", "marked(`class='cky-consent-container cky-box-bottom-left'`, BOX)"),
    ("CookieYes, its bar", "marked('class=cky-consent-bar')"),
    ("iubenda", "marked('id=iubenda-cs-banner')"),
    ("Shopify", "marked('id=shopify-pc__banner', BOX)"),
    ("Shopware", "marked(`class='cookie-permission-container'`)"),
    ("Complianz", "marked(`class='cmplz-cookiebanner cmplz-show'`, BOX)"),
    ("Borlabs", "html(`<div id=BorlabsCookieBox><div style='${BOX}'>We need you ${BUTTONS}</div></div>`)"),
    ("Pandectes", "marked('id=pandectes-banner')"),
    (
        "Axeptio",
        "html(`<div id=axeptio_overlay><div class=axeptio_mount><div style='${BOX}'>Hi ${BUTTONS}</div></div></div>`)",
    ),
    ("CookieFirst", "html(`<div class=cookiefirst-root><div style='${BOX}'>Hi ${BUTTONS}</div></div>`)"),
    (
        "Termly",
        "html(`<div id=termly-code-snippet-support><div role=alertdialog style='${BAR}'>Hi ${BUTTONS}</div></div>`)",
    ),
    (
        "Consentmo",
        "html('<csm-cookie-consent></csm-cookie-consent>'); last.attachShadow({ mode: 'open' }).innerHTML = `<div style='${BAR}'>Hi ${BUTTONS}</div>`",
    ),
    ("Usercentrics", "shadow('id=usercentrics-root', `<div style='${BAR}'>Privacy ${BUTTONS}</div>`)"),
    (
        "Usercentrics 3",
        "html(`<aside id=usercentrics-cmp-ui></aside>`); last.attachShadow({ mode: 'open' }).innerHTML = `<div style='${BAR}'>Privacy ${BUTTONS}</div>`",
    ),
    ("consentmanager", "shadow('id=cmpwrapper', `<div id=cmpbox style='${BOX}'>Hello ${BUTTONS}</div>`)"),
    (
        "a known banner that fades in",
        "marked(`class='cc-window'`, BOX + '; opacity: 0; transition: opacity 0.5s'); const banner = last; setTimeout(() => banner.style.opacity = 1, 1500)",
    ),
    (
        "a known banner that slides in",
        "marked('id=onetrust-banner-sdk', BAR + '; transform: translateY(150%); transition: transform 0.5s'); const banner = last; setTimeout(() => banner.style.transform = '', 1500)",
    ),
    ("English", "bar('We use cookies.')"),
    ("English, with a link", "bar('We use <a href=#>cookies</a>.')"),
    ("English, consent", "box('We ask for your consent to measure this page.', 'Allow')"),
    ("German", "box('Wir verwenden Cookies, um unseren Shop zu verbessern.', 'Alle akzeptieren')"),
    ("French", "box('Ce site utilise des cookies et vous donne le contrôle.', 'Tout accepter')"),
    (
        "at the top",
        "html(`<div style='position: fixed; top: 0; left: 0; right: 0; padding: 12px; background: #ddd'>This shop uses cookies. <button id=accept>OK</button></div>`)",
    ),
    (
        "in the middle",
        "html(`<div style='position: fixed; top: 40%; left: 10%; right: 10%; padding: 60px 12px; background: #ddd'>This shop uses cookies. <button id=accept>OK</button></div>`)",
    ),
    ("the TCF's event", "tcf('cmpuishown')"),
    ("the TCF's status", "tcf(undefined, { displayStatus: 'visible', cmpStatus: 'loaded' })"),
];

/// A card makes way for these as soon as the deferred part knows their words.
const OTHER_WORDS: &[Row] = &[
    ("Finnish", "bar('Käytämme evästeitä.', 'Hyväksy')"),
    ("Swedish", "bar('Vi använder kakor på vår webbplats.', 'Godkänn')"),
    ("Hungarian", "bar('Ez az oldal sütiket használ.', 'Elfogadom')"),
    ("Japanese", "bar('当サイトではクッキーを使用しています。', '同意する')"),
    ("Arabic", "bar('نستخدم ملفات تعريف الارتباط', 'قبول')"),
    (
        "Turkish, in a shadow root",
        "shadow('class=my-banner', `<div style='${BOX}'><p>Sitemizde çerezler kullanılmaktadır.</p> ${BUTTONS}</div>`)",
    ),
];

/// A card does not wait for these.
const NO_BANNERS: &[Row] = &[
    ("nothing", ""),
    ("hidden", "marked('id=onetrust-banner-sdk hidden')"),
    ("invisible", "marked('class=cc-window', BAR + '; visibility: hidden')"),
    ("closed by transparency", "marked('class=cc-window', BOX + '; opacity: 0; pointer-events: none')"),
    (
        "a transparent box",
        "html(`<div style='${BOX}; opacity: 0; pointer-events: none'>We use cookies. ${BUTTONS}</div>`)",
    ),
    (
        "a button for the settings",
        "html(`<button style='position: fixed; left: 0; bottom: 0'>Cookie settings</button>`)",
    ),
    (
        "a tab for the settings",
        "html(`<div style='position: fixed; left: 0; bottom: 0'><a href=#>Cookie settings</a></div>`)",
    ),
    (
        "Usercentrics, answered",
        "shadow('id=usercentrics-root', `<div><button style='position: fixed; left: 0; bottom: 0'>Privacy</button></div>`)",
    ),
    (
        "a cookie shop's head",
        "html(`<header style='position: fixed; top: 0; left: 0; right: 0'>Fresh every day <a href=#>Cookies</a> <button>Cart</button></header>`)",
    ),
    (
        "a cookie shop's offer",
        "html(`<div style='position: fixed; left: 0; bottom: 0'>Chocolate cookies, € 4.90 <button>Add to cart</button></div>`)",
    ),
    (
        "an article on cookies",
        "html('<article>All about cookies in browsers. <button>Share</button></article>')",
    ),
    ("the TCF, closed", "tcf('tcloaded', { displayStatus: 'hidden', cmpStatus: 'loaded' }); remove()"),
];

/// How many banners are tried at the same time. More frames would keep the browser busy.
const AT_ONCE: usize = 16;

/// Whether a card may come before it makes way.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Manner {
    Waits,
    MakesWay,
}

/// Tries these banners on one page, with pages beside them where a card comes.
async fn expect_room(browser: &Browser, banners: &[Row], manner: Manner, without: &[Row]) {
    let collector = Collector::start();
    let rows: Vec<&Row> = banners.iter().chain(without).collect();
    let names: Vec<String> = rows.iter().map(|(name, _)| (*name).to_owned()).collect();
    let scripts: Vec<&str> = rows.iter().map(|(_, script)| *script).collect();
    let count = banners.len();
    let frames = Frames {
        attributes: "",
        rows: rows.len(),
        sizes: &DESKTOP_AND_PHONE,
        script: format!(
            "{FUNCTIONS}; const scripts = {}; window.put = () => eval(scripts[row])",
            json!(scripts)
        ),
        body_script: "put()",
        files: &[],
    };
    let _shop = frames::open(browser, &collector, frames).await;
    let holds = async |what: &str, condition: &str| {
        frames::wait_until(browser, &names, what, condition).await;
    };
    holds("the cards without a banner", &format!("row < {count} || shows(row)")).await;
    tokio::time::sleep(WAIT).await;
    let is_free = format!("row >= {count} || (!shows(row) && canReach(row, '#accept'))");
    holds("the cards to make way", &is_free).await;
    if manner == Manner::Waits {
        let never_shown =
            format!("row >= {count} || !frames[row].recorded.events.some(({{ name }}) => name == 'shown')");
        assert_eq!(frames::exceptions(browser, &names, &never_shown).await, [""; 0], "the card waits");
    }
    let each = |call: &str| format!("rows().slice(0, {count}).forEach((row) => frames[row].{call}())");
    browser.run(&each("remove")).await;
    holds("the cards after the banners", "shows(row)").await;
    // Opened again, to withdraw.
    browser.run(&each("put")).await;
    holds("the cards to make way again", &is_free).await;
    browser.run(&each("remove")).await;
    holds("the cards to come back", "shows(row)").await;
}

#[tokio::test]
async fn a_card_waits_for_consent_banners_and_makes_way_for_them() {
    let browser = Browser::start().await;
    for banners in BANNERS.chunks(AT_ONCE) {
        expect_room(&browser, banners, Manner::Waits, &NO_BANNERS[..1]).await;
    }
    expect_room(&browser, OTHER_WORDS, Manner::MakesWay, NO_BANNERS).await;
}
