//! Routers: what ends with a page, and what stays where one puts another page into the place of this one.

use std::fs;

use nachklang_tests::{Browser, Collector, Engine, Page, Shop, only_in, survey_file, wait_for};
use serde_json::{Value, json};

/// The touchpoint that the loader has noted, after it has looked at the page.
async fn touchpoint(browser: &Browser) -> Value {
    browser.run("nachklang('event', 'looked'); return nachklang.page.touchpointKey").await
}

/// Waits until the loader has begun to look at the page.
async fn wait_until_loaded(browser: &Browser) {
    let is_loaded = async || (browser.run("return !!nachklang.page?.loadedAt").await == true).then_some(());
    wait_for("the loader", is_loaded).await;
}

#[tokio::test]
async fn another_page_ends_what_was_said_of_this_one() {
    let collector = Collector::start();
    let page = Page::with_tag(&collector, "").head("<script>dataLayer = []</script>");
    let shop = Shop::with(page).await;
    let browser = Browser::start().await;
    let tells_replaced = "window.navigation ? 'cart' : undefined";
    for (go, expected) in [
        ("history.pushState({}, '', '/help')", "'page/help'"),
        ("location.hash = '#/help'", "'page/cart'"),
        ("location.hash = '#!/help/returns'", "'page/cart'"),
        ("history.pushState({}, '', '?route=help/returns')", "'page/cart'"),
        ("history.pushState({}, '', '?lang=en&page=help')", "'page/cart'"),
        // These are the same page.
        ("history.pushState({}, '', '?variant=3')", "'cart'"),
        ("history.pushState({}, '', '?page=2')", "'cart'"),
        ("location.hash = '#reviews'", "'cart'"),
        ("history.replaceState({}, '', '/thank-you')", tells_replaced),
        ("history.replaceState({}, '', '?')", "'cart'"),
    ] {
        browser.open(&format!("{}/cart", shop.origin)).await;
        wait_until_loaded(&browser).await;
        browser.run("dataLayer.push({ event: 'view_cart' })").await;
        assert_eq!(touchpoint(&browser).await, "cart");
        browser.run(go).await;
        let found = touchpoint(&browser).await;
        let expected = browser.run(&format!("return {expected}")).await;
        assert!(expected.is_null() || found == expected, "{go}: {found}, expected {expected}");
    }
}

#[tokio::test]
async fn one_page_is_one_step_whatever_the_survey_file_calls_it() {
    let collector = Collector::start();
    let file = json!({ "format": 1, "touchpoints": [{ "key": "help.sizes", "paths": ["/sizes"] }],
        "surveys": [{ "key": "asked", "trigger": { "call": true }, "questions": [{ "kind": "nps" }] }] });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
    let shop = Shop::with_surveys(page, &file.to_string()).await;
    let browser = Browser::start().await;
    browser.open(&format!("{}/mugs", shop.origin)).await;
    wait_until_loaded(&browser).await;
    browser.open(&format!("{}/sizes", shop.origin)).await;
    let trail = "return JSON.parse(localStorage.nachklang).trail.map(([key]) => key)";
    let ask = async || Some(browser.run(trail).await).filter(|trail| trail[1] == "help.sizes");
    assert_eq!(wait_for("the name of the page", ask).await, json!(["page/mugs", "help.sizes"]));
}

/// A script of a package of npm's.
fn script(path: &str) -> String {
    let path = xtask::root().join("tests/node_modules").join(path);
    let script = fs::read_to_string(&path);
    script.unwrap_or_else(|error| panic!("{}: {error}: npm ci in tests/", path.display()))
}

/// A page whose tag stands in the body and names the page. It is written by a script, which a router runs again on each page.
fn page_with_tag_in_body(collector: &Collector) -> Page {
    let tag = format!(
        "<script>(() => {{ const tag = document.createElement('script'); tag.src = '{0}/nachklang.js'; \
         const touchpoint = location.pathname.slice(1) || 'home'; \
         Object.assign(tag.dataset, {{ endpoint: '{0}/v1/responses', site: 'shop.example', touchpoint }}); \
         document.currentScript.replaceWith(tag) }})()</script>",
        collector.origin
    );
    Page::new(collector).body(&tag)
}

