//! A real browser on a shop's page, and what happens to pages: closed, crashed, in the back-forward cache, offline,
//! two at once, all behind a proxy that fails and a collector that is killed.

use std::time::Duration;

use fastrand::Rng;
use nachklang_tests::{Browser, Collector, Fault, Page, Proxy, Shop};
use serde_json::Value;
use tokio::time::sleep;

/// Records on the device what the shopper answered and which revisions the page was told are refused, to compare in the end.
const RECORD: &str = "<script>\
    for (const name of ['shown', 'answered', 'completed', 'dismissed']) \
      document.addEventListener('nachklang:' + name, ({ detail }) => { \
        localStorage['given:' + detail.id] = JSON.stringify(detail) }); \
    document.addEventListener('nachklang:failed', ({ detail: { final, response, reason } }) => { \
      if (final) localStorage['refused:' + response.id] = response.revision + ' ' + reason })</script>";

/// The size of the outbox.
const OUTBOX_SIZE: &str =
    "return Object.keys(localStorage).filter((name) => /^nachklang:0/.test(name)).length";

struct Visit {
    rng: Rng,
    browser: Browser,
    collector: Collector,
    proxy: Proxy,
    shop: Shop,
    tabs: usize,
    log: Vec<String>,
}

/// Runs the scenario of this seed. Returns how many responses there were.
///
/// # Errors
/// What is wrong, and the log of the scenario.
pub async fn run(seed: u64) -> Result<usize, String> {
    let collector = Collector::start();
    let proxy = Proxy::start(&collector.origin).await;
    let endpoint = format!("{}/v1/responses", proxy.origin);
    let attributes = if seed.is_multiple_of(2) { "" } else { r#"data-batch="100""# };
    let shop = Shop::with(Page::posting_to(&endpoint, &collector, attributes).head(RECORD)).await;
    let browser = Browser::start().await;
    let rng = Rng::with_seed(seed);
    let mut visit = Visit { rng, browser, collector, proxy, shop, tabs: 1, log: Vec::new() };
    visit.open().await;
    for _ in 0..visit.rng.usize(8..16) {
        visit.random_step().await;
    }
    visit.stop_faults().await;
    visit.check().await.map_err(|wrong| format!("{wrong}\n  {}", visit.log.join("\n  ")))
}

impl Visit {
    async fn random_step(&mut self) {
        match self.rng.u8(..100) {
            0..34 => self.answer().await,
            34..46 => self.open().await,
            46..64 => self.add_fault(),
            64..70 => self.another_tab().await,
            70..74 => self.close_tab().await,
            74..78 => self.crash().await,
            78..84 => self.back().await,
            84..88 => self.offline().await,
            88..92 => self.kill(),
            _ => {
                let pause = self.rng.u64(..2500);
                self.log.push(format!("{pause} ms go by"));
                sleep(Duration::from_millis(pause)).await;
            }
        }
    }

    async fn open(&mut self) {
        let path = self.rng.u8(..);
        self.log.push(format!("opens /{path}"));
        self.browser.open(&format!("{}/{path}", self.shop.origin)).await;
    }

    /// The shopper answers a survey, to the end or not.
    async fn answer(&mut self) {
        self.show().await;
        self.give().await;
    }

    async fn show(&mut self) {
        let script = "return document.readyState == 'complete' && typeof nachklang == 'function'";
        let mut looks = 0;
        while self.browser.run(script).await != true {
            looks += 1;
            // Going back may have led to another site's page, or to the browser's error page.
            if looks % 50 == 0 {
                self.open().await;
            }
            assert!(looks < 300, "the shop's page does not come: {}", self.log.join(", "));
            sleep(Duration::from_millis(100)).await;
        }
        self.browser.run("nachklang('close')").await;
        self.browser.wait_until_gone().await;
        self.browser.run("nachklang('show', 'nps')").await;
        self.browser.question().await;
    }

    async fn give(&mut self) {
        let (value, how) = (self.rng.u8(..=10), self.rng.usize(..4));
        self.log.push(format!("answers {value} and {}", ["sends it", "waits", "goes on", "closes it"][how]));
        self.browser.click(&format!("[value='{value}']")).await;
        match how {
            0 => self.browser.click(".send").await,
            1 => sleep(Duration::from_millis(900)).await,
            2 => {}
            _ => self.browser.click(".close").await,
        }
    }

    fn add_fault(&mut self) {
        let fault = match self.rng.u8(..9) {
            0 => Fault::Refuse,
            1 => Fault::ResetMidBody,
            2 => Fault::CutRequest,
            3 => Fault::DropReply,
            4 => Fault::CutReply,
            5 => Fault::Delay(self.rng.u64(..4000)),
            6 => Fault::Status(503, Some(self.rng.u32(1..4))),
            7 => Fault::Status(500, None),
            _ => Fault::Status(413, None),
        };
        let times = self.rng.usize(1..4);
        self.log.push(format!("{fault:?}, {times} times"));
        self.proxy.next(&vec![fault; times]);
    }

    async fn another_tab(&mut self) {
        if self.tabs < 3 {
            self.log.push("another tab".into());
            self.browser.new_tab().await;
            self.tabs += 1;
        }
        self.open().await;
    }

    async fn close_tab(&mut self) {
        if self.tabs > 1 {
            self.log.push("closes the tab".into());
            self.browser.close_tab().await;
            self.tabs -= 1;
            self.browser.switch_to_tab(0).await;
        }
    }

    /// The process of the tab is gone.
    async fn crash(&mut self) {
        self.log.push("the tab crashes".into());
        self.browser.crash_tab().await;
        self.tabs = self.browser.windows().await;
        self.open().await;
    }

    async fn back(&mut self) {
        self.log.push("goes away and back".into());
        self.browser.open("about:blank").await;
        sleep(Duration::from_millis(self.rng.u64(..800))).await;
        self.browser.run("history.back()").await;
        sleep(Duration::from_millis(500)).await;
    }

    async fn offline(&mut self) {
        self.show().await;
        self.log.push("offline".into());
        self.browser.set_offline(true).await;
        self.give().await;
        sleep(Duration::from_millis(self.rng.u64(..1500))).await;
        self.log.push("online".into());
        self.browser.set_offline(false).await;
    }

    /// The collector is killed and comes back at once: the widget is fetched from there, too.
    fn kill(&mut self) {
        self.log.push("the collector is killed".into());
        self.collector.kill();
        self.collector.restart();
    }

    /// From now on nothing fails, so everything in the outbox arrives.
    async fn stop_faults(&mut self) {
        self.log.push("from here on nothing fails".into());
        self.proxy.clear_faults();
        self.open().await;
        let deadline = std::time::Instant::now() + Duration::from_secs(90);
        while self.browser.run(OUTBOX_SIZE).await != 0 && std::time::Instant::now() < deadline {
            sleep(Duration::from_millis(250)).await;
        }
    }

    /// Checks that each response is stored once, with its last revision, unless that was refused and the page was told.
    async fn check(&self) -> Result<usize, String> {
        let noted = self
            .browser
            .run("return Object.entries(localStorage).filter(([name]) => /^(given|refused):/.test(name))")
            .await;
        let noted: Vec<(String, String)> = serde_json::from_value(noted).expect("names and texts");
        let stored = self.collector.responses();
        let mut count = 0;
        for (name, text) in &noted {
            let Some(id) = name.strip_prefix("given:") else { continue };
            count += 1;
            let given: Value = serde_json::from_str(text).expect("JSON");
            let refused =
                noted.iter().find(|(name, _)| *name == format!("refused:{id}")).map(|(_, text)| text);
            let is_refused = refused.is_some_and(|text| {
                let (revision, reason) = text.split_once(' ').expect("a revision and a reason");
                assert!(reason.contains("said the proxy"), "refused: {reason}");
                revision.parse::<u64>().ok() >= given["revision"].as_u64()
            });
            let found: Vec<_> = stored.iter().filter(|stored| stored["id"] == *id).collect();
            match found[..] {
                [stored]
                    if stored["revision"] == given["revision"] && stored["answers"] == given["answers"] => {}
                _ if is_refused => {}
                // A revision that the page has not been told about yet.
                [stored] if stored["revision"].as_u64() > given["revision"].as_u64() => {}
                [] => return Err(format!("{id}: revision {} is lost", given["revision"])),
                [stored] => {
                    return Err(format!(
                        "{id}: stored is {}, given was {}",
                        stored["revision"], given["revision"]
                    ));
                }
                _ => return Err(format!("{id} is stored {} times", found.len())),
            }
        }
        Ok(count)
    }
}
