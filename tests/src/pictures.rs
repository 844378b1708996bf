//! Takes the pictures of the running widget for `docs/pictures/`: `cargo xtask pictures`.

use std::fs;
use std::path::PathBuf;
use std::time::Duration;

use nachklang_tests::{Browser, Collector, Device, Scheme, Shop, demo};
use tokio::time::sleep;

#[tokio::main]
async fn main() {
    let folder = folder();
    for device in [Device::Desktop, Device::Phone] {
        for scheme in [Scheme::Light, Scheme::Dark] {
            let browser = Browser::on(device, scheme).await;
            let picture = async |state: &str| {
                let name = format!("{device:?}-{scheme:?}-{state}.png").to_lowercase();
                fs::write(folder.join(&name), browser.screenshot().await).expect("the picture is written");
                println!("{name}");
            };
            let collector = Collector::start();
            let shop = Shop::demo(&collector).await;
            demo::place_order(&browser, &shop).await;
            picture("order").await;
            rate(&browser, &shop).await;
            // A phone's browser briefly highlights where it was touched.
            sleep(Duration::from_secs(1)).await;
            picture("rated").await;
            // One of each is enough.
            if (device == Device::Desktop) == (scheme == Scheme::Light) {
                browser.click(".send").await;
                browser.settled_text(".thanks").await;
                picture("thanks").await;
            }
        }
    }
}

/// The folder for the pictures, empty.
fn folder() -> PathBuf {
    let folder = xtask::root().join("docs/pictures");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).expect("the folder for the pictures");
    folder
}

/// The longest scale on the product's page, with a rating given and a comment asked for.
async fn rate(browser: &Browser, shop: &Shop) {
    browser.open(&shop.origin).await;
    browser.run("nachklang('show', 'nps')").await;
    browser.click("[value='9']").await;
    browser.settled_text("textarea").await;
}
