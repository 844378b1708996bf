//! A page with many small pages in frames, which all run at the same time.

use std::time::{Duration, Instant};

use nachklang_tests::{Browser, Collector, Page, Shop, survey_file, wait_for};
use serde_json::{Value, json};

/// How long a condition may take on the slowest machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Functions for the page around the frames.
const HELPERS: &str = "\
    window.rows = () => [...document.querySelectorAll('iframe')].map((frame, row) => row); \
    window.areLoaded = () => rows().every((row) => frames[row].document.readyState == 'complete' && frames[row].row == row); \
    window.shows = (row) => !!frames[row].document.querySelector('nachklang-widget')?.shadowRoot.querySelector('.card') \
      ?.checkVisibility({ visibilityProperty: true }); \
    window.canReach = (row, selector) => { const element = frames[row].findDeep(selector); if (!element) return false; \
      const { x, y, width, height } = element.getBoundingClientRect(); const root = element.getRootNode(); \
      const found = root.elementFromPoint(x + width / 2, y + height / 2); return !!found && element.contains(found) }; ";

/// A function for each frame: finds an element of the page, also in shadow roots.
const FIND: &str = "\
    window.findDeep = (selector, root = document) => root.querySelector(selector) || \
      [...root.querySelectorAll('*')].reduce((found, { shadowRoot }) => found || (shadowRoot && findDeep(selector, shadowRoot)), null)";

/// What each frame holds.
pub struct Frames<'a> {
    /// Attributes of the tag.
    pub attributes: &'a str,
    /// How many frames there are.
    pub rows: usize,
    /// Width and height of the frames, in turn.
    pub sizes: &'a [[u32; 2]],
    /// A script before the tag. In each frame, `row` is its number, and `findDeep` finds an element.
    pub script: String,
    /// A script in the body.
    pub body_script: &'a str,
    /// What the shop serves beside the page.
    pub files: &'a [(String, String)],
}

/// A window of a desktop, and one of a phone.
pub const DESKTOP_AND_PHONE: [[u32; 2]; 2] = [[1100, 700], [390, 700]];

/// A survey that may be asked in every frame, although they share their storage.
fn surveys() -> String {
    let frequency = json!({ "answered_days": 0, "dismissed_days": 0, "ignored_days": 0 });
    let survey = json!({ "questions": [{ "kind": "csat" }], "frequency": frequency });
    let mut file: Value = serde_json::from_str(&survey_file(&[survey])).expect("JSON");
    file["quiet_days"] = json!(0);
    file.to_string()
}

/// Opens a page with frames, and waits until they have loaded.
pub async fn open(browser: &Browser, collector: &Collector, frames: Frames<'_>) -> Shop {
    let Frames { attributes, rows, sizes, script, body_script, files } = frames;
    let origin = &collector.origin;
    let tag = format!(
        r#"<script async src="{origin}/nachklang.js" data-endpoint="{origin}/v1/responses" data-site="shop.example" data-survey="/surveys.json" {attributes}></script>"#
    );
    // The page around the frames has no number, and no tag.
    let head = format!(
        "<script>{FIND}; var row = location.hash ? +location.hash.slice(1) : undefined; if (row >= 0) {{ {script} ; \
         document.write({}) }}</script>",
        json!(tag).to_string().replace("</", "<\\/")
    );
    let body = format!("<script>if (row >= 0) {{ {body_script} }}</script>");
    let page = Page::new(collector).head(&head).body(&body);
    let shop = Shop::with_files(page, &surveys(), files).await;
    browser.open(&shop.origin).await;
    let fill = format!(
        "{HELPERS} const box = document.createElement('div'); document.body.replaceChildren(box); \
         box.style = 'position: absolute; left: 0; top: 0; width: 500vw; transform: scale(0.2); transform-origin: 0 0'; \
         const sizes = {}; \
         for (let row = 0; row < {rows}; row++) {{ const frame = document.createElement('iframe'); \
         [frame.width, frame.height] = sizes[row % sizes.length]; frame.src = '/frame#' + row; box.append(frame) }}",
        json!(sizes)
    );
    browser.run(&fill).await;
    wait_for("the frames", async || (browser.run("return areLoaded()").await == true).then_some(())).await;
    shop
}

/// The names of the frames for which a condition on `row` does not hold.
pub async fn exceptions(browser: &Browser, names: &[String], condition: &str) -> Vec<String> {
    let wrong = browser.run(&format!("return rows().filter((row) => !({condition}))")).await;
    let name = |row: &Value| names[row.as_u64().expect("a row") as usize].clone();
    wrong.as_array().expect("rows").iter().map(name).collect()
}

/// Waits until a condition holds for all frames.
pub async fn wait_until(browser: &Browser, names: &[String], what: &str, condition: &str) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        let wrong = exceptions(browser, names, condition).await;
        if wrong.is_empty() {
            return;
        }
        assert!(Instant::now() < deadline, "{what}: not {wrong:?}");
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
}