/// Answers the survey that the page asked for, after a router has gone to another page, where another tag stands.
async fn expect_that_the_card_stays(browser: &Browser, collector: &Collector, go: &str) {
    wait_until_loaded(browser).await;
    browser.run("nachklang('show', 'csat')").await;
    browser.wait_for_heading("How satisfied").await;
    browser.click("input[value='4']").await;
    collector.response("partial").await;
    browser.run(go).await;
    let has_gone = async || {
        let noted = browser.run("return [location.pathname, nachklang.page.touchpointKey]").await;
        (noted[0] == "/other" && noted[1] != "home").then_some(noted[1].clone())
    };
    assert_eq!(
        wait_for("the other page", has_gone).await,
        "other",
        "the attributes of the new tag count: {go}"
    );
    assert_eq!(browser.widget("$(':checked').value").await, "4", "{go}");
    browser.click(".send").await;
    browser.wait_for_heading("Thank you!").await;
    let stored = collector.response("complete").await;
    assert_eq!(stored["touchpoint"]["key"], "home", "where it was asked");
    assert_eq!(browser.recorded("uncaught").await, [""; 0], "{go}");
    assert_eq!(browser.recorded("console").await, [""; 0], "{go}");
}

#[tokio::test]
async fn a_card_stays_when_turbo_swaps_the_body() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let turbo = script("@hotwired/turbo/dist/turbo.es2017-umd.js");
    let page = page_with_tag_in_body(&collector).head(&format!("<script>{turbo}</script>"));
    browser.open(&Shop::with(page).await.origin).await;
    expect_that_the_card_stays(&browser, &collector, "Turbo.visit('/other')").await;
}

#[tokio::test]
async fn a_card_stays_when_htmx_swaps_the_body() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let htmx = script("htmx.org/dist/htmx.min.js");
    let page = page_with_tag_in_body(&collector)
        .head(&format!("<script>{htmx}</script>"))
        .body_attributes("hx-boost=true");
    browser.open(&Shop::with(page).await.origin).await;
    expect_that_the_card_stays(&browser, &collector, "document.querySelector('a').click()").await;
}

#[tokio::test]
async fn a_card_stays_however_a_router_swaps_the_body() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    for position in ["bottom-right", "center"] {
        let attributes = format!(r#"data-survey="csat" data-position="{position}""#);
        let shop = Shop::with(Page::with_tag(&collector, &attributes)).await;
        browser.open(&shop.origin).await;
        browser.wait_for_heading("How satisfied").await;
        browser.event("shown").await;
        for swap in [
            "document.body.replaceWith(body)",
            "document.body = body",
            "document.body.innerHTML = body.innerHTML",
            "document.body.replaceChildren(...body.childNodes)",
            "(document.startViewTransition || ((swap) => swap())).call(document, () => document.body.replaceWith(body))",
        ] {
            browser
                .run(&format!(
                    "const body = document.createElement('body'); body.innerHTML = '<main class=next><h1>Next</h1></main>'; {swap}"
                ))
                .await;
            let is_back = "return document.querySelector('main').className == 'next' \
                           && !!document.querySelector('body > nachklang-widget')";
            wait_for(swap, async || (browser.run(is_back).await == true).then_some(())).await;
            browser.question().await;
        }
        let is_modal = browser.widget("!!$('dialog:modal')").await;
        assert_eq!(is_modal, position == "center");
        browser.click("input[value='5']").await;
        browser.click(".send").await;
        browser.wait_for_heading("Thank you!").await;
        browser.run("localStorage.clear()").await;
    }
}

