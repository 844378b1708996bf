//! Pages that replace, remove, wrap or freeze what scripts take for granted. On each of them the widget works, or says once why not.
//!
//! Each case is a page of its own in a frame, because the drivers of browsers need the page's globals, too.

use std::fs;
use std::time::Duration;

use nachklang_tests::{Browser, Collector, Page, Shop, wait_for};
use serde_json::{Value, json};

/// How many pages are open at the same time.
const FRAMES: usize = 14;

/// What a page does, and whether the widget has to work all the same. Otherwise it may say that it cannot.
struct Case {
    name: String,
    script: String,
    must_work: bool,
}

fn works(name: &str, script: &str) -> Case {
    Case { name: name.into(), script: script.into(), must_work: true }
}

fn works_or_says(name: &str, script: &str) -> Case {
    Case { name: name.into(), script: script.into(), must_work: false }
}

/// Tells the page around the frame what happens, by functions that it takes before anything is changed.
fn reporter(index: usize) -> String {
    format!(
        "<script>(() => {{ const send = parent.postMessage.bind(parent), text = String; \
         const tell = (what, more) => send([{index}, what, text(more)], '*'); \
         for (const name of ['delivered', 'error']) document.addEventListener('nachklang:' + name, \
           ({{ detail }}) => tell(name, detail.reason && detail.reason + ': ' + detail.message)); \
         addEventListener('error', (event) => tell('uncaught', event.message)); \
         addEventListener('unhandledrejection', (event) => tell('uncaught', event.reason)) }})()</script>"
    )
}

fn tag(collector: &Collector, more: &str) -> String {
    let origin = &collector.origin;
    format!(
        r#"<script async src="{origin}/nachklang.js" data-endpoint="{origin}/v1/responses" data-site="shop.example" data-survey="nps" {more}></script>"#
    )
}

/// What the page of a frame has told so far.
async fn told(browser: &Browser, index: usize) -> Vec<(String, String)> {
    let told = browser.run(&format!("return told.filter(([index]) => index == {index})")).await;
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    told.as_array().unwrap().iter().map(|told| (text(&told[1]), text(&told[2]))).collect()
}

/// Opens each page, and expects that the widget works there or says once that it cannot.
async fn expect_unharmed(cases: Vec<Case>) {
    let (browser, collector) = (Browser::start().await, Collector::start());
    for cases in cases.chunks(FRAMES) {
        let mut frames =
            String::from("<script>told = []; onmessage = ({ data }) => told.push(data)</script>");
        for (index, case) in cases.iter().enumerate() {
            let head = format!("{}<script>{}</script>", reporter(index), case.script);
            let page = Page::new(&collector).head(&head).head(&tag(&collector, ""));
            let origin = Shop::with(page).await.origin;
            frames += &format!("<iframe src='{origin}' width=300 height=200></iframe>");
        }
        browser.open(&Shop::with(Page::new(&collector).body(&frames)).await.origin).await;
        for (index, case) in cases.iter().enumerate() {
            let has_ended = async || {
                let told = told(&browser, index).await;
                told.iter().any(|(what, _)| what != "uncaught").then_some(())
            };
            wait_for(&format!("{}: the widget to work or to say why not", case.name), has_ended).await;
        }
        // Time enough for a second error.
        tokio::time::sleep(Duration::from_millis(700)).await;
        for (index, case) in cases.iter().enumerate() {
            let told = told(&browser, index).await;
            let is_right = match &*told {
                [(what, _)] if what == "delivered" => true,
                [(what, more)] => !case.must_work && what == "error" && more.starts_with("browser: "),
                _ => false,
            };
            assert!(is_right, "{}: {told:?}", case.name);
        }
    }
}

/// Globals that pages replace or that the widget uses, and whether the widget works without them.
const GLOBALS: [(&str, bool); 42] = [
    ("URL", true),
    ("URLSearchParams", true),
    ("navigation", true),
    ("Window", true),
    ("Promise", false),
    ("JSON", false),
    ("Date", false),
    ("performance", true),
    ("PerformanceObserver", true),
    ("crypto", true),
    ("Event", true),
    ("CustomEvent", true),
    ("Map", true),
    ("Set", true),
    ("Symbol", true),
    ("Array", true),
    ("Object", false),
    ("Math", false),
    ("Reflect", true),
    ("Error", true),
    ("TypeError", true),
    ("String", true),
    ("Number", true),
    ("Request", true),
    ("Response", true),
    ("Element", true),
    ("HTMLElement", true),
    ("Node", true),
    ("EventTarget", true),
    ("TextDecoder", true),
    ("Uint8Array", true),
    ("DataView", true),
    ("queueMicrotask", true),
    ("requestIdleCallback", true),
    ("addEventListener", false),
    ("localStorage", true),
    ("trustedTypes", true),
    ("fetch", false),
    ("setTimeout", false),
    ("requestAnimationFrame", false),
    ("getComputedStyle", false),
    ("CSSStyleSheet", false),
];

