//! What a survey waits for: each trigger of a survey file, and that nothing is asked before it has come.

use std::time::Duration;

use nachklang_tests::{
    Browser, Collector, Device, Engine, Page, Scheme, Shop, only_in, survey_file, wait_for,
};
use serde_json::{Value, json};

/// A few of the loader's looks at the page.
const LOOKS: Duration = Duration::from_millis(1600);

/// A survey that waits for this.
fn waiting_for(trigger: &Value) -> Value {
    json!({ "key": "asked", "trigger": trigger, "questions": [{ "kind": "nps" }] })
}

/// Starts a shop that asks these surveys on a page with this body.
async fn shop(collector: &Collector, surveys: &[Value], body: &str) -> Shop {
    let page = Page::with_tag(collector, r#"data-survey="/surveys.json""#).body(body);
    Shop::with_surveys(page, &survey_file(surveys)).await
}

/// Waits until what watches for the rarer triggers has come, and has looked at the page.
async fn is_watched(browser: &Browser) {
    let come = "return performance.getEntriesByType('resource').some((e) => /glue.*js$/.test(e.name) && e.responseEnd)";
    wait_for("the glue to come", async || (browser.run(come).await == true).then_some(())).await;
    tokio::time::sleep(LOOKS).await;
}

/// Expects that a survey with this trigger is not asked before the page has done this, but then.
async fn wakes(trigger: Value, body: &str, act: &str) {
    let browser = Browser::start().await;
    wakes_in(&browser, &trigger, body, "", act).await;
}

/// The same in this browser; `in_vain` changes nothing.
async fn wakes_in(browser: &Browser, trigger: &Value, body: &str, in_vain: &str, act: &str) {
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(trigger)], body).await;
    browser.open(&shop.origin).await;
    is_watched(browser).await;
    browser.run(in_vain).await;
    tokio::time::sleep(LOOKS).await;
    assert!(!browser.shows_widget().await, "{trigger} has not come by {in_vain:?}");
    browser.run(act).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, last(trigger), "{act}");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

/// What a trigger names last.
fn last(trigger: &Value) -> Value {
    trigger.as_object().unwrap().keys().next_back().unwrap().as_str().into()
}

async fn woken_by(collector: &Collector) -> Value {
    collector.response("shown").await["touchpoint"]["woken_by"].clone()
}

/// When the widget said so, in milliseconds since the page was opened.
async fn shown_at(browser: &Browser) -> f64 {
    let ask = async || {
        let events = browser.recorded("events").await;
        events.iter().find(|event| event["name"] == "shown").and_then(|event| event["at"].as_f64())
    };
    wait_for("the survey to be shown", ask).await
}

#[tokio::test]
async fn a_time_is_waited_for() {
    let browser = Browser::start().await;
    for trigger in [json!({ "load": 2 }), json!({ "stay": 2 }), json!({ "idle": 2 })] {
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&trigger)], "").await;
        browser.open(&shop.origin).await;
        let shown = shown_at(&browser).await;
        assert!(shown >= 2000.0, "{trigger} after {shown} ms");
        assert_eq!(woken_by(&collector).await, last(&trigger));
    }
}

#[tokio::test]
async fn who_does_something_is_not_idle() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(&json!({ "idle": 3 }))], "").await;
    browser.open(&shop.origin).await;
    is_watched(&browser).await;
    let act = "window.acting = setInterval(() => dispatchEvent(new PointerEvent('pointermove')), 200)";
    browser.run(act).await;
    tokio::time::sleep(Duration::from_secs(4)).await;
    assert!(!browser.shows_widget().await);
    browser.run("clearInterval(acting)").await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "idle");
}

/// What connections say of themselves.
const FAST: &str = "{ effectiveType: '4g', saveData: false }";
const SLOW: [&str; 3] =
    ["{ effectiveType: '3g', saveData: false }", "{ effectiveType: '4g', saveData: true }", "undefined"];

/// Expects that these files of the widget come while this survey waits, over a connection that says that of itself.
async fn fetches_ahead(browser: &Browser, connection: &str, survey: &Value, files: &[&str]) {
    let collector = Collector::start();
    let surveys = survey_file(std::slice::from_ref(survey));
    let says =
        format!("<script>Object.defineProperty(navigator, 'connection', {{ value: {connection} }})</script>");
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(&says);
    let shop = Shop::with_surveys(page, &surveys).await;
    browser.open(&shop.origin).await;
    tokio::time::sleep(LOOKS).await;
    assert!(!browser.shows_widget().await);
    let names = "return performance.getEntriesByType('resource').filter((e) => e.responseEnd).map((e) => \
        e.name.replace(/.*\\/(.*)\\.\\w+\\./, '$1.')).filter((name) => /^(glue|program|deferred|en)\\./.test(name)).sort()";
    let have_come = async || (browser.run(names).await == json!(files)).then_some(());
    wait_for(&format!("{files:?} for {survey} by {connection}"), have_come).await;
    browser.run("nachklang('show')").await;
    browser.question().await;
    assert_eq!(browser.recorded("console").await, [""; 0]);
}

