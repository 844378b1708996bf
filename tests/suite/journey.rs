//! The journey to a survey, and the web vitals of the page.

use std::time::Duration;

use nachklang_tests::{Browser, Collector, Engine, Page, Shop, only_in, survey_file, wait_for};
use serde_json::{Value, json};

/// A few of the loader's checks of the page.
const LOADER_CHECK: Duration = Duration::from_millis(1300);

/// A shop whose pages show no survey by themselves.
async fn shop(collector: &Collector, head: &str) -> Shop {
    Shop::with(Page::with_tag(collector, "").head(head)).await
}

/// Shows a survey by a call, and returns the stored response.
async fn shown(browser: &Browser, collector: &Collector) -> Value {
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    collector.response("shown").await
}

/// The keys of a stored trail.
fn keys(stored: &Value) -> Vec<&str> {
    let trail = stored["journey"]["trail"].as_array().expect("a trail");
    trail.iter().map(|step| step["key"].as_str().expect("a key")).collect()
}

/// Waits until the page is at this path.
async fn wait_for_path(browser: &Browser, path: &str) {
    let there = "return document.readyState == 'complete' && location.pathname";
    let ask = async || (browser.run(there).await == path).then_some(());
    wait_for(&format!("the page {path}"), ask).await;
}

#[tokio::test]
async fn a_campaign_is_the_first_touch_and_every_page_a_step() {
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    let browser = Browser::start().await;
    for path in [
        "/?utm_source=Newsletter&utm_medium=email&utm_campaign=autumn&customer=4711",
        "/mugs/?utm_source=other",
        "/mugs/red#top",
    ] {
        browser.open(&format!("{}{path}", shop.origin)).await;
        tokio::time::sleep(Duration::from_secs(2)).await;
    }
    let stored = shown(&browser, &collector).await;
    let journey = &stored["journey"];
    assert_eq!(
        journey["first_touch"],
        json!({ "channel": "email", "ownership": "owned", "source": "newsletter", "campaign": "autumn" })
    );
    assert_eq!(keys(&stored), ["page", "page.mugs", "page.mugs.red"]);
    let seconds = |index: usize| journey["trail"][index]["seconds"].as_u64();
    for index in [0, 1] {
        assert!(seconds(index).is_some_and(|seconds| (1..60).contains(&seconds)), "{journey}");
    }
    assert_eq!(seconds(2), None);
    assert_eq!(journey["visits"], 1);
    assert_eq!(stored["customer"]["visitor"], "new");
    let kept = browser.run("return localStorage.nachklang").await;
    assert!(!kept.as_str().unwrap().contains("4711"), "of the address only campaigns are kept: {kept}");
}

#[tokio::test]
async fn a_page_with_a_link_is_the_first_touch() {
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    let link = format!("<a id=link href='{}/mugs'>Nice mugs</a>", shop.origin);
    let blog = Shop::with(Page::new(&collector).replace_body(&link)).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/post?secret=1", blog.origin.replace("localhost", "127.0.0.1"))).await;
    browser.click_on_page("#link").await;
    wait_for_path(&browser, "/mugs").await;
    browser.open(&format!("{}/cart", shop.origin)).await;
    let stored = shown(&browser, &collector).await;
    assert_eq!(
        stored["journey"]["first_touch"],
        json!({ "channel": "referral", "ownership": "earned", "source": "127.0.0.1", "referrer_host": "127.0.0.1" })
    );
    assert_eq!(keys(&stored), ["page.mugs", "page.cart"]);
}

#[tokio::test]
async fn a_new_visit_begins_after_half_an_hour() {
    let browser = Browser::start().await;
    for (minutes, visits, visitor, trail) in
        [(29, 1, "new", &["cart", "page.mugs"][..]), (31, 2, "returning", &["page.mugs"])]
    {
        let kept = format!(
            "<script>localStorage.nachklang = JSON.stringify({{ first: [['utm_source=google', 'gclid=1'], ''], start: 7, \
             visits: 1, orders: [Date.now() - 864e5 * 5], trail: [['cart', Date.now() - {minutes} * 6e4]] }})</script>"
        );
        let collector = Collector::start();
        let shop = shop(&collector, &kept).await;
        browser.open(&format!("{}/mugs", shop.origin)).await;
        let stored = shown(&browser, &collector).await;
        let journey = &stored["journey"];
        assert_eq!(journey["visits"], visits, "after {minutes} minutes");
        assert_eq!(stored["customer"]["visitor"], visitor);
        assert_eq!(keys(&stored), trail);
        assert_eq!(journey["orders"], 1);
        assert_eq!(journey["days_since_order"], 5);
        assert_eq!(journey["first_touch"]["channel"], "paid-search");
    }
}

