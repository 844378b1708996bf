//! What the shopper's consent is after what each source has said, one thing after the other.

use std::time::Duration;

use nachklang_tests::{Browser, Collector};
use serde_json::json;

use super::frames::{self, DESKTOP_AND_PHONE, Frames};

/// How long a step lasts: longer than the widget takes to notice it.
const STEP: Duration = Duration::from_millis(700);

/// What the rows below use: Google's `gtag`; a banner by the TCF, whose status and decision `say` changes; Shopify's API.
const SOURCES: &str = "
  window.dataLayer = [];
  window.gtag = function () { dataLayer.push(arguments) };
  window.initial = (states) => gtag('consent', 'default', states);
  window.update = (states) => gtag('consent', 'update', states);
  window.yes = { analytics_storage: 'granted' };
  window.no = { analytics_storage: 'denied' };
  const listeners = [];
  let said;
  window.say = (eventStatus, purposes = [], more = {}) => {
    const consents = Object.fromEntries(purposes.map((purpose) => [purpose, true]));
    said = { gdprApplies: true, eventStatus, purpose: { consents, legitimateInterests: {} }, vendor: { consents: {} }, ...more };
    listeners.forEach((listener) => listener(said, true));
  };
  window.tellAll = (data, isOk) => listeners.forEach((listener) => listener(data, isOk));
  window.tcf = (ping) => (window.__tcfapi = (command, version, callback) => {
    if (command == 'ping') callback({ gdprApplies: true, cmpLoaded: true, cmpStatus: 'loaded', ...ping }, true);
    if (command != 'addEventListener') return;
    listeners.push(callback);
    if (said) callback(said, true);
  });
  window.stub = (queue) => (window.__tcfapi = (command, version, callback) => {
    if (command == 'ping') callback({ cmpLoaded: false, cmpStatus: 'stub' });
    else queue?.push(callback);
  });
  window.shopify = (isAllowed) => (window.Shopify = { customerPrivacy: { analyticsProcessingAllowed: () => isAllowed } });
  window.collected = (detail) => document.dispatchEvent(new CustomEvent('visitorConsentCollected', { detail }));
  window.stated = (...call) => nachklang('consent', ...call);
  window.nachklang = (...call) => (nachklang.q ||= []).push(call);
";