#[tokio::test]
async fn what_a_survey_takes_that_waits_is_fetched_ahead() {
    let browser = Browser::start().await;
    let exit = waiting_for(&json!({ "exit": true }));
    fetches_ahead(&browser, FAST, &exit, &["en.json", "glue.js", "program.wasm"]).await;
    for slow in SLOW {
        fetches_ahead(&browser, slow, &exit, &["glue.js"]).await;
    }
    for on_another_day in [json!({ "order": 14 }), json!({ "call": true })] {
        fetches_ahead(&browser, FAST, &waiting_for(&on_another_day), &["glue.js"]).await;
    }
}

#[tokio::test]
async fn what_is_likely_due_at_the_next_touchpoint_is_fetched_ahead() {
    let browser = Browser::start().await;
    let likely = |ahead: &str| {
        let mut survey = waiting_for(&json!({ "load": 0 }));
        survey["touchpoints"] = json!(["order.confirmation"]);
        survey["prefetch_at"] = json!(["cart", ahead]);
        survey
    };
    fetches_ahead(&browser, FAST, &likely("page"), &["en.json", "glue.js", "program.wasm"]).await;
    for slow in SLOW {
        fetches_ahead(&browser, slow, &likely("page"), &[]).await;
    }
    fetches_ahead(&browser, FAST, &likely("checkout"), &[]).await;
    // Files from before the field was renamed are read as well.
    let mut old = likely("page");
    let at = old.as_object_mut().unwrap().remove("prefetch_at").unwrap();
    old["ahead"] = at;
    fetches_ahead(&browser, FAST, &old, &["en.json", "glue.js", "program.wasm"]).await;
}

const LONG: &str = "<div style='height: 5000px'>Much to read</div>";

#[tokio::test]
async fn a_depth_of_the_page_is_waited_for() {
    let browser = Browser::start().await;
    let trigger = json!({ "scroll": 60 });
    wakes_in(&browser, &trigger, LONG, "scrollTo(0, 500)", "scrollTo(0, 3500)").await;
}

#[tokio::test]
async fn a_page_that_is_seen_as_a_whole_is_read_to_its_end() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(&json!({ "scroll": 100 }))], "").await;
    browser.open(&shop.origin).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "scroll");
}

/// What browsers tell of a pointer that leaves an element.
fn out(properties: &str) -> String {
    format!("document.body.dispatchEvent(new MouseEvent('mouseout', {{ bubbles: true, {properties} }}));")
}

#[tokio::test]
async fn a_pointer_that_leaves_upwards_is_waited_for() {
    let browser = Browser::start().await;
    // Over another element, and downwards.
    let in_vain = out("clientY: 0, relatedTarget: document.body") + &out("clientY: 800");
    wakes_in(&browser, &json!({ "exit": true }), "", &in_vain, &out("clientY: -2")).await;
}

/// A phone on a page that waits for the shopper to leave.
async fn phone() -> (Browser, Collector) {
    let browser = Browser::on(Device::Phone, Scheme::Light).await;
    let collector = Collector::start();
    let shop = shop(&collector, &[waiting_for(&json!({ "exit": true }))], LONG).await;
    browser.open(&shop.origin).await;
    is_watched(&browser).await;
    assert_eq!(browser.run("return matchMedia('(hover: none)').matches").await, true, "it has no pointer");
    (browser, collector)
}

const NO_TOUCH: &str = "this engine cannot be told that nothing hovers";

#[tokio::test]
async fn on_a_phone_a_quick_way_up_is_a_way_out() {
    if !only_in(&[Engine::Chromium], NO_TOUCH) {
        return;
    }
    let (browser, collector) = phone().await;
    let scroll = "const [ways] = arguments; const step = async () => { for (const top of ways) { scrollTo(0, top); \
                  await new Promise(requestAnimationFrame) } done() }; step()";
    browser.run_until_done(scroll, vec![json!([1000, 2000, 3000, 4000])]).await;
    tokio::time::sleep(LOOKS).await;
    // A little is none.
    browser.run_until_done(scroll, vec![json!([3900, 3800, 3700, 3600])]).await;
    tokio::time::sleep(LOOKS).await;
    assert!(!browser.shows_widget().await);
    browser.run_until_done(scroll, vec![json!([3000, 2000, 1000, 0])]).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "exit");
}

