//! The function `init` of the npm package, on a page without a bundler and under a strict policy.

use nachklang_tests::{Browser, Collector, Shop, wait_for};
use serde_json::{Value, json};

use crate::frameworks::PROJECT;

/// A page that has imported `init` from files on the shop's own site.
struct Trial {
    browser: Browser,
    shop: Shop,
    collector: Collector,
}

impl Trial {
    async fn start() -> Self {
        let collector = Collector::start();
        let shop = PROJECT.serve(&collector).await;
        let trial = Self { browser: Browser::start().await, shop, collector };
        trial.open().await;
        trial
    }

    async fn open(&self) {
        self.browser.open(&format!("{}/plain/", self.shop.origin)).await;
        self.wait_until("the module", "window.init").await;
        // The settings that the scripts below use.
        let endpoint = format!("{}/v1/responses", self.collector.origin);
        let settings =
            json!({ "src": "/nachklang/nachklang.js", "endpoint": endpoint, "site": "shop.example" });
        self.browser.run(&format!("window.settings = {settings}")).await;
    }

    async fn wait_until(&self, what: &str, condition: &str) {
        let is_met = format!("return !!({condition})");
        wait_for(what, async || (self.browser.run(&is_met).await == true).then_some(())).await;
    }

    async fn tags(&self) -> Value {
        self.browser.run("return document.querySelectorAll('script[src*=\"nachklang.js\"]').length").await
    }

    async fn expect_nothing_wrong(&self) {
        for what in ["uncaught", "violations", "console"] {
            assert_eq!(self.browser.recorded(what).await, [""; 0], "{what}");
        }
    }
}

#[tokio::test]
async fn a_second_init_gives_the_same() {
    let trial = Trial::start().await;
    trial.browser.run("window.api = init(settings); window.isSame = api == init({ ...settings })").await;
    assert_eq!(trial.browser.run("return isSame").await, true);
    trial.browser.run("api.on('shown', ({ survey }) => (window.shown = survey)); api.show('nps')").await;
    trial.browser.wait_for_heading("How likely").await;
    assert_eq!(trial.tags().await, 1);
    trial.wait_until("the listener", "window.shown == 'nps'").await;
    trial.browser.run("api.close()").await;
    trial.browser.wait_until_gone().await;
    let explained = "api.explain().then((all) => done(Array.isArray(all)))";
    assert_eq!(trial.browser.run_until_done(explained, Vec::new()).await, true);
    trial.expect_nothing_wrong().await;
    trial.browser.run("init({ ...settings, locale: 'de' })").await;
    assert!(trial.browser.recorded("console").await[0].as_str().unwrap().contains("other settings"));
}

#[tokio::test]
async fn init_begins_anew_after_destroy() {
    let trial = Trial::start().await;
    trial.browser.run("window.api = init(settings); api.on('shown', () => (window.heard = (window.heard || 0) + 1)); api.show('nps')").await;
    trial.browser.wait_for_heading("How likely").await;
    trial.wait_until("the listener", "window.heard == 1").await;
    trial.browser.run("api.destroy()").await;
    trial.browser.wait_until_gone().await;
    assert_eq!(trial.tags().await, 0);
    // What is left of it does nothing, and says so by settling.
    let late = "Promise.all([api.show('nps'), api.explain(), api.destroy()]).then(() => done(true))";
    assert_eq!(trial.browser.run_until_done(late, Vec::new()).await, true);
    trial.browser.run("window.api = init({ ...settings, locale: 'de' }); api.show('csat')").await;
    trial.browser.wait_for_heading("Wie zufrieden").await;
    assert_eq!(trial.tags().await, 1);
    assert_eq!(trial.browser.run("return heard").await, 1, "destroy removes the listeners");
    trial.expect_nothing_wrong().await;
}

/// As frameworks do that mount a component twice to find mistakes.
#[tokio::test]
async fn destroy_counts_before_the_script_has_loaded() {
    let trial = Trial::start().await;
    trial
        .browser
        .run("init(settings).destroy(); window.api = init({ ...settings, locale: 'de' }); api.show('nps')")
        .await;
    trial.browser.wait_for_heading("Wie wahrscheinlich").await;
    assert_eq!(trial.tags().await, 1);
    trial.open().await;
    trial.browser.run("window.api = init({ ...settings, survey: 'nps' }); api.show('csat').then(() => (window.settled = true)); api.destroy()").await;
    trial.wait_until("the call to settle", "window.settled").await;
    trial.wait_until("the tag to go", "!document.querySelector('script[src*=\"nachklang.js\"]')").await;
    assert!(!trial.browser.shows_widget().await);
    trial.expect_nothing_wrong().await;
}

#[tokio::test]
async fn what_cannot_be_loaded_is_an_error_and_no_exception() {
    let trial = Trial::start().await;
    for (settings, reason, message) in [
        ("undefined", "settings", "init needs `src`"),
        ("{ endpoint: 'none' }", "settings", "init needs `src`"),
        ("{ ...settings, src: '/missing/nachklang.js' }", "load", "/missing/nachklang.js"),
    ] {
        trial.open().await;
        let script = format!(
            "window.api = init({settings}); api.on('error', (detail) => (window.failure = detail));
             api.show('nps').then(() => (window.settled = true))"
        );
        trial.browser.run(&script).await;
        trial.wait_until(settings, "window.failure && window.settled").await;
        let failure = trial.browser.run("return failure").await;
        assert_eq!(failure["reason"], reason, "{settings}");
        assert!(failure["message"].as_str().unwrap().contains(message), "{failure}");
        assert_eq!(trial.browser.recorded("uncaught").await, [""; 0], "{settings}");
        trial.browser.run("api.destroy(); window.api = init(window.settings); api.show('nps')").await;
        trial.browser.wait_for_heading("How likely").await;
    }
}