/// The steps, of which the first comes before the script; and whether the shopper consents afterwards.
const SEQUENCES: &[(&[&str], bool)] = &[
    // Nothing, and the page's own word.
    (&[""], false),
    (&["stated(true)"], true),
    (&["", "stated(true)"], true),
    (&["stated(false)"], false),
    (&["stated(true)", "stated(false)"], false),
    (&["stated(false)", "stated(true)"], true),
    (&["stated(true)", "stated(false)", "stated(true)"], true),
    (&["", "stated('denied')"], false),
    (&["", "stated('yes')"], false),
    (&["", "stated(1)"], false),
    (&["", "stated()"], false),
    (&["stated(true)", "stated()"], true),
    // Google's consent mode: a default is no decision.
    (&["initial(no)"], false),
    (&["initial(yes)"], false),
    (&["initial({ ...no, region: ['AT', 'DE'] }); initial(yes)"], false),
    (&["initial(yes); initial({ ...no, region: ['AT', 'DE'] })"], false),
    (&["initial({ ...yes, region: ['US'] }); initial(no)"], false),
    (&["initial({ ...no, region: ['DE'] }); initial(yes)", "update(yes)"], true),
    (&["initial({ ...no, wait_for_update: 500 })"], false),
    (&["initial({ ...no, wait_for_update: 500 })", "update(yes)"], true),
    (&["initial(no)", "update({ ad_storage: 'granted' })"], false),
    (&["initial(yes)", "update({ ad_storage: 'granted' })"], false),
    (&["initial(no)", "update(yes)", "update({ ad_storage: 'denied' })"], true),
    (&["initial(no)", "update(no)", "update(yes)"], true),
    (&["initial(no)", "update(yes)", "update(no)"], false),
    (&["initial(no)", "update(yes)", "update(no)", "update(yes)"], true),
    (&["update(yes)", "initial(no)"], true),
    (&["update(no)", "initial(yes)"], false),
    (&["update({ analytics_storage: 'Granted?' })"], false),
    (&["update({ analytics_storage: true })"], false),
    (&["update({ ...yes, region: ['US'] })"], false),
    (&["initial(no)", "update()"], false),
    (
        &[
            "initial(no); gtag('consent'); gtag('consent', 'update', null); gtag('consent', 'update', 'granted')",
        ],
        false,
    ),
    (&["initial(no); gtag('consent', 'update', undefined)", "stated(true)"], true),
    (&["gtag('consent', 'declare', yes)"], false),
    (
        &[
            "dataLayer.push(null, 7, 'consent', { event: 'consent' }, Object.create(null)); initial(no)",
            "update(yes)",
        ],
        true,
    ),
    (&["update(yes)", "dataLayer.length = 0"], true),
    (&["initial(no)", "update(yes)", "stated(false)"], false),
    (&["initial(no); stated(true)"], true),
    // The TCF: purposes 1 and 9.
    (&["tcf()"], false),
    (&["tcf(); say('cmpuishown')"], false),
    (&["tcf(); say('cmpuishown', [1, 9])"], false),
    (&["tcf(); say('tcloaded', [1, 9])"], true),
    (&["tcf(); say('cmpuishown')", "say('useractioncomplete', [1, 2, 7, 9])"], true),
    (&["tcf(); say('cmpuishown')", "say('useractioncomplete', [1, 2, 7])"], false),
    (&["tcf(); say('cmpuishown')", "say('useractioncomplete', [9])"], false),
    (&["tcf(); say('tcloaded', [1, 9])", "say('useractioncomplete')"], false),
    (&["tcf(); say('useractioncomplete')", "say('useractioncomplete', [1, 9])"], true),
    (&["tcf(); say('somethingnew', [1, 9])"], false),
    (&["tcf(); say(undefined, [1, 9])"], false),
    (&["tcf(); say('tcloaded', [1, 9], { gdprApplies: undefined })"], true),
    (&["tcf(); say('tcloaded', [], { gdprApplies: undefined })"], false),
    (&["tcf(); say('tcloaded', [], { gdprApplies: false })"], true),
    (&["tcf(); say('tcloaded', [], { gdprApplies: false, purpose: undefined })"], true),
    (&["tcf(); say('tcloaded', [], { purpose: null })"], false),
    (&["tcf(); say('tcloaded', [], { purpose: { consents: { 1: 'false', 9: 'false' } } })"], false),
    (
        &[
            "tcf(); say('tcloaded', [], { purpose: { consents: {}, legitimateInterests: { 1: true, 9: true } } })",
        ],
        false,
    ),
    (&["tcf(); say('tcloaded', [], { vendor: { consents: { 1: true, 9: true } } })"], false),
    (&["tcf()", "tellAll(null, false)", "tellAll(null, true)", "tellAll(undefined, true)"], false),
    (&["tcf()", "tellAll({ eventStatus: 'tcloaded', gdprApplies: false }, false)"], false),
    (&["tcf(); say('tcloaded', [1, 9])", "tellAll(null, false)"], true),
    (&["", "tcf(); say('tcloaded', [1, 9])"], true),
    (&["stub()"], false),
    (&["stub(); update(yes)"], false),
    (&["stub()", "tcf(); say('tcloaded', [1, 9])"], true),
    (
        &[
            "window.queue = []; stub(queue)",
            "tcf(); queue.forEach((callback) => __tcfapi('addEventListener', 2, callback)); say('tcloaded', [1, 9])",
        ],
        true,
    ),
    (&["window.__tcfapi = {}"], false),
    (&["window.__tcfapi = () => { throw new Error('not ready') }"], false),
    (&["window.__tcfapiLocator = {}; update(yes)"], false),
    // Shopify's customer privacy.
    (&["window.Shopify = {}"], false),
    (&["shopify(false)"], false),
    (&["shopify(true)"], true),
    (&["window.Shopify = {}", "shopify(true)"], true),
    (&["shopify(false)", "shopify(true)"], true),
    (&["shopify(true)", "shopify(false)"], false),
    (&["shopify('no')"], false),
    (&["window.Shopify = {}", "collected({ analyticsAllowed: true })"], true),
    (&["", "collected({ analyticsAllowed: true })", "collected({ analyticsAllowed: false })"], false),
    (&["", "collected()"], false),
    (
        &[
            "window.Shopify = { customerPrivacy: { analyticsProcessingAllowed() { throw new Error('not loaded') } } }",
        ],
        false,
    ),
    // Several sources: one refusal is enough.
    (&["tcf(); say('tcloaded', [1, 9]); update(no)"], false),
    (&["tcf(); say('useractioncomplete'); update(yes)"], false),
    (&["tcf(); update(yes)"], false),
    (&["tcf(); say('tcloaded', [1, 9]); initial(no)"], true),
    (&["shopify(false); update(yes)"], false),
    (&["shopify(true); update(no)"], false),
    (&["shopify(true); initial(no)", "stated(false)"], false),
    (&["shopify(false)", "stated(true)"], true),
    (&["shopify(false)", "stated(true)", "shopify(true)", "shopify(false)"], false),
];

#[tokio::test]
async fn each_source_of_consent_is_read_in_its_own_grammar() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let all: Vec<&[&str]> = SEQUENCES.iter().map(|(steps, _)| *steps).collect();
    let script = format!(
        "{SOURCES}; const steps = {}[row]; window.take = (index) => eval(steps[index] || ''); take(0)",
        json!(all)
    );
    let frames = Frames {
        attributes: r#"data-consent="required""#,
        rows: SEQUENCES.len(),
        sizes: &DESKTOP_AND_PHONE,
        script,
        body_script: "",
        files: &[],
    };
    let _shop = frames::open(&browser, &collector, frames).await;
    let names: Vec<String> = all.iter().map(|steps| steps.join(" → ")).collect();
    // An event that comes before is heard by nobody.
    frames::wait_until(&browser, &names, "the glue", "frames[row].nachklang.page?.noteConsent").await;
    let longest = all.iter().map(|steps| steps.len()).max().unwrap_or_default();
    for index in 1..longest {
        browser.run(&format!("rows().forEach((row) => frames[row].take({index}))")).await;
        tokio::time::sleep(STEP).await;
    }
    let expected: Vec<bool> = SEQUENCES.iter().map(|(_, consents)| *consents).collect();
    let is_right = format!("shows(row) == {}[row]", json!(expected));
    frames::wait_until(&browser, &names, "the surveys of those who consent", &is_right).await;
    tokio::time::sleep(STEP).await;
    assert_eq!(frames::exceptions(&browser, &names, &is_right).await, [""; 0]);
    // Where nobody ever consented, nothing was there for a moment either.
    let never = SEQUENCES.iter().enumerate().filter(|(_, (steps, consents))| steps.len() == 1 && !consents);
    for (row, (steps, _)) in never {
        let events =
            browser.run(&format!("return frames[{row}].recorded.events.map(({{ name }}) => name)")).await;
        assert_eq!(events, json!([]), "{steps:?}");
    }
    let errors = browser.run("return rows().flatMap((row) => frames[row].recorded.uncaught)").await;
    assert_eq!(errors, json!([]));
}