/// Has the page seem hidden, or be seen again.
fn hidden(is_hidden: bool) -> String {
    format!(
        "Object.defineProperty(document, 'hidden', {{ configurable: true, get: () => {is_hidden} }}); \
         document.dispatchEvent(new Event('visibilitychange', {{ bubbles: true }}));"
    )
}

#[tokio::test]
async fn on_a_phone_another_tab_is_a_way_out() {
    if !only_in(&[Engine::Chromium], NO_TOUCH) {
        return;
    }
    let (browser, collector) = phone().await;
    browser.run(&hidden(true)).await;
    browser.run(&hidden(false)).await;
    browser.question().await;
    assert_eq!(woken_by(&collector).await, "exit");
}

#[tokio::test]
async fn on_a_desktop_another_tab_is_no_way_out() {
    let browser = Browser::start().await;
    // Machines that run tests may have no mouse either.
    let in_vain =
        format!("window.matchMedia = () => ({{ matches: false }}); {}{}", hidden(true), hidden(false));
    wakes_in(&browser, &json!({ "exit": true }), "", &in_vain, &out("clientY: 0")).await;
}

/// A page whose script tells Google Analytics where it is.
const CHECKOUT: &str = "<script>dataLayer = []; const told = { '/checkout': 'begin_checkout', '/thanks': 'purchase' } \
                        [location.pathname]; if (told) dataLayer.push({ event: told })</script>";

#[tokio::test]
async fn a_checkout_that_is_left_without_an_order_is_waited_for() {
    let browser = Browser::start().await;
    for (way, is_asked) in [
        (&["/mugs", "/cart"][..], false),
        (&["/checkout", "/thanks", "/mugs"], false),
        (&["/mugs", "/checkout"], false),
        (&["/checkout", "/mugs"], true),
        (&["/checkout", "/thanks", "/checkout", "/mugs"], true),
    ] {
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "abandon": true }))], CHECKOUT).await;
        for page in way {
            browser.open(&format!("{}{page}", shop.origin)).await;
        }
        if is_asked {
            browser.question().await;
            assert_eq!(woken_by(&collector).await, "abandon", "{way:?}");
        } else {
            is_watched(&browser).await;
            assert!(!browser.shows_widget().await, "{way:?}");
        }
    }
}

#[tokio::test]
async fn an_event_is_waited_for() {
    let browser = Browser::start().await;
    let body = "<script>dataLayer = []; function gtag() { dataLayer.push(arguments) }</script>";
    for act in [
        "dataLayer.push({ event: 'size_guide' })",
        "gtag('event', 'size_guide', { mug: 'red' })",
        "nachklang('event', 'size_guide')",
    ] {
        let in_vain = act.replace("size_guide", "size_guides");
        wakes_in(&browser, &json!({ "event": "size_guide" }), body, &in_vain, act).await;
    }
}

#[tokio::test]
async fn an_event_before_the_tag_has_loaded_counts() {
    let browser = Browser::start().await;
    for script in [
        "dataLayer = [{ event: 'size_guide' }, { event: 'gtm.load' }]",
        "window.nachklang = window.nachklang || function () { (nachklang.q = nachklang.q || []).push(arguments) }; \
         nachklang('event', 'size_guide')",
    ] {
        let collector = Collector::start();
        let tag = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let page = tag.head(&format!("<script>{script}</script>"));
        let file = survey_file(&[waiting_for(&json!({ "event": "size_guide" }))]);
        let shop = Shop::with_surveys(page, &file).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        assert_eq!(woken_by(&collector).await, "event", "{script}");
    }
}

#[tokio::test]
async fn a_click_is_waited_for() {
    let browser = Browser::start().await;
    let body = "<div class=sizes><b>Which size?</b></div><script>addEventListener('click', (e) => e.stopPropagation())\
                </script>";
    for act in ["document.querySelector('.sizes').click()", "document.querySelector('.sizes b').click()"] {
        let in_vain = "document.querySelector('#buy').click()";
        wakes_in(&browser, &json!({ "click": ".sizes" }), body, in_vain, act).await;
    }
}