/// One case for each global.
fn each_global(kind: &str, script: impl Fn(&str) -> String) -> Vec<Case> {
    let case = |(name, must_work): &(&str, bool)| Case {
        name: format!("{name} {kind}"),
        script: script(name),
        must_work: *must_work,
    };
    GLOBALS.iter().map(case).collect()
}

fn set(name: &str, value: &str) -> String {
    format!(
        "Object.defineProperty(window, '{name}', {{ value: {value}, writable: true, configurable: true }})"
    )
}

#[tokio::test]
async fn globals_may_be_nonsense() {
    expect_unharmed(each_global("is a number", |name| set(name, "42"))).await;
}

#[tokio::test]
async fn globals_may_be_functions_of_the_page() {
    expect_unharmed(each_global("is a function of the page", |name| set(name, "function () {}"))).await;
}

#[tokio::test]
async fn globals_may_be_missing() {
    expect_unharmed(each_global("is missing", |name| {
        format!("{}; delete window.{name}", set(name, "undefined"))
    }))
    .await;
}

/// Puts a function or object of the page's around each of these globals, as monitoring scripts do.
const WRAP: &str = "for (const name of ['fetch', 'setTimeout', 'setInterval', 'requestAnimationFrame', 'addEventListener', \
    'Promise', 'URL', 'Date', 'CustomEvent', 'Map', 'Set', 'Request', 'queueMicrotask', 'getComputedStyle']) { \
    const own = window[name]; \
    function Wrapped(...args) { return new.target ? new own(...args) : own.apply(this, args) } \
    Object.setPrototypeOf(Wrapped, own); Wrapped.prototype = own.prototype; window[name] = Wrapped } \
    for (const name of ['JSON', 'Math', 'Reflect']) { const own = window[name], around = {}; \
    for (const member of Object.getOwnPropertyNames(own)) \
      around[member] = typeof own[member] == 'function' ? (...args) => own[member](...args) : own[member]; \
    window[name] = around }";

const FREEZE: &str = "for (const name of ['Object', 'Array', 'Function', 'Promise', 'Map', 'Set', 'String', 'Date', 'RegExp', \
    'Error', 'Element', 'HTMLElement', 'Node', 'EventTarget', 'Event', 'CustomEvent', 'JSON', 'Math', 'Reflect']) { \
    Object.freeze(window[name].prototype); Object.freeze(window[name]) }";

#[tokio::test]
async fn globals_may_be_wrapped_and_frozen() {
    let string_fetch = "const own = fetch; window.fetch = async function (address, init) { \
        if (address.includes('/cart/add')) document.title = 'added'; return own.call(this, address, init) }";
    let then_only = "const Native = Promise; window.Promise = class { \
        constructor(run) { this.inner = new Native(run) } then(a, b) { return this.inner.then(a, b) } \
        static resolve(value) { return new this((resolve) => resolve(value)) } \
        static all(all) { return new this((a, b) => Native.all(all).then(a, b)) } }";
    let to_json = "Array.prototype.toJSON = Object.prototype.toJSON = function () { return 'text' }";
    expect_unharmed(vec![
        works("wrapped", WRAP),
        works("frozen", FREEZE),
        works("frozen once loaded", &format!("addEventListener('DOMContentLoaded', () => {{ {FREEZE} }})")),
        works("fetch takes texts alone", string_fetch),
        works("promises that are no native ones", then_only),
        works("toJSON on arrays", to_json),
        works("toJSON on all", &to_json.replace("Array.prototype", "Object.prototype")),
        works("remove needs a parent", "Element.prototype.remove = function () { this.parentNode.removeChild(this) }"),
        works("members of all objects", "Object.prototype.once = Object.prototype.extend = function () {}"),
        works("elements with names of globals", "addEventListener('DOMContentLoaded', () => document.body.insertAdjacentHTML(\
            'beforeend', '<a id=navigation></a><a id=navigation></a><a id=trustedTypes></a><a id=nachklang></a><a id=dataLayer></a>'))"),
        works("a variable with our name", "var nachklang = 7"),
        works("no AbortSignal.timeout", "delete AbortSignal.timeout"),
        works("no bind", "Function.prototype.bind = function () { throw new Error('bind') }"),
        works_or_says("timers that stand still", "const own = setTimeout; window.setTimeout = Object.assign(() => 1, { clock: {} })"),
    ])
    .await;
}

/// A library from Debian's packages, in the page itself.
fn debian_library(path: &str) -> String {
    let path = format!("/usr/share/javascript/{path}");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}: cargo xtask test installs it"))
}

/// The same from npm.
fn npm_library(path: &str) -> String {
    let path = xtask::root().join("tests/node_modules").join(path);
    let library = fs::read_to_string(&path);
    library.unwrap_or_else(|error| panic!("{}: {error}: npm ci in tests/", path.display()))
}

