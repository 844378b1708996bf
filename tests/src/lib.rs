//! The support of the whole-system tests: a real browser, the real collector, a shop's page on another origin, and
//! endpoints that really fail.

mod ask;
mod browser;
mod cdn;
mod collector;
pub mod demo;
mod endpoint;
mod port;
mod process;
mod proxy;
mod shop;

pub use ask::{ask, ask_survey, survey_file};
pub use browser::{Browser, Device, Engine, Key, Options, Scheme, only_in};
pub use cdn::{Cdn, CdnReply};
pub use collector::Collector;
pub use endpoint::{Endpoint, Reply};
pub use proxy::{Fault, Proxy};
pub use shop::{Page, Shop};

/// Asks repeatedly until there is a result, for at most 30 seconds.
pub async fn wait_for<T>(what: &str, mut ask: impl AsyncFnMut() -> Option<T>) -> T {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    loop {
        if let Some(found) = ask().await {
            return found;
        }
        assert!(std::time::Instant::now() < deadline, "waited in vain for {what}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
