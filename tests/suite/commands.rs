//! The function `nachklang`: wrong commands, the promises it gives, and the end by `destroy`.

use nachklang_tests::{Browser, Collector, Page, Shop, wait_for};
use serde_json::{Value, json};

#[tokio::test]
async fn an_unknown_command_is_reported_and_changes_nothing() {
    let collector = Collector::start();
    let stub = "<script>window.nachklang ||= Object.assign(function () { nachklang.q.push(arguments) }, { q: [] }); \
                nachklang('settings', { theme: 'dark' });</script>";
    let page = Page::new(&collector).head(stub).head(&format!(
        r#"<script async src="{0}/nachklang.js" data-endpoint="{0}/v1/responses" data-site="shop.example" data-survey="nps"></script>"#,
        collector.origin
    ));
    let browser = Browser::start().await;
    browser.open(&Shop::with(page).await.origin).await;
    browser.question().await;
    let error = browser.event("error").await;
    assert_eq!(error["reason"], "call");
    let commands = "found \"settings\", expected one of show, close, touchpoint, event, customer, consent, explain, debug, forget, destroy";
    assert!(error["message"].as_str().unwrap().contains(commands), "{error}");
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
}

#[tokio::test]
async fn every_wrong_call_is_reported_and_its_promise_resolves() {
    let collector = Collector::start();
    let browser = Browser::start().await;
    browser.open(&Shop::with(Page::with_tag(&collector, "")).await.origin).await;
    wait_for("the script", async || (browser.run("return !!window.nachklang").await == true).then_some(()))
        .await;
    let calls = [
        ("nachklang()", "nachklang(command): found null, expected one of show, close"),
        (
            "nachklang('shwo', 'nps')",
            "found \"shwo\", expected one of show, close, touchpoint, event, customer, consent, explain, debug, forget, destroy (did you mean show?)",
        ),
        ("nachklang('load')", "nachklang(command): found \"load\""),
        ("nachklang('inline', document.body)", "nachklang(command): found \"inline\""),
        ("nachklang('send')", "nachklang(command): found \"send\""),
        ("nachklang('on', 'shown')", "nachklang(command): found \"on\""),
        ("nachklang('constructor')", "nachklang(command): found \"constructor\""),
        ("nachklang({ show: 'nps' })", "nachklang(command): found an object"),
        ("nachklang('show', 'nsp')", "nachklang('show'): found \"nsp\", expected one of nps, csat"),
        ("nachklang('show', 7)", "nachklang('show'): found 7, expected one of nps, csat"),
        ("nachklang('touchpoint')", "nachklang('touchpoint'): found null, expected a key"),
        ("nachklang('touchpoint', 7)", "nachklang('touchpoint'): found 7, expected a key"),
        ("nachklang('customer', 'vip')", "nachklang('customer'): found \"vip\", expected an object"),
        ("nachklang('consent', 'yes')", "nachklang('consent'): found \"yes\", expected true or false"),
        ("nachklang('event', { event: 'x' })", "nachklang('event'): found an object, expected a text"),
        (
            "nachklang.on('unkown', () => {})",
            "nachklang.on: found \"unkown\", expected one of shown, answered, completed, dismissed, delivered, failed, error, forgotten",
        ),
        ("nachklang.on('shown')", "nachklang.on('shown'): found no function"),
    ];
    for (index, (call, part)) in calls.iter().enumerate() {
        browser.run_until_done(&format!("Promise.resolve({call}).then(() => done())"), Vec::new()).await;
        let message = wait_for(call, async || browser.recorded("console").await.get(index).cloned()).await;
        assert!(message.as_str().unwrap().contains(part), "{call}: {part} is not in {message}");
    }
    let events = browser.recorded("events").await;
    assert!(
        events.len() == calls.len() && events.iter().all(|event| event["detail"]["reason"] == "call"),
        "{events:?}"
    );
    assert!(!browser.shows_widget().await);
    // The loader takes these as they are. They are looked at with the next call.
    browser.run("nachklang('touchpoint', { key: 'chekout', phase: 'buying' }); nachklang('close')").await;
    wait_for("the touchpoint's phase", async || {
        let console = browser.recorded("console").await;
        console
            .iter()
            .any(|message| message.as_str().unwrap().contains("nachklang('touchpoint').phase"))
            .then_some(())
    })
    .await;
    assert_eq!(browser.recorded("uncaught").await, [""; 0]);
    browser.run("nachklang('show', 'nps')").await;
    browser.question().await;
}

