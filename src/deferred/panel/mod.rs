//! A panel on the page for a shop's developer: `?nachklang=debug`. It shows where the shopper is, what is on screen, which surveys
//! are due and why the others are not, what was said on the console, and what came of each response.

mod report;
mod view;

use leptos::prelude::{ArcRwSignal, GetUntracked, Owner, Set};
use wasm_bindgen::JsCast;
use web_sys::{CssStyleSheet, HtmlElement, ShadowRoot, ShadowRootInit, ShadowRootMode};

use self::report::{Report, report};
use crate::app::App;
use crate::page::{js, timer};
use crate::view::mount;

/// The name of the panel's element. The loader's shell removes it by this name.
const NAME: &str = "nachklang-debug";

/// How often it looks, in milliseconds.
const LOOK_AGAIN_MS: u32 = 500;

/// How many corners there are, in the order of `CORNERS` in `loader/deferred.js`.
const CORNERS: u32 = 4;

const STYLE: &str = include_str!(concat!(env!("OUT_DIR"), "/panel.css"));

/// The panel on the page.
#[derive(Clone)]
struct Panel {
    app: &'static App,
    host: HtmlElement,
    /// What it shows.
    report: ArcRwSignal<Report>,
    /// Whether only its head is shown.
    is_folded: ArcRwSignal<bool>,
    /// The corner where the developer wants it.
    corner: ArcRwSignal<u32>,
}

/// Puts the panel on the page, once.
pub fn open(app: &'static App) {
    let document = js::document();
    if document.query_selector(NAME).ok().flatten().is_some() {
        return;
    }
    let (Ok(host), Some(body)) = (document.create_element(NAME), document.body()) else { return };
    let Ok(shadow) = host.attach_shadow(&ShadowRootInit::new(ShadowRootMode::Open)) else { return };
    if let Ok(style) = CssStyleSheet::new() {
        let _ = style.replace_sync(STYLE);
        shadow.set_adopted_style_sheets(&js_sys::Array::of1(&style));
    }
    let Ok(root) = document.create_element("div") else { return };
    let _ = shadow.append_child(&root);
    let _ = body.append_child(&host);
    let host: HtmlElement = host.unchecked_into();
    let _ = host.set_popover(Some("manual"));
    let _ = host.show_popover();
    let panel = Panel {
        app,
        host,
        report: ArcRwSignal::new(report(app)),
        is_folded: ArcRwSignal::new(false),
        corner: ArcRwSignal::new(0),
    };
    let owner = Owner::new();
    let shown = panel.clone();
    owner.with(|| mount(root.unchecked_ref(), move || view::panel(shown)));
    panel.place();
    panel.refresh_later(shadow, owner);
}

impl Panel {
    /// Looks again, as long as the panel is on the page. What has not changed stays untouched, so that it can be marked and copied.
    fn refresh_later(self, shadow: ShadowRoot, owner: Owner) {
        let look_again = move || {
            if !shadow.host().is_connected() {
                return owner.cleanup();
            }
            let report = report(self.app);
            if report != self.report.get_untracked() {
                self.report.set(report);
            }
            self.place();
            self.refresh_later(shadow, owner);
        };
        timer::after(LOOK_AGAIN_MS, Box::new(look_again)).forget();
    }

    /// Puts it where the developer wants it, or into another corner if it would cover a card.
    fn place(&self) {
        self.app.probe.snapshot().place_panel(&self.host, self.corner.get_untracked());
    }

    /// Wants it in the next corner.
    fn move_on(&self) {
        self.corner.set((self.corner.get_untracked() + 1) % CORNERS);
        self.place();
    }

    /// Shows only its head, or all of it again.
    fn fold(&self) {
        self.is_folded.set(!self.is_folded.get_untracked());
    }

    /// Takes it off the page.
    fn close(&self) {
        self.host.remove();
    }
}