#[tokio::test]
async fn an_element_in_a_shadow_root_asks() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let shop = Shop::with(Page::with_tag(&collector, "").body("<my-product></my-product>")).await;
    browser.open(&shop.origin).await;
    wait_until_loaded(&browser).await;
    browser
        .run(
            "window.inner = document.querySelector('my-product').attachShadow({ mode: 'closed' }); \
             inner.innerHTML = '<nachklang-survey survey=csat></nachklang-survey>'",
        )
        .await;
    let shown = "return inner.firstChild.shadowRoot?.querySelector('.card').checkVisibility() && inner.firstChild.childElementCount";
    wait_for("the survey", async || (browser.run(shown).await == 0).then_some(())).await;
    browser.run("inner.firstChild.shadowRoot.querySelector(\"[value='4']\").click()").await;
    assert_eq!(collector.response("partial").await["survey"], "csat");
}

#[tokio::test]
async fn elements_leave_nothing_behind() {
    let (browser, collector) = (Browser::start().await, Collector::start());
    let shop = Shop::with(Page::with_tag(&collector, "")).await;
    browser.open(&shop.origin).await;
    wait_until_loaded(&browser).await;
    let count = 100;
    let add = format!(
        "window.refs = []; for (let i = 0; i < {count}; i++) {{ const element = document.createElement('nachklang-survey'); \
         element.setAttribute('survey', 'csat'); document.querySelector('main').append(element); refs.push(new WeakRef(element)) }}"
    );
    browser.run(&add).await;
    let shown = "return refs.filter((ref) => ref.deref()?.shadowRoot?.querySelector('.card')).length";
    wait_for("all surveys", async || (browser.run(shown).await == count).then_some(())).await;
    browser.run("refs.forEach((ref) => document.querySelector('h1').after(ref.deref()))").await;
    assert_eq!(browser.run(shown).await, count, "who is moved keeps the survey");
    wait_for("all responses", async || (collector.responses().len() == count).then_some(())).await;
    browser.run("refs.forEach((ref) => ref.deref().remove())").await;
    let released = "return [nachklang.page.elements.size, refs.filter((ref) => ref.deref()?.shadowRoot.querySelector('.card')).length]";
    wait_for("all to go", async || (browser.run(released).await == json!([0, 0])).then_some(())).await;
    // One that comes back asks again.
    browser.run("document.querySelector('main').append(refs[0].deref() || document.createElement('nachklang-survey'))").await;
    if Browser::engine() == Engine::Chromium {
        browser.run("document.querySelector('main').replaceChildren()").await;
        let kept = async || {
            browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
            (browser.run("return refs.filter((ref) => ref.deref()).length").await.as_u64() <= Some(1))
                .then_some(())
        };
        wait_for("the elements to be freed", kept).await;
    }
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn a_card_that_was_closed_or_rated_is_freed() {
    if !only_in(&[Engine::Chromium], "only Chromium's driver collects garbage") {
        return;
    }
    let (browser, collector) = (Browser::start().await, Collector::start());
    let watch = "<script>refs = []; new MutationObserver((records) => records.forEach(({ addedNodes }) => addedNodes.forEach((node) => \
                 { if (node.localName == 'nachklang-widget') refs.push(new WeakRef(node)) })))\
                 .observe(document, { childList: true, subtree: true })</script>";
    let surveys = survey_file(&[
        json!({ "trigger": { "call": true }, "questions": [{ "kind": "csat", "comment": false }] }),
    ]);
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(watch);
    browser.open(&Shop::with_surveys(page, &surveys).await.origin).await;
    wait_until_loaded(&browser).await;
    let end = [".close", "input[value='4']"];
    for round in 0..6 {
        browser.run("nachklang('show', 'asked')").await;
        browser.question().await;
        browser.click(end[round % 2]).await;
        if round % 2 == 1 {
            browser.wait_for_heading("Thank you!").await;
            browser.click(".close").await;
        }
        browser.wait_until_gone().await;
    }
    let freed = async || {
        browser.devtools("HeapProfiler.collectGarbage", json!({})).await;
        (browser.run("return refs.length == 6 && refs.filter((ref) => ref.deref()).length").await.as_u64()
            <= Some(1))
        .then_some(())
    };
    wait_for("the cards to be freed", freed).await;
}
