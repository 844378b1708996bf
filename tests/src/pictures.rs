//! Takes the pictures of the running widget for `docs/pictures/`: `cargo xtask pictures`.

use std::fs;

use nachklang_tests::{Browser, Collector, Device, Page, Scheme, Shop};

#[tokio::main]
async fn main() {
    let folder = xtask::root().join("docs/pictures");
    fs::create_dir_all(&folder).expect("the folder for the pictures");
    for (device, scheme) in [
        (Device::Desktop, Scheme::Light),
        (Device::Desktop, Scheme::Dark),
        (Device::Phone, Scheme::Light),
        (Device::Phone, Scheme::Dark),
    ] {
        let name = format!("{device:?}-{scheme:?}").to_lowercase();
        let browser = Browser::on(device, scheme).await;
        let collector = Collector::start();
        let shop = Shop::demo(&collector).await;
        let picture = async |state: &str| {
            let path = folder.join(format!("{name}-{state}.png"));
            fs::write(&path, browser.screenshot().await).expect("the picture is written");
            println!("{}", path.display());
        };
        browser.open(&shop.origin).await;
        browser.run("nachklang('show', 'nps')").await;
        browser.question().await;
        picture("nps").await;
        browser.click("[value='9']").await;
        browser.settled("textarea").await;
        picture("nps-rated").await;
        browser.click(".send").await;
        browser.settled(".thanks").await;
        picture("thanks").await;
        let page =
            Page::with_tag(&collector, r#"data-survey="ces" data-touchpoint="checkout" data-locale="de""#);
        let shop = Shop::with(page).await;
        browser.open(&shop.origin).await;
        browser.question().await;
        browser.click("[value='6']").await;
        browser.settled("textarea").await;
        picture("ces-german").await;
    }
}
