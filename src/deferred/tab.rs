//! A tab at an edge of the page that opens a survey when it is asked for.

use leptos::prelude::Owner;
use nachklang_model::context::WokenBy;

use super::looks;
use crate::app::App;
use crate::host::Host;
use crate::settings::Mode;
use crate::theme;
use crate::view::element::{Element, element};
use crate::view::mount;

/// The tab on the page. Dropping it takes it off.
pub struct Tab {
    host: Host,
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
    looks::complete(&host);
    let owner = Owner::new();
    owner.with(|| mount(&host.root, move || tab(app)));
    theme::apply(&host, &app.settings);
    app.tab.replace(Some(Tab { host, owner }));
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