#[tokio::test]
async fn a_click_in_a_component_is_waited_for() {
    let body = "<my-sizes></my-sizes><script>document.querySelector('my-sizes').attachShadow({ mode: 'open' })\
                .innerHTML = '<b class=size>XL</b>'</script>";
    let act = "document.querySelector('my-sizes').shadowRoot.querySelector('b').click()";
    wakes(json!({ "click": ".size" }), body, act).await;
}

#[tokio::test]
async fn an_element_in_view_is_waited_for() {
    let body = format!("{LONG}<p class=reviews hidden>No</p><p class=reviews>All of them love it</p>");
    let browser = Browser::start().await;
    let act = "document.querySelector('.reviews:not([hidden])').scrollIntoView()";
    wakes_in(&browser, &json!({ "view": ".reviews" }), &body, "scrollTo(0, 1000)", act).await;
}

#[tokio::test]
async fn days_after_an_order_the_next_visit_is_waited_for() {
    let browser = Browser::start().await;
    for (days, is_asked) in [("2.9", false), ("3.1", true), ("30", true)] {
        let ordered = format!(
            "<script>localStorage.nachklang ||= JSON.stringify({{ first: ['', ''], start: 1, visits: 1, \
             orders: [Date.now() - {days} * 864e5], trail: [['order.confirmation', Date.now() - {days} * 864e5]] }})</script>"
        );
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "order": 3 }))], &ordered).await;
        browser.open(&shop.origin).await;
        if is_asked {
            browser.question().await;
            let stored = collector.response("shown").await;
            assert_eq!(stored["touchpoint"]["woken_by"], "order");
            assert_eq!(stored["journey"]["orders"], 1);
            assert_eq!(stored["journey"]["visits"], 2);
        } else {
            is_watched(&browser).await;
            assert!(!browser.shows_widget().await, "after {days} days");
        }
    }
}

#[tokio::test]
async fn a_call_is_waited_for() {
    for act in ["nachklang('show')", "nachklang('show', 'asked')"] {
        let browser = Browser::start().await;
        let collector = Collector::start();
        let shop = shop(&collector, &[waiting_for(&json!({ "call": true }))], LONG).await;
        browser.open(&shop.origin).await;
        tokio::time::sleep(LOOKS).await;
        browser.run(&format!("scrollTo(0, 5000); {}", out("clientY: 0"))).await;
        tokio::time::sleep(LOOKS).await;
        assert!(!browser.shows_widget().await);
        browser.run(act).await;
        browser.question().await;
        assert_eq!(woken_by(&collector).await, "call", "{act}");
    }
}

#[tokio::test]
async fn of_two_things_both_are_waited_for() {
    let browser = Browser::start().await;
    let trigger = json!({ "scroll": 60, "event": "size_guide" });
    let (scroll, event) = ("scrollTo(0, 3500)", "nachklang('event', 'size_guide')");
    wakes_in(&browser, &trigger, LONG, scroll, event).await;
    wakes_in(&browser, &trigger, LONG, event, scroll).await;
}

#[tokio::test]
async fn on_a_slow_network_what_has_come_is_asked_once() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    // What is fetched ahead goes on low priority.
    let slow = "<script>const quick = fetch; window.programs = []; window.fetch = async (address, options) => { \
                if (/program/.test(address)) { if (options.priority != 'low') programs.push(address); \
                await new Promise((then) => setTimeout(then, 3000)) } return quick(address, options) }</script>";
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).head(slow);
    let file = survey_file(&[waiting_for(&json!({ "event": "size_guide" }))]);
    let shop = Shop::with_surveys(page, &file).await;
    browser.open(&shop.origin).await;
    is_watched(&browser).await;
    browser.run("nachklang('event', 'size_guide')").await;
    browser.question().await;
    collector.response("shown").await;
    tokio::time::sleep(LOOKS).await;
    assert_eq!(browser.run("return programs.length").await, 1);
    assert_eq!(browser.run("return document.querySelectorAll('nachklang-widget').length").await, 1);
    assert_eq!(collector.responses().len(), 1);
}

#[tokio::test]
async fn of_two_surveys_the_one_whose_trigger_comes_is_asked() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let surveys = [
        json!({ "key": "clicked", "trigger": { "click": "#buy" }, "questions": [{ "kind": "csat" }] }),
        json!({ "key": "called", "trigger": { "call": true }, "questions": [{ "kind": "ces" }] }),
        json!({ "key": "happened", "trigger": { "event": "size_guide" }, "questions": [{ "kind": "nps" }] }),
    ];
    let shop = shop(&collector, &surveys, "").await;
    browser.open(&shop.origin).await;
    browser.run("nachklang('event', 'size_guide')").await;
    browser.question().await;
    assert_eq!(collector.response("shown").await["survey"], "happened");
}