#[tokio::test]
async fn every_page_of_a_single_page_shop_is_a_step() {
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    for act in [
        "",
        "history.pushState({}, '', '/mugs/red')",
        "history.pushState({}, '', '?size=xl')",
        "history.pushState({}, '', '#reviews')",
        "history.replaceState({}, '', '/mugs/blue')",
        "history.go(-3)",
        "history.forward()",
    ] {
        browser.run(act).await;
        tokio::time::sleep(LOADER_CHECK).await;
    }
    let stored = shown(&browser, &collector).await;
    assert_eq!(keys(&stored), ["page.mugs", "page.mugs.red", "page.mugs.blue", "page.mugs", "page.mugs.red"]);
}

#[tokio::test]
async fn quick_steps_in_a_single_page_shop_are_not_missed() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    if browser.run("return !window.navigation").await == true {
        // From then on, the loader checks the page twice a second.
        return;
    }
    browser.run("nachklang('event', 'looked')").await;
    let quick = "const step = () => new Promise((then) => setTimeout(then, 60)); (async () => { \
                 for (const path of ['/cart', '/checkout', '/mugs']) { history.pushState({}, '', path); await step() } \
                 history.back(); done() })()";
    browser.run_until_done(quick, Vec::new()).await;
    tokio::time::sleep(LOADER_CHECK).await;
    let stored = shown(&browser, &collector).await;
    assert_eq!(keys(&stored), ["page.mugs", "page.cart", "page.checkout", "page.mugs", "page.checkout"]);
}

#[tokio::test]
async fn a_page_from_the_back_forward_cache_is_a_step() {
    let collector = Collector::start();
    let script = "<script>addEventListener('pageshow', (e) => window.isRestored = e.persisted)</script>";
    let shop = shop(&collector, script).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    tokio::time::sleep(LOADER_CHECK).await;
    // The link is the page's own: what a driver opens may start anew.
    browser.click_on_page("a").await;
    wait_for_path(&browser, "/other").await;
    tokio::time::sleep(LOADER_CHECK).await;
    browser.run("history.back()").await;
    wait_for_path(&browser, "/mugs").await;
    tokio::time::sleep(LOADER_CHECK).await;
    let is_restored = browser.run("return window.isRestored").await;
    let stored = shown(&browser, &collector).await;
    assert_eq!(keys(&stored), ["page.mugs", "page.other", "page.mugs"]);
    assert_eq!(stored["journey"]["visits"], 1);
    if Browser::engine() == Engine::Chromium {
        assert_eq!(is_restored, true, "the page was not loaded anew");
    }
}

#[tokio::test]
async fn a_prerendered_page_does_nothing_before_it_is_visible() {
    if !only_in(&[Engine::Chromium], "only Chromium loads pages ahead") {
        return;
    }
    let collector = Collector::start();
    let ahead = r#"<script>if (location.pathname == "/mugs") {
          const rules = document.createElement("script");
          rules.type = "speculationrules";
          rules.textContent = JSON.stringify({ prerender: [{ urls: ["/other"], eagerness: "immediate" }] });
          document.head.append(rules);
        } else {
          window.wasAhead = document.prerendering;
        }</script>"#;
    let survey = json!({ "touchpoints": ["page.other"], "questions": [{ "kind": "nps" }] });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(ahead);
    let shop = Shop::with_surveys(page, &survey_file(&[survey])).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    let kept = browser.run("return JSON.parse(localStorage.nachklang).trail.map(([key]) => key)").await;
    assert_eq!(kept, json!(["page/mugs"]));
    assert_eq!(collector.responses().len(), 0);
    browser.click_on_page("a").await;
    wait_for_path(&browser, "/other").await;
    assert_eq!(browser.run("return wasAhead").await, true, "the page was loaded ahead");
    browser.question().await;
    let early = "const seen = performance.getEntriesByType('navigation')[0].activationStart; \
                 return performance.getEntriesByType('resource').filter((e) => /surveys|wasm|glue/.test(e.name) && e.startTime < seen).length";
    assert_eq!(browser.run(early).await, 0);
    let stored = collector.response("shown").await;
    assert_eq!(keys(&stored), ["page.mugs", "page.other"]);
    // Times start when the page becomes visible.
    let lcp = stored["page"]["lcp"].as_f64().expect("a largest paint");
    assert!(lcp < 2500.0, "{lcp}");
}