/// Whether all commands resolve, and what `explain` resolves to.
const ALL_COMMANDS: &str = "const commands = ['show', 'close', 'touchpoint', 'event', 'customer', 'consent', 'forget', 'nonsense']; \
    Promise.all(commands.map((command) => nachklang(command))).then(() => nachklang('explain')).then((all) => done(Array.isArray(all)))";

#[tokio::test]
async fn promises_resolve_where_the_widget_cannot_run() {
    let collector = Collector::start();
    let origin = &collector.origin;
    let browser = Browser::start().await;
    let glue_forbidden = format!("script-src 'unsafe-inline' {origin}/nachklang.js {origin}/recorder.js");
    for (why, attributes, policy) in [
        ("the glue is forbidden", r#"data-survey="nps""#, &*glue_forbidden),
        ("downloads are forbidden", r#"data-survey="nps""#, "connect-src 'none'"),
        ("the settings are wrong", r#"data-survey="nps" data-mode="crad""#, ""),
        ("consent is missing", r#"data-survey="nps" data-consent="required""#, ""),
    ] {
        let page = Page::with_tag(&collector, attributes);
        let page = if policy.is_empty() { page } else { page.policy(policy) };
        browser.open(&Shop::with(page).await.origin).await;
        wait_for("the script", async || {
            (browser.run("return !!window.nachklang").await == true).then_some(())
        })
        .await;
        // Once while the widget is on its way, and once when it is there or has failed.
        for _ in 0..2 {
            assert_eq!(browser.run_until_done(ALL_COMMANDS, Vec::new()).await, true, "{why}");
        }
        assert_eq!(browser.recorded("uncaught").await, [""; 0], "{why}");
        assert!(!browser.shows_widget().await, "{why}");
    }
}

/// Notes what listens and repeats on the page.
const NOTES: &str = "<script>window.kept = new Set(); window.intervals = new Set(); \
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype; \
    EventTarget.prototype.addEventListener = function (type, listener, options) { \
      if (!(this instanceof AbortSignal) && this !== document || !/^(securitypolicyviolation|nachklang:)/.test(type)) \
        kept.add([this, type, listener, options?.signal]); \
      return add.call(this, type, listener, options); }; \
    EventTarget.prototype.removeEventListener = function (type, listener, options) { \
      for (const entry of kept) if (entry[0] == this && entry[1] == type && entry[2] == listener) kept.delete(entry); \
      return remove.call(this, type, listener, options); }; \
    const { setInterval: begin, clearInterval: end } = window; \
    window.setInterval = (...all) => { const id = begin(...all); intervals.add(id); return id; }; \
    window.clearInterval = (id) => { intervals.delete(id); end(id); }; \
    window.left = () => [...kept].filter(([target, , , signal]) => \
        (target == window || target == document || target == window.navigation) && !signal?.aborted).map(([, type]) => type);</script>";

#[tokio::test]
async fn destroy_takes_everything_off_and_keeps_the_answer() {
    let collector = Collector::start();
    let tag = format!(
        r#"<script async src="{0}/nachklang.js" data-endpoint="{0}/v1/responses" data-site="shop.example" data-survey="nps"></script>"#,
        collector.origin
    );
    let page = Page::new(&collector).head(NOTES).head("<script>window.before = left()</script>").head(&tag);
    let browser = Browser::start().await;
    browser.open(&format!("{}/?nachklang=debug", Shop::with(page).await.origin)).await;
    browser.question().await;
    browser.event("delivered").await;
    browser.click("[value='9']").await;
    browser.run_until_done("nachklang('destroy').then(() => done())", Vec::new()).await;
    let ours = "document.querySelectorAll('nachklang-widget, nachklang-debug, script[integrity]').length";
    let left = format!("return [{ours}, left().filter((type) => !before.includes(type)), intervals.size]");
    wait_for("everything to go", async || (browser.run(&left).await == json!([0, [], 0])).then_some(()))
        .await;
    assert_eq!(collector.response("partial").await["answers"][0]["value"], 9);
    // Later calls do nothing, and another tag begins anew.
    assert_eq!(browser.run_until_done(ALL_COMMANDS, Vec::new()).await, true);
    assert!(!browser.shows_widget().await);
    let again = format!(
        "const tag = document.createElement('script'); tag.src = '{0}/nachklang.js'; \
         Object.assign(tag.dataset, {{ endpoint: '{0}/v1/responses', site: 'shop.example' }}); \
         tag.onload = () => nachklang('show', 'csat'); document.head.append(tag)",
        collector.origin
    );
    browser.run(&again).await;
    assert!(browser.question().await.starts_with("How satisfied"));
    assert_eq!(browser.recorded("uncaught").await, Vec::<Value>::new());
}