#[tokio::test]
async fn what_waited_at_a_touchpoint_that_is_left_is_dropped() {
    let browser = Browser::start().await;
    for trigger in [json!({ "stay": 4 }), json!({ "load": 4 })] {
        let collector = Collector::start();
        let mut survey = waiting_for(&trigger);
        survey["touchpoints"] = json!(["checkout"]);
        let file = json!({
            "format": 1,
            "touchpoints": [{ "key": "checkout", "paths": ["^/checkout"] }],
            "surveys": [survey],
        });
        let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#);
        let shop = Shop::with_surveys(page, &file.to_string()).await;
        browser.open(&format!("{}/checkout", shop.origin)).await;
        tokio::time::sleep(LOOKS).await;
        browser.run("history.pushState(null, '', '/mugs')").await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert!(!browser.shows_widget().await, "{trigger}");
        assert_eq!(collector.responses().len(), 0);
        // Back there, what it waited for counts anew.
        browser.run("history.back()").await;
        browser.question().await;
        let stored = collector.response("shown").await;
        assert_eq!(stored["touchpoint"]["key"], "checkout");
        assert_eq!(stored["touchpoint"]["woken_by"], last(&trigger));
    }
}

#[tokio::test]
async fn what_happened_before_at_another_place_does_not_count() {
    let browser = Browser::start().await;
    let collector = Collector::start();
    let body = format!("{LONG}<script>dataLayer = []</script>");
    let surveys: Vec<Value> = [
        json!({ "event": "size_guide", "load": 0 }),
        json!({ "click": "#buy", "stay": 0 }),
        json!({ "exit": true, "stay": 0 }),
    ]
    .iter()
    .enumerate()
    .map(|(index, trigger)| {
        json!({ "key": format!("survey-{index}"), "trigger": trigger, "touchpoints": ["cart"],
                "questions": [{ "kind": "nps" }] })
    })
    .collect();
    let file = json!({
        "format": 1,
        "touchpoints": [{ "key": "cart", "paths": ["^/cart"] }],
        "surveys": surveys,
    });
    let page = Page::with_tag(&collector, r#"data-survey="/surveys.json""#).body(&body);
    let shop = Shop::with_surveys(page, &file.to_string()).await;
    browser.open(&format!("{}/cart", shop.origin)).await;
    is_watched(&browser).await;
    browser.run("history.pushState(null, '', '/mugs')").await;
    tokio::time::sleep(LOOKS).await;
    let acts = format!(
        "dataLayer.push({{ event: 'size_guide' }}); document.querySelector('#buy').click(); {}",
        out("clientY: 0")
    );
    browser.run(&acts).await;
    tokio::time::sleep(LOOKS).await;
    browser.run("history.pushState(null, '', '/cart')").await;
    tokio::time::sleep(LOOKS).await;
    assert!(!browser.shows_widget().await);
    browser.run("document.querySelector('#buy').click()").await;
    browser.question().await;
    assert_eq!(collector.response("shown").await["survey"], "survey-1");
}

#[tokio::test]
async fn a_selector_that_is_none_is_said_and_stops_no_other_survey() {
    let browser = Browser::start().await;
    for (trigger, act) in [
        (json!({ "view": "p:with(" }), ""),
        (json!({ "click": "p:with(" }), "document.querySelector('#buy').click()"),
    ] {
        let collector = Collector::start();
        let surveys = [
            json!({ "key": "wrong", "trigger": trigger, "questions": [{ "kind": "csat" }] }),
            json!({ "key": "right", "trigger": { "event": "size_guide" }, "questions": [{ "kind": "nps" }] }),
        ];
        let shop = shop(&collector, &surveys, "").await;
        browser.open(&shop.origin).await;
        is_watched(&browser).await;
        browser.run(act).await;
        let error = browser.event("error").await;
        assert_eq!(error["reason"], "settings");
        assert!(error["message"].as_str().unwrap().contains("p:with("), "{error}");
        browser.run("nachklang('event', 'size_guide')").await;
        browser.question().await;
        assert_eq!(collector.response("shown").await["survey"], "right");
        let errors = browser.recorded("events").await;
        assert_eq!(errors.iter().filter(|event| event["name"] == "error").count(), 1, "{errors:?}");
        assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    }
}