#[tokio::test]
async fn tabs_share_their_visit_and_their_trail() {
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    tokio::time::sleep(LOADER_CHECK).await;
    browser.new_tab().await;
    browser.open(&format!("{}/cart", shop.origin)).await;
    tokio::time::sleep(LOADER_CHECK).await;
    browser.switch_to_tab(0).await;
    browser.run("history.pushState({}, '', '/help')").await;
    tokio::time::sleep(LOADER_CHECK).await;
    // In a tab that the browser leaves in the background nothing comes to rest.
    browser.run("nachklang('show', 'nps')").await;
    let stored = collector.response("shown").await;
    assert_eq!(keys(&stored), ["page.mugs", "page.cart", "page.help"]);
    assert_eq!(stored["journey"]["visits"], 1);
    // What was shown in one tab is not shown in the other.
    browser.switch_to_tab(1).await;
    let kept = browser.run("return Object.keys(JSON.parse(localStorage.nachklang))").await;
    assert!(kept.as_array().unwrap().contains(&json!("sent")), "{kept}");
}

#[tokio::test]
async fn an_event_while_the_page_unloads_is_a_step() {
    let browser = Browser::start().await;
    for out in ["location.href = '/cart'", "location.replace('/cart')", "document.querySelector('a').click()"]
    {
        let collector = Collector::start();
        let shop = shop(&collector, "<script>dataLayer = []</script>").await;
        browser.open(&format!("{}/mugs", shop.origin)).await;
        browser.run("nachklang('event', 'looked')").await;
        // A path that is left at once does not count.
        tokio::time::sleep(LOADER_CHECK).await;
        browser.run(&format!("dataLayer.push({{ event: 'add_to_cart' }}); {out}")).await;
        let path = if out.contains("cart") { "/cart" } else { "/other" };
        wait_for_path(&browser, path).await;
        let stored = shown(&browser, &collector).await;
        assert_eq!(keys(&stored), ["page.mugs", "cart.add", &format!("page.{}", &path[1..])], "{out}");
    }
}

#[tokio::test]
async fn the_journey_patches_nothing_of_the_page() {
    let collector = Collector::start();
    let originals = "<script>dataLayer = []; const named = () => ({ pushState: history.pushState, \
        replaceState: history.replaceState, fetch, open: XMLHttpRequest.prototype.open, send: XMLHttpRequest.prototype.send, \
        push: dataLayer.push, add: addEventListener, addToTarget: EventTarget.prototype.addEventListener, \
        remove: EventTarget.prototype.removeEventListener, beacon: navigator.sendBeacon, setTimeout, setInterval, \
        error: console.error, onerror, onpopstate, onpagehide, onbeforeunload, \
        attach: Element.prototype.attachShadow, click: HTMLElement.prototype.click, json: JSON.stringify, \
        store: Storage.prototype.setItem, array: Array.prototype.push }); \
        const originals = named(); const names = new Set([...Object.getOwnPropertyNames(window), 'changed', 'ret_nodes']); \
        window.changed = () => { const now = named(); \
        return Object.keys(now).filter((name) => now[name] !== originals[name]) \
        .concat(Object.getOwnPropertyNames(dataLayer).filter((name) => isNaN(name) && name != 'length')) \
        .concat(Object.getOwnPropertyNames(window).filter((name) => !names.has(name))) }</script>";
    let shop = shop(&collector, originals).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    let changed = "return changed()";
    tokio::time::sleep(LOADER_CHECK).await;
    assert_eq!(browser.run(changed).await, json!(["nachklang"]));
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
    browser.click("[value='9']").await;
    browser.click(".send").await;
    browser.event("completed").await;
    assert_eq!(browser.run(changed).await, json!(["nachklang"]));
}

#[tokio::test]
async fn the_web_vitals_of_the_page_are_stored() {
    let collector = Collector::start();
    // Something moves by itself, and three things go wrong.
    let body = "<script>addEventListener('load', () => setTimeout(() => { const banner = document.createElement('div'); \
                banner.style.height = '300px'; document.body.prepend(banner); \
                setTimeout(() => { throw new Error('the first') }); setTimeout(() => { throw new Error('the second') }); \
                Promise.reject(new Error('the third')) }, 500))</script><p style='font-size: 40px'>Red mugs, blue mugs, mugs of every colour there is</p>";
    let shop = Shop::with(Page::with_tag(&collector, "").body(body)).await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    tokio::time::sleep(Duration::from_secs(2)).await;
    let page = &shown(&browser, &collector).await["page"];
    assert_eq!(page["errors"], 3);
    if Browser::engine() == Engine::Chromium {
        assert!(page["lcp"].as_f64().is_some_and(|lcp| lcp > 0.0), "{page}");
        assert!(page["cls"].as_f64().is_some_and(|cls| cls > 0.01), "{page}");
    }
}

#[tokio::test]
async fn an_undisturbed_page_has_good_web_vitals() {
    let collector = Collector::start();
    let shop = shop(&collector, "").await;
    let browser = Browser::start().await;
    browser.open(&shop.origin).await;
    let page = &shown(&browser, &collector).await["page"];
    assert_eq!(page["errors"], 0);
    if Browser::engine() == Engine::Chromium {
        assert_eq!(page["cls"], 0.0);
    }
}
