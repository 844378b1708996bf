//! Takes the pictures of `docs/gallery.md`, and writes that page: `cargo xtask gallery`.
//!
//! Every picture is the running widget in a browser of its own screen, on a page that looks like a shop's and stays in the
//! background. What is in which picture stands in `sections`; `NACHKLANG_ONLY` takes those alone whose names contain it.

mod page;
mod picture;
mod sections;
mod stage;

use std::path::PathBuf;
use std::{env, fs};

use nachklang_tests::{Browser, Collector};

#[tokio::main]
async fn main() {
    let only = env::var("NACHKLANG_ONLY").unwrap_or_default();
    let folder = folder(only.is_empty());
    let (browser, collector) = (Browser::start().await, Collector::start());
    let sections = sections::all();
    let mut bytes = 0;
    for picture in sections.iter().flat_map(|section| &section.pictures) {
        if !picture.name.contains(&only) {
            continue;
        }
        println!("{}", picture.name);
        let png = stage::take(picture, &browser, &collector).await;
        bytes += png.len();
        fs::write(folder.join(picture.file()), png).expect("the picture is written");
    }
    fs::write(xtask::root().join("docs/gallery.md"), page::markdown(&sections)).expect("the page is written");
    println!("{} kB", bytes / 1000);
}

/// The folder for the pictures; empty where all are taken anew.
fn folder(anew: bool) -> PathBuf {
    let folder = xtask::root().join("docs/gallery");
    if anew {
        let _ = fs::remove_dir_all(&folder);
    }
    fs::create_dir_all(&folder).expect("the folder for the pictures");
    folder
}