#[tokio::test]
async fn libraries_that_extend_the_language_do_no_harm() {
    // Old polyfills find nothing to add in today's browsers.
    let without_natives =
        "delete window.Promise; delete Array.from; delete Object.assign; delete String.prototype.includes;";
    let polyfill = |name: &str, path: &str| works(name, &format!("{without_natives}{}", npm_library(path)));
    expect_unharmed(vec![
        works("Prototype.js 1.7.3", &debian_library("prototype/prototype.js")),
        works("MooTools 1.4.5", &debian_library("mootools/mootools-core-nc.js")),
        works("zone.js", &npm_library("zone.js/bundles/zone.umd.js")),
        works("Datejs", &npm_library("datejs/lib/date.js")),
        polyfill("core-js", "core-js-bundle/minified.js"),
        polyfill("es6-shim", "es6-shim/es6-shim.js"),
    ])
    .await;
}

/// Features that are newer than the oldest browsers of README.md: the widget works without them. The oldest ones that it cannot go
/// without are in the table above.
#[tokio::test]
async fn newer_features_may_be_missing() {
    expect_unharmed(vec![
        works("popover", "delete HTMLElement.prototype.popover; delete HTMLElement.prototype.showPopover"),
        works(
            "light-dark()",
            "const own = CSSStyleSheet.prototype.replaceSync; CSSStyleSheet.prototype.replaceSync = \
            function (text) { return own.call(this, text.replace(/light-dark\\(/g, 'unknown(')) }",
        ),
        works("checkVisibility", "delete Element.prototype.checkVisibility"),
        works("navigation", "delete window.navigation"),
        works("locks", "delete Navigator.prototype.locks"),
        works("withResolvers", "delete Promise.withResolvers; delete Promise.try"),
        works(
            "iterator helpers",
            "delete Array.prototype.toSorted; delete Array.fromAsync; delete Object.groupBy",
        ),
        works("sets", "delete Set.prototype.union"),
        works("scheduler", "delete window.scheduler; delete window.requestIdleCallback"),
        works("connection", "delete Navigator.prototype.connection"),
    ])
    .await;
}

#[tokio::test]
async fn without_light_dark_the_card_is_light() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let script = "<script>const own = CSSStyleSheet.prototype.replaceSync; CSSStyleSheet.prototype.replaceSync = \
        function (text) { return own.call(this, text.replace(/light-dark\\(/g, 'unknown(')) }</script>";
    let page = Page::new(&collector).head(script).head(&tag(&collector, r##"data-accent="#0a7d5c""##));
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
    let surface = browser.widget("getComputedStyle($('.card')).backgroundColor").await;
    assert_eq!(surface, "rgb(255, 255, 255)");
    let accent = browser.widget("getComputedStyle($('.root')).getPropertyValue('--accent')").await;
    assert_eq!(accent, "rgb(10 125 92)");
}

#[tokio::test]
async fn code_without_its_tag_says_so_once() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let module = format!("<script type=module>import '{}/nachklang.js'</script>", collector.origin);
    browser.open(&Shop::with(Page::new(&collector).head(&module)).await.origin).await;
    assert_eq!(browser.event("error").await["reason"], "settings");
    browser.run("nachklang('show', 'nps')").await;
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!(browser.recorded("events").await.len(), 1);
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert!(!browser.shows_widget().await);
}

#[tokio::test]
async fn code_that_an_optimiser_has_inlined_works() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let inlined = format!(
        "<script>fetch('{0}/nachklang.js').then((file) => file.text()).then((code) => {{ \
         const script = document.createElement('script'); script.text = code; Object.assign(script.dataset, \
         {{ src: '{0}/nachklang.js', endpoint: '{0}/v1/responses', site: 'shop.example', survey: 'nps' }}); \
         document.head.append(script) }})</script>",
        collector.origin
    );
    browser.open(&Shop::with(Page::new(&collector).head(&inlined)).await.origin).await;
    collector.response("shown").await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn a_policy_that_forbids_ours_is_reported() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    if browser.run("return !window.trustedTypes").await == true {
        return;
    }
    let page = Page::new(&collector).head(&tag(&collector, ""));
    let shop = Shop::with(page.policy("require-trusted-types-for 'script'; trusted-types shop")).await;
    browser.open(&shop.origin).await;
    assert_eq!(browser.event("error").await["reason"], "browser");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

/// A device on which a page with such a `toJSON` has stored what it knows is asked on the next page.
#[tokio::test]
async fn arrays_are_stored_as_arrays() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let script = "<script>Array.prototype.toJSON = function () { return 'text' }</script>";
    let page = Page::new(&collector).body(script).body(&tag(&collector, ""));
    browser.open(&Shop::with(page).await.origin).await;
    collector.response("shown").await;
    browser.run("delete Array.prototype.toJSON").await;
    let are_arrays = "const { trail, orders, sent } = JSON.parse(localStorage.nachklang); return [trail, orders, sent].map(Array.isArray)";
    assert_eq!(browser.run(are_arrays).await, json!([true, true, true]));
}
