//! A tab at an edge of the page that opens a survey when it is asked for.

use leptos::prelude::Owner;
use nachklang_model::context::WokenBy;

use super::{looks, removal};
use crate::app::App;
use crate::host::Host;
use crate::page::timer;
use crate::settings::Mode;
use crate::theme;
use crate::view::element::{Element, element};
use crate::view::mount;

/// How often the tab looks whether it is in the way, in milliseconds.
const LOOK_INTERVAL_MS: u32 = 500;

/// The tab on the page. Dropping it takes it off.
pub struct Tab {
    pub(super) host: Host,
    owner: Owner,
}

impl Drop for Tab {
    fn drop(&mut self) {
        self.host.remove();
        self.owner.cleanup();
    }
}

/// Puts the tab on the page.
#[inline(never)]
pub fn show_tab(app: &'static App) {
    let Ok(host) = Host::new(&app.settings, Mode::Tab, None) else { return };
    let owner = Owner::new();
    owner.with(|| {
        looks::complete(&host);
        mount(&host.root, move || tab(app));
        removal::keep_tab(app, &host);
    });
    theme::apply(&host, &app.settings);
    app.tab.replace(Some(Tab { host, owner }));
    make_way(app);
}

/// Hides the tab while something is open on the page that a card would wait for, as long as there is a tab.
fn make_way(app: &'static App) {
    let Some(tab) = &*app.tab.borrow() else { return };
    let is_blocked = app.probe.snapshot().is_blocked(&app.settings.wait_for);
    tab.host.set_style("visibility", if is_blocked { "hidden" } else { "" });
    timer::after(LOOK_INTERVAL_MS, Box::new(move || make_way(app))).forget();
}

fn tab(app: &'static App) -> Element {
    let texts = &app.texts;
    element("button")
        .class("tab")
        .attr("type", "button")
        .attr("lang", &*texts.locale)
        .attr("dir", texts.get("direction"))
        .text(texts.get("region"))
        .on("click", move |_| app.show_first(WokenBy::Call, true))
}
